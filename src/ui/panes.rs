//! The panes last received.

use std::rc::Rc;

use seedferry_protocol::{
    AccountView, Area, AssignView, CheckEvent, CheckView, ClipboardView, DeskView, Event, ExportView,
    IdleView, InventoryView, LogView, Notice, Open, OpeningView, OrderEvent, OrderView, Pane, PolicyView,
    ReviewView, RunState, Screen, SealView, SheetsView, SignInView, UploadEvent, UploadStage, UploadView,
    WorkStage, WorkView,
};

/// The last content of every pane. Cloning is cheap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panes {
    /// Where the user is.
    pub area: Area,
    /// Giving tokens to people, while that is in sight.
    pub assign: Option<Rc<AssignView>>,
    /// The opening under way.
    pub opening: Option<Rc<OpeningView>>,
    /// The open batch.
    pub review: Option<Rc<ReviewView>>,
    /// The export panel.
    pub export: Option<Rc<ExportView>>,
    /// How files are saved.
    pub seal: Rc<SealView>,
    /// The account that is signed in.
    pub account: Option<Rc<AccountView>>,
    /// The sign-in panel.
    pub sign_in: Option<Rc<SignInView>>,
    /// The inventory, while it is in sight.
    pub inventory: Option<Rc<InventoryView>>,
    /// The upload.
    pub upload: Option<Rc<UploadView>>,
    /// The help desk, once it is known.
    pub desk: Option<Rc<DeskView>>,
    /// Writes on single tokens.
    pub work: Option<Rc<WorkView>>,
    /// The log, while it is in sight.
    pub log: Option<Rc<LogView>>,
    /// The policy for hardware tokens, once it is known.
    pub policy: Option<Rc<PolicyView>>,
    /// Sheets and labels.
    pub sheets: Rc<SheetsView>,
    /// The name of the result that outlived the wipe of an idle page.
    pub kept_result: Option<Rc<str>>,
    /// Whether a file was opened that is not one of the samples.
    pub foreign: bool,
    /// Whether seeds were sent to the tenant.
    pub sent: bool,
    /// The panel that checks codes.
    pub check: Option<Rc<CheckView>>,
    /// Ordering a seed file, while it is in sight.
    pub order: Option<Rc<OrderView>>,
    /// The bar about the clipboard.
    pub clipboard: Option<ClipboardView>,
    /// News, newest last.
    pub notices: Rc<Vec<Notice>>,
    /// Whether leaving now would lose work.
    pub unsaved: bool,
    /// The wipe of an idle page.
    pub idle: IdleView,
}

impl Panes {
    /// Puts a changed pane in its place.
    pub fn apply(&mut self, pane: Pane) {
        match pane {
            Pane::Area(area) => self.area = area,
            Pane::Assign(assign) => self.assign = assign.map(Rc::new),
            Pane::Work(work) => self.work = work.map(Rc::new),
            Pane::Log(log) => self.log = log.map(Rc::new),
            Pane::Opening(opening) => self.opening = opening.map(Rc::new),
            Pane::Review(review) => self.review = review.map(Rc::new),
            Pane::Export(export) => self.export = export.map(Rc::new),
            Pane::Seal(seal) => self.seal = Rc::new(seal),
            Pane::Account(account) => self.account = account.map(Rc::new),
            Pane::SignIn(sign_in) => self.sign_in = sign_in.map(Rc::new),
            Pane::Desk(desk) => self.desk = Some(Rc::new(desk)),
            Pane::Policy(policy) => self.policy = Some(Rc::new(policy)),
            Pane::Sheets(sheets) => self.sheets = Rc::new(sheets),
            Pane::KeptResult(name) => self.kept_result = name.map(Into::into),
            Pane::Foreign(foreign) => self.foreign = foreign,
            Pane::Sent(sent) => self.sent = sent,
            Pane::Inventory(inventory) => self.inventory = inventory.map(Rc::new),
            Pane::Upload(upload) => self.upload = upload.map(Rc::new),
            Pane::Check(check) => self.check = check.map(Rc::new),
            Pane::Order(order) => self.order = order.map(Rc::new),
            Pane::Clipboard(clipboard) => self.clipboard = clipboard,
            Pane::Notices(notices) => self.notices = Rc::new(notices),
            Pane::Unsaved(unsaved) => self.unsaved = unsaved,
            Pane::Idle(idle) => self.idle = idle,
        }
    }

