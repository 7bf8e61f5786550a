//! Which person gets which token: a list set against the tenant's people and tokens, and what is to be known before
//! anything is sent.

use std::collections::HashMap;

use super::{
    Device, DeviceStatus,
    people::{MOST_TOKENS_OF_ONE, Person},
};

/// What the user wants: a person by UPN, and a token by serial number. Either may be missing yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// User principal name, as it was written.
    pub upn: String,
    /// Serial number, as it was written.
    pub serial: String,
}

/// What is known of the tenant.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// People by their UPNs in lower case; `None` where there is nobody of that name.
    pub people: HashMap<String, Option<Person>>,
    /// Whether people, by object id, have an administrator role; those that are missing are not known.
    pub administrators: HashMap<String, bool>,
}

/// A row of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Who, once looked up.
    pub person: Option<Person>,
    /// The token's place in the inventory, once found.
    pub device: Option<usize>,
    /// What is to be known, gravest first.
    pub remarks: Vec<Remark>,
}

/// Something to be known of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The row names nobody.
    NoPerson,
    /// Who that is was not looked up yet.
    NotLookedUp,
    /// The tenant has nobody of that name.
    PersonMissing,
    /// Guests cannot have hardware tokens.
    Guest,
    /// The person has as many tokens as are allowed.
    HoldsFive,
    /// The person would have more tokens than are allowed, with those of this list.
    WouldHoldMore,
    /// The row names no token.
    NoToken,
    /// The inventory has no token of that serial number.
    SerialUnknown,
    /// Somebody else has the token: the name, when it is told.
    Taken(String),
    /// The serial number stands in this list with somebody else, too.
    Twice,
    /// The same row came before.
    Repeated,
    /// The person has this very token, and uses it or not.
    HoldsThis {
        /// Whether it is activated.
        active: bool,
    },
    /// The account is disabled.
    Disabled,
    /// The name is that of a guest, and the permission does not tell more.
    SeemsGuest,
    /// The person has an administrator role.
    Administrator,
    /// The token was found without its leading zeros.
    Zeros,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The token is assigned.
    Assign,
    /// The person has the token; it can only be activated.
    Held,
    /// Nothing is left to do.
    Done,
    /// It cannot be done.
    Blocked,
}

impl Remark {
    /// Whether the row cannot be done because of it.
    pub fn blocks(&self) -> bool {
        !matches!(
            self,
            Self::HoldsThis { .. } | Self::Disabled | Self::SeemsGuest | Self::Administrator | Self::Zeros
        )
    }

    /// What it says, as a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::NoPerson => "The row names nobody.".to_owned(),
            Self::NotLookedUp => "The person was not looked up yet.".to_owned(),
            Self::PersonMissing => "The tenant has no such person; check the UPN.".to_owned(),
            Self::Guest => "Guests cannot have hardware tokens.".to_owned(),
            Self::HoldsFive => {
                format!(
                    "The person already holds {MOST_TOKENS_OF_ONE} tokens, as many as Entra allows with authenticator apps \
                     counted in; unassign one first."
                )
            }
            Self::WouldHoldMore => {
                format!("With this list the person would hold more than {MOST_TOKENS_OF_ONE} tokens.")
            }
            Self::NoToken => "No token is paired with this person.".to_owned(),
            Self::SerialUnknown => "The inventory has no such token; upload it first.".to_owned(),
            Self::Taken(by) if by.is_empty() => "Somebody else has this token; unassign it first.".to_owned(),
            Self::Taken(by) => format!("{by} has this token; unassign it first."),
            Self::Twice => "This serial number stands in the list with somebody else, too.".to_owned(),
            Self::Repeated => "The row says again what another says.".to_owned(),
            Self::HoldsThis { active: true } => "The person has and uses this token.".to_owned(),
            Self::HoldsThis { active: false } => {
                "The person has this token, and it is not activated.".to_owned()
            }
            Self::Disabled => "The account is disabled.".to_owned(),
            Self::SeemsGuest => "This may be a guest: guests cannot have hardware tokens.".to_owned(),
            Self::Administrator => {
                "An administrator: this needs the role Privileged Authentication Administrator.".to_owned()
            }
            Self::Zeros => "The token was found without its leading zeros.".to_owned(),
        }
    }
}

