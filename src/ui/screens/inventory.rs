//! The tenant's inventory: commands, search and filters, and the table of all tokens.

use std::rc::Rc;

use seedferry_protocol::{
    DeviceColumn, DeviceRow, Event as VaultEvent, InventoryEvent, InventoryProblem, InventoryStage,
    InventoryView, ReportEvent, ReportKind, Severity,
};
use web_sys::HtmlInputElement;

use super::report::Report;
use crate::ui::components::{
    Button, DevicePanel, FilterChoice, FilterList, Icon, Look, MessageBar, SealLine, SearchBox, SignedOut,
    SortChoice, check_option, work_buttons,
};
use crate::ui::hooks::{use_command, use_focus_after, use_focus_when, use_send};
use crate::ui::prelude::*;
use crate::ui::table::{Devices, Table};
use crate::ui::{Command, RowCache, words};

/// What an [`InventoryScreen`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct InventoryScreenProps {
    /// The inventory.
    pub(crate) inventory: Rc<InventoryView>,
    /// The rows that are here.
    pub(crate) rows: Rc<RowCache<DeviceRow>>,
    /// The rows of a report that are here.
    pub(crate) reported: Rc<RowCache<Vec<String>>>,
}

/// The table, or why there is none; reports take its place.
#[component]
pub(crate) fn InventoryScreen(props: &InventoryScreenProps) -> Html {
    let view = &props.inventory;
    if let Some(report) = &view.report {
        return html! { <div class="slot"><Report key="report" report={report.clone()} rows={props.reported.clone()} /></div> };
    }
    match &view.stage {
        InventoryStage::Listed => {
            html! { <Listed key="listed" inventory={view.clone()} rows={props.rows.clone()} /> }
        }
        stage => html! { <Unlisted key="unlisted" stage={stage.clone()} /> },
    }
}

/// A press that tells the vault.
pub(super) fn press(send: &Callback<VaultEvent>, event: InventoryEvent) -> Callback<MouseEvent> {
    send.reform(move |_: MouseEvent| VaultEvent::Inventory(event.clone()))
}

#[derive(PartialEq, Properties)]
struct UnlistedProps {
    stage: InventoryStage,
}

/// Nothing was read yet.
#[component]
fn Unlisted(props: &UnlistedProps) -> Html {
    let (send, command) = (use_send(), use_command());
    let heading = use_focus_when(core::mem::discriminant(&props.stage));
    let content = match &props.stage {
        InventoryStage::SignedOut => html! {
            <SignedOut why="Sign in to see all hardware OATH tokens of the tenant: who has them, which are in use, and which are free. Looking needs the permission Policy.Read.All and changes nothing." />
        },
        InventoryStage::Reading { devices } => html! {
            <section class="card" role="status">
                <p>{ "Reading the tenant's inventory…" }</p>
                <p class="quiet">{ format!("{} read so far.", words::tokens(*devices)) }</p>
                <progress class="progress" aria-label="Reading the inventory" />
            </section>
        },
        InventoryStage::Halted(halted) => problem(halted, InventoryEvent::RefreshAsked, &send, &command),
        InventoryStage::Listed => Html::default(),
    };
    html! {
        <div class="upload">
            <header class="upload__head"><h1 ref={heading} tabindex="-1">{ "Inventory" }</h1></header>
            <div class="slot">{ content }</div>
        </div>
    }
}

/// What keeps something from being read, with what helps.
pub(super) fn problem(
    problem: &InventoryProblem,
    again: InventoryEvent,
    send: &Callback<VaultEvent>,
    command: &Callback<Command>,
) -> Html {
    let permit = command.reform(|_: MouseEvent| Command::GoOnSigningIn);
    let actions = html! {
        <>
            <span class="slot" hidden={!problem.permission}><Button label="Ask for the permission" onclick={permit} /></span>
            <Button label="Try again" onclick={press(send, again)} />
        </>
    };
    html! {
        <MessageBar severity={Severity::Error} {actions}>
            <strong>{ &problem.what }{ " " }</strong>{ &problem.remedy }
        </MessageBar>
    }
}

#[derive(PartialEq, Properties)]
struct ListedProps {
    inventory: Rc<InventoryView>,
    rows: Rc<RowCache<DeviceRow>>,
}

