//! The pages that people see at the login host: plain, and without script.

use seedferry_tenant::Tenant;

use crate::http::Answer;

/// Asks who signs in, and shows what is to be consented to.
pub(super) fn sign_in(tenant: &Tenant, wanted: &[String], blocked: bool) -> Answer {
    let name = escaped(&tenant.account.name);
    let mut body = format!("<p>{} ({})</p>", name, escaped(&tenant.account.upn));
    if blocked {
        body.push_str("<h2>Need admin approval</h2><p>The application needs permissions that only an admin can grant.</p>");
        body.push_str(&list(wanted));
        body.push_str(&button("decline", "Return to the application without granting consent"));
    } else {
        if !wanted.is_empty() {
            body.push_str("<h2>Permissions requested</h2>");
            body.push_str(&list(wanted));
        }
        body.push_str(&button("continue", &format!("Continue as {name}")));
        body.push_str(&button("decline", "Decline"));
    }
    page(200, "Sign in", &body)
}

/// Asks an administrator to consent for all.
pub(super) fn admin_consent(tenant: &Tenant, wanted: &[String]) -> Answer {
    let body = format!(
        "<h2>Permissions requested</h2><p>Accept for {}</p>{}{}{}",
        escaped(&tenant.name),
        list(wanted),
        button("continue", "Accept"),
        button("decline", "Cancel")
    );
    page(200, "Permissions", &body)
}

/// Says that something is done.
pub(super) fn done(title: &str, text: &str) -> Answer {
    page(200, title, &format!("<p>{}</p>", escaped(text)))
}

/// Says what is wrong.
pub(super) fn error(status: u16, text: &str) -> Answer {
    page(status, "Sign in", &format!("<p role='alert'>{}</p>", escaped(text)))
}

fn page(status: u16, title: &str, body: &str) -> Answer {
    Answer::html(
        status,
        format!(
            "<!doctype html><html lang='en'><meta charset='utf-8'><title>{title} (simulated tenant)</title>\
             <link rel='icon' href='data:,'><h1>{title}</h1>{body}<p>This is a simulated tenant, not Microsoft.</p></html>"
        ),
    )
    .with("Cache-Control", "no-store")
}

fn list(permissions: &[String]) -> String {
    let items: Vec<_> = permissions.iter().map(|permission| escaped(permission)).collect();
    if items.is_empty() { String::new() } else { format!("<ul><li>{}</li></ul>", items.join("</li><li>")) }
}

/// A form that posts to the address of the page, its query included.
fn button(answer: &str, label: &str) -> String {
    format!("<form method='post'><button name='answer' value='{answer}'>{label}</button></form>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\'', "&#39;")
        .replace('"', "&quot;")
}
