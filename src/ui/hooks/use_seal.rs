//! How files are saved now.

use std::rc::Rc;

use seedferry_protocol::SealView;

use crate::ui::prelude::*;

/// What the page provides for all that save. Without a provider (in a test of one component) files are saved as they are.
#[hook]
pub(crate) fn use_seal() -> Rc<SealView> {
    use_context::<Rc<SealView>>().unwrap_or_default()
}
