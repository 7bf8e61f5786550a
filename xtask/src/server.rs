//! A small server for a folder of files, with the production headers. For localhost only: one answer per connection,
//! no range requests, nothing but GET and HEAD.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, SystemTime},
};

use seedferry_protocol::Cloud;

use crate::{Outcome, policy};

/// Longer request heads are cut off.
const HEAD_LIMIT: u64 = 16 * 1024;

/// Listens on localhost at `port`.
pub(crate) fn listen(port: u16) -> Outcome<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|error| format!("port {port} can't be used ({error}); choose another with --port"))
}

/// Serves `folder` until the program ends.
pub(crate) fn serve(listener: &TcpListener, folder: PathBuf) {
    let folder = Arc::new(folder);
    for stream in listener.incoming().flatten() {
        let folder = Arc::clone(&folder);
        // A browser that goes away in mid-answer concerns nobody.
        thread::spawn(move || answer(&stream, &folder).ok());
    }
}

fn answer(stream: &TcpStream, folder: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut request = String::new();
    let mut reader = BufReader::new(stream.take(HEAD_LIMIT));
    reader.read_line(&mut request)?;
    // The rest of the head says nothing that matters here, but must be read before the answer.
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let found = file_of(folder, target).and_then(|path| Some((fs::read(&path).ok()?, path)));
    let mut out = io::BufWriter::new(stream);
    match found {
        _ if method != "GET" && method != "HEAD" => {
            head(&mut out, "405 Method Not Allowed", "text/plain", "no-cache", 0, &[])?;
        }
        None => head(&mut out, "404 Not Found", "text/plain", "no-cache", 0, &[])?,
        Some((body, path)) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let cache = if policy::is_hashed(&name) { policy::CACHE_HASHED } else { policy::CACHE_PAGE };
            let own: &[_] = if is_page(target) { &[policy::PAGE_HEADER] } else { &[] };
            head(&mut out, "200 OK", media_type(&name), cache, body.len(), own)?;
            if method == "GET" {
                out.write_all(&body)?;
            }
        }
    }
    out.flush()
}

fn is_page(target: &str) -> bool {
    policy::PAGE.contains(&target.split(['?', '#']).next().unwrap_or_default())
}

fn head(
    out: &mut impl Write,
    status: &str,
    media_type: &str,
    cache: &str,
    length: usize,
    own: &[(&str, &str)],
) -> io::Result<()> {
    write!(out, "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n")?;
    let date = httpdate::fmt_http_date(SystemTime::now());
    write!(out, "Date: {date}\r\nCache-Control: {cache}\r\nConnection: close\r\n")?;
    // Only pages for the global cloud are served here.
    for (name, value) in policy::headers(Cloud::Global) {
        write!(out, "{name}: {value}\r\n")?;
    }
    for (name, value) in own {
        write!(out, "{name}: {value}\r\n")?;
    }
    out.write_all(b"\r\n")
}

/// The file that a request's target names. Only plain names get through, so nothing above `folder` does.
fn file_of(folder: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = if path.is_empty() { "index.html" } else { path };
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    path.split('/').all(plain).then(|| folder.join(path))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "zip" => "application/zip",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_folder_are_served() {
        for (target, file) in [
            ("/", Some("index.html")),
            ("/?a=b", Some("index.html")),
            ("/boot-1.js", Some("boot-1.js")),
            ("/samples/a.zip", Some("samples/a.zip")),
            ("/../secret", None),
            ("/..%2fsecret", None),
            ("/.git/config", None),
            ("//etc/passwd", None),
            ("http://other/", None),
            ("", None),
        ] {
            let expected = file.map(|file| Path::new("dist").join(file));
            assert_eq!(file_of(Path::new("dist"), target), expected, "{target}");
        }
    }
}
