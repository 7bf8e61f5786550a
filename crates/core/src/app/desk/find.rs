//! What was typed into the one box: a name, a UPN, a serial number, or a code. All that it may be is looked up at once.

use seedferry_protocol::TypedCode;

use super::{
    Desk, DeskAsk, Meaning, Stage,
    asking::Answered,
    card::{Card, is_same},
};
use crate::{
    app::{Effect, Model, account::Account, check::CodeSearch},
    graph::{
        Device, GraphError, PageFault, Response, by_serial,
        people::{self, HITS, Person},
        read_page, ready,
        run::Ending,
    },
};

/// The longest text that is looked up, in characters.
const LONGEST_TEXT: usize = 256;
const TRY_AGAIN: &str = "Check the network, then try again.";

/// Somebody who may be meant.
pub(super) struct Hit {
    pub(super) person: Person,
    /// The serial number by which the person was found.
    pub(super) by: Option<String>,
}

/// What is still awaited, and what was found so far.
#[derive(Default)]
pub(super) struct Finding {
    text: String,
    people_awaited: bool,
    device_awaited: bool,
    code_awaited: bool,
    hits: Vec<Hit>,
    /// Who has a token is asked for when its holder is not among the people found.
    serial: Option<String>,
    notes: Vec<String>,
}

impl Finding {
    fn is_done(&self) -> bool {
        !self.people_awaited && !self.device_awaited && !self.code_awaited
    }
}

impl Desk {
    /// Whether what was typed is the code of an open token.
    pub(super) fn is_code(&self) -> bool {
        self.meaning == Meaning::Code
    }
}

/// Whether people can be found.
pub(super) fn may(account: &Account) -> bool {
    people::may_find(account.scopes())
}

impl Model {
    /// Looks up what was typed as a name or a serial number, though an open token shows it as its code: it may be both.
    pub(super) fn look_up_as_text(&mut self) -> Vec<Effect> {
        let Some(text) = self.desk.typed.as_ref().map(looked_up).filter(|_| self.desk.is_code()) else {
            return Vec::new();
        };
        self.desk.meaning = Meaning::Anything;
        self.desk.questions.clear();
        self.look_up_text(&text, Vec::new())
    }

    /// Looks up who has the token with this serial number, which was chosen elsewhere: six digits of it are no code.
    pub(in super::super) fn show_holder(&mut self, serial: &str) -> Vec<Effect> {
        (self.desk.typed, self.desk.meaning) = (Some(TypedCode::new(serial.to_owned())), Meaning::Serial);
        self.look_up()
    }

    /// Looks up what was typed.
    pub(super) fn look_up(&mut self) -> Vec<Effect> {
        let (Some(account), Some(typed)) = (&self.account, self.desk.typed.clone()) else {
            return Vec::new();
        };
        let text = looked_up(&typed);
        if text.is_empty() {
            self.desk.stage = Stage::Idle;
            return Vec::new();
        }
        if !may(account) {
            self.desk.stage = Stage::NeedsPermission;
            return self.want_token(&[people::FIND], None);
        }
        self.desk.questions.clear();
        self.desk.devices_wanted = false;
        if self.desk.meaning == Meaning::Serial {
            return self.look_up_serial(text, Vec::new());
        }
        self.desk.meaning = Meaning::Anything;
        if self.search_code(&typed) {
            return Vec::new();
        }
        self.look_up_text(&text, Vec::new())
    }

    /// Whether it may be the code of an open token: then that is looked for first.
    fn search_code(&mut self, typed: &TypedCode) -> bool {
        let Some(review) = &self.review else {
            self.desk.search = None;
            return false;
        };
        let now = self.online.wall.saturating_mul(1_000);
        let before = self.desk.search.take();
        self.desk.search = CodeSearch::begin(typed, now, before, review);
        let begun = self.desk.search.is_some();
        if begun {
            self.desk.stage = Stage::Finding(Finding { code_awaited: true, ..Finding::default() });
        }
        begun
    }

    /// Whether a search by code is under way here.
    pub(in super::super) fn desk_searches(&self) -> bool {
        matches!(&self.desk.stage, Stage::Finding(finding) if finding.code_awaited)
    }

    /// The batch changed: places have moved.
    pub(in super::super) fn forget_desk_search(&mut self) {
        self.desk.search = None;
    }

    /// The next slice of it.
    pub(in super::super) fn desk_search_on(&mut self) -> Vec<Effect> {
        let (Some(search), Some(review)) = (&mut self.desk.search, &self.review) else {
            return self.code_searched(None);
        };
        search.work(review);
        if !search.is_done() {
            return Vec::new();
        }
        let found = search.found(review);
        self.code_searched(Some(found))
    }

