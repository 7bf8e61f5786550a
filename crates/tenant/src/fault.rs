//! What goes wrong on order, and what an upload must never do.

/// Something that goes wrong with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request never arrives; the fetch fails.
    LostRequest,
    /// The request takes effect; its answer is lost, and the fetch fails.
    LostAnswer,
    /// The request arrives twice, as when a browser sends it again by itself because its connection closed; the second
    /// answer is heard.
    Repeated,
    /// This 5xx comes, and nothing happened.
    ErrorBefore(u16),
    /// This 5xx comes after the request took effect.
    ErrorAfter(u16),
    /// 429 with this wait in milliseconds.
    Throttled(u64),
    /// The access token is no longer taken.
    TokenExpires,
    /// Conditional Access demands more.
    ClaimsChallenge,
    /// From here on the role is missing.
    RoleLost,
    /// A bulk creation is answered as if all went well, and every second item is not kept.
    HalfKept,
}

/// What no upload may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A request came before the wait was over that the tenant had asked for, readably.
    CameTooEarly,
    /// A serial number was written again after a lost answer, without reading the inventory in between.
    RepeatedBlindly(String),
    /// A seed stood in a request that creates nothing.
    SeedWhereNoneBelongs,
}
