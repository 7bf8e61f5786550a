//! The one file that sends to Microsoft Graph.

use core::time::Duration;

use js_sys::Uint8Array;
use seedferry_core::graph::{AccessToken, Outcome, Request, Response};
use seedferry_protocol::Cloud;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit, RequestMode, RequestRedirect,
    Response as Answer, WorkerGlobalScope,
};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(100);

/// The headers that are looked at. CORS lets a page read some of them, some of the time.
const READ: [&str; 4] = ["Retry-After", "WWW-Authenticate", "request-id", "client-request-id"];

/// Sends a request and waits for its end.
pub(crate) async fn send(request: Request, cloud: Cloud, token: AccessToken) -> Outcome {
    match answer(&request, cloud, &token).await {
        Ok(response) => Outcome::Answered(response),
        Err(_) => Outcome::Failed,
    }
}

async fn answer(request: &Request, cloud: Cloud, token: &AccessToken) -> Result<Response, JsValue> {
    let scope: WorkerGlobalScope = js_sys::global().dyn_into()?;
    let body = request.body.as_ref().map(|body| Uint8Array::from(body.bytes()));
    let init = init(request, token)?;
    if let Some(body) = &body {
        init.set_body(body);
    }
    let sent = scope.fetch_with_str_and_init(&request.url(cloud.graph()), &init);
    // The request has a copy of its own by now; this one may hold seeds.
    if let Some(body) = &body {
        body.fill(0, 0, body.length());
    }
    let answer = JsFuture::from(sent).await?;
    let answer: Answer = answer.dyn_into()?;
    let headers = answer.headers();
    let headers = READ.iter().filter_map(|name| Some(((*name).to_owned(), headers.get(name).ok()??)));
    let headers = headers.collect();
    let body = JsFuture::from(answer.array_buffer()?).await?;
    Ok(Response { status: answer.status(), headers, body: Uint8Array::new(&body).to_vec() })
}

fn init(request: &Request, token: &AccessToken) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    // EXPOSE: the access token goes to the host that it was issued for, in the header made for it.
    headers.set("Authorization", &format!("Bearer {}", token.expose()))?;
    let init = RequestInit::new();
    init.set_method(request.method.name());
    init.set_headers(&headers);
    init.set_mode(RequestMode::Cors);
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    let patience = u32::try_from(PATIENCE.as_millis()).unwrap_or(u32::MAX);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(patience)));
    Ok(init)
}
