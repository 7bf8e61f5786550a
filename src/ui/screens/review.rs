//! The open batch: commands, search, table, and a panel beside it.

use std::rc::Rc;

use seedferry_protocol::{
    CheckView, EditingView, Event as VaultEvent, ExportView, FindingView, ReviewView, TokenId,
};

use super::{batch_form::batch_form, check::CheckPanel, export::ExportPanel, guide::GuidePanel};
use crate::ui::components::{
    Button, CommandBar, DetailsPanel, FilterPills, FindingList, Look, MessageBar, SearchBox, SortChoice,
    problem_line, summary_line,
};
use crate::ui::hooks::{aims_at_field, focus, use_command, use_focus_after, use_focus_when, use_send};
use crate::ui::prelude::*;
use crate::ui::table::{Table, Tokens};
use crate::ui::{Command, RowCache, ShownCode, words};

/// What a [`ReviewScreen`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct ReviewScreenProps {
    /// The open batch.
    pub(crate) review: Rc<ReviewView>,
    /// The rows that are here.
    pub(crate) rows: Rc<RowCache>,
    /// The export panel, if open.
    pub(crate) export: Option<Rc<ExportView>>,
    /// The panel that checks codes, if open.
    pub(crate) check: Option<Rc<CheckView>>,
    /// Whether an opening stands over the batch right now.
    pub(crate) covered: bool,
    /// The seed that is to be seen.
    pub(crate) revealed: Option<(TokenId, Rc<str>)>,
    /// The code that is to be seen.
    pub(crate) code: Option<ShownCode>,
}

/// What stands beside the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Nothing,
    Details,
    Export,
    Check,
}

/// The table and all around it. It stays mounted while a panel is open, so search text and position stay.
#[component]
pub(crate) fn ReviewScreen(props: &ReviewScreenProps) -> Html {
    let review = &props.review;
    let command = use_command();
    let (grid, export_button, check_button) = (use_node_ref(), use_node_ref(), use_node_ref());
    let beside = beside(props);
    let heading = use_focus_when(props.covered);
    use_focus_back(beside, &grid, &export_button, &check_button);
    let in_table = review.editing.as_ref().filter(|editing: &&EditingView| !editing.in_details);
    use_focus_after(review.form.is_some(), &grid);
    let onkeydown = use_callback(command.clone(), |event: KeyboardEvent, command| {
        if let Some(step) = step(&event) {
            event.prevent_default();
            command.emit(Command::Send(step));
        }
    });
    let search = use_send().reform(VaultEvent::SearchChanged);
    let tokens = Tokens(review.clone());
    html! {
        <div class={classes!("review", class(beside))} {onkeydown}>
            <div class="review__main">
                <header class="review__head">
                    <h1 ref={heading} tabindex="-1">{ words::tokens(review.total) }</h1>
                    { sources(&review.summary.sources, review.summary.sources_total, &command) }
                </header>
                <CommandBar review={review.clone()} exporting={beside == Beside::Export} checking={beside == Beside::Check} {export_button} {check_button} />
                <p class="visually-hidden" role="status">{ last_step(review.undo.as_deref()) }</p>
                <div class="slot review__messages">{ batch_form(review) }</div>
                <div class="slot review__messages"><FileFindings findings={review.file_findings.clone()} total={review.file_findings_total} /></div>
                <div class="review__tools"><SearchBox placeholder="Search serial, UPN, model" on_search={search} /><FilterPills review={review.clone()} /><SortChoice<Tokens> source={tokens.clone()} /></div>
                { summary_line(review) }
                <p class="slot ask-field__problem" id={in_table.map(|_| "edit-problem")} role="alert">
                    { problem_line(in_table.and_then(|editing| editing.problem.as_deref()), in_table.map_or(0, |editing| editing.attempt)) }
                </p>
                <div class="review__table">
                    <Table<Tokens> source={tokens} rows={props.rows.clone()} {grid} />
                    <div class="slot review__empty">{ empty(review) }</div>
                </div>
            </div>
            <div class="slot review__panel">{ panel(props) }</div>
        </div>
    }
}

fn panel(props: &ReviewScreenProps) -> Html {
    match (&props.check, &props.export, &props.review.details) {
        (Some(check), ..) => html! { <CheckPanel check={check.clone()} code={props.code.clone()} /> },
        (None, Some(export), _) if export.guide.is_some() => guide(export),
        (None, Some(export), _) => {
            html! { <ExportPanel export={export.clone()} review={props.review.clone()} /> }
        }
        (None, None, Some(details)) => {
            let seed = props.revealed.as_ref().filter(|(token, _)| *token == details.row.id);
            let editing = props.review.editing.clone().filter(|editing| editing.in_details);
            html! { <DetailsPanel details={details.clone()} {editing} revealed={seed.map(|(_, seed)| seed.clone())} /> }
        }
        (None, None, None) => Html::default(),
    }
}

