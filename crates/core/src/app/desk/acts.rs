//! What is done about a token: forms become jobs, and jobs go the way of all writes.

use seedferry_protocol::{DeskAction, TypedCode};

use super::{
    DeskAsk,
    asking::Answered,
    card::{Card, Form, is_same},
    find::{answered, meant},
};
use crate::{
    app::{Effect, Model, assign::seeds},
    graph::{
        Device, by_serial,
        people::{HeldToken, MOST_TOKENS_OF_ONE},
        read_page,
        ready::READING,
        work::{Act, Code, Job, Told},
    },
};

/// The token that takes another's place, while it is looked up.
pub(in super::super) struct NewToken {
    serial: String,
    /// The code that was typed; none where it is to be computed.
    typed: Option<String>,
}

/// Said of a new token that the person has already: nothing would prove that it is at hand.
const HELD_ALREADY: &str = "The person has this token already: activate it, or unassign the other";

/// Why a replacement has to look first.
fn no_room() -> String {
    format!(
        "This person has {MOST_TOKENS_OF_ONE} tokens, as many as one may have, so the old one has to go before the new one \
         comes. Whether the new one is free is looked up before that, and needs the permission {READING}"
    )
}

impl Model {
    pub(super) fn choose_action(&mut self, form: Option<(DeskAction, String)>) -> Vec<Effect> {
        match form {
            Some((DeskAction::Unassign, method)) => self.unassign(&method),
            form => {
                self.choose_form(form);
                Vec::new()
            }
        }
    }

    fn unassign(&mut self, method: &str) -> Vec<Effect> {
        let Some(Subject { who, token, unassign, .. }) = self.subject(method) else {
            return Vec::new();
        };
        let job = Job::of(&token.serial, Some(who), unassign);
        self.plan_desk(&format!("Unassign token {}", token.serial), job)
    }

    pub(super) fn take_form(&mut self, serial: &str, code: &TypedCode) -> Vec<Effect> {
        let Some((action, method)) = self.form().map(|form| (form.action, form.method.clone())) else {
            return Vec::new();
        };
        self.desk.attempts = self.desk.attempts.wrapping_add(1);
        if let Some(form) = self.form() {
            form.wanted = None;
        }
        let Some(subject) = self.subject(&method) else {
            return Vec::new();
        };
        match (action, typed(code)) {
            (DeskAction::Unassign, _) => Vec::new(),
            (_, Err(why)) => self.refuse_form(why),
            (DeskAction::Activate, Ok(typed)) => self.activate(subject, typed),
            (DeskAction::Replace, Ok(typed)) => self.look_up_new(serial.trim(), typed, &subject.token),
        }
    }

    fn activate(&mut self, subject: Subject, typed: Option<String>) -> Vec<Effect> {
        let Subject { user, who, token, .. } = subject;
        match self.code(typed, &token.serial) {
            Ok(code) => {
                let act = Act::Activate { user, device: token.id().to_owned(), code };
                let job = Job::of(&token.serial, Some(who), vec![act]);
                self.plan_desk(&format!("Activate token {}", token.serial), job)
            }
            Err(why) => self.refuse_form(why),
        }
    }

    /// The new token has to be there, and free, before the old one is touched. Where that cannot be looked up, the old
    /// one is touched only when the new one is in its place.
    fn look_up_new(&mut self, serial: &str, typed: Option<String>, old: &HeldToken) -> Vec<Effect> {
        let problem = match serial {
            "" => Some("Type the serial number of the new token"),
            same if is_same(&old.serial, same) => {
                Some("This is the serial number of the token that is to be replaced")
            }
            held if self.card().is_some_and(|card| card.has(held)) => Some(HELD_ALREADY),
            _ => None,
        };
        if let Some(problem) = problem {
            return self.refuse_form(problem.to_owned());
        }
        let may_read = self.may_read_devices();
        if !may_read && self.card().is_some_and(|card| !card.is_full()) {
            return match self.code(typed, serial) {
                Ok(code) => self.replace_unseen(serial, code),
                Err(why) => self.refuse_form(why),
            };
        }
        if let Some(form) = self.form() {
            form.problem = (!may_read).then(no_room);
            form.wanted = Some(NewToken { serial: serial.to_owned(), typed });
        }
        if may_read { self.look_up_waiting() } else { self.want_devices() }
    }

    /// Looks up the new token that was given.
    pub(super) fn look_up_waiting(&mut self) -> Vec<Effect> {
        let Some(form) = self.form() else {
            return Vec::new();
        };
        let Some(new) = form.wanted.take() else {
            return Vec::new();
        };
        let request = by_serial(&new.serial);
        (form.problem, form.waiting) = (None, Some(new));
        self.ask_desk(DeskAsk::NewToken, request)
    }

    pub(super) fn new_token_found(&mut self, found: Answered) -> Vec<Effect> {
        let host = self.sign_in.cloud().graph();
        let read = answered(found, |response| read_page(host, response));
        let Some(card) = self.card() else {
            return Vec::new();
        };
        let person = card.person.id.clone();
        let Some((method, new)) =
            card.form.as_mut().and_then(|form| Some((form.method.clone(), form.waiting.take()?)))
        else {
            return Vec::new();
        };
        match read.map(|page| meant(page.devices, &new.serial)) {
            Ok(Some(device)) => match self.judge_new(&device, new.typed, &person) {
                Ok(code) => self.replace(&method, device, code),
                Err(why) => self.refuse_form(why),
            },
            Ok(None) => self.refuse_form(format!(
                "Token {} is not in the tenant's inventory: upload it first",
                new.serial
            )),
            Err((problem, remedy)) => self.refuse_form(format!("{problem} {}", remedy.trim_end_matches('.'))),
        }
    }

