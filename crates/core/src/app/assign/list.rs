//! A list of people and tokens, and what is known of it.

use std::collections::HashSet;

use crate::{
    format::user_list::{self, UserTable},
    graph::{
        Device,
        pairs::{self, Fate, Known, Pair, Wish},
        people::Person,
    },
};

/// A list under way.
pub(super) struct List {
    pub(super) name: String,
    /// As it was read; `None` for a list of people.
    table: Option<UserTable>,
    wishes: Vec<Wish>,
    pub(super) known: Known,
    pairs: Vec<Pair>,
    /// Rows that the user does not want.
    unticked: HashSet<usize>,
    pub(super) activates: bool,
    pub(super) filter: u32,
    pub(super) page: u32,
    /// Why people could not be looked up.
    pub(super) problem: Option<String>,
    /// The inventory that it was set against, by the time it was read.
    pub(super) checked: Option<u64>,
    /// Places in that inventory of the tokens whose codes can be computed.
    open: HashSet<usize>,
}

impl List {
    /// Reads a list: rows of people and tokens, or people alone. An error is the reason, as a sentence without a full
    /// stop.
    pub(super) fn read(name: &str, text: &str, devices: &[&Device]) -> Result<Self, String> {
        let serials: HashSet<&str> = devices.iter().map(|device| device.serial.as_str()).collect();
        if let Some(people) = people_alone(text) {
            return Ok(Self::of(name, None, people));
        }
        let table = user_list::parse(text, |cell| serials.contains(cell)).map_err(|why| {
            why.replace("serial numbers of this batch, and users", "people and serial numbers")
        })?;
        let wishes = wishes(&table);
        Ok(Self::of(name, Some(table), wishes))
    }

    /// The members of a group, who are known already.
    pub(super) fn of_group(name: &str, people: &[Person]) -> Self {
        let wish = |person: &Person| Wish { upn: person.upn.clone(), serial: String::new() };
        let mut list = Self::of(name, None, people.iter().map(wish).collect());
        list.know(people, &[]);
        list
    }

    /// Pairs of UPN and serial number that came with a batch file.
    pub(super) fn of_pairs(name: &str, pairs: Vec<(String, String)>) -> Self {
        Self::of(name, None, pairs.into_iter().map(|(upn, serial)| Wish { upn, serial }).collect())
    }

