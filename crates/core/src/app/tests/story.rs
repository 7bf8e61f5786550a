//! What the stories are told with: a model, what the page would show of it, and batches to begin with.

use seedferry_protocol::{
    AccountView, AskKind, CheckView, Event, ExportView, IdleView, Notice, OfferedFile, OpeningId,
    OpeningView, PageEffect, Pane, Passphrase, ReviewView, Row, SealView, SignInView, StageView, ToPage,
};

use super::super::{Answer, Effect, Model, OpenerCommand, OpenerReport};
use crate::{
    envelope::{Cause, OpenError, Recipient, Secrets},
    format::FileFormat,
    secret::Seed,
    token::{Batch, Interval, Origin, SerialNumber, SourceFile, Token},
};

/// A model, what the page would show, and the effects of the last step that are not panes.
#[derive(Default)]
pub(super) struct Story {
    pub(super) model: Model,
    pub(super) opening: Option<OpeningView>,
    pub(super) review: Option<ReviewView>,
    pub(super) export: Option<ExportView>,
    pub(super) seal: SealView,
    pub(super) check: Option<CheckView>,
    pub(super) account: Option<AccountView>,
    pub(super) sign_in: Option<SignInView>,
    pub(super) clipboard: bool,
    pub(super) notices: Vec<Notice>,
    pub(super) foreign: bool,
    pub(super) unsaved: bool,
    pub(super) idle: IdleView,
    pub(super) panes: usize,
    pub(super) effects: Vec<Effect>,
}

impl Story {
    /// A story that begins with this batch open.
    pub(super) fn with(batch: Batch) -> Self {
        let mut story = Self::default();
        story.offer("seeds.csv");
        story.says(OpenerReport::Opened(batch));
        story
    }

    pub(super) fn does(&mut self, event: Event) -> &mut Self {
        let effects = self.model.update(event);
        self.see(effects);
        self
    }

    pub(super) fn answered(&mut self, answer: Answer) -> &mut Self {
        let effects = self.model.answer(answer);
        self.see(effects);
        self
    }

    pub(super) fn offer(&mut self, name: &str) -> &mut Self {
        self.does(Event::FilesOffered(vec![OfferedFile { name: name.to_owned(), size: 1 }]));
        let id = self.id();
        assert!(self.effects.contains(&page(PageEffect::StartOpener(id))));
        self.does(Event::OpenerStarted(id))
    }

    pub(super) fn says(&mut self, report: OpenerReport) -> &mut Self {
        let opening = self.id();
        self.answered(Answer::OpenerSays { opening, report })
    }

    pub(super) fn fails(&mut self, path: &[&str], cause: Cause) -> &mut Self {
        let path = path.iter().map(ToString::to_string).collect();
        self.says(OpenerReport::Failed(OpenError::new(path, cause)))
    }

    pub(super) fn types(&mut self, text: &str) -> &mut Self {
        let opening = self.id();
        self.does(Event::PassphraseGiven { opening, passphrase: Passphrase::new(text.to_owned()) })
    }

    pub(super) fn id(&self) -> OpeningId {
        self.opening.as_ref().unwrap().id
    }

    /// Takes what a step asks for, and whatever work a changed batch makes; a search by code waits for the test.
    pub(super) fn see(&mut self, effects: Vec<Effect>) {
        self.panes = 0;
        self.effects.clear();
        self.take(effects);
        while self.model.has_work() {
            let effects = self.model.answer(Answer::Continue);
            self.take(effects);
        }
    }

    pub(super) fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Continue if self.model.has_work() => {}
                Effect::ToPage(ToPage::Panes(panes)) => {
                    self.panes += panes.len();
                    for pane in panes {
                        self.apply(pane);
                    }
                }
                effect => self.effects.push(effect),
            }
        }
    }

    pub(super) fn apply(&mut self, pane: Pane) {
        match pane {
            Pane::Opening(opening) => self.opening = opening,
            Pane::Review(review) => self.review = review,
            Pane::Export(export) => self.export = export,
            Pane::Seal(seal) => self.seal = seal,
            Pane::Account(account) => self.account = account,
            Pane::SignIn(sign_in) => self.sign_in = sign_in,
            Pane::Area(_)
            | Pane::Assign(_)
            | Pane::Inventory(_)
            | Pane::Work(_)
            | Pane::Log(_)
            | Pane::Upload(_)
            | Pane::Order(_)
            | Pane::Desk(_)
            | Pane::Policy(_)
            | Pane::Sheets(_)
            | Pane::KeptResult(_)
            | Pane::Sent(_) => {}
            Pane::Foreign(foreign) => self.foreign = foreign,
            Pane::Check(check) => self.check = check,
            Pane::Clipboard(clipboard) => self.clipboard = clipboard.is_some(),
            Pane::Notices(notices) => self.notices = notices,
            Pane::Unsaved(unsaved) => self.unsaved = unsaved,
            Pane::Idle(idle) => self.idle = idle,
        }
    }

    /// The secrets that the last step had the opener try.
    pub(super) fn tried(&self) -> Secrets {
        let tried = self.effects.iter().find_map(|effect| match effect {
            Effect::ToOpener { command: OpenerCommand::Try(secrets), .. } => Some(secrets.clone()),
            _ => None,
        });
        tried.unwrap()
    }

    /// What is asked for, with the reason why the last answer did not do.
    pub(super) fn asked(&self) -> (AskKind, Option<String>) {
        match &self.opening.as_ref().unwrap().stage {
            StageView::Asks(ask) => (ask.kind, ask.problem.clone()),
            stage => panic!("nothing is asked for, but {stage:?}"),
        }
    }

    /// The serial numbers on the screen, in order.
    pub(super) fn serials(&mut self) -> Vec<String> {
        self.rows().into_iter().map(|row| row.serial).collect()
    }

    pub(super) fn rows(&mut self) -> Vec<Row> {
        let (snapshot, count) = self.review.as_ref().map(|review| (review.snapshot, review.shown)).unwrap();
        self.does(Event::RowsWanted { snapshot, start: 0, count });
        match self.effects.as_slice() {
            [Effect::ToPage(ToPage::Rows { rows, .. })] => rows.clone(),
            other => panic!("no rows, but {other:?}"),
        }
    }
}

pub(super) fn page(effect: PageEffect) -> Effect {
    Effect::ToPage(ToPage::Effect(effect))
}

pub(super) fn texts(secrets: &Secrets) -> Vec<String> {
    secrets.passphrases.iter().map(|passphrase| passphrase.expose().to_owned()).collect()
}

/// Tokens with these serial numbers and distinct, inconspicuous seeds, as an Entra CSV gives them.
pub(super) fn batch(serials: &[&str]) -> Batch {
    let token = |(row, serial): (u32, &&str)| Token {
        serial: SerialNumber::parse(serial),
        seed: Seed::new((0..20u8).map(|at| serial.bytes().fold(at * 7, u8::wrapping_add)).collect()),
        interval: Interval::new(60),
        manufacturer: Some("Deepnet Security".to_owned()),
        model: Some("SafeID/Classic".to_owned()),
        ..Token::new(Origin { source: 0, row })
    };
    Batch {
        sources: vec![SourceFile {
            name: "seeds.csv".to_owned(),
            format: FileFormat::EntraCsv,
            encoding: None,
        }],
        tokens: (2u32..).zip(serials).map(token).collect(),
        ..Batch::default()
    }
}

pub(super) fn key() -> Recipient {
    Recipient { key_id: Some("9A3F0011223344FF".to_owned()), algorithm: "RSA 3072".to_owned() }
}
