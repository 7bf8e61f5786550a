//! People of the tenant: how they are found, and which hardware tokens they hold.
//!
//! Names go into filters alone, quoted and encoded, so that apostrophes, `#EXT#`, letters of any script and names that
//! begin with `$` are safe; paths have object ids.

mod ask;
mod read;

pub(super) use ask::FULL;
pub use ask::{
    HITS, MOST_AT_ONCE, MOST_ROLES_AT_ONCE, by_ids, by_upns, groups, members, methods, roles_of, search,
};
pub use read::{PeoplePage, kind, read_groups, read_methods, read_people, read_roles_of};

use super::{DeviceStatus, explorer::PERMISSION, ready::READING};

/// The permission that finds people by name; users can consent to it themselves.
pub const FIND: &str = "User.ReadBasic.All";
/// The permission that also tells whether an account is disabled or a guest.
pub const FIND_ALL: &str = "User.Read.All";
/// The permission that lists the members of groups.
pub const GROUPS: &str = "GroupMember.Read.All";
/// The permission that tells who has an administrator role.
pub const ROLES: &str = "RoleManagement.Read.Directory";
/// The permission that reads and changes people's hardware tokens and nothing else.
pub const METHODS: &str = "UserAuthMethod-HardwareOATH.ReadWrite.All";
/// The older one, which reaches passwords, phones and passkeys, too.
pub const ALL_METHODS: &str = "UserAuthenticationMethod.ReadWrite.All";
/// The permission that reads people's hardware tokens and changes nothing.
pub const READ_METHODS: &str = "UserAuthMethod-HardwareOATH.Read.All";
/// The older one of these, which reads about phones, passkeys and all other methods, too.
pub const READ_ALL_METHODS: &str = "UserAuthenticationMethod.Read.All";
/// Permissions that suffice to read people's hardware tokens.
const METHOD_READERS: [&str; 2] = [READ_METHODS, READ_ALL_METHODS];

/// Most hardware tokens and authenticator apps of one person.
pub const MOST_TOKENS_OF_ONE: usize = 5;

/// A person of the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Object id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// Whether the account is enabled; `None` when the permission does not tell.
    pub is_enabled: Option<bool>,
    /// Whether it is a guest; `None` when the permission does not tell.
    pub is_guest: Option<bool>,
}

/// A group of the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Object id.
    pub id: String,
    /// Display name.
    pub name: String,
}

/// A hardware token as a method of its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldToken {
    /// Object id of the method; of tokens that came through Graph, that of the device, too.
    pub method: String,
    /// Object id of the device; empty when the answer does not tell.
    pub device: String,
    /// Serial number; empty when the answer does not tell.
    pub serial: String,
    /// Manufacturer and model, in one line.
    pub kind: String,
    /// What it is used for at present.
    pub status: DeviceStatus,
    /// When it was used last, as Graph tells it.
    pub last_used: Option<String>,
}

impl HeldToken {
    /// The id by which its holder's tokens are told apart when they are read back: that of the device, and of the
    /// method where the answer does not tell of a device.
    pub fn id(&self) -> &str {
        if self.device.is_empty() { &self.method } else { &self.device }
    }
}

impl Person {
    /// Name and user principal name: several people may have one name.
    pub fn named(&self) -> String {
        named(&self.name, &self.upn)
    }

    /// Whether the account is a guest, as far as is known; the name of a guest from another tenant has `#EXT#`.
    pub fn seems_guest(&self) -> bool {
        self.is_guest.unwrap_or_else(|| self.upn.contains("#EXT#"))
    }
}

/// A person in words that tell who it is, as far as name and user principal name are known.
pub fn named(name: &str, upn: &str) -> String {
    match (name, upn) {
        ("", upn) => upn.to_owned(),
        (name, upn) if upn.is_empty() || name == upn => name.to_owned(),
        (name, upn) => format!("{name} ({upn})"),
    }
}

/// Whether one of these permissions finds people.
pub fn may_find(granted: &[String]) -> bool {
    has(granted, FIND) || may_find_all(granted)
}

/// Whether one of these permissions tells who is disabled and who is a guest.
pub fn may_find_all(granted: &[String]) -> bool {
    has(granted, FIND_ALL)
}

/// Whether one of these permissions reads people's hardware tokens, or changes them.
pub fn may_methods(granted: &[String], writes: bool) -> bool {
    has(granted, METHODS)
        || has(granted, ALL_METHODS)
        || !writes && METHOD_READERS.iter().any(|permission| has(granted, permission))
}

/// Whichever permission is granted of those that do for this one; this one, where none is.
pub fn granted_as(granted: &[String], permission: &'static str) -> &'static str {
    let wider: &[&'static str] = match permission {
        FIND => &[FIND_ALL],
        METHODS => &[ALL_METHODS],
        READ_METHODS => &[METHODS, READ_ALL_METHODS, ALL_METHODS],
        READING => &[PERMISSION],
        _ => &[],
    };
    let mut all = [permission].into_iter().chain(wider.iter().copied());
    all.find(|one| has(granted, one)).unwrap_or(permission)
}

/// Whether a permission is among these.
pub fn has(granted: &[String], permission: &str) -> bool {
    super::ready::is_granted(granted, permission)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_of_one_name_are_told_apart() {
        let check = |name: &str, upn: &str, words: &str| assert_eq!(named(name, upn), words);
        check("John Smith", "john.smith@x.org", "John Smith (john.smith@x.org)");
        check("", "john.smith@x.org", "john.smith@x.org");
        check("John Smith", "", "John Smith");
        check("js@x.org", "js@x.org", "js@x.org");
    }

    #[test]
    fn permissions_are_told_apart() {
        let check = |granted: &str, find: bool, all: bool, read: bool, write: bool| {
            let granted = [granted.to_owned()];
            let is = (
                may_find(&granted),
                may_find_all(&granted),
                may_methods(&granted, false),
                may_methods(&granted, true),
            );
            assert_eq!(is, (find, all, read, write), "{granted:?}");
        };
        check("User.Read", false, false, false, false);
        check("https://graph.microsoft.com/User.ReadBasic.All", true, false, false, false);
        check("User.Read.All", true, true, false, false);
        check("UserAuthMethod-HardwareOATH.Read.All", false, false, true, false);
        check("UserAuthMethod-HardwareOATH.ReadWrite.All", false, false, true, true);
        check("UserAuthenticationMethod.ReadWrite.All", false, false, true, true);
    }

    #[test]
    fn what_is_granted_already_is_asked_for() {
        let check = |granted: &[&str], permission: &'static str, expected: &str| {
            let granted: Vec<_> = granted.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(granted_as(&granted, permission), expected);
        };
        check(&[], METHODS, METHODS);
        check(&[ALL_METHODS], METHODS, ALL_METHODS);
        check(&[FIND_ALL], FIND, FIND_ALL);
        check(&[FIND, FIND_ALL], FIND, FIND);
        check(&[METHODS], READ_METHODS, METHODS);
        check(&[READ_ALL_METHODS], READ_METHODS, READ_ALL_METHODS);
        check(&[READ_METHODS], METHODS, METHODS);
        check(&[PERMISSION], READING, PERMISSION);
    }
}
