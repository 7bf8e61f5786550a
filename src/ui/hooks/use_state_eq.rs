//! A value of a component, which is drawn anew when another is set.

use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

use yew::functional::{UseForceUpdateHandle, use_force_update, use_ref};
use yew::hook;

/// The value as it was at this render. Two are equal when the values are.
pub(crate) struct State<T> {
    value: Rc<T>,
    setter: StateSetter<T>,
}

/// Sets another value.
pub(crate) struct StateSetter<T> {
    newest: Rc<RefCell<Rc<T>>>,
    redraw: UseForceUpdateHandle,
}

/// Starts with what `first` returns.
#[hook]
pub(crate) fn use_state_eq<T: PartialEq + 'static>(first: impl FnOnce() -> T) -> State<T> {
    let newest = use_ref(|| RefCell::new(Rc::new(first())));
    let redraw = use_force_update();
    let value = Rc::clone(&newest.borrow());
    State { value, setter: StateSetter { newest, redraw } }
}

impl<T: PartialEq> State<T> {
    /// What sets another value, later.
    pub(crate) fn setter(&self) -> StateSetter<T> {
        self.setter.clone()
    }
}

impl<T: PartialEq> StateSetter<T> {
    /// Sets another value; an equal one changes nothing.
    pub(crate) fn set(&self, value: T) {
        if **self.newest.borrow() != value {
            *self.newest.borrow_mut() = Rc::new(value);
            self.redraw.force_update();
        }
    }
}

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for State<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        Self { value: Rc::clone(&self.value), setter: self.setter.clone() }
    }
}

impl<T> Clone for StateSetter<T> {
    fn clone(&self) -> Self {
        Self { newest: Rc::clone(&self.newest), redraw: self.redraw.clone() }
    }
}
