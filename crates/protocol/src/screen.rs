//! The screens of the page, as a list that tests walk.

use crate::{
    AskKind, CheckView, ExportView, FormView, OpeningView, ReviewView, StageView, UploadStage, UploadView,
};

/// Every screen a person can be on. The page writes the id into `data-screen`, of `<main>` or of the dialog, and the browser tests
/// fail when one of them was not visited and audited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Screen {
    /// Nothing is open.
    Start,
    /// An opening works.
    Opening,
    /// An opening asks for the password of a zip.
    AskZipPassword,
    /// An opening asks for the passphrase of a message.
    AskMessagePassphrase,
    /// An opening asks for a private key file.
    AskPrivateKey,
    /// An opening asks for the passphrase of a private key.
    AskKeyPassphrase,
    /// An opening asks for the pre-shared key of a key container.
    AskSharedKey,
    /// An opening asks for the passphrase of a key container.
    AskContainerPassphrase,
    /// An opening asks what the columns of a table are.
    Mapping,
    /// An opening failed.
    Failed,
    /// The table of an open batch.
    Review,
    /// The table with one token's details beside it.
    Details,
    /// The form that sets a field of the selected tokens.
    SetField,
    /// The form that assigns users by a list.
    Users,
    /// The form that resolves tokens that stand twice.
    Duplicates,
    /// The export panel.
    Export,
    /// The guide through Graph Explorer.
    Guide,
    /// The panel that checks codes.
    Check,
    /// The way to the tenant, before there is a plan.
    Upload,
    /// The plan of an upload.
    Plan,
    /// The run of an upload, and its result.
    Run,
    /// The sign-in panel, over any of the others.
    SignIn,
    /// The dialog about the page, over any other screen.
    About,
}

impl Screen {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::Start,
        Self::Opening,
        Self::AskZipPassword,
        Self::AskMessagePassphrase,
        Self::AskPrivateKey,
        Self::AskKeyPassphrase,
        Self::AskSharedKey,
        Self::AskContainerPassphrase,
        Self::Mapping,
        Self::Failed,
        Self::Review,
        Self::Details,
        Self::SetField,
        Self::Users,
        Self::Duplicates,
        Self::Export,
        Self::Guide,
        Self::Check,
        Self::Upload,
        Self::Plan,
        Self::Run,
        Self::SignIn,
        Self::About,
    ];

    /// The screen that these panes make.
    pub fn of(
        opening: Option<&OpeningView>,
        review: Option<&ReviewView>,
        export: Option<&ExportView>,
        check: Option<&CheckView>,
        upload: Option<&UploadView>,
    ) -> Self {
        if let Some(opening) = opening {
            return match &opening.stage {
                StageView::Working { .. } => Self::Opening,
                StageView::Asks(ask) => Self::of_ask(ask.kind),
                StageView::Maps(_) => Self::Mapping,
                StageView::Failed(_) => Self::Failed,
            };
        }
        if let Some(upload) = upload.filter(|upload| upload.shown) {
            return match &upload.stage {
                UploadStage::Plan(_) => Self::Plan,
                UploadStage::Run(_) => Self::Run,
                _ => Self::Upload,
            };
        }
        match (review, export) {
            (None, _) => Self::Start,
            (Some(_), _) if check.is_some() => Self::Check,
            (Some(_), Some(export)) if export.guide.is_some() => Self::Guide,
            (Some(_), Some(_)) => Self::Export,
            (Some(review), None) => Self::of_review(review),
        }
    }

    /// Its id in `data-screen`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Opening => "opening",
            Self::AskZipPassword => "ask-zip-password",
            Self::AskMessagePassphrase => "ask-message-passphrase",
            Self::AskPrivateKey => "ask-private-key",
            Self::AskKeyPassphrase => "ask-key-passphrase",
            Self::AskSharedKey => "ask-shared-key",
            Self::AskContainerPassphrase => "ask-container-passphrase",
            Self::Mapping => "mapping",
            Self::Failed => "failed",
            Self::Review => "review",
            Self::Details => "details",
            Self::SetField => "set-field",
            Self::Users => "users",
            Self::Duplicates => "duplicates",
            Self::Export => "export",
            Self::Guide => "guide",
            Self::Check => "check",
            Self::Upload => "upload",
            Self::Plan => "plan",
            Self::Run => "run",
            Self::SignIn => "sign-in",
            Self::About => "about",
        }
    }

    fn of_review(review: &ReviewView) -> Self {
        match (&review.form, &review.details) {
            (Some(FormView::SetField { .. }), _) => Self::SetField,
            (Some(FormView::Users { .. }), _) => Self::Users,
            (Some(FormView::Duplicates(_)), _) => Self::Duplicates,
            (None, Some(_)) => Self::Details,
            (None, None) => Self::Review,
        }
    }

    fn of_ask(kind: AskKind) -> Self {
        match kind {
            AskKind::ZipPassword => Self::AskZipPassword,
            AskKind::MessagePassphrase => Self::AskMessagePassphrase,
            AskKind::PrivateKey => Self::AskPrivateKey,
            AskKind::KeyPassphrase => Self::AskKeyPassphrase,
            AskKind::SharedKey => Self::AskSharedKey,
            AskKind::ContainerPassphrase => Self::AskContainerPassphrase,
        }
    }
}
