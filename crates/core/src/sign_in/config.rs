//! `config.json`: what the host of a page presets. The user's own settings are kept in the same form. It may hold an id,
//! a tenant, a cloud from the list and plain text; whoever can write it can point sign-in at another app, and nothing else.

use seedferry_protocol::{AccountSettings, Cloud};
use serde::{Deserialize, Serialize};

use super::place::{ClientId, PlaceError, Tenant};

/// The most that is read, in bytes.
pub const MOST_BYTES: usize = 4_096;
/// The longest note, in characters.
pub const MOST_NOTE: usize = 300;
/// What no plain text holds: elements, and addresses that somebody could follow.
const NOT_PLAIN: [&str; 5] = ["<", ">", "://", "www.", "mailto:"];

/// What was preset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The app registration.
    pub client_id: Option<ClientId>,
    /// The tenant.
    pub tenant: Option<Tenant>,
    /// The cloud.
    pub cloud: Option<Cloud>,
    /// Plain text for the users of this page.
    pub note: Option<String>,
    /// Whether the help desk may ask for the wider permission where the narrow one is not known; unless said, it may.
    pub wide_permission: Option<bool>,
}

/// Why a `config.json` is refused, as a sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// More than [`MOST_BYTES`].
    #[error("it is larger than {MOST_BYTES} bytes")]
    Large,
    /// Not JSON, or not of this form: unknown or repeated keys, wrong types.
    #[error("{0}")]
    Form(String),
    /// No app registration.
    #[error("clientId is not a GUID")]
    ClientId,
    /// No tenant.
    #[error("tenant is not an id, a domain or organizations")]
    Tenant,
    /// No cloud of the list.
    #[error("cloud is not one of global, us-gov-l4, us-gov-l5, china")]
    Cloud,
    /// A note that is not plain text.
    #[error("note holds markup, an address or control characters, or is longer than {MOST_NOTE} characters")]
    Note,
}

/// As it is written.
#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tenant: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cloud: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wide_permission: Option<bool>,
}

/// Reads a `config.json`.
///
/// # Errors
/// Anything that is not exactly of this form.
pub fn read(text: &str) -> Result<Config, ConfigError> {
    if text.len() > MOST_BYTES {
        return Err(ConfigError::Large);
    }
    let text = text.trim_start_matches('\u{feff}').trim();
    // Where the file is missing some hosts send their start page; and serde would take a list for an object.
    if !text.starts_with('{') {
        return Err(ConfigError::Form("it is not a JSON object".to_owned()));
    }
    let written: Written =
        serde_json::from_str(text).map_err(|error| ConfigError::Form(error.to_string()))?;
    Ok(Config {
        client_id: of(written.client_id.as_deref(), |text| {
            ClientId::parse(text).map_err(|_| ConfigError::ClientId)
        })?,
        tenant: of(written.tenant.as_deref(), |text| tenant(text).map_err(|_| ConfigError::Tenant))?,
        cloud: of(written.cloud.as_deref(), |text| Cloud::named(text).ok_or(ConfigError::Cloud))?,
        note: of(written.note.as_deref(), |text| plain(text).ok_or(ConfigError::Note))?,
        wide_permission: written.wide_permission,
    })
}

/// Writes the user's own settings, as [`read`] reads them; what is no id and no tenant yet is left out.
pub fn write(settings: &AccountSettings) -> String {
    let written = Written {
        client_id: ClientId::parse(&settings.client_id).ok().map(|id| id.to_string()),
        tenant: Tenant::parse(&settings.tenant).ok().map(|tenant| tenant.to_string()),
        cloud: Some(settings.cloud.name().to_owned()),
        note: None,
        wide_permission: None,
    };
    // Four texts can always be written.
    serde_json::to_string(&written).unwrap_or_default()
}

fn of<T>(
    text: Option<&str>,
    parse: impl Fn(&str) -> Result<T, ConfigError>,
) -> Result<Option<T>, ConfigError> {
    text.map(parse).transpose()
}

/// An empty text is a mistake here, where it could as well be left out.
fn tenant(text: &str) -> Result<Tenant, PlaceError> {
    if text.trim().is_empty() { Err(PlaceError::NotTenant) } else { Tenant::parse(text) }
}

