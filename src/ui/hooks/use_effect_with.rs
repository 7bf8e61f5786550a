//! Something to be done after a render, when what it depends on has changed.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use yew::functional::{TearDown, use_effect, use_ref};
use yew::hook;

type End = Box<dyn FnOnce()>;
type Begin = Box<dyn FnOnce() -> End>;

/// An effect between renders. What it began is ended before it is begun anew, and when the component goes.
#[derive(Default)]
struct Effect {
    /// What the last one that was to be begun depends on.
    deps: Option<Rc<dyn Any>>,
    /// Waits for the end of the render.
    begin: Option<Begin>,
    end: Option<End>,
}

impl Drop for Effect {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            end();
        }
    }
}

/// `act` is called with `deps`; what it returns, if not nothing, is called at the end.
#[hook]
pub(crate) fn use_effect_with<Deps, Act, End>(deps: Deps, act: Act)
where
    Deps: PartialEq + 'static,
    Act: FnOnce(&Deps) -> End + 'static,
    End: TearDown,
{
    let effect = use_any_effect();
    plan(&effect, deps, act);
}

/// One type for all uses.
#[hook]
fn use_any_effect() -> Rc<RefCell<Effect>> {
    let effect = use_ref(RefCell::<Effect>::default);
    let after = Rc::clone(&effect);
    use_effect(move || run(&after));
    effect
}

fn plan<Deps: PartialEq + 'static, E: TearDown>(
    effect: &RefCell<Effect>,
    deps: Deps,
    act: impl FnOnce(&Deps) -> E + 'static,
) {
    let mut effect = effect.borrow_mut();
    if effect.deps.as_ref().and_then(|known| known.downcast_ref()) != Some(&deps) {
        let deps = Rc::new(deps);
        effect.deps = Some(Rc::<Deps>::clone(&deps));
        effect.begin = Some(Box::new(move || {
            let end = act(&deps);
            Box::new(move || end.tear_down())
        }));
    }
}

fn run(effect: &RefCell<Effect>) {
    let begin = effect.borrow_mut().begin.take();
    if let Some(begin) = begin {
        let end = effect.borrow_mut().end.take();
        if let Some(end) = end {
            end();
        }
        let end = begin();
        effect.borrow_mut().end = Some(end);
    }
}
