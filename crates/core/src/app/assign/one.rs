//! One person: who it is, which tokens the person has, and which is given.

use seedferry_protocol::{Activation, AssignEvent, AssignPart, TypedCode};

use super::{
    super::{Effect, Model},
    lookup::{Lookup, Question},
    refusal::Typed,
};
use crate::graph::{
    Response,
    people::{
        HeldToken, Person, ROLES, by_ids, has, may_find_all, methods, read_methods, read_people,
        read_roles_of, roles_of, search,
    },
    work::{Act, Code, Job},
};

/// One person.
#[derive(Default)]
pub(super) struct One {
    pub(super) search: Hits<Person>,
    pub(super) chosen: Option<Chosen>,
    pub(super) lookup: Option<Lookup>,
}

/// What a search found.
#[derive(Default)]
pub(super) enum Hits<T> {
    #[default]
    Idle,
    Searching,
    Failed(String),
    Found(Vec<T>),
}

/// The person.
pub(super) struct Chosen {
    pub(super) person: Person,
    pub(super) held: Held,
    /// Whether the person has a role; `None` when that could not be known.
    pub(super) administrator: Option<bool>,
    /// How the serial numbers of the free tokens begin that are listed.
    pub(super) wanted: String,
    /// Object id of the token that is given.
    pub(super) device: Option<String>,
    /// Why the code was not taken, and the how manieth that was.
    pub(super) refused: Option<(u32, String)>,
    /// The code that was typed last.
    pub(super) typed: Option<Typed>,
}

/// The tokens of the person.
pub(super) enum Held {
    Reading,
    Failed(String),
    Read(Vec<HeldToken>),
}

impl Held {
    /// What is known of them.
    pub(super) fn tokens(&self) -> &[HeldToken] {
        if let Self::Read(held) = self { held } else { &[] }
    }
}

impl One {
    pub(super) fn take(&mut self, host: &str, question: &Question, response: &Response) {
        match (question, &mut self.chosen) {
            (Question::Search, _) => match read_people(host, response, None) {
                Ok(page) => self.search = Hits::Found(page.people),
                Err(fault) => self.lookup.iter_mut().for_each(|lookup| lookup.fail(fault.clone())),
            },
            (Question::Methods, Some(chosen)) => match read_methods(response) {
                Ok(held) => chosen.held = Held::Read(held),
                Err(fault) => self.lookup.iter_mut().for_each(|lookup| lookup.fail(fault.clone())),
            },
            (Question::People(_), Some(chosen)) => match read_people(host, response, None) {
                Ok(page) => {
                    if let Some(person) = page.people.into_iter().find(|person| person.id == chosen.person.id)
                    {
                        chosen.person = person;
                    }
                }
                Err(fault) => self.lookup.iter_mut().for_each(|lookup| lookup.fail(fault.clone())),
            },
            (Question::Roles(ids), Some(chosen)) => {
                chosen.administrator = read_roles_of(response, ids.len()).into_iter().next().flatten();
            }
            _ => {}
        }
    }

    pub(super) fn ended(&mut self, questions: &[Question], problem: Option<String>) {
        let Some(problem) = problem else { return };
        if questions.contains(&Question::Search) {
            self.search = Hits::Failed(problem);
        } else if let Some(chosen) = &mut self.chosen
            && matches!(chosen.held, Held::Reading)
        {
            chosen.held = Held::Failed(problem);
        }
    }

    /// What changes what is in sight, and sends nothing.
    pub(super) fn look(&mut self, event: AssignEvent) {
        match (event, &mut self.chosen) {
            (AssignEvent::PersonLeft, _) => (self.chosen, self.lookup) = (None, None),
            (AssignEvent::TokenSearched(text), Some(chosen)) => text.trim().clone_into(&mut chosen.wanted),
            (AssignEvent::TokenChosen(device), Some(chosen)) => chosen.device = Some(device),
            _ => {}
        }
    }
}

impl Chosen {
    fn of(person: Person) -> Self {
        Self {
            person,
            held: Held::Reading,
            administrator: None,
            wanted: String::new(),
            device: None,
            refused: None,
            typed: None,
        }
    }

    fn refuse(&mut self, why: &str) {
        let attempt = self.refused.as_ref().map_or(0, |(attempt, _)| *attempt);
        self.refused = Some((attempt + 1, why.to_owned()));
    }
}

impl Model {
    pub(super) fn search_person(&mut self, text: &str) -> Vec<Effect> {
        let one = &mut self.assign.one;
        one.chosen = None;
        if text.trim().is_empty() {
            (one.search, one.lookup) = (Hits::Idle, None);
            return Vec::new();
        }
        one.search = Hits::Searching;
        let full = self.may_find_all();
        self.ask_people(AssignPart::One, [(Question::Search, search(text, full))])
    }

    pub(super) fn show_person(&mut self, id: &str) -> Vec<Effect> {
        let one = &mut self.assign.one;
        if let Hits::Found(found) = &one.search
            && let Some(person) = found.iter().find(|person| person.id == id)
        {
            one.chosen = Some(Chosen::of(person.clone()));
        }
        self.read_held()
    }

