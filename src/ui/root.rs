//! The root: holds what the vault showed last, sends it what the user did, and carries out page effects. It knows
//! no seed, except one that the user asked to see, for as long as it is shown.

use std::rc::Rc;

use gloo::{events::EventListener, timers::callback::Timeout};
use seedferry_protocol::{
    AccountEvent, CheckEvent, Cloud, CodeLife, DeviceRow, Event, Exposed, InventoryEvent, OpeningId,
    OrderEvent, PageEffect, Pane, ReportEvent, SealEvent, SealKind, SheetsEvent, Ticket, ToPage, TokenId,
};
use web_sys::File;
use yew::{ContextProvider, platform::spawn_local, prelude::*};

mod browser;
mod opener;
mod order;
mod samples;

use browser::{clear_clipboard, save_all, tell, update, watch, watch_network};
use opener::Opener;

use super::{App, Command, Handed, Numbered, Panes, RowCache, ShownCode, VaultState};
use crate::shell::{
    clipboard, clipboard::PendingCopy, clock, file, idle, msal, msal::Wanted, offline, print, save, unload,
    wording, worker::Worker,
};

/// How long the vault may take to answer *Wipe* before it is ended without an answer, in milliseconds.
const WIPE_PATIENCE: u32 = 500;

/// The page.
pub struct Root {
    command: Callback<Command>,
    vault: Worker,
    vault_state: VaultState,
    panes: Panes,
    rows: Rc<RowCache>,
    devices: Rc<RowCache<DeviceRow>>,
    reported: Rc<RowCache<Vec<String>>>,
    revealed: Option<(TokenId, Rc<str>)>,
    code: Option<ShownCode>,
    /// The password that is to be seen, until it is copied.
    password: Option<Rc<str>>,
    /// The worker that handles a key.
    key_maker: Option<Worker>,
    /// Files that wait for [`PageEffect::StartOpener`].
    offered: Vec<File>,
    openers: Numbered<Opener>,
    /// What the open batch came from, for reading it again.
    kept: Vec<File>,
    tickets: u32,
    copies: Numbered<PendingCopy>,
    /// The token that the vault wanted last.
    wanted: Option<Wanted>,
    leaving: Option<EventListener>,
    /// The user agreed to load the page anew.
    reloading: bool,
    wiping: Option<Timeout>,
    /// Wiping could not clear the clipboard: the next vault must know.
    clipboard_kept: bool,
    /// What the next vault hears first, made when a wipe begins: the old vault's panes are empty when it ends.
    after_wipe: Option<Event>,
    demo: Demo,
    _watch: idle::Watch,
    _network: EventListener,
}

/// Whether this is the demo tenant.
struct Demo {
    is_on: bool,
    /// Whether the next vault shall be that of the demo.
    next: bool,
}

/// What reaches the root.
pub enum Message {
    /// A component asks for something.
    Command(Command),
    /// The vault sends something.
    Vault(ToPage),
    /// The vault could not start, or trapped.
    VaultFailed(String),
    /// An opener could not start, or trapped.
    OpenerFailed(OpeningId),
    /// Files are at hand that had to be fetched or made first.
    FilesReady(Vec<File>),
    /// A sample's private key is at hand.
    KeyReady(OpeningId, File),
    /// What became of something, for the vault.
    Tell(Event),
    /// Whether the clipboard let itself be cleared when everything was wiped.
    ClipboardWiped(bool),
    /// Wiping is over: everything is started anew.
    StartAnew,
    /// The newer version of the page is there to be loaded.
    Reload,
}

