//! Mounts the page.

/// What is freed is overwritten: what was typed and shown passes through buffers of many libraries.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() {
    // index.html holds a message in this place until the page has started.
    if let Some(place) = gloo::utils::document().get_element_by_id("app") {
        place.set_text_content(None);
        yew::Renderer::<seedferry::ui::Root>::with_root(place).render();
    }
}
