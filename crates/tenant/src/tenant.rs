//! The tenant: who asks, what is asked, what goes wrong.

use std::collections::{BTreeMap, HashSet, VecDeque};

use seedferry_core::graph::{
    AccessToken, Body, Method, Millis, Outcome, Random, Request, Response,
    request::{DEVICES, VERSION},
};
use serde_json::{Value, json};

use crate::{Account, Fault, Kept, Switches, Violation, create::body_of};

/// A simulated tenant.
pub struct Tenant {
    /// Its name.
    pub name: String,
    /// Who is signed in.
    pub account: Account,
    /// Other users: object id and user principal name.
    pub users: Vec<(String, String)>,
    /// Whether hardware tokens are switched on.
    pub policy_enabled: bool,
    /// How it behaves where that is not documented.
    pub switches: Switches,
    /// Faults by the number of the request they befall, counted from 0.
    pub faults: BTreeMap<u32, Fault>,
    pub(crate) devices: Vec<Kept>,
    pub(crate) random: Random,
    pub(crate) in_doubt: HashSet<String>,
    pub(crate) violations: Vec<Violation>,
    requests: u32,
    recent: VecDeque<Millis>,
    asked_until: Millis,
    token: u32,
    token_until: Millis,
}

impl Tenant {
    /// An empty one.
    pub fn new(switches: Switches, start: u64) -> Self {
        Self {
            name: "Contoso".to_owned(),
            account: Account::default(),
            users: Vec::new(),
            policy_enabled: true,
            switches,
            faults: BTreeMap::new(),
            devices: Vec::new(),
            random: Random::new(start),
            in_doubt: HashSet::new(),
            violations: Vec::new(),
            requests: 0,
            recent: VecDeque::new(),
            asked_until: Millis(0),
            token: 0,
            token_until: Millis(0),
        }
    }

    /// Signs in: a fresh access token. The ones before are no longer taken.
    pub fn sign_in(&mut self, now: Millis) -> Option<AccessToken> {
        self.token = self.token.wrapping_add(1);
        self.token_until = now.after(self.switches.token_life);
        AccessToken::new(format!("simulated-{}", self.token))
    }

    /// What it has.
    pub fn devices(&self) -> &[Kept] {
        &self.devices
    }

    /// Puts a token into it, by whatever other way.
    pub fn keep(&mut self, device: Kept) {
        self.devices.push(device);
    }

    /// What was done that must not be done.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// How many requests came.
    pub fn requests(&self) -> u32 {
        self.requests
    }

    /// Answers a request.
    pub fn answer(&mut self, now: Millis, request: &Request, token: &AccessToken) -> Outcome {
        let number = self.requests;
        self.requests = self.requests.saturating_add(1);
        let fault = self.faults.get(&number).copied();
        self.watch(now, request);
        let serials = if request.writes() { self.note_writes(request) } else { Vec::new() };
        let outcome = self.answer_with(now, request, token, fault);
        let unknown = match &outcome {
            Outcome::Answered(response) => response.status >= 500,
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
            Some(Fault::ErrorAfter(status)) => {
                self.serve_unheard(now, request, token);
                return Outcome::Answered(refusal(status, "serviceUnavailable", "Try again."));
            }
            Some(Fault::ErrorBefore(status)) => {
                return Outcome::Answered(refusal(status, "serviceUnavailable", "Try again."));
            }
            Some(Fault::Throttled(wait)) => return Outcome::Answered(self.throttled(now, Millis(wait))),
            Some(Fault::TokenExpires) => self.token_until = Millis(0),
            Some(Fault::ClaimsChallenge) => {
                self.token_until = Millis(0);
                return Outcome::Answered(challenge());
            }
            Some(Fault::RoleLost) => self.account.roles.clear(),
            Some(Fault::HalfKept) => half_kept = true,
            None => {}
        }
        Outcome::Answered(self.serve(now, request, token, half_kept))
    }

    /// Takes effect without an answer: a wait that it would have asked for is not known to anybody.
    fn serve_unheard(&mut self, now: Millis, request: &Request, token: &AccessToken) {
        let asked_until = self.asked_until;
        self.serve(now, request, token, false);
        self.asked_until = asked_until;
    }

    fn serve(&mut self, now: Millis, request: &Request, token: &AccessToken, half_kept: bool) -> Response {
        // EXPOSE: the simulated tenant compares the token it issued.
        if now >= self.token_until || token.expose() != format!("simulated-{}", self.token) {
            return refusal(401, "InvalidAuthenticationToken", "The access token has expired.");
        }
        if let Some(wait) = self.over_limit(now) {
            return self.throttled(now, wait);
        }
        let size = request.body.as_ref().map_or(0, |body| body.bytes().len());
        if size > self.switches.most_bytes {
            return refusal(413, "requestEntityTooLarge", "The request is too large.");
        }
        self.route(now, request, half_kept)
    }

