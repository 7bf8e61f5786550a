//! What went wrong with a sign-in, and the way on. Microsoft asks not to build on its AADSTS numbers, so only the names
//! of errors decide (RFC 6749, section 4.1.2.1; `OpenID` Connect Core, section 3.1.2.6; MSAL); what the server said is
//! quoted for whoever has to look into it.

use seedferry_protocol::SignInError;

/// The longest quote, in characters.
const MOST_QUOTED: usize = 300;
/// Nobody consented yet.
const CONSENT: &str = "consent_required";

/// Conditional Access demands more of an access token that was renewed with what it demanded.
pub const INSISTS: &str = "Conditional Access demands more again, although the sign-in was just renewed with what it \
                           demanded. Press Continue to meet it in the sign-in window. If it stays so, ask whoever manages \
                           Conditional Access in your tenant; the open batch stays as it is.";

/// Whether Microsoft could not be reached: when the network is back, the same may go well.
pub fn is_unreached(error: &SignInError) -> bool {
    let codes = ["network_error", "post_request_failed", "get_request_failed", "no_network_connectivity"];
    codes.contains(&error.code.as_str())
}

/// What was asked for when it went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// To sign in.
    SignIn,
    /// A token for an account that is signed in.
    Token {
        /// Because Conditional Access demanded something.
        claims: bool,
    },
}

/// What happened and what to do, as sentences.
pub fn words(error: &SignInError, asking: Asking) -> String {
    let press = match asking {
        Asking::SignIn => "Sign in",
        Asking::Token { .. } => "Continue",
    };
    if error.press_wanted {
        return wanted(error, asking);
    }
    match name(error) {
        "popup_window_error" | "empty_window_error" => format!(
            "Your browser blocked the sign-in window. Allow pop-up windows for this page, then press {press} again."
        ),
        "timed_out" => format!("The sign-in window gave no answer in ten minutes. Close it and press {press} again."),
        "cancelled" | "user_cancelled" => {
            format!("The sign-in was cancelled. Close its window if it is still open; {press} begins anew.")
        }
        "access_denied" => quoting(
            format!(
                "Nothing was granted: it was declined, or only an administrator may grant it. Press {press} to be asked \
                 again, or send an administrator the link for consent."
            ),
            error,
        ),
        CONSENT => quoting(
            "An administrator must consent first. Send one the link for consent.".to_owned(),
            error,
        ),
        "interaction_required" | "login_required" | "interrupted_user" => quoting(
            format!(
                "Your organisation's Conditional Access did not let this sign-in pass. Meet what it demands, for \
                 instance with another device or method, then press {press} again."
            ),
            error,
        ),
        _ if is_unreached(error) => match asking {
            Asking::SignIn => "Microsoft could not be reached. Check the network, then press Sign in again.".to_owned(),
            Asking::Token { .. } => "Microsoft could not be reached for a new access token. It is asked again by itself when \
                                     the network is back; Continue asks now, in the sign-in window."
                .to_owned(),
        },
        "other_account" => format!(
            "The window signed in {}, which is another account. Continue with the first one, or sign out before you change.",
            error.text
        ),
        "no_account" => "The sign-in is over. Sign out and in again; the open batch stays as it is.".to_owned(),
        "invalid_client" | "invalid_scope" if matches!(asking, Asking::Token { claims: false }) => quoting(
            "Entra did not take this request for a permission: the tenant may not know the permission. Signing in and \
             everything that it gave stay."
                .to_owned(),
            error,
        ),
        "invalid_client" | "unauthorized_client" | "invalid_request" | "invalid_resource" | "invalid_scope" => quoting(
            "Entra does not accept this app registration. Compare it with docs/entra-app.md: the platform must be \
             Single-page application, with the redirect address below."
                .to_owned(),
            error,
        ),
        _ => quoting(format!("The sign-in did not work. Press {press} to try again."), error),
    }
}

/// The name of the error. Entra's token endpoint tells of missing consent in the finer one alone.
fn name(error: &SignInError) -> &str {
    if error.detail == CONSENT { CONSENT } else { &error.code }
}

/// A silent attempt has to become a visible one.
fn wanted(error: &SignInError, asking: Asking) -> String {
    let why = match (name(error), asking) {
        (CONSENT, _) => "This needs permissions that nobody has granted to this page yet.",
        (_, Asking::Token { claims: true }) => "Conditional Access demands more than this sign-in has shown.",
        _ => "The sign-in has expired, or Microsoft wants to ask something.",
    };
    format!("{why} Press Continue and do what the window asks; the open batch stays as it is.")
}

