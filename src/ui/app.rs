//! The whole page.

use std::cell::Cell;
use std::rc::Rc;

use seedferry_protocol::{AskKind, OpeningId, OpeningView, Screen, Severity, StageView, TokenId, UploadView};
use web_sys::File;

use crate::ui::components::{
    ClipboardBar, DemoBar, DropOverlay, IdleBar, MessageBar, Notices, TopBar, UpdateBar, UploadBar,
    account_state, offered,
};
use crate::ui::hooks::{use_command, use_drop, use_kept_focus, use_launch, use_paste};
use crate::ui::prelude::*;
use crate::ui::screens::{OpeningScreen, ReviewScreen, SignInPanel, StartScreen, UploadScreen};
use crate::ui::{Command, Panes, RowCache, ShownCode};

/// How the vault is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum VaultState {
    /// On its way. Everything can be pressed already; the vault answers when it is here.
    #[default]
    Starting,
    /// It answers.
    Ready,
    /// It could not be started, or it ended; with the reason.
    Failed(String),
}

/// What [`App`] is given.
#[derive(PartialEq, Properties)]
pub struct AppProps {
    /// The panes last received.
    pub panes: Panes,
    /// The rows received for the open batch.
    pub rows: Rc<RowCache>,
    /// The seed that is to be seen, in Base32, and whose it is.
    pub revealed: Option<(TokenId, Rc<str>)>,
    /// The code that is to be seen.
    #[prop_or_default]
    pub code: Option<ShownCode>,
    /// How the vault is.
    pub vault: VaultState,
    /// Whether the tenant is the demo.
    #[prop_or_default]
    pub demo: bool,
    /// Whether a file was opened in the demo that is not one of the samples.
    #[prop_or_default]
    pub foreign: bool,
}

/// Everything on the screen. It asks through the context `Callback<Command>`.
#[component]
pub fn App(props: &AppProps) -> Html {
    let command = use_command();
    let panes = &props.panes;
    let key_wanted = panes.opening.as_deref().and_then(asks_for_key);
    let drop = use_callback((key_wanted, command.clone()), |files: Vec<File>, (key_wanted, command)| {
        if let Some(dropped) = dropped(files, *key_wanted) {
            command.emit(dropped);
        }
    });
    use_launch(drop.clone());
    let hovering = use_drop(drop);
    let paste = use_callback(command, |pasted, command| command.emit(offered(pasted)));
    use_paste(paste);
    let screen = panes.screen_below();
    let returning = use_returning(screen);
    let region = use_node_ref();
    use_kept_focus(region.clone());
    html! {
        <div class="app">
            <TopBar demo={props.demo} sent={panes.sent && !props.demo} handed_over={handed_over(panes)} account={panes.account.clone()} idle_minutes={panes.idle.minutes} />
            <div class="bars">
                <DemoBar shown={props.demo} foreign={props.foreign} />
                <IdleBar idle={panes.idle} />
                <UploadBar upload={panes.upload.clone()} kept={panes.kept_result.clone()} />
                <ClipboardBar clipboard={panes.clipboard.clone()} />
                <div class="slot">{ account_bar(panes) }</div>
                <div class="slot" role="alert">{ vault_bar(&props.vault) }</div>
                <UpdateBar unsaved={panes.unsaved} />
                <Notices notices={panes.notices.clone()} />
            </div>
            <main ref={region} class="main" tabindex="-1" data-screen={panes.screen().id()} data-vault={vault_word(&props.vault)}>
                <div class="slot stage-slot">{ stage(props, screen, returning) }</div>
                <div class="slot batch-slot" hidden={panes.opening.is_some() || uploading(panes).is_some()}>{ batch(props) }</div>
            </main>
            <div class="slot">{ sign_in(panes) }</div>
            <DropOverlay shown={hovering} label={drop_label(key_wanted)} />
        </div>
    }
}

/// Whether another screen was seen before this one: a page just loaded leaves the focus where the browser has it.
#[hook]
fn use_returning(screen: Screen) -> bool {
    let elsewhere = use_memo((), |()| Cell::new(false));
    elsewhere.set(elsewhere.get() || screen != Screen::Start);
    elsewhere.get()
}

fn stage(props: &AppProps, screen: Screen, returning: bool) -> Html {
    match &props.panes.opening {
        Some(opening) => html! { <OpeningScreen key="opening" opening={opening.clone()} /> },
        None if screen == Screen::Start => {
            html! { <StartScreen key="start" {returning} /> }
        }
        None => match uploading(&props.panes) {
            Some(upload) => html! { <UploadScreen key="upload" upload={upload.clone()} /> },
            None => Html::default(),
        },
    }
}

/// The upload, while it is in sight.
fn uploading(panes: &Panes) -> Option<&Rc<UploadView>> {
    panes.upload.as_ref().filter(|upload| upload.shown)
}

/// The batch stays mounted under an opening, so that its search text and place are kept.
fn batch(props: &AppProps) -> Html {
    match &props.panes.review {
        Some(review) => html! {
            <ReviewScreen
                review={review.clone()}
                rows={props.rows.clone()}
                export={props.panes.export.clone()}
                covered={props.panes.opening.is_some() || uploading(&props.panes).is_some()}
                check={props.panes.check.clone()}
                revealed={props.revealed.clone()}
                code={props.code.clone()}
            />
        },
        None => Html::default(),
    }
}

fn asks_for_key(opening: &OpeningView) -> Option<OpeningId> {
    match &opening.stage {
        StageView::Asks(ask) if matches!(ask.kind, AskKind::PrivateKey | AskKind::SharedKey) => {
            Some(opening.id)
        }
        _ => None,
    }
}

fn dropped(files: Vec<File>, key_wanted: Option<OpeningId>) -> Option<Command> {
    match key_wanted {
        Some(opening) => files.into_iter().next().map(|file| Command::GiveKeyFile { opening, file }),
        None => Some(Command::OfferFiles(files)),
    }
}

fn drop_label(key_wanted: Option<OpeningId>) -> &'static str {
    if key_wanted.is_some() { "Drop the key file" } else { "Drop to open" }
}

/// What an account wants is said in its panel while that is open.
fn account_bar(panes: &Panes) -> Html {
    match &panes.account {
        Some(account) if panes.sign_in.is_none() => account_state(account),
        _ => Html::default(),
    }
}

fn sign_in(panes: &Panes) -> Html {
    match &panes.sign_in {
        Some(view) => html! { <SignInPanel view={view.clone()} account={panes.account.clone()} /> },
        None => Html::default(),
    }
}

fn handed_over(panes: &Panes) -> bool {
    let parts = panes.export.iter().flat_map(|export| &export.parts);
    panes.clipboard.is_some() || parts.into_iter().any(|part| part.copied || part.saved)
}

fn vault_word(vault: &VaultState) -> &'static str {
    match vault {
        VaultState::Starting => "starting",
        VaultState::Ready => "ready",
        VaultState::Failed(_) => "failed",
    }
}

fn vault_bar(vault: &VaultState) -> Html {
    match vault {
        VaultState::Failed(reason) => html! {
            <MessageBar severity={Severity::Error}>
                <strong>{ "This page cannot open files now. " }</strong>
                { reason }{ " Reload the page to try again." }
            </MessageBar>
        },
        VaultState::Starting | VaultState::Ready => Html::default(),
    }
}
