//! Many people: a list that was pasted, loaded or made of a group.

use seedferry_protocol::{AssignEvent, AssignPart, Exposed};

use super::{
    super::{Effect, Model},
    list::List,
    lookup::{Lookup, Question},
    one::Hits,
    seeds,
};
use crate::{
    encoding,
    format::user_list::MAX_ROWS,
    graph::{
        Request, Response,
        pairs::{self, Fate},
        people::{
            Group, MOST_AT_ONCE, MOST_ROLES_AT_ONCE, Person, ROLES, by_upns, groups, has, members,
            read_groups, read_people, read_roles_of, roles_of,
        },
        work::{Act, Code, Job},
    },
};

/// Many people.
#[derive(Default)]
pub(super) struct Many {
    pub(super) groups: Hits<Group>,
    /// Why the last list was not taken.
    pub(super) problem: Option<String>,
    pub(super) attempt: u32,
    pub(super) list: Option<List>,
    pub(super) lookup: Option<Lookup>,
    /// Counts lists, and how often rows changed their places: see [`PairId`].
    pub(super) lists: u32,
    /// Members that were read so far.
    members: Vec<Person>,
    /// The group has more members than a list takes.
    cut: bool,
}

impl Many {
    pub(super) fn take(&mut self, host: &str, question: &Question, response: &Response) {
        let fault = match question {
            Question::Groups => read_groups(response).map(|found| self.groups = Hits::Found(found)).err(),
            Question::Members(group) => match read_people(host, response, Some(group)) {
                Ok(page) => {
                    self.members.extend(page.people);
                    self.cut = page.next.is_some() && self.members.len() >= MAX_ROWS;
                    let next = page.next.filter(|_| !self.cut);
                    self.lookup.iter_mut().zip(next).for_each(|(lookup, next)| lookup.ask(next));
                    None
                }
                Err(fault) => Some(fault),
            },
            Question::People(asked) => match read_people(host, response, None) {
                Ok(page) => {
                    self.list.iter_mut().for_each(|list| list.know(&page.people, asked));
                    None
                }
                Err(fault) => Some(fault),
            },
            Question::Roles(ids) => {
                let roles = ids.iter().zip(read_roles_of(response, ids.len()));
                let known = roles.filter_map(|(id, role)| Some((id.clone(), role?)));
                self.list.iter_mut().for_each(|list| list.known.administrators.extend(known.clone()));
                None
            }
            Question::Search | Question::Methods => None,
        };
        self.lookup.iter_mut().zip(fault).for_each(|(lookup, fault)| lookup.fail(fault));
    }

    /// Nothing; rows that come later are not taken for those that were there.
    pub(super) fn emptied(&self) -> Self {
        Self { lists: self.lists.wrapping_add(1), ..Self::default() }
    }

    /// What the list of a group's members is called.
    fn name_of_group(&self, id: &str) -> String {
        let groups = if let Hits::Found(groups) = &self.groups { groups.as_slice() } else { &[] };
        let group = groups.iter().find(|group| group.id == id);
        let name = group.map_or("The group", |group| group.name.as_str());
        if self.cut { format!("{name}: its first members only") } else { name.to_owned() }
    }

    /// A list takes the place of the one before.
    fn begin(&mut self, list: Result<List, String>) {
        self.attempt += 1;
        self.lists = self.lists.wrapping_add(1);
        self.lookup = None;
        match list {
            Ok(list) => (self.list, self.problem) = (Some(list), None),
            Err(why) => (self.list, self.problem) = (None, Some(why)),
        }
    }
}

impl Model {
    pub(super) fn take_list(&mut self, name: &str, text: Option<&str>) -> Vec<Effect> {
        let unreadable = || format!("{name} is no text, or larger than any list of people");
        let read =
            text.ok_or_else(unreadable).and_then(|text| List::read(name, text, &self.inventory.devices()));
        self.assign.many.begin(read);
        self.look_up_list()
    }

    /// The file was read, or could not be.
    pub(in super::super) fn assign_list_read(
        &mut self,
        name: &str,
        content: Option<&Exposed>,
    ) -> Vec<Effect> {
        // EXPOSE: read as a list of people; it may be a seed file by mistake.
        let text = content.and_then(|content| encoding::text::read(content.expose()));
        let text = text.as_ref().map(encoding::text::Text::as_str);
        self.assign.part = AssignPart::Many;
        self.take_list(name, text)
    }

    pub(super) fn turn_list(&mut self) -> Vec<Effect> {
        let many = &mut self.assign.many;
        many.list.iter_mut().for_each(List::turn);
        many.lists = many.lists.wrapping_add(1);
        self.look_up_list()
    }

