//! The tenant: who asks, what is asked, what goes wrong.

use std::collections::{BTreeMap, HashSet};

use seedferry_core::{
    graph::{
        AccessToken, Body, Method, Millis, Outcome, Random, Request, Response,
        request::{DEVICES, VERSION},
    },
    secret::Seed,
};

use crate::{
    Account, Challenge, Fault, Group, Kept, Person, Switches, Violation,
    access::Issued,
    answers::{forbidden, no_such_path, refusal},
    guard::{Guard, creates},
    query::decoded,
    throttle::Throttle,
};

/// A simulated tenant.
pub struct Tenant {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who is signed in.
    pub account: Account,
    /// Its users.
    pub people: Vec<Person>,
    /// Its groups.
    pub groups: Vec<Group>,
    /// Whether hardware tokens are switched on.
    pub policy_enabled: bool,
    /// Object ids of the groups they are for, or `all_users`.
    pub policy_included: Vec<String>,
    /// Object ids of the groups that are left out.
    pub policy_excluded: Vec<String>,
    /// How it behaves where that is not documented.
    pub switches: Switches,
    /// Faults by the number of the request they befall, counted from 0.
    pub faults: BTreeMap<u32, Fault>,
    /// Faults by the number of the request within a `$batch`, counted from 0 over all of them.
    pub item_faults: BTreeMap<u32, Fault>,
    /// What time it is at [`Millis`] 0, in seconds since 1970; `None` when the tenant does not know.
    pub epoch: Option<u64>,
    pub(crate) devices: Vec<Kept>,
    /// Tokens from an uploaded CSV: their holders have them as methods, the inventory does not list them.
    pub(crate) legacy: Vec<Kept>,
    /// From when on a person's methods show a token that was assigned, by its object id.
    pub(crate) shown_from: BTreeMap<String, Millis>,
    pub(crate) random: Random,
    pub(crate) in_doubt: HashSet<String>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) throttle: Throttle,
    pub(crate) issued: Vec<Issued>,
    pub(crate) issues: u32,
    guard: Guard,
    pub(crate) items: u32,
    requests: u32,
}

impl Tenant {
    /// An empty one.
    pub fn new(switches: Switches, start: u64) -> Self {
        Self {
            id: "11111111-2222-3333-4444-555555555555".to_owned(),
            name: "Contoso".to_owned(),
            account: Account::default(),
            people: Vec::new(),
            groups: Vec::new(),
            policy_enabled: true,
            policy_included: vec!["all_users".to_owned()],
            policy_excluded: Vec::new(),
            switches,
            faults: BTreeMap::new(),
            item_faults: BTreeMap::new(),
            epoch: None,
            devices: Vec::new(),
            legacy: Vec::new(),
            shown_from: BTreeMap::new(),
            random: Random::new(start),
            in_doubt: HashSet::new(),
            violations: Vec::new(),
            throttle: Throttle::default(),
            issued: Vec::new(),
            issues: 0,
            guard: Guard::default(),
            items: 0,
            requests: 0,
        }
    }

    /// What it has.
    pub fn devices(&self) -> &[Kept] {
        &self.devices
    }

    /// Puts a token into it, by whatever other way.
    pub fn keep(&mut self, device: Kept) {
        self.devices.push(device);
    }

    /// Puts a token into it as an uploaded CSV does: the inventory does not list it.
    pub fn keep_legacy(&mut self, device: Kept) {
        self.legacy.push(device);
    }

    /// The tokens from an uploaded CSV.
    pub fn legacy(&self) -> &[Kept] {
        &self.legacy
    }

    /// Takes every token out of it.
    pub fn clear(&mut self) {
        self.legacy.clear();
        self.devices.clear();
    }

