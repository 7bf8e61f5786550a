//! The hosts that are answered for (Microsoft, *National clouds*).

/// What a host name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Sign-in.
    Login,
    /// Microsoft Graph of the global cloud.
    Graph,
    /// Microsoft Graph of a national cloud, which has no hardware tokens.
    NationalGraph,
    /// The tests.
    Control,
}

/// Names that browsers must be told to find here.
pub(crate) const HOSTS: [(&str, Role); 9] = [
    ("login.microsoftonline.com", Role::Login),
    ("login.microsoftonline.us", Role::Login),
    ("login.partner.microsoftonline.cn", Role::Login),
    ("login.chinacloudapi.cn", Role::Login),
    ("graph.microsoft.com", Role::Graph),
    ("graph.microsoft.us", Role::NationalGraph),
    ("dod-graph.microsoft.us", Role::NationalGraph),
    ("microsoftgraph.chinacloudapi.cn", Role::NationalGraph),
    ("tenant.test", Role::Control),
];

/// What a `Host` header names, with or without port.
pub(crate) fn role(host: &str) -> Option<Role> {
    let name = host.split(':').next()?;
    HOSTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, role)| *role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_known_by_name() {
        let check = |host: &str, expected: Option<Role>| assert_eq!(role(host), expected, "{host}");
        check("login.microsoftonline.com", Some(Role::Login));
        check("Graph.Microsoft.com:8443", Some(Role::Graph));
        check("dod-graph.microsoft.us", Some(Role::NationalGraph));
        check("tenant.test", Some(Role::Control));
        check("127.0.0.1:8443", None);
        check("graph.microsoft.com.example", None);
    }
}