impl Pair {
    /// What becomes of it.
    pub fn fate(&self) -> Fate {
        if self.remarks.iter().any(Remark::blocks) {
            return Fate::Blocked;
        }
        match self.remarks.iter().find(|remark| matches!(remark, Remark::HoldsThis { .. })) {
            Some(Remark::HoldsThis { active: true }) => Fate::Done,
            Some(_) => Fate::Held,
            None => Fate::Assign,
        }
    }
}

/// Sets a list against the tenant.
pub fn check(wishes: &[Wish], known: &Known, devices: &[&Device]) -> Vec<Pair> {
    let tokens = Tokens::of(devices);
    let pairs = wishes.iter().map(|wish| first_look(wish, known, devices, &tokens));
    let mut pairs: Vec<Pair> = pairs.collect();
    mark_repeated(&mut pairs);
    count_tokens(&mut pairs, devices);
    pairs
}

/// Places of the tokens that nobody has, in the order of their serial numbers.
pub fn free(devices: &[&Device]) -> Vec<usize> {
    let mut free: Vec<usize> =
        (0..devices.len()).filter(|at| devices.get(*at).is_some_and(|device| is_free(device))).collect();
    let key = |at: &usize| devices.get(*at).map(|device| (device.serial.len(), device.serial.as_str()));
    free.sort_by(|one, other| key(one).cmp(&key(other)));
    free
}

/// Whether nobody has the token.
pub fn is_free(device: &Device) -> bool {
    device.assigned_to.is_none() && device.status == DeviceStatus::Available
}

/// Tokens by serial number, and by serial number without leading zeros where only one has that.
struct Tokens<'d> {
    exact: HashMap<&'d str, usize>,
    bare: HashMap<&'d str, Option<usize>>,
}

