//! What the tests set, as JSON. Names that are not known are refused, so that a test does not believe to have set
//! something.

use std::collections::BTreeMap;

use seedferry_core::graph::Millis;
use seedferry_tenant::{Annotation, Challenge, Kept, Limit, Switches, Tenant, role};
use serde::Deserialize;

use crate::{
    faults::{Rule, What},
    login::LoginConfig,
    many,
    sought::Sought,
    state::State,
};

/// A change of the state: what is not named stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Config {
    switches: Option<SwitchConfig>,
    roles: Option<Vec<RoleName>>,
    /// Permissions that were consented to.
    consented: Option<Vec<String>>,
    policy_enabled: Option<bool>,
    /// Names of groups that the policy leaves out.
    policy_excluded: Option<Vec<String>>,
    /// How the login host behaves, as a whole.
    login: Option<LoginConfig>,
    /// Whether the browser is signed in there.
    session: Option<bool>,
    cors: Option<CorsConfig>,
    faults: Option<Vec<Rule>>,
    /// Faults within the next batches, by the number of the request in them, counted from 0 over all of them.
    #[serde(default)]
    item_faults: BTreeMap<u32, What>,
    /// Takes every token out of the inventory.
    #[serde(default)]
    empty: bool,
    /// Puts tokens of these serial numbers into the inventory.
    #[serde(default)]
    keep: Vec<String>,
    /// Puts so many tokens of several kinds into the inventory, see [`many`].
    #[serde(default)]
    many: u32,
    /// Gives people another display name, by their user principal name.
    #[serde(default)]
    names: BTreeMap<String, String>,
    /// Texts that the log looks for in every request from now on.
    sought: Option<Vec<String>>,
    /// No access token is taken that was issued before.
    #[serde(default)]
    expire_tokens: bool,
    /// Moves the tenant's clock on, in milliseconds.
    advance: Option<u64>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum RoleName {
    PolicyAdministrator,
    AuthenticationAdministrator,
    PrivilegedAdministrator,
    GlobalAdministrator,
    GlobalReader,
}

impl RoleName {
    fn id(self) -> &'static str {
        match self {
            Self::PolicyAdministrator => role::POLICY_ADMINISTRATOR,
            Self::AuthenticationAdministrator => role::AUTHENTICATION_ADMINISTRATOR,
            Self::PrivilegedAdministrator => role::PRIVILEGED_ADMINISTRATOR,
            Self::GlobalAdministrator => role::GLOBAL_ADMINISTRATOR,
            Self::GlobalReader => role::GLOBAL_READER,
        }
    }
}

/// What Graph says of CORS.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct CorsConfig {
    /// Request headers that pages may set.
    pub(crate) allow_headers: Vec<String>,
    /// For how many seconds a browser need not ask again; it is not said unless set.
    pub(crate) max_age: Option<u32>,
}

impl Default for CorsConfig {
    fn default() -> Self {
        let allow_headers = ["authorization", "content-type", "client-request-id"].map(str::to_owned).into();
        Self { allow_headers, max_age: None }
    }
}

