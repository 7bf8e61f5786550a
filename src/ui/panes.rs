//! The panes last received.

use std::rc::Rc;

use seedferry_protocol::{
    AccountView, CheckView, ClipboardView, ExportView, IdleView, Notice, OpeningView, Pane, ReviewView,
    Screen, SignInView, UploadView,
};

/// The last content of every pane. Cloning is cheap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panes {
    /// The opening under way.
    pub opening: Option<Rc<OpeningView>>,
    /// The open batch.
    pub review: Option<Rc<ReviewView>>,
    /// The export panel.
    pub export: Option<Rc<ExportView>>,
    /// The account that is signed in.
    pub account: Option<Rc<AccountView>>,
    /// The sign-in panel.
    pub sign_in: Option<Rc<SignInView>>,
    /// The upload.
    pub upload: Option<Rc<UploadView>>,
    /// The name of the result that outlived the wipe of an idle page.
    pub kept_result: Option<Rc<str>>,
    /// Whether seeds were sent to the tenant.
    pub sent: bool,
    /// The panel that checks codes.
    pub check: Option<Rc<CheckView>>,
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
            Pane::Opening(opening) => self.opening = opening.map(Rc::new),
            Pane::Review(review) => self.review = review.map(Rc::new),
            Pane::Export(export) => self.export = export.map(Rc::new),
            Pane::Account(account) => self.account = account.map(Rc::new),
            Pane::SignIn(sign_in) => self.sign_in = sign_in.map(Rc::new),
            Pane::KeptResult(name) => self.kept_result = name.map(Into::into),
            Pane::Sent(sent) => self.sent = sent,
            Pane::Upload(upload) => self.upload = upload.map(Rc::new),
            Pane::Check(check) => self.check = check.map(Rc::new),
            Pane::Clipboard(clipboard) => self.clipboard = clipboard,
            Pane::Notices(notices) => self.notices = Rc::new(notices),
            Pane::Unsaved(unsaved) => self.unsaved = unsaved,
            Pane::Idle(idle) => self.idle = idle,
        }
    }

    /// The screen that these panes make.
    pub fn screen(&self) -> Screen {
        if self.sign_in.is_some() { Screen::SignIn } else { self.screen_below() }
    }

    /// The screen below the sign-in panel.
    pub(crate) fn screen_below(&self) -> Screen {
        Screen::of(
            self.opening.as_deref(),
            self.review.as_deref(),
            self.export.as_deref(),
            self.check.as_deref(),
            self.upload.as_deref(),
        )
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
        check(vec![Pane::Clipboard(Some(ClipboardView { refused: false }))], Screen::Start, false, true);
    }
}
