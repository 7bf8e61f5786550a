//! The tokens of a user (`users/{id}/authentication/hardwareOathMethods`): assign, activate, deactivate, unassign.
//!
//! A method has the id of its device, as in Microsoft's samples, unless a switch gives it one of its own.

use seedferry_core::{
    graph::{Method, Millis, Request, Response},
    otp::Generator,
    token::{Digits, HashFunction},
};
use serde_json::{Value, json};

use crate::{
    Account, Kept, Person, Status, Tenant,
    answers::{answer, forbidden, no_such_path, nothing, refusal},
    create::body_of,
    inventory::METHOD,
    people::no_such_person,
};

/// Most hardware tokens of one user.
const MOST_OF_ONE: usize = 5;
/// Drift that is accepted at activation, in seconds of a 30 s token: a day.
const DRIFT: u64 = 86_400;

impl Tenant {
    /// Answers what is asked about the tokens of a user; `rest` is the path behind `hardwareOathMethods`.
    pub(crate) fn methods(
        &mut self,
        now: Millis,
        request: &Request,
        caller: &Account,
        user: &str,
        rest: &str,
    ) -> Response {
        let Some(person) = self.people.iter().find(|person| person.is_called(user)).cloned() else {
            return no_such_person();
        };
        if !caller.may_methods(request.writes(), person.is_administrator) {
            return forbidden();
        }
        let body = &body_of(request);
        let parts: Vec<_> = rest.split('/').filter(|part| !part.is_empty()).collect();
        match (request.method, parts.as_slice()) {
            (Method::Get, []) => self.methods_of(now, request, &person),
            (Method::Get, [id]) => self.method_of(now, &person, id),
            (Method::Post, []) => self.assign(now, &person, &by_id(body)),
            (Method::Post, ["assignAndActivate"]) => {
                self.assign_and_activate(now, &person, &by_id(body), body)
            }
            (Method::Post, ["assignAndActivateBySerialNumber"]) => {
                let wanted = by_serial(body, self.switches.ignores_case);
                self.assign_and_activate(now, &person, &wanted, body)
            }
            (Method::Post, [id, "activate"]) => self.activate(now, &person, id, body),
            (Method::Post, [id, "deactivate"]) => {
                self.change_method(&person, id, |device| device.status = Status::Assigned)
            }
            (Method::Delete, [id]) => self.change_method(&person, id, |device| {
                (device.status, device.assigned_to) = (Status::Available, None);
            }),
            _ => no_such_path(),
        }
    }

    fn method_id(&self, device: &Kept) -> String {
        if self.switches.own_method_ids { format!("method-{}", device.id) } else { device.id.clone() }
    }

    fn method_json(&self, now: Millis, device: &Kept) -> Value {
        json!({ "@odata.type": METHOD, "id": self.method_id(device), "createdDateTime": self.date(now),
            "lastUsedDateTime": device.last_used, "device": self.shown(device) })
    }

    fn methods_of(&self, now: Millis, request: &Request, person: &Person) -> Response {
        let held: Vec<_> = self.seen_with(now, person).map(|device| self.method_json(now, device)).collect();
        self.behind_empty(&request.path, &request.query, &held)
    }

    fn method_of(&self, now: Millis, person: &Person, id: &str) -> Response {
        match self.seen_with(now, person).find(|device| self.method_id(device) == id) {
            Some(device) => answer(200, &self.method_json(now, device)),
            None => no_such_method(),
        }
    }

