//! How a tenant behaves where Microsoft's documentation leaves it open.

use seedferry_core::graph::Millis;

/// How a bulk answer marks an item that was not created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Annotation {
    /// `@Core.DataModificationException`.
    Core,
    /// `@Org.OData.Core.V1.DataModificationException`.
    Full,
    /// The item is not in the answer at all.
    Omitted,
}

/// How Conditional Access says that it demands more of an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// 401, the claims in `WWW-Authenticate`.
    Unauthorized,
    /// 403, the claims in `WWW-Authenticate`.
    Forbidden,
    /// 403, the claims in the message of the error alone.
    InMessage,
}

/// A throttle: so many requests within a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Requests that pass.
    pub requests: usize,
    /// Within this time.
    pub window: Millis,
}

/// The undocumented, and the sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Switches {
    /// Status of a bulk creation: 200, 201, or 204 without a body.
    pub bulk_status: u16,
    /// Whether bulk answers wrap each item in `device`.
    pub wraps_created: bool,
    /// Whether the inventory wraps each item in `device`.
    pub wraps_listed: bool,
    /// Whether one bad item refuses the whole request.
    pub atomic: bool,
    /// Whether an atomic refusal nevertheless keeps the items before the bad one.
    pub keeps_before_bad: bool,
    /// How a partial answer marks what failed.
    pub annotation: Annotation,
    /// Whether answers repeat `@contentId`.
    pub echoes_content_id: bool,
    /// Whether the exceptions of a partial answer name the serial number.
    pub names_failed: bool,
    /// Most items in a PATCH; more are answered with 400.
    pub most_items: usize,
    /// Most bytes in a body; more are answered with 413.
    pub most_bytes: usize,
    /// Whether a second token of one serial number passes while the first does not show yet.
    pub unique_late: bool,
    /// Whether `a1` counts as `A1`.
    pub ignores_case: bool,
    /// Status for a serial number that exists: 400 or 409.
    pub duplicate_status: u16,
    /// Tokens on a page.
    pub page: usize,
    /// Whether an empty page stands before the first: of the inventory, whole or filtered, of a person's tokens, and of people
    /// looked up by a filter.
    pub empty_first_page: bool,
    /// Longest time until a new token shows in the inventory, and an assigned one with its person.
    pub lag: Millis,
    /// How long an answer takes.
    pub latency: Millis,
    /// Whether there is PATCH on the collection.
    pub takes_bulk: bool,
    /// Whether there is `$batch`.
    pub takes_batch: bool,
    /// A throttle.
    pub limit: Option<Limit>,
    /// Whether the page can read `Retry-After`.
    pub readable_wait: bool,
    /// Serial numbers that end so are refused, for a reason nobody published.
    pub refused_ending: Option<char>,
    /// How more is demanded of an access token.
    pub challenge: Challenge,
    /// How long an access token lasts.
    pub token_life: Millis,
    /// Whether a token that somebody has is deleted all the same; the documentation says that it must be unassigned.
    pub deletes_held: bool,
    /// Whether a method has an id of its own; in Microsoft's samples it is that of its device.
    pub own_method_ids: bool,
    /// Whether a token from an uploaded CSV can be read by its object id. The inventory does not list it in any case.
    pub shows_legacy: bool,
}

impl Default for Switches {
    /// As the documentation and published scripts have it.
    fn default() -> Self {
        Self {
            bulk_status: 201,
            wraps_created: true,
            wraps_listed: false,
            atomic: true,
            keeps_before_bad: false,
            annotation: Annotation::Core,
            echoes_content_id: true,
            names_failed: true,
            most_items: 10_000,
            most_bytes: 4_000_000,
            unique_late: false,
            ignores_case: true,
            duplicate_status: 400,
            page: 1000,
            empty_first_page: false,
            lag: Millis(3000),
            latency: Millis(300),
            takes_bulk: true,
            takes_batch: true,
            limit: None,
            readable_wait: true,
            refused_ending: None,
            challenge: Challenge::Unauthorized,
            token_life: Millis(3_600_000),
            deletes_held: false,
            own_method_ids: false,
            shows_legacy: true,
        }
    }
}