    /// Whether nobody has it, and it shows a code that the tenant will take.
    fn judge_new(&self, device: &Device, typed: Option<String>, person: &str) -> Result<Code, String> {
        match &device.assigned_to {
            Some(holder) if holder == person => Err(HELD_ALREADY.to_owned()),
            Some(_) => Err(format!("Token {} belongs to somebody already", device.serial)),
            None => match self.code(typed, &device.serial)? {
                Code::Computed => self.agrees(device).map(|()| Code::Computed),
                typed @ Code::Typed(_) => Ok(typed),
            },
        }
    }

    /// Whether the open token counts as the tenant says that it does: otherwise its codes would be refused.
    fn agrees(&self, device: &Device) -> Result<(), String> {
        let token = seeds::token(self.review.as_ref(), &device.serial);
        let told = token.map_err(|why| why.words(&device.serial));
        told.and_then(|token| seeds::counts(token, Told::of(device)).map(|_| ())).map_err(|why| {
            format!(
                "The code of {} cannot be computed: {why}. Type the code that the token shows",
                device.serial
            )
        })
    }

    /// One job: the new one follows only when the old one is proved gone.
    fn replace(&mut self, method: &str, device: Device, code: Code) -> Vec<Effect> {
        let Some(Subject { user, who, token: old, unassign: mut acts }) = self.subject(method) else {
            return Vec::new();
        };
        let told = Told::of(&device);
        acts.push(Act::AssignAndActivate { user, device: device.id, code });
        let job = Job { new: Some(device.serial), told, ..Job::of(&old.serial, Some(who), acts) };
        self.plan_desk(&format!("Replace token {}", old.serial), job)
    }

    /// Nobody may look whether the new one is there and free: it comes first, so that a refusal leaves the person with
    /// the old one.
    fn replace_unseen(&mut self, serial: &str, code: Code) -> Vec<Effect> {
        let method = self.form().map(|form| form.method.clone()).unwrap_or_default();
        let Some(Subject { user, who, token: old, unassign }) = self.subject(&method) else {
            return Vec::new();
        };
        let first = Act::AssignAndActivateBySerial { user, serial: serial.to_owned(), code };
        let acts = [first].into_iter().chain(unassign).collect();
        let job = Job { new: Some(serial.to_owned()), ..Job::of(&old.serial, Some(who), acts) };
        self.plan_desk(&format!("Replace token {}", old.serial), job)
    }

    fn plan_desk(&mut self, title: &str, job: Job) -> Vec<Effect> {
        self.choose_form(None);
        self.plan_work(title, vec![job])
    }

    fn subject(&mut self, method: &str) -> Option<Subject> {
        let card = self.card()?;
        let token = card.token(method)?.clone();
        let (user, who) = (card.person.id.clone(), card.person.upn.clone());
        Some(Subject { unassign: unassign(card, &token), user, who, token })
    }

    fn form(&mut self) -> Option<&mut Form> {
        self.card()?.form.as_mut()
    }

    fn refuse_form(&mut self, problem: String) -> Vec<Effect> {
        if let Some(form) = self.form() {
            form.problem = Some(problem);
        }
        Vec::new()
    }

    /// The code that was typed, or the wish to have it computed where the seed is open.
    fn code(&self, typed: Option<String>, serial: &str) -> Result<Code, String> {
        match (typed, seeds::token(self.review.as_ref(), serial)) {
            (Some(typed), _) => Ok(Code::Typed(typed)),
            (None, Ok(_)) => Ok(Code::Computed),
            (None, Err(why)) => Err(format!("Type the code that the token shows: {}", why.words(serial))),
        }
    }

    /// Whether the code of that token can be computed.
    pub(super) fn has_seed(&self, serial: &str) -> bool {
        seeds::token(self.review.as_ref(), serial).is_ok()
    }
}

/// The person's id, what the person is called, the token, and the acts that take the device from the person.
struct Subject {
    user: String,
    who: String,
    token: HeldToken,
    unassign: Vec<Act>,
}

/// All methods of the device: whoever found a lost one could use it by the other.
fn unassign(card: &Card, token: &HeldToken) -> Vec<Act> {
    let methods = core::iter::once(token).chain(card.twins(token));
    let user = &card.person.id;
    methods.map(|token| Act::Unassign { user: user.clone(), device: token.id().to_owned() }).collect()
}

/// The digits that were typed; none to have them computed.
fn typed(code: &TypedCode) -> Result<Option<String>, String> {
    // EXPOSE: into the job that sends it to the tenant.
    let digits: String = code.expose().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    match digits.as_str() {
        "" => Ok(None),
        _ if digits.len() == 6 && digits.bytes().all(|c| c.is_ascii_digit()) => Ok(Some(digits)),
        _ => Err("A code has 6 digits. Type what the token shows, without letters".to_owned()),
    }
}