    /// Reads the tokens of the person, again.
    pub(super) fn read_held(&mut self) -> Vec<Effect> {
        let sees_roles = self.account.as_ref().is_some_and(|account| has(account.scopes(), ROLES));
        let sees_state = self.may_find_all();
        let Some(chosen) = &mut self.assign.one.chosen else {
            return Vec::new();
        };
        chosen.held = Held::Reading;
        let ids = vec![chosen.person.id.clone()];
        let mut questions = vec![(Question::Methods, methods(&chosen.person.id))];
        if sees_state && chosen.person.is_enabled.is_none() {
            let again = by_ids(ids.iter().map(String::as_str), true);
            questions.insert(0, (Question::People(Vec::new()), again));
        }
        if sees_roles {
            // Before the tokens: a refusal to show them must not hide why.
            questions.insert(0, (Question::Roles(ids.clone()), roles_of(&ids)));
        }
        self.ask_people(AssignPart::One, questions)
    }

    /// Whether the permissions tell who is disabled and who is a guest.
    pub(super) fn may_find_all(&self) -> bool {
        self.account.as_ref().is_some_and(|account| may_find_all(account.scopes()))
    }

    /// Gives the chosen token to the person.
    pub(super) fn give(&mut self, activation: Activation) -> Vec<Effect> {
        let Some(chosen) = &mut self.assign.one.chosen else {
            return Vec::new();
        };
        let typed = typed(&activation);
        let code = match code(activation) {
            Ok(code) => code,
            Err(why) => {
                chosen.refuse(why);
                return Vec::new();
            }
        };
        chosen.refused = None;
        let (person, device) = (chosen.person.clone(), chosen.device.clone());
        let free = self.inventory.devices();
        let Some(device) = free.into_iter().find(|each| Some(&each.id) == device.as_ref()) else {
            return Vec::new();
        };
        let (user, id) = (person.id.clone(), device.id.clone());
        let act = match code {
            None => Act::Assign { user, device: id },
            Some(code) => Act::AssignAndActivate { user, device: id, code },
        };
        let who = person.named();
        let title = format!("Give token {} to {who}", device.serial);
        let job = Job::of(&device.serial, Some(who), vec![act]);
        let typed = typed.map(|code| Typed::new(&device.serial, code));
        if let Some(chosen) = &mut self.assign.one.chosen {
            chosen.typed = typed;
        }
        self.plan_work(&title, vec![job])
    }

    /// Activates a token that the person has.
    pub(super) fn activate_held(&mut self, device: &str, activation: Activation) -> Vec<Effect> {
        let Some(chosen) = &mut self.assign.one.chosen else {
            return Vec::new();
        };
        let typed = typed(&activation);
        let code = match code(activation) {
            Ok(Some(code)) => code,
            Ok(None) => return Vec::new(),
            Err(why) => {
                chosen.refuse(why);
                return Vec::new();
            }
        };
        chosen.refused = None;
        let Some(held) = chosen.held.tokens().iter().find(|held| held.device == device) else {
            return Vec::new();
        };
        chosen.typed = typed.map(|code| Typed::new(&held.serial, code));
        let (who, user) = (chosen.person.named(), chosen.person.id.clone());
        let acts = vec![Act::Activate { user, device: held.device.clone(), code }];
        let title = format!("Activate token {} of {who}", held.serial);
        let job = Job::of(&held.serial, Some(who), acts);
        self.plan_work(&title, vec![job])
    }
}

/// The code that was typed, if one was.
fn typed(activation: &Activation) -> Option<TypedCode> {
    if let Activation::Typed(code) = activation { Some(code.clone()) } else { None }
}

/// The code to send; an error is the reason why what was typed is none.
fn code(activation: Activation) -> Result<Option<Code>, &'static str> {
    let typed = match activation {
        Activation::Later => return Ok(None),
        Activation::Computed => return Ok(Some(Code::Computed)),
        Activation::Typed(typed) => typed,
    };
    // EXPOSE: on its way to the tenant, digit for digit: a code may begin with zeros.
    let digits = typed.expose().chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
    let digits: String = digits.collect();
    let is_code = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_digit());
    if is_code { Ok(Some(Code::Typed(digits))) } else { Err("Entra takes codes of six digits") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Regression case 9 of what other tools get wrong: lost zeros.
    #[test]
    fn codes_keep_their_leading_zeros() {
        let check = |typed: &str, sent: Option<&str>| {
            let read = code(Activation::Typed(TypedCode::new(typed.to_owned())));
            match sent {
                Some(sent) => assert_eq!(read, Ok(Some(Code::Typed(sent.to_owned()))), "{typed}"),
                None => assert!(read.is_err(), "{typed}"),
            }
        };
        check("004512", Some("004512"));
        check(" 004 512 ", Some("004512"));
        check("004-512", Some("004512"));
        check("04512", None);
        check("0045123", None);
        check("00451x", None);
        check("٠٠٤٥١٢", None);
        assert_eq!(code(Activation::Later), Ok(None));
        assert_eq!(code(Activation::Computed), Ok(Some(Code::Computed)));
    }
}