/// [`Switches`], each by its name; times in milliseconds.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SwitchConfig {
    bulk_status: Option<u16>,
    wraps_created: Option<bool>,
    wraps_listed: Option<bool>,
    atomic: Option<bool>,
    keeps_before_bad: Option<bool>,
    annotation: Option<AnnotationName>,
    echoes_content_id: Option<bool>,
    names_failed: Option<bool>,
    most_items: Option<usize>,
    most_bytes: Option<usize>,
    unique_late: Option<bool>,
    ignores_case: Option<bool>,
    duplicate_status: Option<u16>,
    page: Option<usize>,
    empty_first_page: Option<bool>,
    lag: Option<u64>,
    latency: Option<u64>,
    takes_bulk: Option<bool>,
    takes_batch: Option<bool>,
    limit: Option<LimitConfig>,
    readable_wait: Option<bool>,
    refused_ending: Option<char>,
    challenge: Option<ChallengeName>,
    token_life: Option<u64>,
    deletes_held: Option<bool>,
    shows_legacy: Option<bool>,
    own_method_ids: Option<bool>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum AnnotationName {
    Core,
    Full,
    Omitted,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum ChallengeName {
    Unauthorized,
    Forbidden,
    InMessage,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitConfig {
    requests: usize,
    window: u64,
}

impl Config {
    /// Makes the changes.
    pub(crate) fn apply(self, state: &mut State) {
        let tenant = &mut state.tenant;
        if let Some(switches) = self.switches {
            switches.apply(&mut tenant.switches);
        }
        if let Some(roles) = self.roles {
            tenant.account.roles = roles.iter().map(|role| role.id().to_owned()).collect();
        }
        put(&mut tenant.account.permissions, self.consented);
        let items = tenant.items();
        let faults =
            self.item_faults.into_iter().filter_map(|(place, what)| Some((place, what.of_tenant()?)));
        tenant.item_faults.extend(faults.map(|(place, fault)| (items.saturating_add(place), fault)));
        put(&mut tenant.policy_enabled, self.policy_enabled);
        let excluded = self.policy_excluded.map(|names| ids_of(tenant, &names));
        put(&mut tenant.policy_excluded, excluded);
        if self.empty {
            tenant.clear();
        }
        self.keep.iter().enumerate().for_each(|(place, serial)| keep(tenant, place, serial));
        many::furnish(tenant, self.many);
        for person in &mut tenant.people {
            put(&mut person.name, self.names.get(&person.upn).cloned());
        }
        if self.expire_tokens {
            tenant.expire_tokens();
        }
        put(&mut state.cors, self.cors);
        put(&mut state.faults, self.faults);
        put(&mut state.sought, self.sought.map(|texts| Sought::new(&texts)));
        put(&mut state.login.config, self.login);
        put(&mut state.login.session, self.session);
        if let Some(span) = self.advance {
            state.advance(Millis(span));
        }
    }
}

fn ids_of(tenant: &Tenant, names: &[String]) -> Vec<String> {
    tenant.groups.iter().filter(|group| names.contains(&group.name)).map(|group| group.id.clone()).collect()
}

fn keep(tenant: &mut Tenant, place: usize, serial: &str) {
    let id = format!("0000feed-0000-4000-8000-{place:012}");
    tenant.keep(Kept::new(id, serial, "Deepnet Security", "SafeID/Classic"));
}

impl SwitchConfig {
    fn apply(self, switches: &mut Switches) {
        put(&mut switches.bulk_status, self.bulk_status);
        put(&mut switches.wraps_created, self.wraps_created);
        put(&mut switches.wraps_listed, self.wraps_listed);
        put(&mut switches.atomic, self.atomic);
        put(&mut switches.keeps_before_bad, self.keeps_before_bad);
        put(&mut switches.annotation, self.annotation.map(AnnotationName::annotation));
        put(&mut switches.echoes_content_id, self.echoes_content_id);
        put(&mut switches.names_failed, self.names_failed);
        put(&mut switches.most_items, self.most_items);
        put(&mut switches.most_bytes, self.most_bytes);
        put(&mut switches.unique_late, self.unique_late);
        put(&mut switches.ignores_case, self.ignores_case);
        put(&mut switches.duplicate_status, self.duplicate_status);
        put(&mut switches.page, self.page);
        put(&mut switches.empty_first_page, self.empty_first_page);
        put(&mut switches.lag, self.lag.map(Millis));
        put(&mut switches.latency, self.latency.map(Millis));
        put(&mut switches.takes_bulk, self.takes_bulk);
        put(&mut switches.takes_batch, self.takes_batch);
        let limit =
            self.limit.map(|LimitConfig { requests, window }| Limit { requests, window: Millis(window) });
        put(&mut switches.limit, limit.map(Some));
        put(&mut switches.readable_wait, self.readable_wait);
        put(&mut switches.challenge, self.challenge.map(ChallengeName::challenge));
        put(&mut switches.refused_ending, self.refused_ending.map(Some));
        put(&mut switches.token_life, self.token_life.map(Millis));
        put(&mut switches.deletes_held, self.deletes_held);
        put(&mut switches.shows_legacy, self.shows_legacy);
        put(&mut switches.own_method_ids, self.own_method_ids);
    }
}

impl AnnotationName {
    fn annotation(self) -> Annotation {
        match self {
            Self::Core => Annotation::Core,
            Self::Full => Annotation::Full,
            Self::Omitted => Annotation::Omitted,
        }
    }
}

impl ChallengeName {
    fn challenge(self) -> Challenge {
        match self {
            Self::Unauthorized => Challenge::Unauthorized,
            Self::Forbidden => Challenge::Forbidden,
            Self::InMessage => Challenge::InMessage,
        }
    }
}

/// Sets what is named.
fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_changes_and_nothing_else() {
        let mut state = State::new(true);
        let config = r#"{"switches":{"page":7,"lag":50,"limit":{"requests":2,"window":1000},"challenge":"inMessage","ownMethodIds":true},"roles":["globalReader"],
            "consented":["User.Read"],"policyEnabled":false,"policyExcluded":["Finance"],"empty":true,"keep":["A1"],"many":8,"names":{"grace.chen@contoso.example":"G"},"cors":{"maxAge":600},
            "faults":[{"fault":"lostAnswer","method":"PATCH"}],"itemFaults":{"2":{"throttled":700}},"login":{"auto":true},"advance":5000}"#;
        serde_json::from_str::<Config>(config).unwrap().apply(&mut state);
        let tenant = &state.tenant;
        assert_eq!((tenant.switches.page, tenant.switches.lag), (7, Millis(50)));
        assert_eq!(tenant.switches.challenge, Challenge::InMessage);
        assert!(tenant.switches.own_method_ids);
        assert_eq!(tenant.switches.bulk_status, Switches::default().bulk_status);
        assert_eq!(tenant.account.roles, [role::GLOBAL_READER]);
        assert_eq!((tenant.devices().len(), tenant.policy_enabled), (9, false));
        assert!(tenant.people.iter().any(|one| one.name == "G" && one.upn == "grace.chen@contoso.example"));
        let held = tenant.devices().iter().filter(|kept| kept.assigned_to.is_some());
        assert_eq!(
            held.map(|kept| &*kept.serial).collect::<Vec<_>>(),
            ["T000001", "T000003", "T000005", "T000007"]
        );
        assert_eq!(tenant.policy_excluded, [tenant.groups[0].id.clone()]);
        assert_eq!(tenant.item_faults.get(&2), Some(&seedferry_tenant::Fault::Throttled(700)));
        assert_eq!((state.cors.allow_headers.len(), state.cors.max_age), (3, Some(600)));
        assert!(state.now() >= Millis(5000));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let check = |config: &str, known: bool| {
            assert_eq!(serde_json::from_str::<Config>(config).is_ok(), known, "{config}");
        };
        check("{}", true);
        check(r#"{"pages":1}"#, false);
        check(r#"{"switches":{"pages":1}}"#, false);
        check(r#"{"roles":["king"]}"#, false);
        check(r#"{"login":{"refresh":"maybe"}}"#, false);
    }
}
