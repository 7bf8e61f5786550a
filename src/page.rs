//! The root of the page.

use wasm_bindgen::{JsValue, closure::Closure};
use yew::{Callback, Html, component, html, use_effect_with, use_state};

use crate::boot;

/// Starts the vault and says that it answers, or why not.
#[component]
pub fn Page() -> Html {
    let said = use_state(String::new);
    let say = {
        let said = said.clone();
        Callback::from(move |text| said.set(text))
    };
    use_effect_with((), move |()| {
        let say = Closure::<dyn Fn(String)>::new(move |text| say.emit(text)).into_js_value();
        start_vault(&say.into());
    });
    html! {
        <main data-screen="start">
            <h1>{ "Seedferry" }</h1>
            <p role="status">{ &*said }</p>
        </main>
    }
}

fn start_vault(say: &js_sys::Function) {
    let port = boot::start("vault", say).port();
    let answer = {
        let say = say.clone();
        Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
            // The page goes on without the text; there is nobody to tell.
            let _ = say.call1(&JsValue::NULL, &event.data());
        })
    };
    port.set_onmessage(Some(&answer.into_js_value().into()));
    let _ = port.post_message(&JsValue::from_str("Are you there?"));
}
