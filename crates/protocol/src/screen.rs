//! The screens of the page, as a list that tests walk.

use crate::{
    Area, AskKind, CheckView, ExportView, FormView, OpeningView, OrderPlace, OrderView, ReviewView,
    StageView, UploadStage, UploadView, WorkStage, WorkView,
};

/// Every screen a person can be on. The page writes the id into `data-screen`, of `<main>` or of the dialog, and the browser tests
/// fail when one of them was not visited and audited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Screen {
    /// Nothing is open.
    Start,
    /// The guide through the vendor's order.
    Order,
    /// A key pair for the order.
    OrderKey,
    /// A password for the order.
    OrderPassword,
    /// A private key file that is looked at.
    OrderExamine,
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
    /// All tokens of the tenant.
    Inventory,
    /// Reports about them.
    Report,
    /// Tokens for people.
    Assign,
    /// The help desk.
    Desk,
    /// The policy of hardware OATH tokens.
    Policy,
    /// What was written to the tenant.
    Log,
    /// The form that changes tokens of the tenant.
    WorkEdit,
    /// The question before writes on single tokens.
    WorkConfirm,
    /// The run of those writes, and its result.
    WorkRun,
    /// The sign-in panel, over any of the others.
    SignIn,
    /// The dialog about saving files, over any of the others.
    Saving,
    /// The dialog about the page, over any other screen.
    About,
}

/// What is open, as far as it makes the screen.
#[derive(Clone, Copy)]
pub struct Open<'a> {
    /// Where the user is.
    pub area: Area,
    /// The opening under way.
    pub opening: Option<&'a OpeningView>,
    /// The order of a seed file.
    pub order: Option<&'a OrderView>,
    /// The open batch.
    pub review: Option<&'a ReviewView>,
    /// The export panel.
    pub export: Option<&'a ExportView>,
    /// The panel that checks codes.
    pub check: Option<&'a CheckView>,
    /// The upload.
    pub upload: Option<&'a UploadView>,
    /// The writes on single tokens.
    pub work: Option<&'a WorkView>,
}

impl Screen {
    /// All of them.
    pub const ALL: [Self; 37] = [
        Self::Start,
        Self::Order,
        Self::OrderKey,
        Self::OrderPassword,
        Self::OrderExamine,
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
        Self::Inventory,
        Self::Report,
        Self::Assign,
        Self::Desk,
        Self::Policy,
        Self::Log,
        Self::WorkEdit,
        Self::WorkConfirm,
        Self::WorkRun,
        Self::SignIn,
        Self::Saving,
        Self::About,
    ];

    /// The screen that these panes make.
    pub fn of(open: &Open<'_>) -> Self {
        let Open { area, opening, order, review, export, check, upload, work } = *open;
        if let Some(opening) = opening {
            return match &opening.stage {
                StageView::Working { .. } => Self::Opening,
                StageView::Asks(ask) => Self::of_ask(ask.kind),
                StageView::Maps(_) => Self::Mapping,
                StageView::Failed(_) => Self::Failed,
            };
        }
        if let Some(work) = work.filter(|work| work.shown) {
            return match &work.stage {
                WorkStage::Edit(_) => Self::WorkEdit,
                WorkStage::Confirm(_) => Self::WorkConfirm,
                WorkStage::Run(_) => Self::WorkRun,
            };
        }
        if let Some(screen) = Self::of_area(area) {
            return screen;
        }
        if let Some(order) = order {
            return Self::of_order(order.place());
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

    /// The screen of an area; the open batch has more than one.
    fn of_area(area: Area) -> Option<Self> {
        match area {
            Area::Tokens => None,
            Area::Inventory => Some(Self::Inventory),
            Area::Assign => Some(Self::Assign),
            Area::Desk => Some(Self::Desk),
            Area::Policy => Some(Self::Policy),
            Area::Log => Some(Self::Log),
        }
    }

    /// Its id in `data-screen`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Order => "order",
            Self::OrderKey => "order-key",
            Self::OrderPassword => "order-password",
            Self::OrderExamine => "order-examine",
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
            Self::Inventory => "inventory",
            Self::Report => "report",
            Self::Assign => "assign",
            Self::Desk => "desk",
            Self::Policy => "policy",
            Self::Log => "log",
            Self::WorkEdit => "work-edit",
            Self::WorkConfirm => "work-confirm",
            Self::WorkRun => "work-run",
            Self::SignIn => "sign-in",
            Self::Saving => "saving",
            Self::About => "about",
        }
    }

    fn of_order(place: OrderPlace) -> Self {
        match place {
            OrderPlace::Guide => Self::Order,
            OrderPlace::Key => Self::OrderKey,
            OrderPlace::Password => Self::OrderPassword,
            OrderPlace::Examine => Self::OrderExamine,
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