impl Component for Root {
    type Message = Message;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        Self::begin(ctx, false)
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Command(command) => self.obey(ctx, command),
            Message::Vault(ToPage::Panes(panes)) => self.show(panes),
            Message::Vault(ToPage::Rows { snapshot, start, rows }) => {
                Rc::make_mut(&mut self.rows).insert(snapshot, start, rows);
            }
            Message::Vault(ToPage::DeviceRows { snapshot, start, rows }) => {
                Rc::make_mut(&mut self.devices).insert(snapshot, start, rows);
            }
            Message::Vault(ToPage::ReportRows { snapshot, start, rows }) => {
                Rc::make_mut(&mut self.reported).insert(snapshot, start, rows);
            }
            Message::Vault(ToPage::Effect(effect)) => self.carry_out(ctx, effect),
            Message::VaultFailed(reason) => self.vault_state = VaultState::Failed(reason),
            Message::OpenerFailed(opening) => self.opener_failed(opening),
            Message::FilesReady(files) => self.offer(files),
            Message::KeyReady(opening, file) => self.give_key(opening, file),
            Message::Tell(event) => {
                if matches!(event, Event::Order(OrderEvent::PasswordCopied { written: true })) {
                    self.password = None;
                }
                self.vault.send(&event);
            }
            Message::ClipboardWiped(cleared) => {
                self.clipboard_kept = !cleared;
                self.vault.send(&Event::ClipboardCleared { cleared });
            }
            Message::Reload => {
                (self.reloading, self.leaving) = (true, None);
                offline::reload();
            }
            Message::StartAnew => {
                let kept = self.clipboard_kept;
                let first = self.after_wipe.take();
                *self = Self::begin(ctx, self.demo.next);
                if let Some(event) = first {
                    self.vault.send(&event);
                }
                if kept {
                    self.vault.send(&Event::ClipboardCleared { cleared: false });
                }
            }
        }
        let ask = self.panes.unsaved && !self.reloading;
        self.leaving = ask.then(|| self.leaving.take().unwrap_or_else(unload::ask_before_leaving));
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        html! {
            <ContextProvider<Callback<Command>> context={self.command.clone()}>
                <App
                    panes={self.panes.clone()}
                    rows={Rc::clone(&self.rows)}
                    devices={Rc::clone(&self.devices)}
                    reported={Rc::clone(&self.reported)}
                    revealed={self.revealed.clone()}
                    code={self.code.clone()}
                    password={self.password.clone()}
                    vault={self.vault_state.clone()}
                    demo={self.demo.is_on}
                />
            </ContextProvider<Callback<Command>>>
        }
    }
}

impl Root {
    /// With nothing open; the tenant may be the demo.
    fn begin(ctx: &Context<Self>, demo: bool) -> Self {
        Self {
            command: ctx.link().callback(Message::Command),
            vault: start_vault(ctx, demo),
            vault_state: VaultState::Starting,
            panes: Panes::default(),
            rows: Rc::default(),
            devices: Rc::default(),
            reported: Rc::default(),
            revealed: None,
            code: None,
            password: None,
            key_maker: None,
            offered: Vec::new(),
            openers: Numbered::default(),
            kept: Vec::new(),
            tickets: 0,
            copies: Numbered::default(),
            wanted: None,
            leaving: None,
            reloading: false,
            wiping: None,
            clipboard_kept: false,
            after_wipe: None,
            demo: Demo { is_on: demo, next: demo },
            _watch: watch(ctx),
            _network: watch_network(ctx),
        }
    }

    fn show(&mut self, panes: Vec<Pane>) {
        self.vault_state = VaultState::Ready;
        for pane in panes {
            self.panes.apply(pane);
        }
        self.forget_left_password();
        // Rows of a batch that was closed must not be taken for those of the next.
        if self.panes.review.is_none() {
            self.kept.clear();
            self.rows = Rc::default();
        }
    }