    /// From now on looks for these seeds in every request: they belong into what creates tokens, and nowhere else.
    pub fn guard<'a>(&mut self, seeds: impl Iterator<Item = &'a Seed>) {
        self.guard = Guard::of(seeds);
    }

    /// What was done that must not be done.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// How many requests came.
    pub fn requests(&self) -> u32 {
        self.requests
    }

    /// How many requests came within batches.
    pub fn items(&self) -> u32 {
        self.items
    }

    /// Answers a request.
    pub fn answer(&mut self, now: Millis, request: &Request, token: &AccessToken) -> Outcome {
        let number = self.requests;
        self.requests = self.requests.saturating_add(1);
        let fault = self.faults.get(&number).copied();
        self.watch(now, request);
        let serials = if creates(request) { self.note_writes(request) } else { Vec::new() };
        let mut outcome = self.answer_with(now, request, token, fault);
        let unknown = match &mut outcome {
            Outcome::Answered(response) => {
                self.stamp(now, response);
                response.status >= 500
            }
            Outcome::Failed => true,
        };
        if unknown {
            self.in_doubt.extend(serials);
        }
        outcome
    }

    fn answer_with(
        &mut self,
        now: Millis,
        request: &Request,
        token: &AccessToken,
        fault: Option<Fault>,
    ) -> Outcome {
        let mut half_kept = false;
        match fault {
            Some(Fault::LostRequest) => return Outcome::Failed,
            Some(Fault::LostAnswer) => {
                self.serve_unheard(now, request, token);
                return Outcome::Failed;
            }
            Some(Fault::Repeated) => self.serve_unheard(now, request, token),
            Some(Fault::ErrorAfter(status)) => {
                self.serve_unheard(now, request, token);
                return Outcome::Answered(unavailable(status));
            }
            Some(Fault::ErrorBefore(status)) => return Outcome::Answered(unavailable(status)),
            Some(Fault::Throttled(wait)) => return Outcome::Answered(self.throttled(now, Millis(wait))),
            Some(Fault::TokenExpires) => self.expire_tokens(),
            Some(Fault::ClaimsChallenge) => {
                self.expire_tokens();
                return Outcome::Answered(self.challenge());
            }
            Some(Fault::RoleLost) => self.account.roles.clear(),
            Some(Fault::HalfKept) => half_kept = true,
            None => {}
        }
        Outcome::Answered(self.serve(now, request, token, half_kept))
    }

    /// Conditional Access demands more of the access token.
    fn challenge(&self) -> Response {
        let (status, code) = match self.switches.challenge {
            Challenge::Unauthorized => (401, "InvalidAuthenticationToken"),
            Challenge::Forbidden | Challenge::InMessage => (403, "accessDenied"),
        };
        if self.switches.challenge == Challenge::InMessage {
            return refusal(status, code, "&claims=%7B%22access_token%22%3A%7B%7D%7D");
        }
        let mut response = refusal(status, code, "Continuous access evaluation resulted in challenge.");
        let value = r#"Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ==""#;
        response.headers.push(("WWW-Authenticate".to_owned(), value.to_owned()));
        response
    }

    fn serve_unheard(&mut self, now: Millis, request: &Request, token: &AccessToken) {
        self.unheard(|tenant| drop(tenant.serve(now, request, token, false)));
    }

    /// Something takes effect without an answer: what it would have said, a wait or what became of tokens, is not known
    /// to anybody.
    pub(crate) fn unheard(&mut self, effect: impl FnOnce(&mut Self)) {
        let (asked_until, in_doubt) = (self.throttle.asked_until, self.in_doubt.clone());
        effect(self);
        (self.throttle.asked_until, self.in_doubt) = (asked_until, in_doubt);
    }

    fn serve(&mut self, now: Millis, request: &Request, token: &AccessToken, half_kept: bool) -> Response {
        let Some(caller) = self.caller(now, token) else {
            return refusal(401, "InvalidAuthenticationToken", "The access token has expired.");
        };
        if let Some(wait) = self.over_limit(now) {
            return self.throttled(now, wait);
        }
        let size = request.body.as_ref().map_or(0, |body| body.bytes().len());
        if size > self.switches.most_bytes {
            return refusal(413, "requestEntityTooLarge", "The request is too large.");
        }
        self.route(now, request, &caller, half_kept)
    }

    pub(crate) fn route(
        &mut self,
        now: Millis,
        request: &Request,
        caller: &Account,
        half_kept: bool,
    ) -> Response {
        let Some(path) = resource(&request.path) else {
            return no_such_path();
        };
        if let Some(rest) = path.strip_prefix(DEVICES) {
            return self.route_devices(now, request, caller, rest.trim_start_matches('/'), half_kept);
        }
        match (request.method, path) {
            (Method::Post, "$batch") => self.batch(now, request, caller),
            (Method::Get, "me") => self.me(),
            (Method::Get, "me/transitiveMemberOf" | "me/memberOf") => self.member_of(&request.query),
            (Method::Get, "organization") => self.organization(),
            (Method::Get, "users") => self.find_people(&request.query, caller),
            (Method::Get, "groups") => self.find_groups(&request.query, caller),
            (Method::Get, "roleManagement/directory/transitiveRoleAssignments") => {
                self.role_assignments(&request.query, caller)
            }
            (Method::Get | Method::Patch, path) if is_policy(path) => self.policy(request, caller),
            (method, path) => match (path.strip_prefix("users/"), path.strip_prefix("groups/")) {
                (Some(rest), _) => self.route_person(now, request, caller, rest),
                (None, Some(rest)) if method == Method::Get => self.group(rest, &request.query, caller),
                (None, _) => no_such_path(),
            },
        }
    }

    fn route_devices(
        &mut self,
        now: Millis,
        request: &Request,
        caller: &Account,
        id: &str,
        half_kept: bool,
    ) -> Response {
        if !caller.may(request.writes()) {
            return forbidden();
        }
        match (request.method, id) {
            (Method::Get, "") => self.list(now, &request.query),
            (Method::Patch, "") => self.bulk(now, request, caller, half_kept),
            (Method::Post, "") => self.single(now, request, caller),
            (Method::Get, id) => self.one(now, id),
            (Method::Patch, id) => self.update(id, request),
            (Method::Delete, id) if !id.is_empty() => self.delete(id),
            _ => no_such_path(),
        }
    }

    fn route_person(&mut self, now: Millis, request: &Request, caller: &Account, rest: &str) -> Response {
        let (key, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let key = decoded(key);
        match rest.strip_prefix("authentication/hardwareOathMethods") {
            Some(rest) => self.methods(now, request, caller, &key, rest),
            None if rest.is_empty() && request.method == Method::Get => {
                self.person(&key, &request.query, caller)
            }
            None => no_such_path(),
        }
    }

    fn watch(&mut self, now: Millis, request: &Request) {
        self.watch_pace(now);
        let is_misplaced = !creates(request) && matches!(request.body, Some(Body::Exposed(_)));
        if is_misplaced || self.guard.is_broken_by(request) {
            self.violations.push(Violation::SeedWhereNoneBelongs);
        }
    }
}

/// What stands behind the version. Hardware tokens are in beta alone.
fn resource(path: &str) -> Option<&str> {
    path.strip_prefix(&format!("/{VERSION}/")).or_else(|| {
        let path = path.strip_prefix("/v1.0/")?;
        ["me", "users", "organization"]
            .iter()
            .any(|known| path.starts_with(known))
            .then_some(path)
            .filter(|path| !path.contains("/hardwareOathMethods"))
    })
}

fn is_policy(path: &str) -> bool {
    const POLICY: &str =
        "policies/authenticationMethodsPolicy/authenticationMethodConfigurations/hardwareOath";
    path.eq_ignore_ascii_case(POLICY)
}

/// A 5xx that asks to come again.
pub(crate) fn unavailable(status: u16) -> Response {
    refusal(status, "serviceUnavailable", "Try again.")
}