impl<'d> Tokens<'d> {
    fn of(devices: &[&'d Device]) -> Self {
        let (mut exact, mut bare) =
            (HashMap::with_capacity(devices.len()), HashMap::with_capacity(devices.len()));
        for (at, device) in devices.iter().enumerate() {
            exact.insert(device.serial.as_str(), at);
            bare.entry(without_zeros(&device.serial)).and_modify(|known| *known = None).or_insert(Some(at));
        }
        Self { exact, bare }
    }

    /// The token, and whether its serial number was written without leading zeros.
    fn find(&self, serial: &str) -> Option<(usize, bool)> {
        let exact = self.exact.get(serial).map(|at| (*at, false));
        exact.or_else(|| self.bare.get(without_zeros(serial)).copied().flatten().map(|at| (at, true)))
    }
}

fn without_zeros(serial: &str) -> &str {
    serial.trim_start_matches('0')
}

fn first_look(wish: &Wish, known: &Known, devices: &[&Device], tokens: &Tokens) -> Pair {
    let mut remarks = Vec::new();
    let person = match known.people.get(&wish.upn.to_lowercase()) {
        _ if wish.upn.is_empty() => {
            remarks.push(Remark::NoPerson);
            None
        }
        None => {
            remarks.push(Remark::NotLookedUp);
            None
        }
        Some(None) => {
            remarks.push(Remark::PersonMissing);
            None
        }
        Some(Some(person)) => Some(person),
    };
    let found = if wish.serial.is_empty() { None } else { tokens.find(&wish.serial) };
    match found {
        None if wish.serial.is_empty() => remarks.push(Remark::NoToken),
        None => remarks.push(Remark::SerialUnknown),
        Some((at, _)) => remarks.extend(devices.get(at).and_then(|device| whose(device, person))),
    }
    remarks.extend(person.into_iter().flat_map(|person| of_person(person, known)));
    if found.is_some_and(|(_, zeros)| zeros) {
        remarks.push(Remark::Zeros);
    }
    Pair { person: person.cloned(), device: found.map(|(at, _)| at), remarks }
}

/// Who has the token, if anybody.
fn whose(device: &Device, person: Option<&Person>) -> Option<Remark> {
    let holder = device.assigned_to.as_ref();
    match holder {
        Some(holder) if person.is_some_and(|person| person.id == *holder) => {
            Some(Remark::HoldsThis { active: device.status == DeviceStatus::Activated })
        }
        Some(_) => Some(Remark::Taken(device.holder().unwrap_or_default().to_owned())),
        None => None,
    }
}

fn of_person(person: &Person, known: &Known) -> Vec<Remark> {
    let remarks = [
        (person.is_guest == Some(true), Remark::Guest),
        (person.is_enabled == Some(false), Remark::Disabled),
        (person.is_guest.is_none() && person.seems_guest(), Remark::SeemsGuest),
        (known.administrators.get(&person.id) == Some(&true), Remark::Administrator),
    ];
    remarks.into_iter().filter(|(holds, _)| *holds).map(|(_, remark)| remark).collect()
}

/// A serial number may stand once. Where it stands with different people, no row of it is done.
fn mark_repeated(pairs: &mut [Pair]) {
    let who = |pair: &Pair| pair.person.as_ref().map(|person| person.id.clone());
    let mut first: HashMap<usize, Option<String>> = HashMap::new();
    let mut contradicted: Vec<usize> = Vec::new();
    for pair in pairs.iter_mut() {
        let Some(device) = pair.device else { continue };
        let person = who(pair);
        match first.get(&device) {
            None => drop(first.insert(device, person)),
            Some(before) if *before == person && person.is_some() => pair.remarks.insert(0, Remark::Repeated),
            Some(_) => contradicted.push(device),
        }
    }
    let contradicted: std::collections::HashSet<usize> = contradicted.into_iter().collect();
    for pair in pairs.iter_mut().filter(|pair| pair.device.is_some_and(|at| contradicted.contains(&at))) {
        pair.remarks.insert(0, Remark::Twice);
    }
}

/// Nobody gets more than are allowed: the inventory's tokens count, and those that rows before give.
fn count_tokens(pairs: &mut [Pair], devices: &[&Device]) {
    let mut held: HashMap<String, usize> = HashMap::new();
    for holder in devices.iter().filter_map(|device| device.assigned_to.as_ref()) {
        *held.entry(holder.clone()).or_default() += 1;
    }
    let before = held.clone();
    for pair in pairs.iter_mut().filter(|pair| pair.fate() == Fate::Assign) {
        let Some(id) = pair.person.as_ref().map(|person| person.id.clone()) else { continue };
        let had = before.get(&id).copied().unwrap_or_default();
        let has = held.entry(id).or_default();
        if had >= MOST_TOKENS_OF_ONE {
            pair.remarks.insert(0, Remark::HoldsFive);
        } else if *has >= MOST_TOKENS_OF_ONE {
            pair.remarks.insert(0, Remark::WouldHoldMore);
        } else {
            *has += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: &str) -> Person {
        Person {
            id: id.to_owned(),
            name: id.to_uppercase(),
            upn: format!("{id}@x.org"),
            is_enabled: Some(true),
            is_guest: Some(false),
        }
    }

    fn device(serial: &str, holder: Option<&str>, status: &str) -> Device {
        let holder = holder.map(|id| serde_json::json!({ "id": id, "displayName": id.to_uppercase() }));
        let item = serde_json::json!({ "id": format!("id-{serial}"), "serialNumber": serial, "status": status,
            "assignedTo": holder });
        Device::read(&item).unwrap()
    }

    fn known() -> Known {
        let off = Person { is_enabled: Some(false), ..person("off") };
        let guest = Person { is_guest: Some(true), ..person("guest") };
        let maybe =
            Person { is_guest: None, is_enabled: None, upn: "m#EXT#@x.org".to_owned(), ..person("maybe") };
        let people = [person("ann"), person("bob"), person("full"), off, guest, maybe, person("boss")];
        let mut known = Known::default();
        for person in people {
            known.people.insert(person.upn.to_lowercase(), Some(person));
        }
        known.people.insert("gone@x.org".to_owned(), None);
        known.administrators.insert("boss".to_owned(), true);
        known
    }

    fn tokens() -> Vec<Device> {
        let mut devices: Vec<_> =
            (0..5).map(|at| device(&format!("F{at}"), Some("full"), "activated")).collect();
        devices.extend(
            ["A1", "A2", "A3", "A4", "A5", "A6", "000123"].map(|serial| device(serial, None, "available")),
        );
        devices.push(device("B1", Some("bob"), "activated"));
        devices.push(device("B2", Some("bob"), "assigned"));
        devices
    }

    /// A list as `upn=serial`, the fate of each row as a letter, and the first remark of the last row.
    fn check_rows(list: &str, fates: &str, remark: Option<&Remark>) {
        let wishes: Vec<Wish> = list
            .split_whitespace()
            .map(|row| row.split_once('=').unwrap())
            .map(|(upn, serial)| Wish {
                upn: if upn.is_empty() { String::new() } else { format!("{upn}@x.org") },
                serial: serial.to_owned(),
            })
            .collect();
        let tokens = tokens();
        let pairs = check(&wishes, &known(), &tokens.iter().collect::<Vec<_>>());
        let letters: String = pairs
            .iter()
            .map(|pair| match pair.fate() {
                Fate::Assign => 'a',
                Fate::Held => 'h',
                Fate::Done => 'd',
                Fate::Blocked => 'b',
            })
            .collect();
        assert_eq!(letters, fates, "{list}: {pairs:?}");
        assert_eq!(pairs.last().and_then(|pair| pair.remarks.first()), remark, "{list}");
    }

    #[test]
    fn every_row_is_judged_before_anything_is_sent() {
        check_rows("ann=A1", "a", None);
        check_rows("ANN=A1", "a", None);
        check_rows("gone=A1", "b", Some(&Remark::PersonMissing));
        check_rows("new=A1", "b", Some(&Remark::NotLookedUp));
        check_rows("=A1", "b", Some(&Remark::NoPerson));
        check_rows("ann=", "b", Some(&Remark::NoToken));
        check_rows("ann=ZZ", "b", Some(&Remark::SerialUnknown));
        check_rows("ann=B1", "b", Some(&Remark::Taken("BOB".to_owned())));
        check_rows("gone=B1", "b", Some(&Remark::PersonMissing));
        check_rows("bob=B1", "d", Some(&Remark::HoldsThis { active: true }));
        check_rows("bob=B2", "h", Some(&Remark::HoldsThis { active: false }));
        check_rows("full=A1", "b", Some(&Remark::HoldsFive));
        check_rows("off=A1", "a", Some(&Remark::Disabled));
        check_rows("guest=A1", "b", Some(&Remark::Guest));
        check_rows("m#EXT#=A1", "a", Some(&Remark::SeemsGuest));
        check_rows("boss=A1", "a", Some(&Remark::Administrator));
    }

    /// Regression case 9 of what other tools get wrong: lost zeros.
    #[test]
    fn zeros_before_serial_numbers_are_found_again() {
        check_rows("ann=000123", "a", None);
        check_rows("ann=123", "a", Some(&Remark::Zeros));
    }

    #[test]
    fn a_token_goes_to_one_person() {
        check_rows("ann=A1 bob=A1", "bb", Some(&Remark::Twice));
        check_rows("ann=A1 ann=A1", "ab", Some(&Remark::Repeated));
        check_rows("ann=A1 ann=A2 ann=A3 ann=A4 ann=A5 ann=A6", "aaaaab", Some(&Remark::WouldHoldMore));
        check_rows("bob=B2 bob=A1 bob=A2 bob=A3", "haaa", None);
        check_rows("bob=A1 bob=A2 bob=A3 bob=A4", "aaab", Some(&Remark::WouldHoldMore));
    }

    #[test]
    fn free_tokens_come_in_the_order_of_their_numbers() {
        let devices = [
            device("10", None, "available"),
            device("9", None, "available"),
            device("8", Some("x"), "assigned"),
        ];
        assert_eq!(free(&devices.iter().collect::<Vec<_>>()), [1, 0]);
    }
}
