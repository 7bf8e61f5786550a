//! Tokens that people have twice, from an uploaded CSV and through Graph: how the legacy one goes, and another
//! administrator who is at them meanwhile.

use std::collections::{BTreeMap, HashSet};

use seedferry_core::graph::{
    Method, Outcome, Random, Request, Response,
    work::{Act, Guard, Job},
};
use serde_json::Value;

use super::super::generate::{one_in, pick};
use crate::{Kept, Status, Tenant};

/// What stands behind a person in the address of their tokens.
const METHODS: &str = "authentication/hardwareOathMethods";

/// One device that a person has twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Double {
    /// Object id of the person.
    user: String,
    serial: String,
    /// Object id of the token that came through Graph.
    pub(super) listed: String,
    /// Object id of the legacy token.
    legacy: String,
}

impl Double {
    /// The documented way out, as long as the other token is activated: what was read for it may be old by now.
    pub(super) fn clean_up(&self) -> Job {
        let (user, device) = (self.user.clone(), self.legacy.clone());
        let guard = Guard { user: user.clone(), device: self.listed.clone() };
        let acts = vec![Act::Unassign { user, device: device.clone() }, Act::DeleteLegacy { device }];
        Job::of(&self.serial, None, acts).guarded(guard)
    }
}

/// Gives some of the people who have a token the same once more, as an uploaded CSV did.
pub(super) fn populate(tenant: &mut Tenant, random: &mut Random) -> Vec<Double> {
    let mut doubles = Vec::new();
    if one_in(random, 2) {
        return doubles;
    }
    let may = |kept: &&Kept| {
        let holder = |id: &String| tenant.people.iter().any(|one| one.id == *id && !one.is_administrator);
        kept.assigned_to.as_ref().is_some_and(holder)
    };
    let held: Vec<_> = tenant.devices.iter().filter(may).cloned().collect();
    for kept in held {
        if one_in(random, 2) {
            continue;
        }
        let legacy = Kept { id: random.uuid(), status: Status::Activated, ..kept.clone() };
        doubles.extend(kept.assigned_to.map(|user| Double {
            user,
            serial: kept.serial,
            listed: kept.id,
            legacy: legacy.id.clone(),
        }));
        tenant.keep_legacy(legacy);
    }
    doubles
}

/// All tokens, by object id.
pub(super) fn all(tenant: &Tenant) -> impl Iterator<Item = (&str, &Kept)> {
    tenant.devices.iter().chain(&tenant.legacy).map(|kept| (kept.id.as_str(), kept))
}

/// What another administrator does about a device that a person has twice.
#[derive(Clone, Copy)]
enum Deed {
    Deactivates,
    Unassigns,
    Deletes,
}

/// The tokens as they would be without us, and which of them another administrator was at.
pub(super) struct Baseline {
    /// By object id.
    pub(super) kept: BTreeMap<String, Kept>,
    pub(super) meddled: HashSet<String>,
}

impl Baseline {
    pub(super) fn new(tenant: &Tenant) -> Self {
        let kept = all(tenant).map(|(id, kept)| (id.to_owned(), kept.clone())).collect();
        Self { kept, meddled: HashSet::new() }
    }

    /// Another administrator does something about one of two tokens, which is how it is from then on.
    pub(super) fn meddle(&mut self, tenant: &mut Tenant, doubles: &[Double], random: &mut Random) {
        let place = random.below(u64::try_from(doubles.len()).unwrap_or_default().max(1));
        let Some(double) = doubles.get(usize::try_from(place).unwrap_or_default()) else {
            return;
        };
        let (of_listed, deed) = (one_in(random, 2), pick(random, &Deed::ALL, Deed::Deletes));
        let id = if of_listed { &double.listed } else { &double.legacy };
        deed.done(tenant, id);
        self.meddled.insert(id.clone());
        match all(tenant).find(|(other, _)| other == id) {
            Some((_, kept)) => self.kept.insert(id.clone(), kept.clone()),
            None => self.kept.remove(id),
        };
    }
}

impl Deed {
    const ALL: [Self; 3] = [Self::Deactivates, Self::Unassigns, Self::Deletes];

    fn done(self, tenant: &mut Tenant, id: &str) {
        for tokens in [&mut tenant.devices, &mut tenant.legacy] {
            for kept in tokens.iter_mut().filter(|kept| kept.id == id && kept.assigned_to.is_some()) {
                match self {
                    Self::Deactivates => kept.status = Status::Assigned,
                    Self::Unassigns | Self::Deletes => {
                        (kept.status, kept.assigned_to) = (Status::Available, None);
                    }
                }
            }
            tokens.retain(|kept| kept.id != id || !matches!(self, Self::Deletes));
        }
    }
}

/// What was read last of those that came through Graph, as who works has heard it.
pub(super) struct Watch<'a> {
    doubles: &'a [Double],
    /// Object ids of the tokens that the last reading showed as activated, with whom.
    activated: HashSet<String>,
}

impl<'a> Watch<'a> {
    /// Nothing was read yet.
    pub(super) fn of(doubles: &'a [Double]) -> Self {
        Self { doubles, activated: HashSet::new() }
    }

    /// Before a request: takes it a legacy token from somebody who, by the last reading, cannot sign in with the other?
    pub(super) fn is_broken_by(&self, request: &Request) -> bool {
        let takes = |double: &&Double| {
            request.method == Method::Delete
                && request.path.contains(&double.user)
                && request.path.ends_with(&double.legacy)
        };
        self.doubles.iter().find(takes).is_some_and(|double| !self.activated.contains(&double.listed))
    }

    /// After an answer: the tokens of a person tell.
    pub(super) fn hears(&mut self, request: &Request, outcome: &Outcome) {
        let read =
            outcome.response().filter(|response| request.method == Method::Get && response.is_success());
        let body = read.and_then(Response::json).unwrap_or_default();
        let Some(methods) = body.get("value").and_then(Value::as_array) else {
            return;
        };
        let of = |double: &&Double| request.path.ends_with(&format!("{}/{METHODS}", double.user));
        for double in self.doubles.iter().filter(of) {
            let is_it = |method: &Value| {
                let says = |name: &str, value: &str| method.pointer(name).is_some_and(|said| said == value);
                says("/device/id", &double.listed) && says("/device/status", "activated")
            };
            if methods.iter().any(is_it) {
                self.activated.insert(double.listed.clone());
            } else {
                self.activated.remove(&double.listed);
            }
        }
    }
}