    /// The pairs as they are now, as UPN and serial number.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        self.wishes.iter().map(|wish| (wish.upn.clone(), wish.serial.clone())).collect()
    }

    fn of(name: &str, table: Option<UserTable>, wishes: Vec<Wish>) -> Self {
        Self {
            name: name.to_owned(),
            table,
            wishes,
            known: Known::default(),
            pairs: Vec::new(),
            unticked: HashSet::new(),
            activates: false,
            filter: 0,
            page: 0,
            problem: None,
            checked: None,
            open: HashSet::new(),
        }
    }

    /// How the columns were understood; `None` for a list of people.
    pub(super) fn order(&self) -> Option<(usize, usize)> {
        self.table.as_ref().map(UserTable::columns)
    }

    /// With the columns exchanged.
    pub(super) fn turn(&mut self) {
        if let Some(table) = &mut self.table {
            table.turn();
            self.wishes = wishes(table);
            self.unticked.clear();
        }
    }

    /// UPNs that nobody looked up yet, in lower case, each once.
    pub(super) fn unknown(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let upns = self.wishes.iter().map(|wish| wish.upn.to_lowercase());
        upns.filter(|upn| !upn.is_empty() && !self.known.people.contains_key(upn) && seen.insert(upn.clone()))
            .collect()
    }

    /// Object ids of the people of whom it is not known whether they have a role, each once.
    pub(super) fn of_unknown_roles(&self) -> Vec<String> {
        let people = self.known.people.values().flatten().map(|person| person.id.clone());
        let mut ids: Vec<String> = people.filter(|id| !self.known.administrators.contains_key(id)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// These people were found; of those that were asked for, in lower case, the others do not exist.
    pub(super) fn know(&mut self, found: &[Person], asked: &[String]) {
        for upn in asked {
            self.known.people.entry(upn.clone()).or_insert(None);
        }
        for person in found {
            self.known.people.insert(person.upn.to_lowercase(), Some(person.clone()));
        }
    }

    /// Sets it against the inventory, read at that time, and the seeds that are open.
    pub(super) fn check(&mut self, devices: &[&Device], read: Option<u64>, seeds: &HashSet<&str>) {
        let open = devices.iter().enumerate().filter(|(_, device)| seeds.contains(device.serial.as_str()));
        self.open = open.map(|(at, _)| at).collect();
        self.pairs = pairs::check(&self.wishes, &self.known, devices);
        self.checked = read;
    }

    /// The rows with what is known of them, and whether each is ticked.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&Wish, &Pair, bool)> {
        let rows = self.wishes.iter().zip(&self.pairs).enumerate();
        rows.map(|(at, (wish, pair))| (wish, pair, self.is_done(pair) && !self.unticked.contains(&at)))
    }

    /// Whether something can be done with the row.
    pub(super) fn is_done(&self, pair: &Pair) -> bool {
        match pair.fate() {
            Fate::Assign => true,
            Fate::Held => self.activates && self.has_seed(pair),
            Fate::Done | Fate::Blocked => false,
        }
    }

    /// Whether the token's codes can be computed: without them it is assigned and no more.
    pub(super) fn has_seed(&self, pair: &Pair) -> bool {
        pair.device.is_some_and(|at| self.open.contains(&at))
    }

    pub(super) fn tick(&mut self, place: usize, ticked: bool) {
        if ticked {
            self.unticked.remove(&place);
        } else {
            self.unticked.insert(place);
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.wishes.len()
    }

    /// How many rows have no token.
    pub(super) fn unpaired(&self) -> usize {
        self.wishes.iter().filter(|wish| wish.serial.is_empty()).count()
    }

    /// Gives each row without a token one of these that no other row has, in order.
    pub(super) fn pair(&mut self, free: impl IntoIterator<Item = String>) {
        let taken: HashSet<String> = self.wishes.iter().map(|wish| wish.serial.clone()).collect();
        let mut free = free.into_iter().filter(|serial| !taken.contains(serial));
        for wish in self.wishes.iter_mut().filter(|wish| wish.serial.is_empty()) {
            wish.serial = free.next().unwrap_or_default();
        }
    }

    /// Exchanges the token of a row with that of the next one, or the one before.
    pub(super) fn exchange(&mut self, place: usize, down: bool) {
        let other = if down { place.checked_add(1) } else { place.checked_sub(1) };
        let Some(other) = other.filter(|other| (*other).max(place) < self.wishes.len()) else {
            return;
        };
        let serial =
            |at: usize, list: &Self| list.wishes.get(at).map(|wish| wish.serial.clone()).unwrap_or_default();
        let (mine, theirs) = (serial(place, self), serial(other, self));
        for (at, serial) in [(place, theirs), (other, mine)] {
            self.wishes.get_mut(at).into_iter().for_each(|wish| wish.serial.clone_from(&serial));
        }
    }

    /// Takes a row out.
    pub(super) fn remove(&mut self, place: usize) {
        if place < self.wishes.len() {
            self.wishes.remove(place);
            let behind = |at: &usize| if *at > place { at - 1 } else { *at };
            self.unticked = self.unticked.iter().filter(|at| **at != place).map(behind).collect();
        }
    }
}

fn wishes(table: &UserTable) -> Vec<Wish> {
    table.pairs().map(|(serial, upn)| Wish { upn: upn.to_owned(), serial: serial.to_owned() }).collect()
}

/// A list of people alone: one UPN in each row, and nothing else.
fn people_alone(text: &str) -> Option<Vec<Wish>> {
    let rows = || text.lines().map(str::trim).filter(|row| !row.is_empty());
    let is_name = |row: &str| row.contains('@') && !row.contains([',', ';', '\t', '|', ' ']);
    let headless = || rows().skip(usize::from(rows().next().is_some_and(|row| !row.contains('@'))));
    let people = headless().next().is_some() && headless().all(is_name);
    let few = headless().take(user_list::MAX_ROWS + 1).count() <= user_list::MAX_ROWS;
    let wish = |row: &str| Wish { upn: row.to_owned(), serial: String::new() };
    (people && few).then(|| headless().map(wish).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(serial: &str) -> Device {
        Device::read(&serde_json::json!({ "id": serial, "serialNumber": serial, "status": "available" }))
            .unwrap()
    }

    fn read(text: &str) -> Result<List, String> {
        let devices = ["1001", "0012", "1003"].map(device);
        List::read("The list", text, &devices.iter().collect::<Vec<_>>())
    }

    /// The rows of a list as `upn=serial`.
    fn rows(list: &List) -> String {
        list.wishes.iter().map(|wish| format!("{}={}", wish.upn, wish.serial)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lists_of_pairs_and_of_people_are_read() {
        let check = |text: &str, expected: &str| assert_eq!(rows(&read(text).unwrap()), expected, "{text:?}");
        check("a@x.org,1001\nb@x.org,0012", "a@x.org=1001 b@x.org=0012");
        check("serial,upn\n1001,a@x.org", "a@x.org=1001");
        check("a@x.org,9999", "a@x.org=9999");
        check("a@x.org\n\n b@x.org \n", "a@x.org= b@x.org=");
        check("UPN\na@x.org\n", "a@x.org=");
        assert!(read("1001\n0012").is_err_and(|why| why.contains("people and serial numbers")));
        assert!(read("").is_err());
    }

    #[test]
    fn people_are_paired_and_their_tokens_exchanged() {
        let mut list = read("a@x.org\nb@x.org\nc@x.org").unwrap();
        list.pair(["1", "2"].map(str::to_owned));
        assert_eq!((rows(&list).as_str(), list.unpaired()), ("a@x.org=1 b@x.org=2 c@x.org=", 1));
        list.exchange(0, true);
        assert_eq!(rows(&list), "a@x.org=2 b@x.org=1 c@x.org=");
        list.exchange(0, false);
        list.exchange(2, true);
        assert_eq!(rows(&list), "a@x.org=2 b@x.org=1 c@x.org=");
        list.exchange(2, false);
        assert_eq!(rows(&list), "a@x.org=2 b@x.org= c@x.org=1");
        list.tick(2, false);
        list.remove(0);
        assert_eq!((rows(&list).as_str(), list.unticked.contains(&1)), ("b@x.org= c@x.org=1", true));
        list.pair(["1", "3"].map(str::to_owned));
        assert_eq!(rows(&list), "b@x.org=3 c@x.org=1");
    }

    #[test]
    fn who_is_known_is_not_looked_up_again() {
        let mut list = read("a@x.org\nA@x.org\nb@x.org").unwrap();
        assert_eq!(list.unknown(), ["a@x.org", "b@x.org"]);
        list.know(&[], &["a@x.org".to_owned()]);
        assert_eq!(list.unknown(), ["b@x.org"]);
    }
}
