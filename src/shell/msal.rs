//! Signing in at Microsoft, through `msal_bridge.js`. What this page cannot do, because it is one file, answers with an error
//! that the sign-in panel never provokes.

use js_sys::Promise;
use seedferry_protocol::{AccountEvent, Cloud, Exposed, Grant, SignInError, SignInRequest, Surroundings};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    type Found;

    #[wasm_bindgen(method, getter, structural)]
    fn offered(this: &Found) -> bool;
    #[wasm_bindgen(method, getter, structural)]
    fn cloud(this: &Found) -> Option<String>;
    #[wasm_bindgen(method, getter, structural, js_name = redirectUri)]
    fn redirect_uri(this: &Found) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn trouble(this: &Found) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn config(this: &Found) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn kept(this: &Found) -> Option<String>;

    type Answer;

    #[wasm_bindgen(method, getter, structural)]
    fn token(this: &Answer) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn name(this: &Answer) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn upn(this: &Answer) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn tenant(this: &Answer) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn scopes(this: &Answer) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn code(this: &Answer) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn detail(this: &Answer) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn text(this: &Answer) -> Option<String>;
    #[wasm_bindgen(method, getter, structural)]
    fn press(this: &Answer) -> bool;

    #[wasm_bindgen(catch, js_namespace = ["seedferry", "account"], js_name = isOffered)]
    fn offered() -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["seedferry", "account"], js_name = prepare)]
    async fn found() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["seedferry", "account"], js_name = cloudName)]
    fn cloud_name() -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["seedferry", "account"], js_name = keep)]
    fn keep_text(text: Option<&str>) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["seedferry", "account"], js_name = signIn)]
    fn through_window(client_id: &str, authority: &str, scopes: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["seedferry", "account"], js_name = goOn)]
    fn through_window_again(scopes: &str, claims: Option<&str>) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["seedferry", "account"], js_name = renew)]
    fn silently(scopes: &str, claims: Option<&str>) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["seedferry", "account"], js_name = cancel)]
    fn give_up() -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["seedferry", "account"], js_name = signOut)]
    fn forget() -> Result<(), JsValue>;
}

/// A token that the vault wants: permissions, and what Conditional Access demands.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Permissions as the cloud wants them named.
    pub scopes: Vec<String>,
    /// Claims as MSAL takes them.
    pub claims: Option<String>,
}

/// Whether this page has a sign-in at all.
pub fn is_offered() -> bool {
    offered().unwrap_or(false)
}

/// The cloud that this page was built for.
pub fn cloud() -> Cloud {
    cloud_name().ok().flatten().and_then(|name| Cloud::named(&name)).unwrap_or_default()
}

/// Gets Microsoft's library, and finds out what there is to know before signing in.
pub async fn prepare() -> Surroundings {
    let Ok(found) = found().await else {
        return Surroundings::default();
    };
    let found: Found = found.unchecked_into();
    Surroundings {
        cloud: found.cloud().and_then(|name| Cloud::named(&name)).unwrap_or_default(),
        offered: found.offered(),
        trouble: found.trouble(),
        redirect_uri: found.redirect_uri().unwrap_or_default(),
        config: found.config(),
        kept: found.kept(),
    }
}

/// Keeps the user's own settings in this browser, or forgets them.
pub fn keep(settings: Option<&str>) {
    // A browser that keeps nothing has nothing to forget either.
    let _ = keep_text(settings);
}

/// Opens the sign-in window; to be called inside the press.
pub fn sign_in(request: &SignInRequest) -> impl Future<Output = AccountEvent> + use<> {
    event(through_window(&request.client_id, &request.authority, &request.scopes.join(" ")))
}

/// Opens the sign-in window for an account that is signed in; to be called inside the press.
pub fn go_on(wanted: &Wanted) -> impl Future<Output = AccountEvent> + use<> {
    event(through_window_again(&wanted.scopes.join(" "), wanted.claims.as_deref()))
}

/// Asks for a token without a window.
pub fn renew(wanted: &Wanted) -> impl Future<Output = AccountEvent> + use<> {
    event(silently(&wanted.scopes.join(" "), wanted.claims.as_deref()))
}

/// Stops waiting for the window or an answer: whoever waits hears of it at once.
pub fn cancel() {
    // Without a sign-in there is nothing to give up.
    let _ = give_up();
}

/// Forgets the account and its tokens.
pub fn sign_out() {
    // As above.
    let _ = forget();
}

async fn event(answer: Result<Promise, JsValue>) -> AccountEvent {
    let answer = match answer {
        Ok(promise) => JsFuture::from(promise).await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(answer) => told(&answer.unchecked_into()),
        // The bridge turns every refusal into an answer; without a bridge there is no panel to press in.
        Err(_) => AccountEvent::Failed(SignInError::default()),
    }
}

fn told(answer: &Answer) -> AccountEvent {
    match answer.token() {
        Some(token) => AccountEvent::Granted(Grant {
            name: answer.name().unwrap_or_default(),
            upn: answer.upn().unwrap_or_default(),
            tenant: answer.tenant().unwrap_or_default(),
            scopes: answer.scopes().unwrap_or_default().split(' ').map(str::to_owned).collect(),
            token: Exposed::new(token.into_bytes()),
        }),
        None => AccountEvent::Failed(SignInError {
            code: answer.code().unwrap_or_default(),
            detail: answer.detail().unwrap_or_default(),
            text: answer.text().unwrap_or_default(),
            press_wanted: answer.press(),
        }),
    }
}