    /// One token that certainly shows the code leads to its holder; several are only named.
    fn code_searched(&mut self, found: Option<seedferry_protocol::FoundView>) -> Vec<Effect> {
        let text = self.desk.typed.as_ref().map(looked_up).unwrap_or_default();
        if found.as_ref().is_some_and(|found| found.total > 0) {
            self.desk.meaning = Meaning::Code;
        }
        match found {
            Some(found) if found.certain => {
                let serial = found.matches.first().map(|one| one.serial.clone()).unwrap_or_default();
                self.desk.search = None;
                let notes = vec![format!("This is the code of token {serial}.")];
                self.look_up_serial(serial, notes)
            }
            Some(found) if found.total > 0 => {
                let more = "Wait until the token shows the next code, and type that: nothing is offered on a code that \
                            several tokens may show.";
                let notes = vec![format!("{}. {more}", found.verdict.trim_end_matches('.'))];
                self.desk.stage = Stage::Found { hits: Vec::new(), notes };
                Vec::new()
            }
            _ => {
                self.desk.search = None;
                self.look_up_text(
                    &text,
                    vec!["No token of the open seed file shows this as its code.".to_owned()],
                )
            }
        }
    }

    fn look_up_text(&mut self, text: &str, notes: Vec<String>) -> Vec<Effect> {
        let full = self.account.as_ref().is_some_and(|account| people::may_find_all(account.scopes()));
        let request = people::search(text, full);
        let mut finding =
            Finding { text: text.to_owned(), people_awaited: true, notes, ..Finding::default() };
        let by_serial = self.may_read_devices() && may_be_serial(text);
        finding.device_awaited = by_serial;
        if !self.may_read_devices() && may_be_serial(text) {
            finding.notes.push(without_policy());
        }
        self.desk.stage = Stage::Finding(finding);
        let mut effects = self.ask_desk(DeskAsk::People, request);
        if by_serial {
            effects.extend(self.ask_desk(DeskAsk::Device, self::by_serial(text)));
        }
        effects
    }

    /// A token that is known for certain: who has it.
    fn look_up_serial(&mut self, serial: String, mut notes: Vec<String>) -> Vec<Effect> {
        if !self.may_read_devices() {
            notes.push(without_policy());
            self.desk.stage = Stage::Found { hits: Vec::new(), notes };
            return self.want_devices();
        }
        let request = by_serial(&serial);
        self.desk.stage =
            Stage::Finding(Finding { text: serial, device_awaited: true, notes, ..Finding::default() });
        self.ask_desk(DeskAsk::Device, request)
    }

    pub(super) fn may_read_devices(&self) -> bool {
        self.account.as_ref().is_some_and(|account| ready::reads(account.scopes()))
    }

    pub(super) fn people_found(&mut self, found: Answered) -> Vec<Effect> {
        let host = self.sign_in.cloud().graph();
        let read = answered(found, |response| people::read_people(host, response, None));
        let Stage::Finding(finding) = &mut self.desk.stage else {
            return Vec::new();
        };
        finding.people_awaited = false;
        match read {
            Ok(page) => {
                if page.people.len() >= HITS {
                    finding.notes.push(format!(
                        "There may be more than these {HITS}. Type more of the name, the UPN, or a serial number."
                    ));
                }
                let hits = page.people.into_iter().map(|person| Hit { person, by: None });
                let serial = finding.serial.is_some();
                let known: Vec<String> = finding.hits.iter().map(|hit| hit.person.id.clone()).collect();
                finding.hits.extend(hits.filter(|hit| !serial || !known.contains(&hit.person.id)));
                self.found()
            }
            Err((problem, remedy)) => self.halt(problem, remedy),
        }
    }

    pub(super) fn device_found(&mut self, found: Answered) -> Vec<Effect> {
        let host = self.sign_in.cloud().graph();
        let full = self.account.as_ref().is_some_and(|account| people::may_find_all(account.scopes()));
        let read = answered(found, |response| read_page(host, response));
        let Stage::Finding(finding) = &mut self.desk.stage else {
            return Vec::new();
        };
        match read.map(|page| meant(page.devices, &finding.text)) {
            Ok(Some(Device { serial, assigned_to: Some(holder), .. })) => {
                finding.serial = Some(serial);
                return self.ask_desk(DeskAsk::Holder, people::by_ids([holder.as_str()], full));
            }
            Ok(Some(device)) => finding.notes.push(format!(
                "Token {} is in the inventory, and nobody has it. Assign it under Assign, or as the new one of a person.",
                device.serial
            )),
            Ok(None) => {}
            // People are found all the same.
            Err((problem, _)) => finding.notes.push(format!("Serial numbers could not be looked up. {problem}")),
        }
        finding.device_awaited = false;
        self.found()
    }

    pub(super) fn holder_found(&mut self, found: Answered) -> Vec<Effect> {
        let host = self.sign_in.cloud().graph();
        let read = answered(found, |response| people::read_people(host, response, None));
        let Stage::Finding(finding) = &mut self.desk.stage else {
            return Vec::new();
        };
        finding.device_awaited = false;
        let serial = finding.serial.clone();
        match read.map(|page| page.people.into_iter().next()) {
            Ok(Some(person)) => {
                finding.hits.retain(|hit| hit.person.id != person.id);
                finding.hits.insert(0, Hit { person, by: serial });
                self.found()
            }
            Ok(None) => {
                let serial = serial.unwrap_or_default();
                finding.notes.push(format!(
                    "Somebody who is not found any more has token {serial}: the account was deleted."
                ));
                self.found()
            }
            Err((problem, remedy)) => self.halt(problem, remedy),
        }
    }

