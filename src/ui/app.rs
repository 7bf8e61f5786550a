//! The whole page.

use std::cell::Cell;
use std::rc::Rc;

use seedferry_protocol::{
    Area, AskKind, AssignView, DeskView, DeviceRow, LogView, OpeningId, OpeningView, PolicyView, Screen,
    SealKind, SealView, Severity, StageView, TokenId, UploadView, WorkView,
};
use web_sys::File;

use crate::ui::components::{
    AreaBar, ClipboardBar, DemoBar, DropOverlay, IdleBar, Left, MessageBar, Notices, TopBar, UpdateBar,
    UploadBar, WorkBar, account_state, offered,
};
use crate::ui::hooks::{use_command, use_drop, use_kept_focus, use_launch, use_paste};
use crate::ui::prelude::*;
use crate::ui::screens::{
    AssignScreen, DeskScreen, InventoryScreen, LogScreen, OpeningScreen, OrderScreen, PolicyScreen,
    ReviewScreen, SavingDialog, SignInPanel, StartScreen, UploadScreen, WorkScreen,
};
use crate::ui::{Command, OrderCommand, Panes, RowCache, ShownCode};

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
    /// The rows received for the inventory.
    #[prop_or_default]
    pub devices: Rc<RowCache<DeviceRow>>,
    /// The rows received for a report.
    #[prop_or_default]
    pub reported: Rc<RowCache<Vec<String>>>,
    /// The seed that is to be seen, in Base32, and whose it is.
    pub revealed: Option<(TokenId, Rc<str>)>,
    /// The code that is to be seen.
    #[prop_or_default]
    pub code: Option<ShownCode>,
    /// The password that is to be seen.
    #[prop_or_default]
    pub password: Option<Rc<str>>,
    /// How the vault is.
    pub vault: VaultState,
    /// Whether the tenant is the demo.
    #[prop_or_default]
    pub demo: bool,
}

/// Everything on the screen. It asks through the context `Callback<Command>`.
#[component]
pub fn App(props: &AppProps) -> Html {
    let command = use_command();
    let panes = &props.panes;
    let wanted = Wanted::of(panes);
    let drop = use_callback((wanted, command.clone()), |files: Vec<File>, (wanted, command)| {
        for dropped in dropped(files, *wanted) {
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
        <ContextProvider<Rc<SealView>> context={panes.seal.clone()}><div class="app">
            <TopBar demo={props.demo} left={left(panes, props.demo)} account={panes.account.clone()} idle_minutes={panes.idle.minutes} writing={panes.is_writing()} />
            <div class="slot"><AreaBar area={panes.area} demo={props.demo} /></div>
            <div class="bars">
                <DemoBar shown={props.demo} foreign={panes.foreign} />
                <IdleBar idle={panes.idle} />
                <UploadBar upload={panes.upload.clone()} kept={panes.kept_result.clone()} />
                <WorkBar work={panes.work.clone()} />
                <ClipboardBar clipboard={panes.clipboard.clone()} />
                <div class="slot">{ account_bar(panes) }</div>
                <div class="slot" role="alert">{ vault_bar(&props.vault) }</div>
                <UpdateBar unsaved={panes.unsaved} />
                <Notices notices={panes.notices.clone()} />
            </div>
            <div class="slot">{ props.demo.then(|| html! { <div class="demo-mark" aria-hidden="true">{ "DEMO" }</div> }) }</div>
            <main ref={region} class="main" tabindex="-1" data-screen={panes.screen().id()} data-vault={vault_word(&props.vault)}>
                <div class="slot stage-slot">{ stage(props, screen, returning) }</div>
                <div class="slot batch-slot" hidden={is_covered(panes)}>{ batch(props) }</div>
            </main>
            <div class="slot">{ sign_in(panes) }</div>
            <div class="slot">{ panes.seal.open.then(|| html! { <SavingDialog /> }) }</div>
            <DropOverlay shown={hovering} label={drop_label(wanted)} />
        </div></ContextProvider<Rc<SealView>>>
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
    match (&props.panes.opening, &props.panes.order) {
        (Some(opening), _) => html! { <OpeningScreen key="opening" opening={opening.clone()} /> },
        (None, _) if working(&props.panes).is_some() => work(&props.panes),
        (None, _) if props.panes.area != Area::Tokens => area(props),
        (None, Some(order)) => html! {
            <OrderScreen key="order" order={order.clone()} password={props.password.clone()} />
        },
        (None, None) if screen == Screen::Start => {
            html! { <StartScreen key="start" {returning} /> }
        }
        (None, None) => match uploading(&props.panes) {
            Some(upload) => html! { <UploadScreen key="upload" upload={upload.clone()} /> },
            None => Html::default(),
        },
    }
}

/// The screen of an area other than the open batch.
fn area(props: &AppProps) -> Html {
    match props.panes.area {
        Area::Desk => desk(&props.panes),
        Area::Policy => policy(&props.panes),
        Area::Inventory => inventory(props),
        Area::Assign => assign(&props.panes),
        Area::Log => log(&props.panes),
        Area::Tokens => Html::default(),
    }
}

fn assign(panes: &Panes) -> Html {
    let screen = |view: &Rc<AssignView>| html! { <AssignScreen key="assign" view={view.clone()} /> };
    panes.assign.as_ref().map(screen).unwrap_or_default()
}

/// Writes on single tokens, while they are in sight.
fn working(panes: &Panes) -> Option<&Rc<WorkView>> {
    panes.work.as_ref().filter(|work| work.shown)
}

fn work(panes: &Panes) -> Html {
    let screen = |work: &Rc<WorkView>| html! { <WorkScreen key="work" work={work.clone()} /> };
    working(panes).map(screen).unwrap_or_default()
}

fn log(panes: &Panes) -> Html {
    let screen = |log: &Rc<LogView>| html! { <LogScreen key="log" log={log.clone()} /> };
    panes.log.as_ref().map(screen).unwrap_or_default()
}

fn desk(panes: &Panes) -> Html {
    let screen = |desk: &Rc<DeskView>| html! { <DeskScreen key="desk" desk={desk.clone()} /> };
    panes.desk.as_ref().map(screen).unwrap_or_default()
}

fn policy(panes: &Panes) -> Html {
    let screen = |policy: &Rc<PolicyView>| {
        html! { <PolicyScreen key="policy" policy={policy.clone()} sheets={panes.sheets.clone()} /> }
    };
    panes.policy.as_ref().map(screen).unwrap_or_default()
}

fn inventory(props: &AppProps) -> Html {
    match &props.panes.inventory {
        Some(inventory) => html! {
            <InventoryScreen key="inventory" inventory={inventory.clone()} rows={props.devices.clone()} reported={props.reported.clone()} />
        },
        None => Html::default(),
    }
}

/// Whether something stands before the open batch.
fn is_covered(panes: &Panes) -> bool {
    panes.opening.is_some()
        || panes.order.is_some()
        || panes.area != Area::Tokens
        || working(panes).is_some()
        || uploading(panes).is_some()
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
                covered={is_covered(&props.panes)}
                check={props.panes.check.clone()}
                revealed={props.revealed.clone()}
                code={props.code.clone()}
            />
        },
        None => Html::default(),
    }
}

/// What dropped files are taken for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Seed files.
    Seeds,
    /// The key that an opening asks for.
    Key(OpeningId),
    /// The private key of an order.
    OrderKey,
    /// Public keys to seal for.
    PublicKeys,
}