fn quoting(text: String, error: &SignInError) -> String {
    let said = error.text.split(" Trace ID").next().unwrap_or_default().trim();
    // What the server sends is printed as text; control characters have no business there.
    let said: String = said.chars().filter(|c| !c.is_control()).take(MOST_QUOTED).collect();
    match (said.is_empty(), error.code.is_empty()) {
        (true, true) => text,
        (true, false) => format!("{text} Entra said: {}.", error.code),
        (false, _) => format!("{text} Entra said: {said}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: Asking = Asking::Token { claims: false };

    fn check(code: &str, press_wanted: bool, asking: Asking, expected: [&str; 2]) {
        let text = "AADSTS1: No. Trace ID: 1".to_owned();
        let error = SignInError { code: code.to_owned(), detail: String::new(), text, press_wanted };
        let said = words(&error, asking);
        for part in expected {
            assert!(said.contains(part), "{code}: {said}");
        }
        assert!(code == "other_account" || !said.contains("Trace"), "{said}");
    }

    #[test]
    fn every_failure_has_a_way_on() {
        check("popup_window_error", false, Asking::SignIn, ["blocked", "press Sign in again"]);
        check("empty_window_error", false, TOKEN, ["blocked", "press Continue again"]);
        check("timed_out", false, Asking::SignIn, ["no answer", "press Sign in again"]);
        check("cancelled", false, TOKEN, ["cancelled", "Continue begins anew"]);
        check("access_denied", false, Asking::SignIn, ["declined", "Entra said: AADSTS1: No."]);
        check("consent_required", false, TOKEN, ["administrator", "link"]);
        check("interaction_required", false, TOKEN, ["Conditional Access", "press Continue again"]);
        check("other_account", false, TOKEN, ["another account", "AADSTS1"]);
        check(
            "post_request_failed",
            false,
            TOKEN,
            ["by itself when the network is back", "Continue asks now"],
        );
        check("no_network_connectivity", false, Asking::SignIn, ["Check the network", "press Sign in again"]);
        check("unauthorized_client", false, Asking::SignIn, ["docs/entra-app.md", "AADSTS1"]);
        check("no_account", false, TOKEN, ["Sign out and in again", "batch stays"]);
        check("invalid_client", false, TOKEN, ["may not know the permission", "AADSTS1"]);
        check("invalid_scope", false, Asking::SignIn, ["docs/entra-app.md", "AADSTS1"]);
        check("server_error", false, Asking::SignIn, ["did not work", "Press Sign in"]);
        check("consent_required", true, TOKEN, ["nobody has granted", "Press Continue"]);
        check("invalid_grant", true, TOKEN, ["expired", "batch stays"]);
        check(
            "interaction_required",
            true,
            Asking::Token { claims: true },
            ["Conditional Access", "Continue"],
        );
    }

    #[test]
    fn missing_consent_is_told_from_a_sign_in_that_expired() {
        let check = |code: &str, detail: &str, asking: Asking, said: &str| {
            let (code, detail) = (code.to_owned(), detail.to_owned());
            let error = SignInError { code, detail, text: String::new(), press_wanted: true };
            assert!(words(&error, asking).starts_with(said), "{error:?}");
        };
        let missing = "This needs permissions that nobody has granted";
        check("invalid_grant", "consent_required", TOKEN, missing);
        check("consent_required", "", TOKEN, missing);
        check("interaction_required", "consent_required", Asking::Token { claims: true }, missing);
        check("invalid_grant", "bad_token", TOKEN, "The sign-in has expired");
        check("interaction_required", "basic_action", Asking::Token { claims: true }, "Conditional Access");
        let silent = SignInError {
            code: "invalid_grant".to_owned(),
            detail: CONSENT.to_owned(),
            ..SignInError::default()
        };
        assert!(words(&silent, TOKEN).contains("administrator must consent"));
    }

    #[test]
    fn a_quote_is_short_and_plain() {
        let error = |text: &str| SignInError { text: text.to_owned(), ..SignInError::default() };
        let quoted = |length: usize| words(&error(&"q".repeat(length)), TOKEN).matches('q').count();
        assert_eq!(quoted(MOST_QUOTED + 1), quoted(MOST_QUOTED));
        assert!(!words(&error("a\u{1b}[1mb"), TOKEN).contains('\u{1b}'));
        assert!(!words(&error(""), TOKEN).contains("Entra said"));
    }
}