/// The files with what each was read as, and the way to read one in another way.
fn sources(sources: &[String], total: u32, command: &Callback<Command>) -> Html {
    let source = |(place, text): (usize, &String)| {
        let command = command.clone();
        let read = Callback::from(move |_: MouseEvent| {
            let source = u32::try_from(place).unwrap_or(u32::MAX);
            command.emit(Command::Send(VaultEvent::ReadAgainAsked { source }));
        });
        html! {
            <li key={place}>
                <span>{ text }</span>
                <Button label="Read differently…" name={format!("Read differently: {text}")} look={Look::Subtle} onclick={read} />
            </li>
        }
    };
    html! {
        <ul class="quiet review__sources" aria-label="Files">
            { for sources.iter().enumerate().map(source) }
            <li key="more" hidden={words::unlisted(total, sources) == 0}>{ words::and_more(total, sources) }</li>
        </ul>
    }
}

fn guide(export: &Rc<ExportView>) -> Html {
    let panel = |guide| html! { <GuidePanel export={export.clone()} {guide} /> };
    export.guide.clone().map(panel).unwrap_or_default()
}

fn beside(props: &ReviewScreenProps) -> Beside {
    match (&props.check, &props.export, &props.review.details) {
        (Some(_), ..) => Beside::Check,
        (None, Some(_), _) => Beside::Export,
        (None, None, Some(_)) => Beside::Details,
        (None, None, None) => Beside::Nothing,
    }
}

fn class(beside: Beside) -> Option<&'static str> {
    match beside {
        Beside::Nothing => None,
        Beside::Details | Beside::Check => Some("review--details"),
        Beside::Export => Some("review--export"),
    }
}

/// Gives the focus back to what opened a panel when the panel closes.
#[hook]
fn use_focus_back(beside: Beside, grid: &NodeRef, export_button: &NodeRef, check_button: &NodeRef) {
    let before = use_mut_ref(|| Beside::Nothing);
    let (grid, export_button, check_button) = (grid.clone(), export_button.clone(), check_button.clone());
    use_effect_with(beside, move |beside| {
        let was = before.replace(*beside);
        match (was, beside) {
            (Beside::Details, Beside::Nothing) => focus(&grid),
            (Beside::Export, Beside::Nothing) => focus(&export_button),
            (Beside::Check, Beside::Nothing) => focus(&check_button),
            _ => {}
        }
    });
}

/// Ctrl+Z and Ctrl+Y (or Ctrl+Shift+Z), unless they are meant for a text that is being typed.
fn step(event: &KeyboardEvent) -> Option<VaultEvent> {
    if !(event.ctrl_key() || event.meta_key()) || aims_at_field(event) {
        return None;
    }
    match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Some(VaultEvent::Undone),
        ("y", false) | ("z", true) => Some(VaultEvent::Redone),
        _ => None,
    }
}

/// Tells screen readers what was done.
fn last_step(name: Option<&str>) -> String {
    name.map(|name| format!("Last step: {name}")).unwrap_or_default()
}

#[derive(PartialEq, Properties)]
struct FileFindingsProps {
    findings: Vec<FindingView>,
    total: u32,
}

/// What was found in a file as a whole: the gravest in sight, the rest one press away.
#[component]
fn FileFindings(props: &FileFindingsProps) -> Html {
    let open = use_state_eq(|| false);
    let setter = open.setter();
    let toggle = use_callback(*open, move |_: MouseEvent, open| setter.set(!open));
    let Some(gravest) = props.findings.iter().max_by_key(|finding| finding.severity) else {
        return Html::default();
    };
    let label = if *open { "Show less" } else { "Show all" };
    let actions = html! { <Button {label} name={format!("{label} findings about files")} expanded={*open} onclick={toggle} /> };
    let list = if *open {
        html! {
            <>
                <FindingList findings={props.findings.clone()} />
                <p hidden={words::unlisted(props.total, &props.findings) == 0}>{ words::and_more(props.total, &props.findings) }</p>
            </>
        }
    } else {
        Html::default()
    };
    html! {
        <div class="file-findings">
            <MessageBar severity={gravest.severity} {actions}>
                <strong>{ words::counted(props.total, "finding", "findings") }{ " about files: " }</strong>
                { &gravest.what }
            </MessageBar>
            <div class="slot">{ list }</div>
        </div>
    }
}

fn empty(review: &ReviewView) -> Html {
    match (review.shown, review.total) {
        (0, 0) => {
            html! { <p>{ "No tokens are left in this batch. Undo the last step, or close the batch." }</p> }
        }
        (0, _) => html! { <p>{ "No token matches. Change the search text, or show All." }</p> },
        _ => Html::default(),
    }
}
