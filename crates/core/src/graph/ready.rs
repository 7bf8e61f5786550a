//! Whether tenant and account are ready for an upload: what to ask, and what each answer means.

use seedferry_protocol::Cloud;
use serde_json::Value;

use super::{
    error::GraphError,
    explorer::PERMISSION,
    request::{Body, Method, Request},
    response::Response,
};
use crate::calendar::days_since_1970;

/// The policy of the method, behind host and version.
const POLICY: &str = "policies/authenticationMethodsPolicy/authenticationMethodConfigurations/hardwareOath";
/// Its type, which a change has to name.
const POLICY_TYPE: &str = "#microsoft.graph.hardwareOathAuthenticationMethodConfiguration";
/// Groups and roles of the account, behind host and version.
pub(super) const MEMBERSHIPS: &str = "me/transitiveMemberOf";
/// The permission that suffices to read.
pub const READING: &str = "Policy.Read.All";
/// What stands among the included groups for all users.
pub const EVERYBODY: &str = "all_users";
/// Roles that may create tokens: template id and name.
const WRITERS: [(&str, &str); 2] = [
    ("0526716b-113d-4c15-b2c8-68e3c22b9f80", "Authentication Policy Administrator"),
    ("62e90394-69f5-4237-9190-012177145e10", "Global Administrator"),
];
/// Roles that may activate and unassign people's tokens: template id and name.
const HELPERS: [(&str, &str); 2] = [
    ("c4e39bd9-1100-46d3-8c65-fb160da0071f", "Authentication Administrator"),
    ("7be44c8a-adaf-4e2a-84d6-ab2649e08a13", "Privileged Authentication Administrator"),
];
/// The role that may read the inventory and nothing else.
const READER: &str = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
/// *Roles & admins* in the Entra admin center, behind its host.
const ROLES_PAGE: &str = "#view/Microsoft_AAD_IAM/RolesManagementMenuBlade/~/AllRoles";
/// *Authentication methods*, *Policies* there.
const POLICY_PAGE: &str = "#view/Microsoft_AAD_IAM/AuthenticationMethodsMenuBlade/~/AdminAuthMethods";
/// Codes are computed from the time: a clock that is off by more than this gives wrong ones, in seconds.
const MOST_SKEW: u64 = 30;

/// One line of the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was checked.
    pub topic: Topic,
    /// How it stands.
    pub state: Readiness,
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Permissions that the page was granted.
    Permissions,
    /// Roles of the account.
    Roles,
    /// The authentication methods policy.
    Policy,
    /// The computer's clock.
    Clock,
}

impl Topic {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Permissions => "Permission",
            Self::Roles => "Role",
            Self::Policy => "Policy",
            Self::Clock => "Clock",
        }
    }

    /// The page of the cloud's Entra admin center where it is given. Consent has a link of its own, and a clock is put right on
    /// the computer.
    pub fn page(self, cloud: Cloud) -> Option<String> {
        let page = match self {
            Self::Roles => ROLES_PAGE,
            Self::Policy => POLICY_PAGE,
            Self::Permissions | Self::Clock => return None,
        };
        Some(format!("{}/{page}", cloud.admin_center()))
    }
}

/// How something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// As needed, with what was found.
    Good(String),
    /// Missing.
    Missing {
        /// What, as a sentence.
        what: String,
        /// What it is needed for, as a sentence.
        why: &'static str,
        /// Who can give it, as a sentence.
        who: &'static str,
    },
    /// It could not be checked, with the reason as a sentence.
    Unknown(String),
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Object id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// User principal name.
    pub upn: String,
}

/// The policy for hardware tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Whether the method is on.
    pub enabled: bool,
    /// Object ids of the groups it is on for; `all_users` for everybody.
    pub included: Vec<String>,
    /// Object ids of groups that are left out.
    pub excluded: Vec<String>,
}

