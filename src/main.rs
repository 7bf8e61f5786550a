//! Mounts the page.

fn main() {
    yew::Renderer::<seedferry::Page>::new().render();
}