    /// When everything was looked up: one person is shown at once.
    fn found(&mut self) -> Vec<Effect> {
        let Stage::Finding(finding) = &mut self.desk.stage else {
            return Vec::new();
        };
        if !finding.is_done() {
            return Vec::new();
        }
        let (hits, mut notes) = (core::mem::take(&mut finding.hits), core::mem::take(&mut finding.notes));
        let one = hits.len() == 1;
        // It may be the serial number that could not be looked up.
        let wanted = hits.is_empty() && may_be_serial(&finding.text);
        if hits.is_empty() && finding.serial.is_none() && notes.is_empty() {
            notes.push(
                "Nobody has a name, family name or UPN that begins so, and no token has this serial number. A token that \
                 came by the older CSV upload is found by its person alone."
                    .to_owned(),
            );
        }
        self.desk.stage = Stage::Found { hits, notes };
        if one {
            self.show_hit(0)
        } else if wanted && !self.may_read_devices() {
            self.want_devices()
        } else {
            Vec::new()
        }
    }

    /// The list may be another one than the one that was seen: a person who is not in it is not shown.
    pub(super) fn choose_person(&mut self, id: &str) -> Vec<Effect> {
        let Stage::Found { hits, .. } = &self.desk.stage else {
            return Vec::new();
        };
        let place = hits.iter().position(|hit| hit.person.id == id);
        place.map(|place| self.show_hit(place)).unwrap_or_default()
    }

    fn show_hit(&mut self, place: usize) -> Vec<Effect> {
        let Stage::Found { hits, .. } = &mut self.desk.stage else {
            return Vec::new();
        };
        if place >= hits.len() {
            return Vec::new();
        }
        let Hit { person, by } = hits.swap_remove(place);
        self.desk.stage = Stage::Card(Box::new(Card::new(person, by)));
        self.read_methods()
    }

    fn halt(&mut self, problem: String, remedy: String) -> Vec<Effect> {
        self.desk.stage = Stage::Halted { problem, remedy };
        Vec::new()
    }
}

/// What was typed, without blanks around it, and of bounded length.
fn looked_up(typed: &TypedCode) -> String {
    // EXPOSE: to look it up. A code of an open token is looked for here, and sent only when the user says that it is meant as
    // a serial number, too.
    typed.expose().trim().chars().take(LONGEST_TEXT).collect()
}

/// What an answer says, or what is wrong and what to do about it.
pub(super) fn answered<T>(
    answered: Answered,
    read: impl FnOnce(&Response) -> Result<T, PageFault>,
) -> Result<T, (String, String)> {
    let unreachable =
        || ("Graph could not be reached, or its answer may not be read.".to_owned(), TRY_AGAIN.to_owned());
    let refused = |error: GraphError| (error.words(), remedy(&error).to_owned());
    let response = answered.map_err(|ending| match ending {
        Ending::Refused(error) => refused(error),
        _ => unreachable(),
    })?;
    read(&response).map_err(|fault| match fault {
        PageFault::Refused(error) => refused(error),
        PageFault::Unreadable | PageFault::ForeignLink => unreachable(),
    })
}

fn remedy(error: &GraphError) -> &'static str {
    match error.status {
        403 => {
            "Have the role Authentication Administrator assigned, for the tokens of administrators Privileged \
             Authentication Administrator, then sign in again."
        }
        404 => "The account may have been deleted. Look the person up again.",
        _ => error.remedy(),
    }
}

/// The token that a serial number means: the one of that spelling, or the only one that differs from it in case.
pub(super) fn meant(mut devices: Vec<Device>, serial: &str) -> Option<Device> {
    devices.retain(|device| is_same(&device.serial, serial));
    let exact = devices.iter().position(|device| device.serial == serial);
    let only = (devices.len() == 1).then_some(0);
    exact.or(only).map(|at| devices.swap_remove(at))
}

pub(super) fn without_policy() -> String {
    format!(
        "Tokens cannot be looked up by serial number without the permission {}; people can.",
        ready::READING
    )
}

/// Serial numbers have a digit and neither blanks nor an `@`.
fn may_be_serial(text: &str) -> bool {
    text.bytes().any(|c| c.is_ascii_digit()) && !text.contains([' ', '@'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut() {
        let check = |typed: &str, length: usize| {
            assert_eq!(looked_up(&TypedCode::new(typed.to_owned())).chars().count(), length);
        };
        check("  grace ", 5);
        check(&"ä".repeat(LONGEST_TEXT), LONGEST_TEXT);
        check(&"ä".repeat(LONGEST_TEXT + 1), LONGEST_TEXT);
    }
}
