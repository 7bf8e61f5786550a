//! An opening: at work, asking, or failed.

use std::rc::Rc;

use seedferry_protocol::{AskKind, OfferedFile, OpeningId, OpeningView, StageView};

use super::ask::{AskKey, AskPassphrase};
use super::failed::Failed;
use super::mapping::MappingScreen;
use crate::ui::components::{Button, Icon, icon};
use crate::ui::hooks::{use_command, use_focus_when};
use crate::ui::prelude::*;
use crate::ui::{Command, words};

/// What an [`OpeningScreen`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct OpeningScreenProps {
    /// The opening.
    pub(crate) opening: Rc<OpeningView>,
}

/// A card with the stage that the opening is at.
#[component]
pub(crate) fn OpeningScreen(props: &OpeningScreenProps) -> Html {
    let opening = &props.opening;
    let id = opening.id;
    let stage = match &opening.stage {
        StageView::Working { what, percent } => html! {
            <Working {id} files={opening.files.clone()} what={what.clone()} percent={*percent} />
        },
        StageView::Asks(ask) if ask.kind == AskKind::PrivateKey => html! {
            <AskKey {id} ask={ask.clone()} files={opening.files.clone()} />
        },
        StageView::Asks(ask) => html! {
            <AskPassphrase {id} ask={ask.clone()} files={opening.files.clone()} />
        },
        StageView::Maps(view) => html! { <MappingScreen {id} view={view.clone()} /> },
        StageView::Failed(failure) => html! { <Failed {id} failure={failure.clone()} /> },
    };
    let wide = matches!(opening.stage, StageView::Maps(_)).then_some("stage-card--wide");
    html! { <div class={classes!("stage-card", wide)}>{ stage }</div> }
}

#[derive(PartialEq, Properties)]
struct WorkingProps {
    id: OpeningId,
    files: Vec<OfferedFile>,
    what: String,
    percent: Option<u8>,
}

/// Progress, and the way out.
#[component]
fn Working(props: &WorkingProps) -> Html {
    let command = use_command();
    let heading = use_focus_when(props.id.0);
    let id = props.id;
    let cancel = use_callback((id, command), |_: MouseEvent, (id, command)| {
        command.emit(Command::CancelOpening(*id));
    });
    html! {
        <div class="stage">
            <h1 ref={heading} tabindex="-1">{ title(&props.files) }</h1>
            { file_list(&props.files) }
            <progress class="progress" aria-label={props.what.clone()} max="100" value={props.percent.map(|percent| percent.to_string())} />
            <p class="stage__what" role="status">{ &props.what }{ share(props.percent) }</p>
            <div class="actions"><Button label="Cancel" icon={Icon::Close} onclick={cancel} /></div>
        </div>
    }
}

fn title(files: &[OfferedFile]) -> String {
    match files {
        [file] => format!("Opening {}", file.name),
        files => format!("Opening {} files", files.len()),
    }
}

fn file_list(files: &[OfferedFile]) -> Html {
    let items = files.iter().enumerate().map(|(place, file)| {
        html! { <li key={place}>{ icon(Icon::Document) }<span>{ &file.name }</span><span class="quiet">{ words::size(file.size) }</span></li> }
    });
    html! { <ul class="file-list">{ for items }</ul> }
}

fn share(percent: Option<u8>) -> String {
    percent.map(|percent| format!(", {percent} %")).unwrap_or_default()
}
