//! What is done about a token: forms become jobs, and jobs go the way of all writes.

use seedferry_protocol::{DeskAction, TypedCode};

use super::{DeskAsk, asking::Answered, card::Form, find::answered};
use crate::{
    app::{Effect, Model, assign::seeds},
    graph::{
        Device, by_serial,
        people::{HeldToken, MOST_TOKENS_OF_ONE},
        read_page,
        ready::READING,
        work::{Act, Code, Job},
    },
};

/// The token that takes another's place, while it is looked up.
pub(in super::super) struct NewToken {
    serial: String,
    code: Code,
}

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
        let Some((user, who, token)) = self.subject(method) else {
            return Vec::new();
        };
        let act = Act::Unassign { user, device: token.id().to_owned() };
        self.plan_desk(
            &format!("Unassign token {}", token.serial),
            Job::of(&token.serial, Some(who), vec![act]),
        )
    }

    pub(super) fn take_form(&mut self, serial: &str, code: &TypedCode) -> Vec<Effect> {
        let Some((action, method)) = self.form().map(|form| (form.action, form.method.clone())) else {
            return Vec::new();
        };
        self.desk.attempts = self.desk.attempts.wrapping_add(1);
        if let Some(form) = self.form() {
            form.wanted = None;
        }
        let Some((user, who, token)) = self.subject(&method) else {
            return Vec::new();
        };
        match action {
            DeskAction::Unassign => Vec::new(),
            DeskAction::Activate => match self.code(code, &token.serial) {
                Ok(code) => {
                    let act = Act::Activate { user, device: token.id().to_owned(), code };
                    let job = Job::of(&token.serial, Some(who), vec![act]);
                    self.plan_desk(&format!("Activate token {}", token.serial), job)
                }
                Err(why) => self.refuse_form(why),
            },
            DeskAction::Replace => self.look_up_new(serial.trim(), code, &token),
        }
    }

    /// The new token has to be there, and free, before the old one is touched. Where that cannot be looked up, the old
    /// one is touched only when the new one is in its place.
    fn look_up_new(&mut self, serial: &str, code: &TypedCode, old: &HeldToken) -> Vec<Effect> {
        let problem = match serial {
            "" => Some("Type the serial number of the new token".to_owned()),
            same if same == old.serial => {
                Some("This is the serial number of the token that is to be replaced".to_owned())
            }
            _ => None,
        };
        if let Some(problem) = problem {
            return self.refuse_form(problem);
        }
        let may_read = self.may_read_devices();
        match self.code(code, serial) {
            Err(why) => self.refuse_form(why),
            Ok(code) if !may_read && self.card().is_some_and(|card| !card.is_full()) => {
                self.replace_unseen(serial, code)
            }
            Ok(code) => {
                if let Some(form) = self.form() {
                    let new = NewToken { serial: serial.to_owned(), code };
                    form.problem = (!may_read).then(no_room);
                    form.wanted = Some(new);
                }
                if may_read { self.look_up_waiting() } else { self.want_devices() }
            }
        }
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
        let Some((method, new)) =
            self.form().and_then(|form| Some((form.method.clone(), form.waiting.take()?)))
        else {
            return Vec::new();
        };
        let device = read.map(|page| page.devices.into_iter().find(|device| device.serial == new.serial));
        match device {
            Ok(Some(Device { id, assigned_to: None, .. })) => self.replace(&method, new, id),
            Ok(Some(_)) => self.refuse_form(format!("Token {} belongs to somebody already", new.serial)),
            Ok(None) => self.refuse_form(format!(
                "Token {} is not in the tenant's inventory: upload it first",
                new.serial
            )),
            Err((problem, remedy)) => self.refuse_form(format!("{problem} {}", remedy.trim_end_matches('.'))),
        }
    }

    /// One job: the new one follows only when the old one is proved gone.
    fn replace(&mut self, method: &str, new: NewToken, device: String) -> Vec<Effect> {
        let Some((user, who, old)) = self.subject(method) else {
            return Vec::new();
        };
        let acts = vec![
            Act::Unassign { user: user.clone(), device: old.id().to_owned() },
            Act::AssignAndActivate { user, device, code: new.code },
        ];
        self.plan_replacement(&old.serial, new.serial, who, acts)
    }

    /// Nobody may look whether the new one is there and free: it comes first, so that a refusal leaves the person with
    /// the old one.
    fn replace_unseen(&mut self, serial: &str, code: Code) -> Vec<Effect> {
        let Some(method) = self.form().map(|form| form.method.clone()) else {
            return Vec::new();
        };
        let Some((user, who, old)) = self.subject(&method) else {
            return Vec::new();
        };
        let acts = vec![
            Act::AssignAndActivateBySerial { user: user.clone(), serial: serial.to_owned(), code },
            Act::Unassign { user, device: old.id().to_owned() },
        ];
        self.plan_replacement(&old.serial, serial.to_owned(), who, acts)
    }

    fn plan_replacement(&mut self, old: &str, new: String, who: String, acts: Vec<Act>) -> Vec<Effect> {
        let job = Job { new: Some(new), ..Job::of(old, Some(who), acts) };
        self.plan_desk(&format!("Replace token {old}"), job)
    }

    fn plan_desk(&mut self, title: &str, job: Job) -> Vec<Effect> {
        self.choose_form(None);
        self.plan_work(title, vec![job])
    }

    /// The person's id, what the person is called, and the token.
    fn subject(&mut self, method: &str) -> Option<(String, String, HeldToken)> {
        let card = self.card()?;
        let token = card.token(method)?.clone();
        Some((card.person.id.clone(), card.person.upn.clone(), token))
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

    /// The code as it was typed, or the wish to have it computed where the seed is open.
    fn code(&self, typed: &TypedCode, serial: &str) -> Result<Code, String> {
        // EXPOSE: into the job that sends it to the tenant.
        let digits: String = typed.expose().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|c| c.is_ascii_digit());
        match (digits.as_str(), self.has_seed(serial)) {
            ("", true) => Ok(Code::Computed),
            ("", false) => {
                Err(format!("Type the code that the token shows: the seed of {serial} is not open here"))
            }
            _ if is_code => Ok(Code::Typed(digits)),
            _ => Err("A code has 6 digits. Type what the token shows, without letters".to_owned()),
        }
    }

    /// Whether the seed of that token is open.
    pub(super) fn has_seed(&self, serial: &str) -> bool {
        seeds::is_at_hand(self.review.as_ref(), serial)
    }
}
