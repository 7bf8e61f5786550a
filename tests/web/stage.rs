//! A document with the page in it, and a record of what the page asked for.

use std::cell::RefCell;
use std::rc::Rc;

use seedferry::ui::{App, Command, Panes, RowCache, VaultState};
use seedferry_protocol::{Pane, TokenId};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// What the page is given from outside.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Given {
    pub(crate) panes: Panes,
    pub(crate) rows: Rc<RowCache>,
    pub(crate) revealed: Option<(TokenId, Rc<str>)>,
}

#[derive(PartialEq, Properties)]
struct HostProps {
    commands: Callback<Command>,
}

/// Holds what was given last, as the page's root does.
struct Host {
    given: Given,
}

impl Component for Host {
    type Message = Given;
    type Properties = HostProps;

    fn create(_: &Context<Self>) -> Self {
        Self { given: Given::default() }
    }

    fn update(&mut self, _: &Context<Self>, given: Given) -> bool {
        self.given = given;
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Given { panes, rows, revealed } = self.given.clone();
        html! {
            <ContextProvider<Callback<Command>> context={ctx.props().commands.clone()}>
                <App {panes} {rows} {revealed} vault={VaultState::Ready} />
            </ContextProvider<Callback<Command>>>
        }
    }
}

/// The page in a fresh element, removed again when dropped.
pub(crate) struct Stage {
    root: Element,
    app: Option<AppHandle<Host>>,
    given: Given,
    commands: Rc<RefCell<Vec<Command>>>,
}

impl Stage {
    /// Shows the page with these panes.
    pub(crate) async fn with(panes: Vec<Pane>) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let root = document.create_element("div").unwrap();
        document.body().unwrap().append_child(&root).unwrap();
        let commands = Rc::new(RefCell::new(Vec::new()));
        let record = commands.clone();
        let commands_in = Callback::from(move |command| record.borrow_mut().push(command));
        let renderer =
            yew::Renderer::<Host>::with_root_and_props(root.clone(), HostProps { commands: commands_in });
        let app = Some(renderer.render());
        let mut stage = Self { root, app, given: Given::default(), commands };
        stage.apply(panes).await;
        stage
    }

    /// Changes panes.
    pub(crate) async fn apply(&mut self, panes: Vec<Pane>) {
        self.give(|given| panes.into_iter().for_each(|pane| given.panes.apply(pane))).await;
    }

    /// Changes anything that is given.
    pub(crate) async fn give(&mut self, change: impl FnOnce(&mut Given)) {
        change(&mut self.given);
        self.app.as_ref().unwrap().send_message(self.given.clone());
        yew::scheduler::flush().await;
    }

    /// The first element that fits.
    pub(crate) fn find(&self, selector: &str) -> HtmlElement {
        let found = self.root.query_selector(selector).unwrap();
        found.unwrap_or_else(|| panic!("nothing fits {selector}")).unchecked_into()
    }

    /// How many elements fit.
    pub(crate) fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    /// Presses the first element that fits.
    pub(crate) async fn press(&self, selector: &str) {
        self.find(selector).click();
        yew::scheduler::flush().await;
    }

    /// Everything on the page, as text and as markup.
    pub(crate) fn everything(&self) -> String {
        self.root.outer_html()
    }

    /// What was asked for since the last call.
    pub(crate) fn commands(&self) -> Vec<Command> {
        self.commands.take()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}