impl Wanted {
    fn of(panes: &Panes) -> Self {
        let for_keys = panes.seal.kind == SealKind::Message;
        if for_keys && panes.seal.open {
            return Self::PublicKeys;
        }
        match (&panes.opening, &panes.order, &panes.export) {
            (Some(opening), ..) => asks_for_key(opening).map_or(Self::Seeds, Self::Key),
            _ if panes.area != Area::Tokens => Self::Seeds,
            (None, Some(order), _) if order.takes_key() => Self::OrderKey,
            (None, None, Some(_)) if for_keys => Self::PublicKeys,
            _ => Self::Seeds,
        }
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

fn dropped(files: Vec<File>, wanted: Wanted) -> Vec<Command> {
    let first = files.first().cloned();
    match wanted {
        // Several may be keys or further seed files: what is inside tells.
        Wanted::Key(_) if files.len() > 1 => vec![Command::OfferFiles(files)],
        Wanted::Key(opening) => {
            first.map(|file| Command::GiveKeyFile { opening, file }).into_iter().collect()
        }
        Wanted::OrderKey => {
            first.map(|file| Command::Order(OrderCommand::GiveKey(file))).into_iter().collect()
        }
        Wanted::PublicKeys => files.into_iter().map(Command::GivePublicKeys).collect(),
        Wanted::Seeds => vec![Command::OfferFiles(files)],
    }
}

fn drop_label(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Key(_) | Wanted::OrderKey => "Drop the key file",
        Wanted::PublicKeys => "Drop the public key of the recipient",
        Wanted::Seeds => "Drop to open",
    }
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

/// What has left this browser; the demo sends nothing.
fn left(panes: &Panes, demo: bool) -> Left {
    let mut parts = panes.export.iter().flat_map(|export| &export.parts);
    match panes.sent && !demo {
        true => Left::Seeds,
        false if panes.clipboard.is_some() || parts.any(|part| part.copied || part.saved) => Left::HandedOver,
        false => Left::Nothing,
    }
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
