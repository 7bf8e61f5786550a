//! HTTP/1.1, as much as browsers need: one request and one answer per connection.
//!
//! Each connection ends with its answer. A browser repeats by itself what it sent over a connection that was used
//! before and that closes without an answer, writes too; on a fresh one it does not, so that a lost answer stays lost.

use std::io::{self, BufRead, BufReader, Read, Write};

/// Longest request head, in bytes.
const HEAD_LIMIT: u64 = 64 << 10;
/// Longest body that is read, in bytes: more than Graph takes.
const BODY_LIMIT: usize = 8 << 20;

/// What came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Received {
    pub(crate) method: String,
    /// Path without query, percent-encoded.
    pub(crate) path: String,
    /// Query without question mark, percent-encoded.
    pub(crate) query: String,
    /// Headers, their names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// A header's value; its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(each, _)| each == name).map(|(_, value)| value.as_str())
    }

    /// Whether a browser asks what it may send.
    pub(crate) fn is_preflight(&self) -> bool {
        self.method == "OPTIONS" && self.header("access-control-request-method").is_some()
    }
}

/// What is sent back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) cut: Cut,
}

/// Where an answer breaks off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It does not.
    #[default]
    Nowhere,
    /// Within the head: nothing of it can be read, and no browser repeats the request by itself.
    InHead,
    /// Within the body: status and headers arrive.
    InBody,
}

impl Answer {
    pub(crate) fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".to_owned(), media_type.to_owned())];
        Self { status, headers, body: body.into(), cut: Cut::Nowhere }
    }

    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    pub(crate) fn html(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "text/html; charset=utf-8", body)
    }

    pub(crate) fn text(status: u16, body: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body)
    }

    pub(crate) fn redirect(to: &str) -> Self {
        Self { status: 302, ..Self::default() }.with("Location", to)
    }

    pub(crate) fn lost() -> Self {
        Self { status: 200, cut: Cut::InHead, ..Self::default() }
    }

    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// Reads a request.
pub(crate) fn read(stream: &mut impl Read) -> io::Result<Received> {
    let mut reader = BufReader::new(stream);
    let mut received = read_head(&mut reader.by_ref().take(HEAD_LIMIT))?;
    let length = received.header("content-length").map_or(Ok(0), str::parse).unwrap_or(usize::MAX);
    if length > BODY_LIMIT {
        return Err(io::Error::other("the body is too long"));
    }
    received.body = vec![0; length];
    reader.read_exact(&mut received.body)?;
    Ok(received)
}

fn read_head(reader: &mut impl BufRead) -> io::Result<Received> {
    let mut lines = reader.lines();
    let first = lines.next().ok_or(io::ErrorKind::UnexpectedEof)??;
    let mut words = first.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut received = Received {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        ..Received::default()
    };
    for line in lines {
        let line = line?;
        if line.is_empty() {
            return Ok(received);
        }
        let (name, value) = line.split_once(':').ok_or(io::ErrorKind::InvalidData)?;
        received.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}

/// Writes an answer, as far as it goes.
pub(crate) fn write(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    write!(out, "HTTP/1.1 {} {}\r\nConnection: close\r\n", answer.status, reason(answer.status))?;
    if answer.cut == Cut::InHead {
        return out.flush();
    }
    for (name, value) in &answer.headers {
        write!(out, "{name}: {value}\r\n")?;
    }
    if answer.status != 204 {
        write!(out, "Content-Length: {}\r\n", answer.body.len())?;
    }
    out.write_all(b"\r\n")?;
    let sent = if answer.cut == Cut::InBody { answer.body.len() / 2 } else { answer.body.len() };
    out.write_all(answer.body.get(..sent).unwrap_or_default())?;
    out.flush()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        429 => "Too Many Requests",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read() {
        let check = |text: &str, expected: Option<(&str, &str, &str, &str)>| {
            let received = read(&mut text.as_bytes()).ok();
            let parts = received.map(|r| (r.method, r.path, r.query, String::from_utf8(r.body).unwrap()));
            let expected =
                expected.map(|(m, p, q, b)| (m.to_owned(), p.to_owned(), q.to_owned(), b.to_owned()));
            assert_eq!(parts, expected, "{text}");
        };
        check("GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n", Some(("GET", "/a", "b=c", "")));
        check("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcd", Some(("POST", "/", "", "abc")));
        check("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", None);
        check("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\nab", None);
        check("GET / HTTP/1.1\r\nHost", None);
        check("", None);
        check(&format!("GET / HTTP/1.1\r\nA: {}\r\n\r\n", "a".repeat(70_000)), None);
        check(&format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n", BODY_LIMIT + 1), None);
    }

    #[test]
    fn answers_break_off_where_told() {
        let check = |cut: Cut, end: &str| {
            let mut out = Vec::new();
            write(&mut out, &Answer { cut, ..Answer::text(200, "abcd") }).unwrap();
            assert!(String::from_utf8(out).unwrap().ends_with(end), "{cut:?}");
        };
        check(Cut::Nowhere, "\r\n\r\nabcd");
        check(Cut::InBody, "Content-Length: 4\r\n\r\nab");
        check(Cut::InHead, "Connection: close\r\n");
    }
}
