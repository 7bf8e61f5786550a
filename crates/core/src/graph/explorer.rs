//! Deep links into Microsoft's Graph Explorer. They carry method and URL, and by construction never a body: the
//! query of a link reaches Microsoft's web server, proxies and the browser's history.

use core::fmt::Write as _;

use super::request::{DEVICES, HOST, VERSION};

/// The page without a request.
pub const PAGE: &str = "https://developer.microsoft.com/graph/graph-explorer";
/// Graph Explorer's id as an enterprise application, the same in every tenant.
pub const APP_ID: &str = "de8bc8b5-d9f9-48b1-a8ad-b748da725064";
/// The permission that creating tokens needs, and that suffices to list them.
pub const PERMISSION: &str = "Policy.ReadWrite.AuthenticationMethod";

/// The URL that takes the body.
pub fn devices_url() -> String {
    format!("{HOST}/{VERSION}/{DEVICES}")
}

/// Opens Graph Explorer with PATCH and the URL filled in.
pub fn upload_link() -> String {
    link("PATCH", DEVICES)
}

/// Opens Graph Explorer with the request that lists the inventory.
pub fn inventory_link() -> String {
    link("GET", DEVICES)
}

/// Opens Graph Explorer with the request that lists the token of one serial number.
pub fn serial_link(serial: &str) -> String {
    // A single quote inside an OData string is doubled (OData 4.01 URL conventions, section 5.1.1.6.1).
    let quoted = serial.replace('\'', "''");
    link("GET", &format!("{DEVICES}?$filter=serialNumber eq '{quoted}'"))
}

fn link(method: &str, request: &str) -> String {
    let request = encoded(request);
    format!("{PAGE}?request={request}&method={method}&version={VERSION}&GraphUrl={HOST}")
}

/// Percent-encoding of everything that is not unreserved (RFC 3986, section 2.3).
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}"); // Writing to a String cannot fail.
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{devices_url, inventory_link, serial_link, upload_link};

    fn check(made: &str, expected: &str) {
        assert_eq!(made, expected);
        assert!(!made.contains("requestBody") && !made.contains("headers=") && !made.contains("sid="));
    }

    #[test]
    fn links_carry_method_and_url_alone() {
        const DEVICES: &str = "directory%2FauthenticationMethodDevices%2FhardwareOathDevices";
        let link = |request: &str, method: &str| {
            format!(
                "https://developer.microsoft.com/graph/graph-explorer?request={request}&method={method}&version=beta&GraphUrl=https://graph.microsoft.com"
            )
        };
        check(&upload_link(), &link(DEVICES, "PATCH"));
        check(&inventory_link(), &link(DEVICES, "GET"));
        let filter = |serial| format!("{DEVICES}%3F%24filter%3DserialNumber%20eq%20%27{serial}%27");
        check(&serial_link("71358472"), &link(&filter("71358472"), "GET"));
        check(&serial_link("A'B&+ü"), &link(&filter("A%27%27B%26%2B%C3%BC"), "GET"));
        check(
            &devices_url(),
            "https://graph.microsoft.com/beta/directory/authenticationMethodDevices/hardwareOathDevices",
        );
    }
}
