//! Consent of an administrator for the whole tenant, and signing out.

use super::{
    form::{Form, written},
    grant, page,
};
use crate::{
    http::{Answer, Received},
    state::State,
};

/// `/v2.0/adminconsent` with scopes, or `/adminconsent` with all that the registration names.
pub(super) fn answer(state: &mut State, received: &Received) -> Answer {
    let form = Form::read(&received.query);
    if form.get("client_id").is_empty() {
        return page::error(400, "AADSTS900144: The request body must contain the parameter client_id.");
    }
    let scopes = grant::scopes(form.get("scope"));
    let pressed = Form::read(&String::from_utf8_lossy(&received.body));
    let error = match pressed.get("answer") {
        "continue" if state.login.config.may_consent => None,
        "continue" => Some("AADSTS90094: The grant requires admin permission."),
        "decline" => Some("AADSTS65004: User declined to consent to access the app."),
        _ => return page::admin_consent(&state.tenant, &grant::permissions(&scopes)),
    };
    let mut pairs = vec![("tenant", state.tenant.id.clone()), ("state", form.get("state").to_owned())];
    if let Some(error) = error {
        pairs.extend([("error", "consent_required".to_owned()), ("error_description", error.to_owned())]);
    } else {
        grant::consent(&mut state.tenant, grant::permissions(&scopes));
        pairs.extend([("admin_consent", "True".to_owned()), ("scope", form.get("scope").to_owned())]);
    }
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    match form.get("redirect_uri") {
        "" => page::done("Permissions", if error.is_some() { "Nothing was granted." } else { "Granted." }),
        redirect => Answer::redirect(&format!("{redirect}?{}", written(&pairs))),
    }
}

/// Ends the browser's session.
pub(super) fn log_out(state: &mut State, received: &Received) -> Answer {
    state.login.session = false;
    match Form::read(&received.query).get("post_logout_redirect_uri") {
        "" => page::done("Sign out", "You signed out of your account."),
        redirect => Answer::redirect(redirect),
    }
}