    /// The screen that these panes make.
    pub fn screen(&self) -> Screen {
        match (&self.sign_in, self.seal.open) {
            (Some(_), _) => Screen::SignIn,
            (None, true) => Screen::Saving,
            (None, false) => self.screen_below(),
        }
    }

    /// Whether the guide through Graph Explorer is in sight, and this event takes it away: the clipboard is cleared in that
    /// press. What only covers the guide takes seeds off the clipboard, and leaves there what is not from here.
    pub(crate) fn guide_ends_with(&self, event: &Event) -> bool {
        let leaves = matches!(event, Event::ExportChosen(_) | Event::BatchClosed);
        let covers = matches!(
            event,
            Event::AreaChosen(_)
                | Event::ReadAgainAsked { .. }
                | Event::Upload(UploadEvent::Opened)
                | Event::Check(CheckEvent::Opened(_))
                | Event::Order(OrderEvent::PlaceChosen(Some(_)))
        );
        self.screen_below() == Screen::Guide && (leaves || covers && self.clipboard.is_some())
    }

    /// Whether something is being written to the tenant: wiping would end it half-way.
    pub(crate) fn is_writing(&self) -> bool {
        let work = self
            .work
            .as_ref()
            .is_some_and(|work| matches!(&work.stage, WorkStage::Run(run) if run.state != RunState::Ended));
        let upload = self.upload.as_ref().is_some_and(
            |upload| matches!(&upload.stage, UploadStage::Run(run) if run.state != RunState::Ended),
        );
        work || upload
    }

    /// The screen below the dialogs.
    pub(crate) fn screen_below(&self) -> Screen {
        let screen = Screen::of(&Open {
            area: self.area,
            opening: self.opening.as_deref(),
            order: self.order.as_deref(),
            review: self.review.as_deref(),
            export: self.export.as_deref(),
            check: self.check.as_deref(),
            upload: self.upload.as_deref(),
            work: self.work.as_deref(),
        });
        let reports = self.inventory.as_ref().is_some_and(|inventory| inventory.report.is_some());
        if screen == Screen::Inventory && reports { Screen::Report } else { screen }
    }
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::{ClipboardView, OfferedFile, OpeningId, OpeningView, Pane, Screen, StageView};

    use super::Panes;

    fn check(panes: Vec<Pane>, screen: Screen, unsaved: bool, clipboard: bool) {
        let mut all = Panes::default();
        for pane in panes {
            all.apply(pane);
        }
        assert_eq!(all.screen(), screen);
        assert_eq!(all.unsaved, unsaved);
        assert_eq!(all.clipboard.is_some(), clipboard);
    }

    fn working() -> OpeningView {
        let files = vec![OfferedFile { name: "seeds.zip".to_owned(), size: 1 }];
        let stage = StageView::Working { what: "Reading".to_owned(), percent: None };
        OpeningView { id: OpeningId(1), files, stage }
    }

    #[test]
    fn the_last_pane_of_a_kind_holds() {
        check(vec![], Screen::Start, false, false);
        check(vec![Pane::Opening(Some(working()))], Screen::Opening, false, false);
        check(vec![Pane::Opening(Some(working())), Pane::Opening(None)], Screen::Start, false, false);
        check(vec![Pane::Unsaved(true), Pane::Notices(vec![])], Screen::Start, true, false);
        check(
            vec![Pane::Clipboard(Some(ClipboardView { password: false, refused: false }))],
            Screen::Start,
            false,
            true,
        );
    }
}
