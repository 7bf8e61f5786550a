//! Light, dark, or as the system has it. Kept in memory only: the page stores nothing.

use crate::ui::prelude::*;

/// A choice of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The one that the next press chooses.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }

    /// Its word, in the interface and in `data-theme`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The theme, which starts as the system's, and a callback that moves on to the next.
#[hook]
pub(crate) fn use_theme() -> (Theme, Callback<MouseEvent>) {
    let theme = use_state_eq(Theme::default);
    use_effect_with(*theme, |theme| {
        let root = web_sys::window().and_then(|window| window.document()?.document_element());
        if let Some(root) = root {
            // Only an invalid attribute name could fail.
            let _ = root.set_attribute("data-theme", theme.word());
        }
    });
    let setter = theme.setter();
    let next = use_callback(*theme, move |_, theme| setter.set(theme.next()));
    (*theme, next)
}