    pub(super) fn search_group(&mut self, text: &str) -> Vec<Effect> {
        if text.trim().is_empty() {
            self.assign.many.groups = Hits::Idle;
            return Vec::new();
        }
        self.assign.many.groups = Hits::Searching;
        self.ask_people(AssignPart::Many, [(Question::Groups, groups(text))])
    }

    pub(super) fn list_group(&mut self, id: &str) -> Vec<Effect> {
        self.assign.many.members.clear();
        let full = self.may_find_all();
        self.ask_people(AssignPart::Many, [(Question::Members(id.to_owned()), members(id, full))])
    }

    /// Looks up the person, or everybody of the list, again, with the permissions there are now.
    pub(super) fn look_up_again(&mut self) -> Vec<Effect> {
        if self.assign.part == AssignPart::One {
            return self.read_held();
        }
        self.assign.many.list.iter_mut().for_each(|list| list.known = pairs::Known::default());
        self.look_up_list()
    }

    /// Looks up who is not known yet: first who they are, then whether they have a role.
    fn look_up_list(&mut self) -> Vec<Effect> {
        self.check_list();
        let full = self.may_find_all();
        let sees_roles = self.account.as_ref().is_some_and(|account| has(account.scopes(), ROLES));
        let Some(list) = &self.assign.many.list else {
            return Vec::new();
        };
        let (unknown, of_unknown_roles) = (list.unknown(), list.of_unknown_roles());
        let mut questions: Vec<(Question, Request)> = unknown
            .chunks(MOST_AT_ONCE)
            .map(|upns| (Question::People(upns.to_vec()), by_upns(upns.iter().map(String::as_str), full)))
            .collect();
        if questions.is_empty() && sees_roles {
            let chunks = of_unknown_roles.chunks(MOST_ROLES_AT_ONCE);
            questions = chunks.map(|ids| (Question::Roles(ids.to_vec()), roles_of(ids))).collect();
        }
        if questions.is_empty() { Vec::new() } else { self.ask_people(AssignPart::Many, questions) }
    }

    /// A look-up is over: what is known now is set against the inventory, and what is missing is asked next.
    pub(super) fn many_looked_up(&mut self, questions: &[Question], problem: Option<String>) -> Vec<Effect> {
        let many = &mut self.assign.many;
        match (questions.first(), problem) {
            (Some(Question::Groups), Some(problem)) => many.groups = Hits::Failed(problem),
            (Some(Question::Members(_)), Some(problem)) => many.begin(Err(problem)),
            (Some(Question::Members(id)), None) => {
                let name = many.name_of_group(id);
                let people = core::mem::take(&mut many.members);
                many.begin(if people.is_empty() {
                    Err(format!("{name} has no members that are people"))
                } else {
                    Ok(List::of_group(&name, &people))
                });
                return self.look_up_list();
            }
            (Some(Question::People(_)), None) => return self.look_up_list(),
            (_, problem) => many.list.iter_mut().for_each(|list| list.problem.clone_from(&problem)),
        }
        self.check_list();
        Vec::new()
    }

    /// People and the tokens that they shall get, as far as there is a list of them.
    pub(in super::super) fn wanted_pairs(&self) -> Vec<(String, String)> {
        self.assign.many.list.as_ref().map(List::pairs).unwrap_or_default()
    }

    /// A batch file brought a list of people and tokens. One that is open here already stays; whether it was taken.
    pub(in super::super) fn take_pairs(&mut self, pairs: Vec<(String, String)>) -> bool {
        let takes = !pairs.is_empty() && self.assign.many.list.is_none();
        if takes {
            let many = &mut self.assign.many;
            many.list = Some(List::of_pairs("The list from the batch file", pairs));
            many.lists = many.lists.wrapping_add(1);
            self.check_list();
        }
        takes
    }

    /// Sets the list against the inventory, again.
    pub(super) fn check_list(&mut self) {
        let read = self.inventory.read_at();
        if let Some(list) = &mut self.assign.many.list {
            list.check(&self.inventory.devices(), read, &seeds::at_hand(self.review.as_ref()));
        }
    }

    /// Other seeds may be open now, or the inventory was read anew: the list is set against them before it is seen.
    pub(in super::super) fn outdate_list(&mut self) {
        self.assign.many.list.iter_mut().for_each(|list| list.checked = None);
    }

    /// The inventory may be another one now.
    pub(in super::super) fn check_list_again(&mut self) {
        let read = self.inventory.read_at();
        if self.assign.many.list.as_ref().is_some_and(|list| list.checked != read) {
            self.check_list();
        }
    }

