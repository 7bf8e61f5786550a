//! The behaviour of the program: a model, and one function that takes what happened and says what to do.
//!
//! No I/O here: the vault's shell carries effects out and brings answers back. One file per phase.

mod account;
mod area;
mod assign;
mod change;
mod check;
mod demo;
mod desk;
mod duplicates;
mod edit;
mod effect;
mod export;
mod findings;
mod guide;
mod history;
mod idle;
mod inventory;
mod journal;
mod layout;
mod mapping;
mod news;
mod online;
mod opening;
mod order;
mod policy;
mod protection;
mod quoted_csv;
mod review;
mod rows;
mod save;
mod seal;
mod sheet_names;
mod sheets;
mod sign_in;
mod table;
mod upload;
mod users;
mod view;
mod work;

pub use effect::{Answer, Effect, KeyCommand, KeyReport, OpenerCommand, OpenerReport, Unreadable};
use seedferry_protocol::{
    Area, CheckEvent, ClipboardView, CsvEncoding, CustomCsv, Event, InventoryEvent, PageEffect, ReportEvent,
    TargetFormat, Ticket, ToPage, UploadResult,
};

use self::{
    account::Account,
    assign::Assign,
    check::Check,
    demo::Demo,
    desk::Desk,
    export::Export,
    guide::Guide,
    idle::Idle,
    inventory::Inventory,
    journal::Journal,
    mapping::Kept,
    news::News,
    online::Online,
    opening::Opening,
    order::Order,
    policy::PolicyPhase,
    review::Review,
    save::{Copying, Saving},
    seal::Seals,
    sheets::Sheets,
    sign_in::SignIn,
    upload::{LastRun, Ready, Upload},
    view::Shown,
    work::{Activated, Works},
};
use crate::{entropy::Entropy, envelope::Secrets};

/// The state of the program. It lives in the vault and nowhere else.
#[derive(Default)]
pub struct Model {
    demo: Demo,
    area: Area,
    assign: Assign,
    opening: Option<Opening>,
    openings: u32,
    /// What opened a layer in this visit, to be tried on the next file.
    secrets: Secrets,
    review: Option<Review>,
    export: Option<Export>,
    /// Tables' columns as the user changed them, kept when the export panel is closed.
    layouts: Vec<(TargetFormat, CustomCsv)>,
    /// The user's own ones that others took the place of, one for each target at most.
    former_layouts: Vec<(TargetFormat, CustomCsv)>,
    /// In which characters the last layout that was loaded is written.
    layout_encoding: CsvEncoding,
    guide: Guide,
    order: Order,
    check: Option<Check>,
    /// [`Effect::Continue`] is on its way; a second one would double the slices for ever.
    continuing: bool,
    account: Option<Account>,
    sign_in: SignIn,
    online: Online,
    ready: Ready,
    upload: Option<Upload>,
    policy: PolicyPhase,
    desk: Desk,
    sheets: Sheets,
    inventory: Inventory,
    works: Option<Works>,
    activated: Activated,
    /// How much work there was: answers that come late are told apart.
    work_count: u32,
    /// What was written in this visit.
    journal: Journal,
    /// The press that copies a text without seeds.
    copied_text: Option<Copying>,
    /// What became of an upload before the idle page was wiped.
    kept_result: Option<UploadResult>,
    /// Results of other uploads that came in batch files, in order: they go on into the next one.
    other_results: Vec<UploadResult>,
    /// How many uploads there were: answers that come late are told apart.
    uploads: u32,
    last_run: LastRun,
    clipboard: Option<ClipboardView>,
    news: News,
    idle: Idle,
    /// How files are saved.
    seals: Seals,
    /// Files on their way to the page and the browser.
    saving: Vec<Saving>,
    /// Random bytes for what is encrypted.
    entropy: Entropy,
    /// What the open batch came from; the page keeps the files themselves.
    kept: Kept,
    /// The export is to be planned anew.
    plan_due: bool,
    /// The batch was changed or not handed over yet.
    unsaved: bool,
    shown: Shown,
}