    fn held_by<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = &'a Kept> {
        let all = self.devices.iter().chain(&self.legacy);
        all.filter(|device| device.assigned_to.as_ref() == Some(&person.id))
    }

    /// The same as far as it shows: what was assigned a moment ago may not yet.
    fn seen_with<'a>(&'a self, now: Millis, person: &'a Person) -> impl Iterator<Item = &'a Kept> {
        let shows = move |device: &&Kept| self.shown_from.get(&device.id).is_none_or(|from| *from <= now);
        self.held_by(person).filter(shows)
    }

    /// Why this user can't have one more token.
    pub(crate) fn cannot_have(&self, person: &Person) -> Option<Response> {
        if person.is_guest {
            return Some(refusal(400, "badRequest", "Guests can't have hardware tokens."));
        }
        (self.held_by(person).count() >= MOST_OF_ONE)
            .then(|| refusal(400, "badRequest", "The user has as many tokens as are allowed."))
    }

    fn assign(&mut self, now: Millis, person: &Person, wanted: &dyn Fn(&Kept) -> bool) -> Response {
        if let Some(refused) = self.cannot_have(person) {
            return refused;
        }
        let Some(device) = self.devices.iter_mut().find(|device| wanted(device)) else {
            return refusal(404, "itemNotFound", "The device does not exist.");
        };
        if device.assigned_to.is_some() {
            return refusal(400, "badRequest", "The device is assigned.");
        }
        (device.status, device.assigned_to) = (Status::Assigned, Some(person.id.clone()));
        let (device, id) = (device.clone(), device.id.clone());
        let from = now.after(Millis(self.random.below(self.switches.lag.0.saturating_add(1))));
        self.shown_from.insert(id, from);
        answer(
            201,
            &json!({ "@odata.type": METHOD, "id": self.method_id(&device), "createdDateTime": self.date(now) }),
        )
    }

    fn assign_and_activate(
        &mut self,
        now: Millis,
        person: &Person,
        wanted: &dyn Fn(&Kept) -> bool,
        body: &Value,
    ) -> Response {
        let Some(device) = self.devices.iter().find(|device| wanted(device)).cloned() else {
            return refusal(404, "itemNotFound", "The device does not exist.");
        };
        if !self.takes_code(now, &device, body) {
            return wrong_code();
        }
        // One that was created for this very user is activated all the same.
        if device.assigned_to.as_ref() != Some(&person.id) {
            let assigned = self.assign(now, person, wanted);
            if !assigned.is_success() {
                return assigned;
            }
        }
        let id = self.method_id(&device);
        self.activate(now, person, &id, body)
    }

    fn activate(&mut self, now: Millis, person: &Person, id: &str, body: &Value) -> Response {
        let Some(device) = self.held_by(person).find(|device| self.method_id(device) == id) else {
            return no_such_method();
        };
        if !self.takes_code(now, device, body) {
            return wrong_code();
        }
        self.change_method(person, id, |device| {
            device.status = Status::Activated;
            if let Some(name) = body["displayName"].as_str() {
                device.display_name = Some(name.to_owned());
            }
        })
    }

    fn change_method(&mut self, person: &Person, id: &str, change: impl FnOnce(&mut Kept)) -> Response {
        let wanted = self.held_by(person).find(|device| self.method_id(device) == id);
        let wanted = wanted.map(|device| device.id.clone());
        let held = |device: &&mut Kept| {
            Some(&device.id) == wanted.as_ref() && device.assigned_to.as_ref() == Some(&person.id)
        };
        match self.devices.iter_mut().chain(&mut self.legacy).find(held) {
            Some(device) => {
                change(device);
                nothing()
            }
            None => no_such_method(),
        }
    }

    /// Whether the code is one of the token's, a day off at most (two for 60 s). A tenant that does not know the time,
    /// or not the seed, takes any code but `000000`.
    fn takes_code(&self, now: Millis, device: &Kept, body: &Value) -> bool {
        let code = body["verificationCode"].as_str().unwrap_or_default();
        if code.len() != 6 || !code.bytes().all(|digit| digit.is_ascii_digit()) {
            return false;
        }
        let (Some(began), Some(seed)) = (self.epoch, &device.seed) else {
            return code != "000000";
        };
        let hash = HashFunction::parse(&device.hash).unwrap_or(HashFunction::Sha1);
        let Some(generator) = Digits::new(6).and_then(|digits| Generator::new(seed, hash, digits)) else {
            return false;
        };
        let interval = device.interval.max(1);
        let step = began.saturating_add(now.0 / 1000) / interval;
        let most = DRIFT / 30;
        (step.saturating_sub(most)..=step.saturating_add(most)).any(|step| generator.code(step) == code)
    }
}

fn by_id(body: &Value) -> impl Fn(&Kept) -> bool + use<> {
    let wanted = body.pointer("/device/id").and_then(Value::as_str).unwrap_or_default().to_owned();
    move |device| device.id == wanted
}

fn by_serial(body: &Value, ignores_case: bool) -> impl Fn(&Kept) -> bool + use<> {
    let wanted = body["serialNumber"].as_str().unwrap_or_default().to_owned();
    move |device| device.serial == wanted || ignores_case && device.serial.eq_ignore_ascii_case(&wanted)
}

fn no_such_method() -> Response {
    refusal(404, "itemNotFound", "The method does not exist.")
}

fn wrong_code() -> Response {
    refusal(400, "badRequest", "The verification code is not valid.")
}
