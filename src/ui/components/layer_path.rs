//! Where a layer lies.

use yew::prelude::*;

/// The layers from the outermost to the one in question.
pub(crate) fn layer_path(path: &[String]) -> Html {
    let layers = path.iter().enumerate().map(|(depth, name)| html! { <li key={depth}>{ name }</li> });
    html! { <ol class="layer-path" aria-label="Layers, outermost first">{ for layers }</ol> }
}