fn plain(text: &str) -> Option<String> {
    let low = text.to_ascii_lowercase();
    let good = text.chars().count() <= MOST_NOTE
        && !text.chars().any(char::is_control)
        && !NOT_PLAIN.iter().any(|sign| low.contains(sign));
    good.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUID: &str = "11111111-2222-3333-4444-555555555555";

    /// What was read, as `clientId tenant cloud note` with `-` for what is absent, or the beginning of the refusal.
    fn check(text: &str, expected: &str) {
        let said = match read(text) {
            Ok(config) => [
                config.client_id.map(|id| id.to_string()),
                config.tenant.map(|tenant| tenant.to_string()),
                config.cloud.map(|cloud| cloud.name().to_owned()),
                config.note,
            ]
            .map(|part| part.unwrap_or_else(|| "-".to_owned()))
            .join(" "),
            Err(error) => error.to_string(),
        };
        assert!(said.starts_with(expected), "{text}: {said}");
    }

    #[test]
    fn only_ids_tenants_clouds_and_plain_text_are_taken() {
        check("{}", "- - - -");
        check("\u{feff}{}\n", "- - - -");
        check(
            &format!(
                r#"{{"clientId":"{GUID}","tenant":"contoso.com","cloud":"china","note":"Help: desk 4711"}}"#
            ),
            &format!("{GUID} contoso.com china Help: desk 4711"),
        );
        check("", "it is not a JSON object");
        check("<!doctype html>", "it is not a JSON object");
        check("[]", "it is not a JSON object");
        check("null", "it is not a JSON object");
        check("{} {}", "trailing characters");
        check(r#"{"clientId":7}"#, "invalid type");
        check(r#"{"cloud":"global","cloud":"china"}"#, "duplicate field");
        check(r#"{"redirectUri":"x"}"#, "unknown field `redirectUri`");
        check(r#"{"authority":"https://login.example.com"}"#, "unknown field");
        check(r#"{"graph":"https://graph.example.com"}"#, "unknown field");
        check(r#"{"clientSecret":"x"}"#, "unknown field");
        check(r#"{"demo":true}"#, "unknown field");
        check(r#"{"widePermission":"no"}"#, "invalid type");
        check(r#"{"client_id":"x"}"#, "unknown field");
        check(r#"{"clientId":"https://example.com"}"#, "clientId");
        check(r#"{"tenant":""}"#, "tenant");
        check(r#"{"tenant":"common"}"#, "tenant");
        check(r#"{"tenant":"https://login.example.com/x"}"#, "tenant");
        check(r#"{"cloud":"https://login.example.com"}"#, "cloud");
        check(r#"{"cloud":"Global"}"#, "cloud");
        check(r#"{"note":"<b>Hello</b>"}"#, "note");
        check(r#"{"note":"see https://example.com"}"#, "note");
        check(r#"{"note":"see WWW.example.com"}"#, "note");
        check(r#"{"note":"two\nlines"}"#, "note");
        check(&format!(r#"{{"note":"{}"}}"#, "ä".repeat(MOST_NOTE)), "- - - ä");
        check(&format!(r#"{{"note":"{}"}}"#, "a".repeat(MOST_NOTE + 1)), "note");
        check(&format!("{{{}}}", " ".repeat(MOST_BYTES)), "it is larger");
    }

    #[test]
    fn the_host_may_forbid_the_wider_permission() {
        let check =
            |text: &str, said: Option<bool>| assert_eq!(read(text).unwrap().wide_permission, said, "{text}");
        check("{}", None);
        check(r#"{"widePermission":false}"#, Some(false));
        check(r#"{"widePermission":true}"#, Some(true));
    }

    #[test]
    fn settings_that_are_kept_are_read_again() {
        let settings = AccountSettings {
            client_id: GUID.to_uppercase(),
            tenant: "contoso.com".to_owned(),
            cloud: Cloud::UsGovL4,
            keep: true,
        };
        check(&write(&settings), &format!("{GUID} contoso.com us-gov-l4 -"));
        let half = AccountSettings { client_id: "typ".to_owned(), ..AccountSettings::default() };
        check(&write(&half), "- organizations global -");
    }
}