    fn obey(&mut self, ctx: &Context<Self>, command: Command) {
        match command {
            Command::Send(event) => self.tell_vault(ctx, &event),
            Command::OfferFiles(files) => self.offer(files),
            Command::OfferText(text) => self.offer(file::from_text(&text).into_iter().collect()),
            Command::OfferSample(sample) => samples::offer_sample(ctx, sample),
            Command::GiveKeyFile { opening, file } => self.give_key(opening, file),
            Command::GiveSampleKey { opening, sample } => samples::give_sample_key(ctx, opening, sample),
            Command::CancelOpening(opening) => {
                self.openers.remove(opening.0);
                self.vault.send(&Event::OpeningCancelled(opening));
            }
            Command::SaveMapping(opening) => self.ask(|ticket| Event::MappingSaveAsked { ticket, opening }),
            Command::GiveUserList(file) => {
                let event = Event::UserListGiven(file::described(&file));
                self.vault.send_with(&event, &[file.into()]);
            }
            Command::GivePublicKeys(file) => {
                let event = Event::Seal(SealEvent::KeysGiven(file::described(&file)));
                self.vault.send_with(&event, &[file.into()]);
            }
            Command::GiveExportKey(file) => {
                let event = Event::ExportKeyFileGiven(file::described(&file));
                self.vault.send_with(&event, &[file.into()]);
            }
            Command::Copy { part } => self.copy(part),
            Command::Save { part } => self.ask(|ticket| Event::SaveAsked { ticket, part }),
            Command::MakeExportKey => self.ask(Event::ExportKeyMakeAsked),
            Command::SaveLayout => self.ask(Event::CsvLayoutSaveAsked),
            Command::SaveExportReport => self.ask(Event::ExportReportSaveAsked),
            Command::LoadLayout(file) if is_sealed(&file.name()) => self.offer(vec![file]),
            Command::LoadLayout(file) => {
                tell(ctx, async move { Event::CsvLayoutLoaded(file::text(&file).await) });
            }
            Command::SaveAll { parts } => save_all(ctx, parts),
            Command::Order(command) => self.obey_order(ctx, command),
            Command::HideSeed => self.revealed = None,
            Command::HideCode => self.code = None,
            Command::CopyText(text) => {
                let written = clipboard::write_plain(&text);
                tell(ctx, async move { Event::TextCopied { written: written.await } });
            }
            Command::LeaveGuide => {
                clear_clipboard(ctx);
                self.vault.send(&Event::GuideChosen(false));
            }
            Command::Hand { what, copy } => self.hand(what, copy),
            Command::EnterDemo | Command::LeaveDemo => {
                self.demo.next = command == Command::EnterDemo;
                self.obey(ctx, Command::Wipe);
            }
            Command::ClearClipboard => clear_clipboard(ctx),
            Command::SaveInventory { report: true } => {
                self.ask(|ticket| Event::Inventory(InventoryEvent::Report(ReportEvent::SaveAsked(ticket))));
            }
            Command::SaveInventory { report: false } => {
                self.ask(|ticket| Event::Inventory(InventoryEvent::SaveAsked(ticket)));
            }
            Command::Print => print::print(),
            Command::OpenSignIn => {
                self.vault.send(&Event::Account(AccountEvent::PanelChosen(true)));
                tell(ctx, async { Event::Account(AccountEvent::Prepared(msal::prepare().await)) });
            }
            Command::SignIn(request) => self.through_window(ctx, msal::sign_in(&request)),
            Command::GoOnSigningIn => match &self.wanted {
                Some(wanted) => self.through_window(ctx, msal::go_on(wanted)),
                None => self.obey(ctx, Command::OpenSignIn),
            },
            Command::CancelSignIn => msal::cancel(),
            Command::SignOut => self.sign_out(),
            Command::Update => update(ctx),
            Command::Wipe => {
                self.after_wipe = Some(Event::IdleChosen { minutes: self.panes.idle.minutes });
                self.wipe(ctx);
            }
        }
    }

    /// A press that takes the guide out of sight overwrites the clipboard, as *Leave the guide* does.
    fn tell_vault(&self, ctx: &Context<Self>, event: &Event) {
        if self.panes.guide_ends_with(event) {
            clear_clipboard(ctx);
        }
        self.vault.send(event);
    }

    /// Asks the vault for what a press hands over.
    fn ask(&mut self, event: impl FnOnce(Ticket) -> Event) {
        let ticket = self.ticket();
        self.vault.send(&event(ticket));
    }

    fn carry_out(&mut self, ctx: &Context<Self>, effect: PageEffect) {
        match effect {
            PageEffect::StartOpener(opening) => self.start_opener(ctx, opening),
            PageEffect::EndOpener(opening) => drop(self.openers.remove(opening.0)),
            PageEffect::KeepFiles(opening) => self.keep_files(opening),
            PageEffect::StartOpenerAgain { opening, files } => {
                let files = files.iter().filter_map(|number| self.kept.get(*number as usize).cloned());
                self.openers.insert(opening.0, Opener::of(files.collect()));
                self.start_opener(ctx, opening);
            }
            PageEffect::StartKeyMaker(job) => self.start_key_maker(ctx, job),
            PageEffect::EndKeyMaker => self.key_maker = None,
            PageEffect::ShowPassword(password) => self.show_password(&password),
            PageEffect::RevealSeed { token, seed } => self.reveal(token, &seed),
            PageEffect::CopyText { ticket, text } => self.deliver_copy(ctx, ticket, text),
            PageEffect::ShowCode { token, code, life } => self.show_code(token, &code, life),
            PageEffect::ReadClock => {
                tell(ctx, async { Event::Check(CheckEvent::ClockRead(clock::ahead().await)) });
            }
            PageEffect::ReadWording => {
                tell(ctx, async { Event::Sheets(SheetsEvent::WordingRead(wording::read().await)) });
            }
            PageEffect::SaveFile { ticket, name, media_type, content } => {
                let written = save::save(&name, &media_type, &content);
                self.vault.send(&Event::SaveDone { ticket, written });
            }
            PageEffect::TokenWanted { scopes, claims, press } => {
                let wanted = self.wanted.insert(Wanted { scopes, claims });
                if !press {
                    let renewed = msal::renew(wanted);
                    tell(ctx, async { Event::Account(renewed.await) });
                }
            }
            PageEffect::KeepAccountSettings(settings) => msal::keep(settings.as_deref()),
            PageEffect::NothingToHandOver(ticket) => {
                self.copies.remove(ticket.0).into_iter().for_each(PendingCopy::give_up);
            }
            PageEffect::WipeForIdle { remains } => {
                let notices = self.panes.notices.to_vec();
                self.after_wipe =
                    Some(Event::WipedForIdle { minutes: self.panes.idle.minutes, notices, remains });
                self.wipe(ctx);
            }
            PageEffect::Wiped => ctx.link().send_message(Message::StartAnew),
        }
    }

