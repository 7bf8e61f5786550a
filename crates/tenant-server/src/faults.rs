//! Faults on order: which request they befall, and what happens.

use seedferry_tenant::Fault;
use serde::Deserialize;

use crate::http::{Cut, Received};

/// A fault and whom it befalls.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Rule {
    /// The method; any unless told.
    method: Option<String>,
    /// What the path contains.
    #[serde(default)]
    path: String,
    /// How many of those pass before.
    #[serde(default)]
    skip: u32,
    /// How many it befalls.
    #[serde(default = "once")]
    times: u32,
    fault: What,
}

fn once() -> u32 {
    1
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum What {
    /// The connection ends without effect and without answer.
    LostRequest,
    /// The request arrives twice, as when a browser sends it again by itself.
    Repeated,
    /// The request takes effect; the connection ends within the head of the answer.
    LostAnswer,
    /// The request takes effect; the connection ends within the body of the answer.
    CutAnswer,
    /// A 5xx, and nothing happened.
    ErrorBefore(u16),
    /// A 5xx after the request took effect.
    ErrorAfter(u16),
    /// 429 with this wait in milliseconds, readable as the switch `readableWait` says.
    Throttled(u64),
    /// Access tokens expire.
    TokenExpires,
    /// Conditional Access demands more.
    ClaimsChallenge,
    /// The account loses its roles.
    RoleLost,
    /// Answered as if all went well, and every second token is not kept.
    HalfKept,
    /// A gateway's error, without a word of CORS, and nothing happened.
    SilentBefore(u16),
    /// A gateway's error, without a word of CORS, after the request took effect.
    SilentAfter(u16),
    /// The preflight, or a request to the login host, is refused by a gateway.
    Refused,
}

impl What {
    /// What the tenant does.
    pub(crate) fn of_tenant(self) -> Option<Fault> {
        match self {
            Self::LostRequest => Some(Fault::LostRequest),
            Self::LostAnswer => Some(Fault::LostAnswer),
            Self::Repeated => Some(Fault::Repeated),
            Self::CutAnswer | Self::Refused => None,
            Self::ErrorBefore(status) | Self::SilentBefore(status) => Some(Fault::ErrorBefore(status)),
            Self::ErrorAfter(status) | Self::SilentAfter(status) => Some(Fault::ErrorAfter(status)),
            Self::Throttled(wait) => Some(Fault::Throttled(wait)),
            Self::TokenExpires => Some(Fault::TokenExpires),
            Self::ClaimsChallenge => Some(Fault::ClaimsChallenge),
            Self::RoleLost => Some(Fault::RoleLost),
            Self::HalfKept => Some(Fault::HalfKept),
        }
    }

    /// Whether the answer says nothing of CORS.
    pub(crate) fn is_silent(self) -> bool {
        matches!(self, Self::SilentBefore(_) | Self::SilentAfter(_))
    }

    /// Where the answer breaks off.
    pub(crate) fn cut(self) -> Cut {
        if self == Self::CutAnswer { Cut::InBody } else { Cut::Nowhere }
    }
}

impl Rule {
    /// What befalls this request, counted.
    pub(crate) fn take(&mut self, received: &Received) -> Option<What> {
        let concerned = self.fault != What::Refused && !received.is_preflight() && self.concerns(received);
        (concerned && self.count()).then_some(self.fault)
    }

    /// Whether this request is refused, counted.
    pub(crate) fn take_refusal(&mut self, received: &Received) -> bool {
        self.fault == What::Refused && self.concerns(received) && self.count()
    }

    fn concerns(&self, received: &Received) -> bool {
        let method = received.header("access-control-request-method").unwrap_or(&received.method);
        self.method.as_ref().is_none_or(|wanted| wanted == method) && received.path.contains(&self.path)
    }

    fn count(&mut self) -> bool {
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        let befalls = self.times > 0;
        self.times = self.times.saturating_sub(1);
        befalls
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(method: &str, path: &str) -> Received {
        Received { method: method.to_owned(), path: path.to_owned(), ..Received::default() }
    }

    #[test]
    fn a_rule_befalls_whom_it_names_and_as_often_as_told() {
        let rule = r#"{"method":"PATCH","path":"Devices","skip":1,"times":2,"fault":{"errorAfter":504}}"#;
        let mut rule: Rule = serde_json::from_str(rule).unwrap();
        let mut check = |method: &str, path: &str, befalls: bool| {
            let expected = befalls.then_some(What::ErrorAfter(504));
            assert_eq!(rule.take(&received(method, path)), expected, "{method} {path}");
        };
        check("GET", "/hardwareOathDevices", false);
        check("PATCH", "/me", false);
        check("PATCH", "/hardwareOathDevices", false);
        check("PATCH", "/hardwareOathDevices", true);
        check("PATCH", "/hardwareOathDevices", true);
        check("PATCH", "/hardwareOathDevices", false);
    }

    #[test]
    fn rules_are_checked() {
        let check = |rule: &str, known: bool| {
            assert_eq!(serde_json::from_str::<Rule>(rule).is_ok(), known, "{rule}");
        };
        check(r#"{"fault":"lostAnswer"}"#, true);
        check(r#"{"fault":{"silentAfter":502}}"#, true);
        check(r#"{"fault":"errorBefore"}"#, false);
        check(r#"{"fault":"nonsense"}"#, false);
        check(r#"{"path":"x"}"#, false);
    }
}
