//! What was asked, of bodies the one-time codes alone: what the tests count and compare.

use serde::Serialize;

use crate::{http::Received, sought::Sought};

/// One request.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    host: String,
    method: String,
    path: String,
    query: String,
    /// Names, in lower case, in the order they came.
    headers: Vec<String>,
    /// Bytes in the body.
    bytes: usize,
    /// Whether the body has a `secretKey`.
    has_seed: bool,
    /// In which parts something stands that the tests look for: `address`, `headers`, `body`.
    sought: Vec<&'static str>,
    /// The one-time code in the body, as it came.
    code: Option<String>,
    /// Method and path of what stands within a batch.
    batch: Vec<String>,
    is_preflight: bool,
    /// What it was answered, whether that arrived or not.
    status: u16,
}

impl Entry {
    pub(crate) fn new(received: &Received, status: u16, sought: &Sought) -> Self {
        Self {
            host: received.header("host").unwrap_or_default().to_owned(),
            method: received.method.clone(),
            path: received.path.clone(),
            query: received.query.clone(),
            headers: received.headers.iter().map(|(name, _)| name.clone()).collect(),
            bytes: received.body.len(),
            has_seed: contains(&received.body, b"\"secretKey\""),
            sought: sought.places(received),
            code: code(&received.body),
            batch: batch(received).unwrap_or_default(),
            is_preflight: received.is_preflight(),
            status,
        }
    }
}

fn code(body: &[u8]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    Some(body.get("verificationCode")?.as_str()?.to_owned())
}

fn batch(received: &Received) -> Option<Vec<String>> {
    if !received.path.ends_with("/$batch") {
        return None;
    }
    let body: serde_json::Value = serde_json::from_slice(&received.body).ok()?;
    let line = |item: &serde_json::Value| {
        let text = |name: &str| item.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        format!("{} {}", text("method"), text("url").split('?').next().unwrap_or_default())
    };
    Some(body.get("requests")?.as_array()?.iter().map(line).collect())
}

fn contains(body: &[u8], needle: &[u8]) -> bool {
    body.windows(needle.len()).any(|window| window == needle)
}