    /// A seed that comes after its panel was closed is not kept.
    fn reveal(&mut self, token: TokenId, seed: &Exposed) {
        let review = self.panes.review.as_ref();
        let shown =
            review.and_then(|review| review.details.as_ref()).is_some_and(|details| details.row.id == token);
        self.revealed = text(seed).filter(|_| shown).map(|seed| (token, seed));
    }

    /// Likewise a code.
    fn show_code(&mut self, token: TokenId, code: &Exposed, life: CodeLife) {
        let checked = self.panes.check.as_ref().and_then(|check| check.token.as_ref());
        let shown = checked.is_some_and(|checked| checked.id == token);
        self.code = text(code).filter(|_| shown).map(|text| ShownCode { token, text, life });
    }

    fn copy(&mut self, part: u32) {
        let ticket = self.ticket();
        self.copies.insert(ticket.0, PendingCopy::begin());
        self.vault.send(&Event::CopyAsked { ticket, part });
    }

    fn hand(&mut self, what: Handed, copy: bool) {
        let ticket = self.ticket();
        if copy {
            self.copies.insert(ticket.0, PendingCopy::begin());
        }
        self.vault.send(&what.asked(copy, ticket));
    }

    fn deliver_copy(&mut self, ctx: &Context<Self>, ticket: Ticket, text: Exposed) {
        let Some(copy) = self.copies.remove(ticket.0) else {
            return;
        };
        tell(ctx, async move { Event::CopyDone { ticket, written: copy.deliver(&text).await } });
    }

    fn through_window(&self, ctx: &Context<Self>, answer: impl Future<Output = AccountEvent> + 'static) {
        self.vault.send(&Event::Account(AccountEvent::WindowOpened));
        tell(ctx, async { Event::Account(answer.await) });
    }

    fn sign_out(&mut self) {
        msal::sign_out();
        self.wanted = None;
        self.vault.send(&Event::Account(AccountEvent::SignedOut));
    }

    /// Hides everything at once; the workers end when the vault has zeroized, or when it takes too long.
    fn wipe(&mut self, ctx: &Context<Self>) {
        self.openers.clear();
        self.key_maker = None;
        (self.revealed, self.code, self.password) = (None, None, None);
        msal::sign_out();
        if self.panes.clipboard.is_some() {
            let cleared = ctx.link().callback(Message::ClipboardWiped);
            let clear = clipboard::clear();
            spawn_local(async move { cleared.emit(clear.await) });
        }
        self.vault.send(&Event::WipeAsked);
        let anew = ctx.link().callback(|()| Message::StartAnew);
        self.wiping = Some(Timeout::new(WIPE_PATIENCE, move || anew.emit(())));
    }

    fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }
}

fn start_vault(ctx: &Context<Root>, demo: bool) -> Worker {
    let (received, failed) = (ctx.link().callback(Message::Vault), ctx.link().callback(Message::VaultFailed));
    let role = if demo { "demo" } else { "vault" };
    let vault = Worker::start(role, move |message| received.emit(message), move |reason| failed.emit(reason));
    let cloud = msal::cloud();
    if cloud != Cloud::default() {
        vault.send(&Event::BuiltFor(cloud));
    }
    vault
}

/// Whether a file of that name was saved sealed: an opener opens it.
fn is_sealed(name: &str) -> bool {
    [SealKind::Zip, SealKind::Message].iter().any(|kind| name.ends_with(kind.ending()))
}

fn text(seed: &Exposed) -> Option<Rc<str>> {
    // EXPOSE: the user asked to see it.
    core::str::from_utf8(seed.expose()).ok().map(Rc::from)
}
