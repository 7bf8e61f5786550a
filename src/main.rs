//! Mounts the page.

fn main() {
    // index.html holds a message in this place until the page has started.
    if let Some(place) = gloo::utils::document().get_element_by_id("app") {
        place.set_text_content(None);
        yew::Renderer::<seedferry::ui::Root>::with_root(place).render();
    }
}
