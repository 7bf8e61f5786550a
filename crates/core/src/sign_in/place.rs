//! Where to sign in: the app registration and the tenant.

use core::fmt;

use seedferry_protocol::Cloud;

/// The authority that takes work and school accounts of every tenant.
const ANY: &str = "organizations";
/// RFC 1035, section 2.3.4, in octets.
const LONGEST_DOMAIN: usize = 253;
const LONGEST_LABEL: usize = 63;

/// What is wrong with a typed place, as a sentence without a full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// Not a GUID.
    #[error(
        "This is not the id of an app registration. It looks like 11111111-2222-3333-4444-555555555555: Entra calls it \
         Application (client) ID"
    )]
    NotGuid,
    /// An authority for accounts without a tenant.
    #[error(
        "Personal accounts have no tenant to upload to. Type the tenant's id or domain, or organizations for any work \
         account"
    )]
    Personal,
    /// Neither a GUID nor a domain.
    #[error("This is not a tenant. Type its id, a domain such as contoso.onmicrosoft.com, or organizations")]
    NotTenant,
}

/// The id of an app registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientId(String);

impl ClientId {
    /// Reads a GUID.
    ///
    /// # Errors
    /// The text is none.
    pub fn parse(text: &str) -> Result<Self, PlaceError> {
        let text = text.trim().to_ascii_lowercase();
        if is_guid(&text) { Ok(Self(text)) } else { Err(PlaceError::NotGuid) }
    }
}

/// A tenant: a GUID, a domain, or `organizations` for whichever the account is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant(String);

impl Tenant {
    /// Reads a tenant; an empty text means `organizations`.
    ///
    /// # Errors
    /// The text is none, with the reason.
    pub fn parse(text: &str) -> Result<Self, PlaceError> {
        let text = text.trim().to_ascii_lowercase();
        match text.as_str() {
            "" => Ok(Self(ANY.to_owned())),
            "common" | "consumers" => Err(PlaceError::Personal),
            ANY => Ok(Self(text)),
            _ if is_guid(&text) || is_domain(&text) => Ok(Self(text)),
            _ => Err(PlaceError::NotTenant),
        }
    }

    /// Its address at the login host of a cloud.
    pub fn authority(&self, cloud: Cloud) -> String {
        format!("{}/{}", cloud.login(), self.0)
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// 8-4-4-4-12 hex digits (RFC 9562, section 4).
fn is_guid(text: &str) -> bool {
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && text.split('-').all(hex)
}

fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.len() <= LONGEST_DOMAIN && text.contains('.') && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, PlaceError>) {
        let tenant = Tenant::parse(text).map(|tenant| tenant.to_string());
        assert_eq!(tenant.as_deref().map_err(|error| *error), expected, "{text}");
    }

    #[test]
    fn a_tenant_is_an_id_a_domain_or_any() {
        let guid = "72f988bf-86f1-41af-91ab-2d7cd011db47";
        check("", Ok("organizations"));
        check(" Organizations ", Ok("organizations"));
        check(guid, Ok(guid));
        check("Contoso.onmicrosoft.com", Ok("contoso.onmicrosoft.com"));
        check("common", Err(PlaceError::Personal));
        check("consumers", Err(PlaceError::Personal));
        check("contoso", Err(PlaceError::NotTenant));
        check("https://contoso.com", Err(PlaceError::NotTenant));
        check("contoso.com/other", Err(PlaceError::NotTenant));
        check("contoso.com?x=1", Err(PlaceError::NotTenant));
        check("-contoso.com", Err(PlaceError::NotTenant));
        check("contoso..com", Err(PlaceError::NotTenant));
        check(&format!("{}.com", "a".repeat(LONGEST_LABEL + 1)), Err(PlaceError::NotTenant));
        assert_eq!(["a"; 127].join(".").len(), LONGEST_DOMAIN);
        check(&["a"; 127].join("."), Ok(&["a"; 127].join(".")));
        check(&["a"; 128].join("."), Err(PlaceError::NotTenant));
    }

    #[test]
    fn an_app_is_a_guid() {
        for (text, good) in [
            ("11111111-2222-3333-4444-555555555555", true),
            (" 11111111-2222-3333-4444-55555555ABCD ", true),
            ("11111111-2222-3333-4444-55555555555", false),
            ("11111111222233334444555555555555", false),
            ("{11111111-2222-3333-4444-555555555555}", false),
            ("1111111g-2222-3333-4444-555555555555", false),
            ("", false),
        ] {
            assert_eq!(ClientId::parse(text).is_ok(), good, "{text}");
        }
    }

    #[test]
    fn an_authority_is_a_path_of_the_login_host() {
        let tenant = Tenant::parse("contoso.com").unwrap();
        assert_eq!(tenant.authority(Cloud::UsGovL5), "https://login.microsoftonline.us/contoso.com");
    }
}
