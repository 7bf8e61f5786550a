//! `cargo xtask dist`: the folder to upload to any static host, and samples for web servers, made from the policy.

use std::{fmt::Write, fs, path::Path};

use serde_json::json;

use crate::{Outcome, build, policy, process::root, sums};

/// Said by every sample.
const OWN_ORIGIN: &str = "Give Seedferry an origin of its own, such as https://seedferry.example.com: \
                          other pages of the same origin could read what it holds.";

/// Builds and writes `dist` and `dist-hosting`.
pub(crate) fn run() -> Outcome {
    build::release()?;
    let servers = root().join("dist-hosting");
    fs::create_dir_all(&servers).map_err(|error| format!("{}: {error}", servers.display()))?;
    write(&servers.join("nginx.conf"), &nginx())?;
    write(&servers.join("Caddyfile"), &caddy())?;
    println!(
        "dist          upload its content to any static host; Azure Static Web Apps, Netlify and Cloudflare find their headers in it"
    );
    println!("dist-hosting  samples for nginx and Caddy\n{OWN_ORIGIN}");
    Ok(())
}

/// Writes the samples that hosts read from the uploaded folder itself.
pub(crate) fn host_files(folder: &Path) -> Outcome {
    let mut hashed = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let name = entry.map_err(|error| error.to_string())?.file_name().to_string_lossy().into_owned();
        if policy::is_hashed(&name) {
            hashed.push(name);
        }
    }
    hashed.sort();
    write(&folder.join("_headers"), &headers_file(&hashed))?;
    write(&folder.join("staticwebapp.config.json"), &static_web_app(&hashed)?)?;
    sums::write(folder)
}

/// Netlify and Cloudflare Pages.
fn headers_file(hashed: &[String]) -> String {
    let mut text = format!("# {OWN_ORIGIN}\n/*\n");
    for (name, value) in policy::headers() {
        // Writing to a String can't fail.
        let _ = writeln!(text, "  {name}: {value}");
    }
    for page in ["/", "/index.html", "/service-worker.js", "/manifest.json"] {
        let _ = writeln!(text, "{page}\n  Cache-Control: {}", policy::CACHE_PAGE);
    }
    for name in hashed {
        let _ = writeln!(text, "/{name}\n  Cache-Control: {}", policy::CACHE_HASHED);
    }
    text
}

/// Azure Static Web Apps. JSON has no comments: docs/hosting.md says that the page wants an origin of its own.
fn static_web_app(hashed: &[String]) -> Outcome<String> {
    let mut global: serde_json::Map<String, serde_json::Value> =
        policy::headers().into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    global.insert("Cache-Control".to_owned(), policy::CACHE_PAGE.into());
    let route = |name: &String| json!({ "route": format!("/{name}"), "headers": { "Cache-Control": policy::CACHE_HASHED } });
    let config = json!({
        "globalHeaders": global,
        "routes": hashed.iter().map(route).collect::<Vec<_>>(),
        "mimeTypes": { ".wasm": "application/wasm" },
    });
    serde_json::to_string_pretty(&config).map_err(|error| error.to_string())
}

fn nginx() -> String {
    let mut text = format!(
        "# {OWN_ORIGIN}\n# Belongs into the http block; replace the name, the folder and the certificate.\n\
         map $uri $seedferry_cache {{\n    default \"{}\";\n    \"~-[0-9a-f]{{12,}}(_bg)?\\.(js|wasm|css)$\" \"{}\";\n}}\n\n\
         server {{\n    listen 443 ssl;\n    server_name seedferry.example.com;\n    ssl_certificate /etc/ssl/seedferry.pem;\n    \
         ssl_certificate_key /etc/ssl/seedferry.key;\n    root /var/www/seedferry;\n    index index.html;\n\n    \
         # nginx's mime.types lacks wasm in old releases.\n    include mime.types;\n    types {{ application/wasm wasm; }}\n    \
         gzip on;\n    gzip_types text/css text/javascript application/javascript application/wasm;\n\n    \
         add_header Cache-Control $seedferry_cache always;\n",
        policy::CACHE_PAGE,
        policy::CACHE_HASHED,
    );
    for (name, value) in policy::headers() {
        let _ = writeln!(text, "    add_header {name} \"{value}\" always;");
    }
    text.push_str("\n    location / { try_files $uri $uri/ =404; }\n}\n");
    text
}

fn caddy() -> String {
    let mut text = format!(
        "# {OWN_ORIGIN}\nseedferry.example.com {{\n\troot * /var/www/seedferry\n\tencode zstd gzip\n\tfile_server\n\n\theader {{\n"
    );
    for (name, value) in policy::headers() {
        let _ = writeln!(text, "\t\t{name} \"{value}\"");
    }
    let _ = write!(
        text,
        "\t\tCache-Control \"{}\"\n\t}}\n\n\t@hashed path_regexp -[0-9a-f]{{12,}}(_bg)?\\.(js|wasm|css)$\n\t\
         header @hashed Cache-Control \"{}\"\n}}\n",
        policy::CACHE_PAGE,
        policy::CACHE_HASHED,
    );
    text
}

/// Writes a text file; the error names it.
pub(crate) fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_sends_every_header() {
        let hashed = ["boot-0a1b2c3d4e5f6071.js".to_owned()];
        for sample in [headers_file(&hashed), static_web_app(&hashed).unwrap(), nginx(), caddy()] {
            for (name, value) in policy::headers() {
                assert!(sample.contains(name) && sample.contains(&value), "{name} is missing in\n{sample}");
            }
            assert!(sample.contains(policy::CACHE_PAGE) && sample.contains(policy::CACHE_HASHED), "{sample}");
        }
    }
}