    /// What changes the list or what is in sight, and sends nothing.
    pub(super) fn change_list(&mut self, event: &AssignEvent) {
        if let AssignEvent::WaitingTicked { device, ticked } = event {
            self.tick_waiting(device, *ticked);
            return;
        }
        let free = match event {
            AssignEvent::FreePaired { seeds_only } => self.free_serials(*seeds_only),
            _ => Vec::new(),
        };
        if matches!((event, self.assign.part), (AssignEvent::PageChosen(_), AssignPart::Waiting)) {
            self.turn_waiting(event);
            return;
        }
        let many = &mut self.assign.many;
        let Some(list) = many.list.as_mut().filter(|_| !is_late(event, many.lists)) else {
            return;
        };
        match event {
            AssignEvent::ListLeft => (many.list, many.lookup) = (None, None),
            AssignEvent::Ticked { row, ticked } => list.tick(row.place as usize, *ticked),
            AssignEvent::FilterChosen(filter) => (list.filter, list.page) = (*filter, 0),
            AssignEvent::PageChosen(page) => list.page = *page,
            AssignEvent::ListActivated(activates) => list.activates = *activates,
            event => self.pair_anew(event, free),
        }
    }

    /// What changes who gets what: the list is set against the inventory again.
    fn pair_anew(&mut self, event: &AssignEvent, free: Vec<String>) {
        let many = &mut self.assign.many;
        let Some(list) = &mut many.list else {
            return;
        };
        match event {
            AssignEvent::FreePaired { .. } => list.pair(free),
            AssignEvent::Moved { row, down } => list.exchange(row.place as usize, *down),
            AssignEvent::RowRemoved(row) => {
                list.remove(row.place as usize);
                many.lists = many.lists.wrapping_add(1);
            }
            _ => return,
        }
        self.check_list();
    }

    fn free_serials(&self, seeds_only: bool) -> Vec<String> {
        let (free, seeds) = (self.offered(), seeds::at_hand(self.review.as_ref()));
        let wanted = free.into_iter().filter(|device| !seeds_only || seeds.contains(device.serial.as_str()));
        wanted.map(|device| device.serial.clone()).collect()
    }

    /// Does what is ticked.
    pub(super) fn do_list(&mut self) -> Vec<Effect> {
        // The pairs hold places in the inventory, which may have been read anew since.
        self.check_list();
        let devices = self.inventory.devices();
        let Some(list) = &self.assign.many.list else {
            return Vec::new();
        };
        let jobs = list.rows().filter(|(_, _, ticked)| *ticked).filter_map(|(_, pair, _)| {
            let (person, device) = (pair.person.as_ref()?, devices.get(pair.device?)?);
            let (user, id) = (person.id.clone(), device.id.clone());
            let act = match (pair.fate(), list.activates) {
                (Fate::Assign, true) if list.has_seed(pair) => {
                    Act::AssignAndActivate { user, device: id, code: Code::Computed }
                }
                (Fate::Assign, _) => Act::Assign { user, device: id },
                _ => Act::Activate { user, device: id, code: Code::Computed },
            };
            Some(Job::of(&device.serial, Some(person.named()), vec![act]))
        });
        let jobs: Vec<Job> = jobs.collect();
        let title = if list.activates { "Assign and activate tokens" } else { "Assign tokens" };
        self.plan_work(title, jobs)
    }
}

/// Whether a press is about a row that is not there any more.
fn is_late(event: &AssignEvent, lists: u32) -> bool {
    match event {
        AssignEvent::Moved { row, .. } | AssignEvent::RowRemoved(row) | AssignEvent::Ticked { row, .. } => {
            row.list != lists
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::Cloud;
    use serde_json::json;

    use super::*;

    /// The name of a list made of a group that has so many members, the last of which come on a page of their own.
    fn name_of(members: usize, more: bool) -> String {
        let host = Cloud::Global.graph();
        let upn = "zoe@contoso.example";
        let mut page = json!({ "value": [{ "id": "0", "userPrincipalName": upn }] });
        if more {
            let next = format!("{host}/beta/groups/g1/transitiveMembers/microsoft.graph.user?$skiptoken=1");
            page["@odata.nextLink"] = next.into();
        }
        let response = Response { status: 200, headers: Vec::new(), body: page.to_string().into_bytes() };
        let group = Group { id: "g1".to_owned(), name: "Everybody".to_owned() };
        let (id, name, upn) = ("0".to_owned(), String::new(), upn.to_owned());
        let person = Person { id, name, upn, is_enabled: None, is_guest: None };
        let mut many =
            Many { groups: Hits::Found(vec![group]), members: vec![person; members - 1], ..Many::default() };
        many.take(host, &Question::Members("g1".to_owned()), &response);
        assert_eq!(many.members.len(), members);
        many.name_of_group("g1")
    }

    #[test]
    fn a_group_that_is_cut_says_so() {
        assert_eq!(name_of(2, false), "Everybody");
        assert_eq!(name_of(MAX_ROWS, false), "Everybody");
        assert_eq!(name_of(MAX_ROWS, true), "Everybody: its first members only");
    }
}
