//! A callback that stays the same object while what it depends on stays equal.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use yew::{Callback, functional::use_ref, hook};

/// What a callback was made from at an earlier render, and the callback.
type Kept = RefCell<Option<(Rc<dyn Any>, Box<dyn Any>)>>;

/// The callback calls `act` with what it is given and with `deps`.
#[hook]
pub(crate) fn use_callback<In, Deps, Act>(deps: Deps, act: Act) -> Callback<In>
where
    In: 'static,
    Deps: PartialEq + 'static,
    Act: Fn(In, &Deps) + 'static,
{
    let kept = use_kept();
    callback(&kept, deps, act)
}

/// One type for all uses.
#[hook]
fn use_kept() -> Rc<Kept> {
    use_ref(|| RefCell::new(None))
}

fn callback<In: 'static, Deps: PartialEq + 'static>(
    kept: &Kept,
    deps: Deps,
    act: impl Fn(In, &Deps) + 'static,
) -> Callback<In> {
    if let Some((known, made)) = &*kept.borrow()
        && known.downcast_ref() == Some(&deps)
        && let Some(made) = made.downcast_ref::<Callback<In>>()
    {
        return made.clone();
    }
    let deps = Rc::new(deps);
    let known = Rc::clone(&deps);
    let made = Callback::from(move |given| act(given, &deps));
    *kept.borrow_mut() = Some((known, Box::new(made.clone())));
    made
}