/// The table and all around it.
#[component]
fn Listed(props: &ListedProps) -> Html {
    let view = &props.inventory;
    let (send, command) = (use_send(), use_command());
    let (grid, columns_open) = (use_node_ref(), use_state_eq(|| false));
    let heading = use_focus_when(());
    let search = send.reform(|text| VaultEvent::Inventory(InventoryEvent::SearchChanged(text)));
    let devices = Devices(view.clone());
    let setter = columns_open.setter();
    let toggle = use_callback(*columns_open, move |_: MouseEvent, open| setter.set(!open));
    let beside = view.details.as_ref().map(|details| html! { <DevicePanel details={details.clone()} /> });
    use_focus_after(view.details.is_some(), &grid);
    html! {
        <div class={classes!("review", "inventory", beside.is_some().then_some("review--details"))}>
            <div class="review__main">
                <header class="review__head">
                    <h1 ref={heading} tabindex="-1">{ "Inventory" }</h1>
                    <p class="quiet" role="status">{ state(view) }</p>
                </header>
                { commands(view, *columns_open, toggle, &send, &command) }
                <div class="slot review__messages">{ refresh_problem(view, &send, &command) }</div>
                <div class="slot review__messages">{ columns(view, *columns_open, &send) }</div>
                <div class="review__tools">
                    <SearchBox placeholder="Search serial, person's name, model" on_search={search} />
                    <FilterChoice inventory={view.clone()} />
                    <SortChoice<Devices> source={devices.clone()} />
                </div>
                <FilterList inventory={view.clone()} />
                <div class="summary-line">
                    <p role="status">{ summary(view) }</p>
                    <SealLine />
                </div>
                <div class="review__table">
                    <Table<Devices> source={devices} rows={props.rows.clone()} {grid} />
                    <div class="slot review__empty">{ empty(view) }</div>
                </div>
            </div>
            <div class="slot review__panel">{ beside.unwrap_or_default() }</div>
        </div>
    }
}

fn commands(
    view: &InventoryView,
    columns_open: bool,
    toggle: Callback<MouseEvent>,
    send: &Callback<VaultEvent>,
    command: &Callback<Command>,
) -> Html {
    let report = InventoryEvent::Report(ReportEvent::Chosen(Some(ReportKind::NotAssigned)));
    let save = command.reform(|_: MouseEvent| Command::SaveInventory { report: false });
    let label = if view.selected > 0 { "Save selected as CSV" } else { "Save as CSV" };
    html! {
        <div class="command-bar" role="toolbar" aria-label="Inventory">
            <Button label="Read again" icon={Icon::Redo} look={Look::Subtle} disabled={view.refreshing.is_some()} onclick={press(send, InventoryEvent::RefreshAsked)} />
            { work_buttons(view.selected, send) }
            <Button {label} icon={Icon::Save} look={Look::Subtle} disabled={view.selected == 0 && view.shown == 0} onclick={save} />
            <Button label="Reports…" icon={Icon::Document} look={Look::Subtle} onclick={press(send, report)} />
            <Button label="Columns…" icon={Icon::Edit} look={Look::Subtle} expanded={columns_open} onclick={toggle} />
            <Button label="Select all shown" icon={Icon::Check} look={Look::Subtle} disabled={view.shown == 0} onclick={press(send, InventoryEvent::AllShownSelected)} />
            <Button label="Clear selection" icon={Icon::Close} look={Look::Subtle} disabled={view.selected == 0} onclick={press(send, InventoryEvent::SelectionCleared)} />
        </div>
    }
}

/// The list stays when it could not be read again.
fn refresh_problem(view: &InventoryView, send: &Callback<VaultEvent>, command: &Callback<Command>) -> Html {
    match &view.problem {
        Some(halted) => {
            let old = InventoryProblem {
                what: format!("The list is that of {}. {}", view.read, halted.what),
                ..halted.clone()
            };
            problem(&old, InventoryEvent::RefreshAsked, send, command)
        }
        None => Html::default(),
    }
}

/// Which columns are shown; the serial number always is.
fn columns(view: &InventoryView, open: bool, send: &Callback<VaultEvent>) -> Html {
    if !open {
        return Html::default();
    }
    let option = |column: DeviceColumn| {
        let onchange = send.reform(move |event: Event| {
            let shown = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
            VaultEvent::Inventory(InventoryEvent::ColumnShown { column, shown })
        });
        let checked = view.columns.contains(&column);
        check_option(column.name(), "", checked, column == DeviceColumn::Serial, onchange)
    };
    html! {
        <fieldset class="card inventory__columns">
            <legend>{ "Columns" }</legend>
            { for DeviceColumn::ALL.into_iter().map(option) }
        </fieldset>
    }
}

fn state(view: &InventoryView) -> String {
    match view.refreshing {
        Some(devices) => format!("Reading again… {} so far", words::tokens(devices)),
        None => format!("{}, read {}", words::tokens(view.total), view.read),
    }
}

fn summary(view: &InventoryView) -> String {
    let shown = format!("{} of {} shown", words::grouped(view.shown), words::grouped(view.total));
    match (view.selected, view.selected_hidden) {
        (0, _) => shown,
        (selected, 0) => format!("{shown}, {} selected", words::grouped(selected)),
        (selected, hidden) => format!(
            "{shown}, {} selected, {} of them not shown",
            words::grouped(selected),
            words::grouped(hidden)
        ),
    }
}

fn empty(view: &InventoryView) -> Html {
    match (view.shown, view.total) {
        (0, 0) => html! {
            <p>{ "This tenant has no hardware OATH tokens that came through Graph. Open a seed file and upload it." }</p>
        },
        (0, _) => {
            html! { <p>{ "No token matches. Change the search text, or remove a filter." }</p> }
        }
        _ => Html::default(),
    }
}
