//! What the page may do: the one place where the policy and the other production headers stand. The `<meta>` in
//! index.html, our own server and every hosting sample are made from here, so they can't differ.

use seedferry_protocol::Cloud;

/// The directives that work in a header and in a `<meta>`.
const DIRECTIVES: &[&str] = &[
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    // Workers start from blobs of checked bytes: those inherit this policy on any host. 'self' is for the script that keeps
    // the page for times without network; js/boot.js approves of no other.
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types vault",
];

/// A `<meta>` can't carry this one; js/boot.js refuses framed pages as well.
const HEADER_ONLY: &str = "frame-ancestors 'none'";

const PERMISSIONS: &[&str] = &[
    "accelerometer",
    "autoplay",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "xr-spatial-tracking",
];

/// index.html names everything else by content, so it alone is asked for again.
pub(crate) const CACHE_PAGE: &str = "no-cache";

/// For files with a content hash in their name.
pub(crate) const CACHE_HASHED: &str = "public, max-age=31536000, immutable";

/// The policy for the `<meta>`. Besides its own host the page reaches the two of its cloud, for signing in and uploading.
pub(crate) fn meta(cloud: Cloud) -> String {
    format!("{}; connect-src 'self' {} {}", DIRECTIVES.join("; "), cloud.login(), cloud.graph())
}

/// The policy for the page in one file, whose only script and style have these hashes. Nothing can be fetched at all.
pub(crate) fn single_file(script: &str, style: &str) -> String {
    let own = |directive: &&str| {
        !["script-src", "style-src", "img-src", "font-src", "manifest-src", "worker-src"]
            .iter()
            .any(|name| directive.starts_with(name))
    };
    let changed = [
        format!("script-src '{script}' 'wasm-unsafe-eval'"),
        format!("style-src '{style}'"),
        "img-src data:".to_owned(),
        "connect-src 'none'".to_owned(),
        "worker-src blob:".to_owned(),
    ];
    let kept = DIRECTIVES.iter().filter(|directive| own(directive)).map(|directive| (*directive).to_owned());
    kept.chain(changed).collect::<Vec<_>>().join("; ")
}

/// The addresses of the page itself.
pub(crate) const PAGE: [&str; 2] = ["/", "/index.html"];

/// What is never cached: the page, where answers of a sign-in come back to, and what the host presets.
pub(crate) const FRESH: [&str; 7] = [
    PAGE[0],
    PAGE[1],
    "/redirect.html",
    "/config.json",
    "/wording.txt",
    "/service-worker.js",
    "/manifest.json",
];

/// A header for [`PAGE`] alone: the window of a sign-in, which ends at redirect.html, must find its way back.
pub(crate) const PAGE_HEADER: (&str, &str) = ("Cross-Origin-Opener-Policy", "same-origin");

/// All production headers for every file but `Cache-Control` and `Content-Type`.
pub(crate) fn headers(cloud: Cloud) -> Vec<(&'static str, String)> {
    vec![
        ("Content-Security-Policy", format!("{}; {HEADER_ONLY}", meta(cloud))),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Permissions-Policy", permissions()),
    ]
}

/// Whether a file's name holds its content hash: `-` and 16 hex digits (Trunk leaves leading zeros out) before the extension, or before `_bg.wasm`.
pub(crate) fn is_hashed(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let hash = stem.rsplit_once('-').map(|(_, hash)| hash).unwrap_or_default();
    hash.len() >= 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn permissions() -> String {
    let off = PERMISSIONS.iter().map(|name| format!("{name}=()"));
    off.chain(std::iter::once("clipboard-write=(self)".to_owned())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_immutable() {
        for (name, hashed) in [
            ("seedferry-0a1b2c3d4e5f6071.js", true),
            ("seedferry-0a1b2c3d4e5f6071_bg.wasm", true),
            ("boot-0a1b2c3d4e5f6071.js", true),
            ("seedferry-2517f5d4f58c4da_bg.wasm", true),
            ("seedferry-vault.js", false),
            ("index.html", false),
            ("", false),
        ] {
            assert_eq!(is_hashed(name), hashed, "{name}");
        }
    }

    #[test]
    fn one_file_may_fetch_nothing_and_run_only_what_is_hashed() {
        let policy = single_file("sha256-a", "sha256-b");
        assert!(policy.contains("connect-src 'none'; ") || policy.ends_with("connect-src 'none'"));
        assert!(
            policy.contains("script-src 'sha256-a' 'wasm-unsafe-eval'")
                && policy.contains("style-src 'sha256-b'")
        );
        assert!(policy.contains("trusted-types vault") && policy.contains("default-src 'none'"));
        assert!(!policy.contains("'self'") && !policy.contains("unsafe-inline"), "{policy}");
    }

    #[test]
    fn the_meta_lacks_only_what_a_meta_cannot_carry() {
        let meta = meta(Cloud::Global);
        let header = headers(Cloud::Global).remove(0).1;
        assert_eq!(header, format!("{meta}; frame-ancestors 'none'"));
        assert!(!meta.contains("unsafe-inline") && !meta.contains("'unsafe-eval'"));
    }

    #[test]
    fn a_page_reaches_the_hosts_of_its_cloud_and_no_other() {
        for cloud in Cloud::ALL {
            let policy = meta(cloud);
            let (_, connect) = policy.split_once("connect-src ").unwrap();
            let connect = connect.split(';').next().unwrap();
            assert_eq!(connect, format!("'self' {} {}", cloud.login(), cloud.graph()));
            assert_eq!(policy.matches("https://").count(), 2, "{policy}");
        }
    }
}