impl Model {
    /// Without anything open. Without entropy nothing encrypted can be written.
    pub fn new(entropy: Entropy) -> Self {
        Self { entropy, ..Self::default() }
    }

    /// What to do at the beginning: every pane is sent once.
    pub fn start(&mut self) -> Vec<Effect> {
        self.changed_panes().into_iter().collect()
    }

    /// Takes what the page told; returns what to do, panes that changed last.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let (mut effects, look) = match event {
            Event::TimePassed { milliseconds } => self.tick(milliseconds),
            Event::WipeAsked => (self.wipe(), true),
            Event::RowsWanted { .. }
            | Event::Inventory(
                InventoryEvent::RowsWanted { .. } | InventoryEvent::Report(ReportEvent::RowsWanted { .. }),
            ) => (self.finish_and(|model| model.on_event(event)), false),
            event => {
                self.idle.used();
                (self.finish_and(|model| model.on_event(event)), true)
            }
        };
        if look {
            self.look(&mut effects);
        }
        effects
    }

    /// Takes what an effect brought back; returns what to do.
    pub fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        let mut effects = match answer {
            Answer::Continue => self.continue_work(),
            answer => self.finish_and(|model| model.on_answer(answer)),
        };
        self.look(&mut effects);
        effects
    }

    /// Ends with the panes that changed, or with going on with the work: the page sees a batch only when everything is
    /// found in it.
    fn look(&mut self, effects: &mut Vec<Effect>) {
        if !self.has_work() {
            self.check_list_again();
            effects.extend(self.changed_panes());
        }
        let searches =
            self.searches() || self.desk_searches() || self.assign_searches() || self.work_searches();
        if !self.continuing && (self.has_work() || self.seals.is_working() || searches) {
            self.continuing = true;
            effects.push(Effect::Continue);
        }
    }

    fn has_work(&self) -> bool {
        self.plan_due
            || self.review.as_ref().is_some_and(Review::is_stale)
            || self.upload.as_ref().is_some_and(Upload::has_work)
            || self.inventory.is_stale()
    }

    /// Does one slice of what is to be done: first what a changed batch makes, then files that are being sealed, then the
    /// searches by code.
    fn continue_work(&mut self) -> Vec<Effect> {
        self.continuing = false;
        if self.has_work() {
            return self.work();
        } else if self.seals.is_working() {
            return self.seal_on();
        } else if self.desk_searches() {
            return self.desk_search_on();
        } else if self.assign_searches() {
            self.assign_search_on();
        } else if self.work_searches() {
            self.work_search_on();
        } else {
            self.search_on();
        }
        Vec::new()
    }

    /// Does one slice of the work that a changed batch makes.
    fn work(&mut self) -> Vec<Effect> {
        match &mut self.review {
            Some(review) if review.is_stale() => {
                review.work();
                if !review.is_stale() {
                    self.mark_inventory();
                }
            }
            _ if self.upload.as_ref().is_some_and(Upload::has_work) => return self.work_on_upload(),
            _ if core::mem::take(&mut self.plan_due) => self.plan_export(),
            _ => self.work_on_inventory(),
        }
        Vec::new()
    }

    /// Whoever asks for something while there is work gets it done first.
    fn finish_and(&mut self, then: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.has_work() {
            effects.extend(self.work());
        }
        effects.extend(then(self));
        effects
    }

    fn on_event(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::FilesOffered(files) => {
                self.area = Area::Tokens;
                self.offer(files)
            }
            Event::OpenerStarted(opening) => self.opener_started(opening),
            Event::OpenerDied { opening } => self.opener_died(opening),
            Event::OpeningCancelled(opening) => self.cancel_opening(opening),
            Event::OpeningRetried(opening) => self.retry_opening(opening),
            Event::PassphraseGiven { opening, passphrase } => self.passphrase_given(opening, passphrase),
            Event::KeyFileGiven { opening, file } => vec![Effect::ReadKeyFile { opening, name: file.name }],
            Event::MappingChanged { opening, mapping } => self.change_mapping(opening, mapping),
            Event::MappingAccepted(opening) => self.accept_mapping(opening),
            Event::FormatChosen { opening, format, wrong_codes, cut_short } => {
                self.choose_format(opening, &format, wrong_codes, cut_short)
            }
            Event::FileLeftOut(opening) => self.leave_out(opening),
            Event::WrongCodesChosen { opening, wrong_codes } => self.choose_wrong_codes(opening, wrong_codes),
            Event::MappingSaveAsked { ticket, opening } => self.save_mapping(ticket, opening),
            Event::ReadAgainAsked { source } => self.read_again(source),
            Event::ExportChosen(target) => {
                self.check = None;
                self.choose_export(target)
            }
            Event::ExportOptionsChanged(options) => self.change_options(options),
            Event::ExportKeyGiven(key) => self.take_export_key(key),
            Event::ExportKeyFileGiven(file) => vec![Effect::ReadExportKey { name: file.name }],
            Event::ExportKeyMakeAsked(ticket) => self.make_export_key(ticket),
            Event::ExportPassphraseGiven(passphrase) => self.take_export_passphrase(passphrase),
            Event::CsvLayoutChanged(Some(layout)) => self.edit_layout(layout),
            Event::CsvLayoutChanged(None) => self.change_layout(None),
            Event::ReadyMadeChosen(place) => self.change_layout(layout::ready_made(place)),
            Event::CsvLayoutPutBack => self.put_layout_back(),
            Event::CsvLayoutLoaded(text) => self.load_layout(&text),
            Event::CsvLayoutSaveAsked(ticket) => self.save_layout(ticket),
            Event::ExportReportSaveAsked(ticket) => self.save_export_report(ticket),
            Event::CopyAsked { ticket, part } => self.copy(ticket, part),
            Event::SaveAsked { ticket, part } => self.save(ticket, part),
            Event::CopyDone { ticket, written } => self.copy_done(ticket, written),
            Event::SaveDone { ticket, written } => self.save_done(ticket, written),
            Event::ClipboardCleared { cleared } => self.clipboard_cleared(cleared),
            Event::GuideChosen(open) => self.choose_guide(open),
            Event::GuideStepTicked { step, done } => self.tick_step(step, done),
            Event::GuideBodyTicked { part, done } => self.tick_body(part, done),
            Event::TextCopied { written } => self.text_copied(written),
            Event::AreaChosen(area) => self.choose_area(area),
            Event::Order(event) => self.order(event),
            Event::Account(event) => self.account_event(event),
            Event::Assign(event) => self.assign_event(event),
            Event::Inventory(event) => self.inventory_event(event),
            Event::Work(event) => self.work_event(event),
            Event::Log(event) => self.log_event(event),
            Event::Upload(event) => self.upload_event(event),
            Event::Desk(event) => self.desk_event(event),
            Event::Policy(event) => self.policy_event(&event),
            Event::Sheets(event) => self.sheets_event(event),
            Event::Seal(event) => self.seal_event(event),
            Event::Check(event) => {
                if let CheckEvent::ClockRead(ahead) = &event {
                    self.ready.clock_read(*ahead);
                }
                self.check(event)
            }
            Event::DetailsChosen(Some(token)) if self.check.is_some() => self.open_check(Some(token)),
            Event::SampleMissing(_) | Event::LaunchFailed(_) | Event::UpdateFailed => {
                self.news.page_failed(event)
            }
            Event::BuiltFor(cloud) => self.sign_in.built_for(cloud),
            Event::UserListGiven(file) => vec![Effect::ReadUserList { name: file.name }],
            Event::NoticeDismissed(number) => self.news.dismiss(number),
            Event::BatchClosed => self.close_batch(),
            Event::PageUsed => Vec::new(),
            Event::IdleChosen { minutes } => self.choose_idle(minutes),
            Event::WipedForIdle { minutes, notices, remains } => {
                self.wiped_for_idle(minutes, notices, remains)
            }
            other => self.on_review_event(other),
        }
    }

    fn on_answer(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Continue => Vec::new(),
            Answer::KeyFileRead { opening, key_file } => self.key_file_given(opening, key_file),
            Answer::KeyFileUnreadable { opening, name } => self.key_file_unreadable(opening, &name),
            Answer::UserListRead { name, content } if self.area == Area::Assign => {
                self.assign_list_read(&name, content.as_ref())
            }
            Answer::UserListRead { name, content } => {
                if let Some(review) = &mut self.review {
                    review.user_list_read(&name, content.as_ref());
                }
                Vec::new()
            }
            Answer::PublicKeysRead { name, content } => self.seals_read(&name, content.as_deref()),
            Answer::ExportKeyRead { name, file } => self.export_key_read(&name, file.as_ref()),
            Answer::Sent { ticket, outcome } => self.sent(ticket, outcome),
            Answer::OrderKeyRead { name, file } => self.order_key_read(name, file),
            Answer::KeyMakerSays { job, report } => self.key_maker_says(job, report),
            Answer::Woken => self.woken(),
            Answer::OpenerSays { opening, report } => self.opener_says(opening, report),
        }
    }

    /// What happens in the table goes to the open batch; without one it comes too late and means nothing.
    fn on_review_event(&mut self, event: Event) -> Vec<Effect> {
        let Some(review) = &mut self.review else {
            return Vec::new();
        };
        let outcome = review.update(event);
        if outcome.batch_changed {
            self.unsaved = true;
            self.check_again();
            self.forget_desk_search();
            self.forget_assign_search();
            self.forget_work_search();
            self.plan_upload();
        }
        if outcome.batch_changed || (outcome.selection_changed && self.follows_selection()) {
            self.plan_due = true;
        }
        outcome.effects
    }

    fn close_batch(&mut self) -> Vec<Effect> {
        self.review = None;
        self.kept = Kept::default();
        self.export = None;
        self.guide = Guide::default();
        self.check = None;
        self.upload = self.upload.take().filter(Upload::is_running);
        self.unsaved = false;
        self.mark_inventory();
        Vec::new()
    }

    /// Drops everything; what is secret overwrites itself in doing so.
    fn wipe(&mut self) -> Vec<Effect> {
        let opening = self.opening.take();
        let makes_key = self.order.is_working();
        let entropy = core::mem::take(&mut self.entropy);
        *self = Self {
            demo: self.demo.anew(),
            openings: self.openings,
            uploads: self.uploads,
            work_count: self.work_count,
            continuing: self.continuing,
            entropy,
            ..Self::default()
        };
        let mut effects: Vec<Effect> =
            opening.map(|opening| Effect::DropOpener(opening.id())).into_iter().collect();
        effects.extend(makes_key.then_some(Effect::DropKeyMaker));
        effects.push(page(PageEffect::Wiped));
        effects
    }

    fn clipboard_cleared(&mut self, cleared: bool) -> Vec<Effect> {
        let password = self.clipboard.as_ref().is_some_and(|clipboard| clipboard.password);
        self.clipboard = if cleared { None } else { Some(ClipboardView { password, refused: true }) };
        if cleared {
            self.news.note("The clipboard was cleared");
        }
        Vec::new()
    }
}

/// An effect for the page.
fn page(effect: PageEffect) -> Effect {
    Effect::ToPage(ToPage::Effect(effect))
}

/// A copy or save whose content is gone must still be answered, or the page waits for ever.
fn nothing_to_hand_over(ticket: Ticket) -> Vec<Effect> {
    vec![page(PageEffect::NothingToHandOver(ticket))]
}

#[cfg(test)]
mod tests;