/// Asks who is signed in.
pub fn me() -> Request {
    Request::get("me", "$select=id,displayName,userPrincipalName")
}

/// Asks for the account's roles, those by way of groups included.
pub fn roles() -> Request {
    Request::get(MEMBERSHIPS, "$top=999")
}

/// Asks for the policy.
pub fn policy() -> Request {
    Request::get(POLICY, "")
}

/// Switches the method on or off and leaves its targets as they are: they are not named.
pub fn set_enabled(enabled: bool) -> Request {
    let state = if enabled { "enabled" } else { "disabled" };
    let body = serde_json::json!({ "@odata.type": POLICY_TYPE, "state": state });
    Request::with_body(Method::Patch, POLICY, Body::Plain(body.to_string()))
}

/// Reads the answer to [`me`].
pub fn read_me(response: &Response) -> Result<SignedIn, GraphError> {
    let body = good(response)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(SignedIn { id: text("id"), name: text("displayName"), upn: text("userPrincipalName") })
}

/// Reads one page of the answer to [`roles`]: template ids.
pub fn read_roles(response: &Response) -> Result<Vec<String>, GraphError> {
    let body = good(response)?;
    let items = body.get("value").and_then(Value::as_array).into_iter().flatten();
    Ok(items.filter_map(|item| item.get("roleTemplateId")?.as_str()).map(str::to_ascii_lowercase).collect())
}

/// Reads the answer to [`policy`], bare or wrapped in `value` as Microsoft's sample shows it.
pub fn read_policy(response: &Response) -> Result<Policy, GraphError> {
    let body = good(response)?;
    let policy = body.get("value").filter(|value| value.is_object()).unwrap_or(&body);
    let ids = |name: &str| -> Vec<String> {
        let targets = policy.get(name).and_then(Value::as_array).into_iter().flatten();
        targets.filter_map(|target| target.get("id")?.as_str()).map(str::to_owned).collect()
    };
    let enabled = match policy.get("state").and_then(Value::as_str) {
        Some("enabled") => true,
        Some("disabled") => false,
        _ => {
            let message = "The policy says neither that it is enabled nor that it is disabled.".to_owned();
            return Err(GraphError { message, ..GraphError::read(response) });
        }
    };
    Ok(Policy { enabled, included: ids("includeTargets"), excluded: ids("excludeTargets") })
}

/// Whether these permissions suffice to read inventory and policy.
pub fn reads(granted: &[String]) -> bool {
    is_granted(granted, PERMISSION) || is_granted(granted, READING)
}

/// Whether one of the granted permissions, with or without host in front, is this one.
pub(super) fn is_granted(granted: &[String], permission: &str) -> bool {
    granted
        .iter()
        .any(|scope| scope.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case(permission)))
}

/// The permission under which inventory and policy are read: the one that writes suffices where it was granted.
pub fn reading_as(granted: &[String]) -> &'static str {
    if is_granted(granted, PERMISSION) { PERMISSION } else { READING }
}

/// Judges the permissions that the sign-in says were granted. The one that writes is asked for when something is to be
/// written: until then nobody knows whether it would be granted.
pub fn permissions(granted: &[String]) -> Line {
    let state = if is_granted(granted, PERMISSION) {
        Readiness::Good(format!("{PERMISSION} is granted."))
    } else if is_granted(granted, READING) {
        Readiness::Unknown(format!(
            "{READING} is granted, which suffices to read. {PERMISSION} is asked for when you press Upload or Enable."
        ))
    } else {
        return lacking(READING);
    };
    Line { topic: Topic::Permissions, state }
}

/// What is to be said of the permission to read, or of the one to write, when it was asked for in vain.
pub fn lacking(permission: &str) -> Line {
    let state = Readiness::Missing {
        what: format!("The permission {permission} is not granted."),
        why: if permission == READING {
            "Reading the inventory and the policy needs it."
        } else {
            "Creating tokens needs it."
        },
        who: "A Privileged Role Administrator, Cloud Application Administrator or Application Administrator grants it for \
              the tenant.",
    };
    Line { topic: Topic::Permissions, state }
}