    fn route(&mut self, now: Millis, request: &Request, half_kept: bool) -> Response {
        let path = request.path.strip_prefix(&format!("/{VERSION}/")).unwrap_or_default();
        let devices = path.strip_prefix(DEVICES);
        if (devices.is_some() || path.starts_with("policies/")) && !self.account.may(request.writes()) {
            return refusal(403, "accessDenied", "Request Authorization failed");
        }
        match (request.method, path, devices) {
            (Method::Get, _, Some("")) => self.list(now, &request.query),
            (Method::Patch, _, Some("")) => self.bulk(now, request, half_kept),
            (Method::Post, _, Some("")) => self.single(now, &body_of(request)),
            (Method::Get, _, Some(id)) => self.one(now, id.trim_start_matches('/')),
            (Method::Delete, _, Some(id)) => self.delete(id.trim_start_matches('/')),
            (Method::Post, "$batch", _) => self.batch(now, &body_of(request)),
            (Method::Get, "me", _) => self.me(),
            (Method::Get, "me/transitiveMemberOf" | "me/memberOf", _) => self.member_of(),
            (Method::Get, "organization", _) => self.organization(),
            (Method::Get | Method::Patch, path, _) if is_policy(path) => self.policy(request),
            (Method::Get, path, _) if path.starts_with("users/") => {
                self.user(path.trim_start_matches("users/"))
            }
            _ => refusal(404, "BadRequest", "Resource not found for the segment."),
        }
    }

    /// `$batch`, as far as creations go; each counts against the throttle.
    fn batch(&mut self, now: Millis, body: &Value) -> Response {
        if !self.switches.takes_batch {
            return refusal(400, "badRequest", "Batching is not supported.");
        }
        let requests = body["requests"].as_array().map(Vec::as_slice).unwrap_or_default();
        if requests.len() > 20 {
            return refusal(400, "badRequest", "There are too many requests.");
        }
        let mut answers: Vec<_> = requests.iter().map(|request| self.batched(now, request)).collect();
        answers.reverse();
        answer(200, &json!({ "responses": answers }))
    }

    fn batched(&mut self, now: Millis, request: &Value) -> Value {
        let creates = request["method"] == "POST" && request["url"] == format!("/{DEVICES}");
        let response = if !creates {
            refusal(404, "BadRequest", "Resource not found for the segment.")
        } else if !self.account.may(true) {
            refusal(403, "accessDenied", "Request Authorization failed")
        } else if let Some(wait) = self.over_limit(now) {
            let mut response = self.throttled(now, wait);
            // Inside a batch the wait stands in the body, readable whatever CORS says.
            response.headers = vec![("Retry-After".to_owned(), seconds(wait))];
            self.asked_until = now.after(wait);
            response
        } else {
            self.single(now, &request["body"])
        };
        let headers: serde_json::Map<_, _> = response
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
            .collect();
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        json!({ "id": request["id"], "status": response.status, "headers": headers, "body": body })
    }

    fn watch(&mut self, now: Millis, request: &Request) {
        if now < self.asked_until {
            self.violations.push(Violation::CameTooEarly);
        }
        let creates =
            request.writes() && (request.path.ends_with(DEVICES) || request.path.ends_with("$batch"));
        if !creates && matches!(request.body, Some(Body::Exposed(_))) {
            self.violations.push(Violation::SeedWhereNoneBelongs);
        }
    }

    fn over_limit(&mut self, now: Millis) -> Option<Millis> {
        let limit = self.switches.limit?;
        while self.recent.front().is_some_and(|at| at.after(limit.window) <= now) {
            self.recent.pop_front();
        }
        match self.recent.front() {
            Some(oldest) if self.recent.len() >= limit.requests => {
                Some(oldest.after(limit.window).since(now))
            }
            _ => {
                self.recent.push_back(now);
                None
            }
        }
    }

    fn throttled(&mut self, now: Millis, wait: Millis) -> Response {
        let mut response = refusal(429, "TooManyRequests", "Please retry again later.");
        if self.switches.readable_wait {
            response.headers.push(("Retry-After".to_owned(), seconds(wait)));
            self.asked_until = self.asked_until.max(now.after(wait));
        }
        response
    }
}

fn is_policy(path: &str) -> bool {
    const POLICY: &str =
        "policies/authenticationMethodsPolicy/authenticationMethodConfigurations/hardwareOath";
    path.eq_ignore_ascii_case(POLICY)
}

/// Seconds with a fraction, as Graph sends them too.
fn seconds(wait: Millis) -> String {
    format!("{}.{:03}", wait.0 / 1000, wait.0 % 1000)
}

fn challenge() -> Response {
    let mut response =
        refusal(401, "InvalidAuthenticationToken", "Continuous access evaluation resulted in challenge.");
    let value = r#"Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ==""#;
    response.headers.push(("WWW-Authenticate".to_owned(), value.to_owned()));
    response
}

/// Sets a property of an object.
pub(crate) fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}

/// An answer with a JSON body.
pub(crate) fn answer(status: u16, body: &Value) -> Response {
    Response { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

/// A refusal in Graph's shape.
pub(crate) fn refusal(status: u16, code: &str, message: &str) -> Response {
    let inner =
        json!({ "date": "2026-11-24T10:00:00", "request-id": "5b6c0272-7a8e-490c-bc45-9fe7a42fc4e0" });
    answer(status, &json!({ "error": { "code": code, "message": message, "innerError": inner } }))
}
