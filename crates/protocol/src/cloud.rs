//! Microsoft's clouds: the one place where their hosts stand. A page is built for one of them, because its policy names
//! the hosts that it may reach.

use serde::{Deserialize, Serialize};

/// A cloud of Microsoft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cloud {
    /// The global cloud, including GCC.
    #[default]
    Global,
    /// US Government L4, also called GCC High.
    UsGovL4,
    /// US Government L5, of the Department of Defense.
    UsGovL5,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// All of them, the usual one first.
    pub const ALL: [Self; 4] = [Self::Global, Self::UsGovL4, Self::UsGovL5, Self::China];

    /// Its name in `config.json` and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::UsGovL4 => "us-gov-l4",
            Self::UsGovL5 => "us-gov-l5",
            Self::China => "china",
        }
    }

    /// The cloud of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cloud| cloud.name() == name)
    }

    /// Its name for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Global => "Global",
            Self::UsGovL4 => "US Government L4 (GCC High)",
            Self::UsGovL5 => "US Government L5 (DoD)",
            Self::China => "China (21Vianet)",
        }
    }

    /// Where accounts sign in, as an origin.
    pub fn login(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovL4 | Self::UsGovL5 => "https://login.microsoftonline.us",
            Self::China => "https://login.partner.microsoftonline.cn",
        }
    }

    /// Microsoft Graph, as an origin.
    pub fn graph(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovL4 => "https://graph.microsoft.us",
            Self::UsGovL5 => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// The Entra admin center, as an origin ("Microsoft Entra frequently asked questions", learn.microsoft.com). Both clouds of
    /// the US Government share one.
    pub fn admin_center(self) -> &'static str {
        match self {
            Self::Global => "https://entra.microsoft.com",
            Self::UsGovL4 | Self::UsGovL5 => "https://entra.microsoft.us",
            Self::China => "https://entra.microsoftonline.cn",
        }
    }

    /// Whether Graph's hardware token API is offered there (Microsoft marks its pages *global only*).
    pub fn offers_tokens(self) -> bool {
        self == Self::Global
    }

    /// A permission as this cloud wants it named in a request: in the global cloud bare names mean Graph, elsewhere its
    /// host must be said.
    pub fn scope(self, permission: &str) -> String {
        if self == Self::Global { permission.to_owned() } else { format!("{}/{permission}", self.graph()) }
    }

    /// The bare name of a permission that was granted, however it is named.
    pub fn permission(self, scope: &str) -> &str {
        scope.strip_prefix(self.graph()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(scope)
    }
}

#[cfg(test)]
mod tests {
    use super::Cloud;

    fn check(cloud: Cloud, name: &str, scope: &str) {
        assert_eq!(Cloud::named(name), Some(cloud));
        assert_eq!(cloud.scope("User.Read"), scope);
        assert_eq!(cloud.permission(scope), "User.Read");
        assert_eq!(cloud.permission(&format!("{}/User.Read", cloud.graph())), "User.Read");
    }

    #[test]
    fn permissions_are_named_as_each_cloud_wants() {
        check(Cloud::Global, "global", "User.Read");
        check(Cloud::UsGovL4, "us-gov-l4", "https://graph.microsoft.us/User.Read");
        check(Cloud::UsGovL5, "us-gov-l5", "https://dod-graph.microsoft.us/User.Read");
        check(Cloud::China, "china", "https://microsoftgraph.chinacloudapi.cn/User.Read");
        assert_eq!(Cloud::named("Global"), None);
    }
}