/// Judges the account's roles.
pub fn judge_roles(roles: Result<Vec<String>, GraphError>) -> Line {
    let state = match roles {
        Err(error) => unknown(&error),
        Ok(roles) => match (held(&WRITERS, &roles), held(&HELPERS, &roles)) {
            (Some(name), helper) => Readiness::Good(format!("The account is {name}. {}", suffices(name, helper))),
            (None, helper) => Readiness::Missing {
                what: match helper {
                    Some(name) => format!("The account is {name}: it can activate and unassign people's tokens, and create none."),
                    None if roles.iter().any(|role| role == READER) => {
                        "The account is Global Reader: it can read the inventory and create nothing.".to_owned()
                    }
                    None => "No role that may create tokens is active. Roles for a time, of administrative units and of your own \
                             making do not show here."
                        .to_owned(),
                },
                why: "Creating tokens needs the role Authentication Policy Administrator.",
                who: "A Privileged Role Administrator assigns it; one that you may activate yourself is activated in \
                      Privileged Identity Management.",
            },
        },
    };
    Line { topic: Topic::Roles, state }
}

fn held(of: &[(&str, &'static str)], roles: &[String]) -> Option<&'static str> {
    of.iter().find(|(id, _)| roles.iter().any(|role| role == id)).map(|(_, name)| *name)
}

/// What a role that may create tokens is enough for, with the one that helps people. Microsoft's pages name none but these
/// two for activating a token of somebody else.
fn suffices(writer: &str, helper: Option<&str>) -> String {
    match helper {
        Some(helper) => format!("That suffices to create, assign and delete tokens; {helper} to activate them for people."),
        None if writer == "Global Administrator" => "That suffices for all that is done here.".to_owned(),
        None => "That suffices to create, assign and delete tokens; to activate them for people it needs Authentication \
                 Administrator as well."
            .to_owned(),
    }
}

/// Whether changing the policy is offered to an account with these roles, as far as they are known, and what is to be said
/// of that.
pub fn may_change_policy(roles: Option<&Readiness>) -> (bool, &'static str) {
    match roles {
        None | Some(Readiness::Good(_)) => (true, ""),
        Some(Readiness::Missing { .. }) => (
            false,
            "Changing the policy needs the role Authentication Policy Administrator. A Privileged Role Administrator assigns it.",
        ),
        Some(Readiness::Unknown(_)) => (
            true,
            "Your roles could not be read: whether you may change the policy shows when you try. It needs the role \
             Authentication Policy Administrator.",
        ),
    }
}

/// Judges the policy.
pub fn judge_policy(policy: Result<Policy, GraphError>) -> Line {
    let state = match policy {
        Err(error) => unknown(&error),
        Ok(Policy { enabled: true, included, .. }) if included.is_empty() => Readiness::Missing {
            what: "Hardware OATH tokens are enabled for nobody: the policy includes no group.".to_owned(),
            why: "Tokens can be created, and nobody can use them.",
            who: "An Authentication Policy Administrator adds groups in the Entra admin center.",
        },
        Ok(Policy { enabled: true, included, excluded }) => {
            let all = included.iter().any(|id| id == EVERYBODY);
            let whom = if all { "all users".to_owned() } else { groups(included.len()) };
            let except = if excluded.is_empty() {
                String::new()
            } else {
                format!(", except {}", groups(excluded.len()))
            };
            Readiness::Good(format!("Hardware OATH tokens are enabled for {whom}{except}."))
        }
        Ok(_) => Readiness::Missing {
            what: "Hardware OATH tokens are disabled in the authentication methods policy.".to_owned(),
            why: "Tokens can be created, and nobody can use them. After enabling it takes up to an hour.",
            who: "An Authentication Policy Administrator enables them, here or in the Entra admin center.",
        },
    };
    Line { topic: Topic::Policy, state }
}

/// How far the computer's clock, in seconds since 1970, is ahead of a time that a server told, such as an error's date;
/// `None` when it cannot be read.
pub fn ahead_of(now: u64, server: &str) -> Option<i64> {
    now.checked_signed_diff(seconds_since_1970(server)?)
}

/// Judges the computer's clock by how far it is ahead, in seconds; `None` when nobody told the time.
pub fn judge_clock(ahead: Option<i64>) -> Line {
    let state = match ahead {
        None => Readiness::Unknown(
            "No server told a time that can be read. Compare this computer's clock with another one: codes are computed from it."
                .to_owned(),
        ),
        Some(ahead) if ahead.unsigned_abs() <= MOST_SKEW => Readiness::Good("The clock is right.".to_owned()),
        Some(ahead) => Readiness::Missing {
            what: format!(
                "The computer's clock is {} seconds {}.",
                ahead.unsigned_abs(),
                if ahead > 0 { "fast" } else { "slow" }
            ),
            why: "Codes are computed from the time.",
            who: "Whoever manages this computer lets it set its clock by the network: on Windows in Settings, Time & language, \
                  Date & time, with Sync now; on macOS in System Settings, General, Date & Time. Then check again.",
        },
    };
    Line { topic: Topic::Clock, state }
}

fn groups(count: usize) -> String {
    if count == 1 { "1 group".to_owned() } else { format!("{count} groups") }
}

fn unknown(error: &GraphError) -> Readiness {
    Readiness::Unknown(format!("{} {}", error.words(), error.remedy()))
}

fn good(response: &Response) -> Result<Value, GraphError> {
    let body = response.json().filter(|_| response.is_success());
    body.ok_or_else(|| GraphError::read(response))
}

/// Reads `2026-11-24T10:00:00`, in UTC, whatever follows the seconds.
fn seconds_since_1970(text: &str) -> Option<u64> {
    let (date, time) = text.split_once('T')?;
    let mut date = date.split('-').map(|part| part.parse::<u64>().ok());
    let mut time = time.split([':', '.', 'Z', '+']).map(|part| part.parse::<u64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    let in_range = (1970..10_000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if !in_range || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    Some(days_since_1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Response {
        Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    /// One letter: good, missing, unknown.
    fn check(line: &Line, expected: char) {
        let letter = match line.state {
            Readiness::Good(_) => 'g',
            Readiness::Missing { .. } => 'm',
            Readiness::Unknown(_) => 'u',
        };
        assert_eq!(letter, expected, "{line:?}");
    }

    const POLICY_SAMPLE: &str = r##"{"@odata.type":"#microsoft.graph.hardwareOathAuthenticationMethodConfiguration",
        "id":"HardwareOath","state":"disabled","excludeTargets":[],
        "includeTargets":[{"targetType":"group","id":"all_users","isRegistrationRequired":false}]}"##;
    const REFUSED: &str = r#"{"error":{"code":"accessDenied","message":"Request Authorization failed"}}"#;

    #[test]
    fn the_panel_judges() {
        let policy = |status, body: &str| judge_policy(read_policy(&answer(status, body)));
        check(&policy(200, POLICY_SAMPLE), 'm');
        check(&policy(200, &POLICY_SAMPLE.replace("disabled", "enabled")), 'g');
        check(&policy(200, &format!(r#"{{"value":{}}}"#, POLICY_SAMPLE.replace("disabled", "enabled"))), 'g');
        check(&policy(403, REFUSED), 'u');
        check(&policy(200, &POLICY_SAMPLE.replace("disabled", "enabledForSome")), 'u');
        check(&policy(200, "{}"), 'u');
        let targets = |included: &str, excluded: &str| {
            let text = POLICY_SAMPLE.replace("disabled", "enabled").replace("all_users", included);
            let line =
                policy(200, &text.replace("excludeTargets\":[]", &format!("excludeTargets\":[{excluded}]")));
            let Readiness::Good(said) = line.state else { panic!("{line:?}") };
            said
        };
        assert_eq!(targets("all_users", ""), "Hardware OATH tokens are enabled for all users.");
        let except = targets("all_users", r#"{"id":"1"},{"id":"2"}"#);
        assert_eq!(except, "Hardware OATH tokens are enabled for all users, except 2 groups.");
        assert_eq!(targets("1", ""), "Hardware OATH tokens are enabled for 1 group.");
        check(&policy(200, r#"{"state":"enabled","includeTargets":[]}"#), 'm');
        let roles = |status, body: &str| judge_roles(read_roles(&answer(status, body)));
        let role = |id: &str| {
            format!(
                r##"{{"value":[{{"@odata.type":"#microsoft.graph.group"}},{{"roleTemplateId":"{id}"}}]}}"##
            )
        };
        check(&roles(200, &role("0526716B-113d-4c15-b2c8-68e3c22b9f80")), 'g');
        check(&roles(200, &role(READER)), 'm');
        let helper = roles(200, &role(HELPERS[0].0));
        check(&helper, 'm');
        assert!(matches!(&helper.state, Readiness::Missing { what, .. } if what.contains("create none")));
        check(&roles(200, r#"{"value":[]}"#), 'm');
        check(&roles(403, REFUSED), 'u');
        check(&permissions(&["User.Read".to_owned()]), 'm');
        check(&permissions(&[READING.to_owned()]), 'u');
        check(&permissions(&[format!("https://graph.microsoft.com/{PERMISSION}")]), 'g');
    }

    #[test]
    fn the_clock_is_compared() {
        let check_clock =
            |now: u64, date: &str, expected: char| check(&judge_clock(ahead_of(now, date)), expected);
        check_clock(1_795_514_400, "2026-11-24T10:00:00", 'g');
        check_clock(1_795_514_431, "2026-11-24T10:00:00.123Z", 'm');
        check_clock(951_782_400, "2000-02-29T00:00:00Z", 'g');
        check_clock(0, "1970-01-01T00:00:00Z", 'g');
        check_clock(0, "1969-12-31T00:00:00Z", 'u');
        check_clock(0, "2026-13-01T00:00:00Z", 'u');
        check_clock(0, "yesterday", 'u');
    }

    #[test]
    fn what_is_missing_is_given_in_the_admin_center_of_its_cloud() {
        let check = |topic: Topic, cloud: Cloud, host: &str, blade: &str| {
            let page = topic.page(cloud).unwrap();
            assert!(page.starts_with(&format!("{host}/#view/")) && page.contains(blade), "{page}");
        };
        check(Topic::Roles, Cloud::Global, "https://entra.microsoft.com", "AllRoles");
        check(Topic::Policy, Cloud::Global, "https://entra.microsoft.com", "AuthenticationMethods");
        check(Topic::Policy, Cloud::UsGovL4, "https://entra.microsoft.us", "AuthenticationMethods");
        check(Topic::Roles, Cloud::UsGovL5, "https://entra.microsoft.us", "AllRoles");
        check(Topic::Roles, Cloud::China, "https://entra.microsoftonline.cn", "AllRoles");
        assert_eq!([Topic::Permissions, Topic::Clock].map(|topic| topic.page(Cloud::Global)), [None, None]);
    }

    #[test]
    fn who_is_signed_in_is_read() {
        let body = r#"{"id":"1","displayName":"Ada","userPrincipalName":"ada@contoso.example"}"#;
        assert_eq!(read_me(&answer(200, body)).unwrap().upn, "ada@contoso.example");
        assert!(read_me(&answer(401, REFUSED)).is_err());
        assert!(String::from_utf8_lossy(set_enabled(true).body.unwrap().bytes()).contains(POLICY_TYPE));
    }
}
