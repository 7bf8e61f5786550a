//! The layout of a table whose columns the user may change, as the export panel shows it.

use seedferry_protocol::{
    CsvColumn, CsvContent, CsvLayoutView, CustomCsv, ExportOptions, TargetFormat, TokenProperty,
};

use crate::{
    conversion::{self, Plan},
    format::custom_csv,
    token::{Batch, Token},
};

/// What stands in a preview in place of a seed.
const MASK: &str = "••••••••";

/// The layout of a target; `None` where there are no columns to change.
pub(super) fn of(target: TargetFormat, options: &ExportOptions) -> Option<CustomCsv> {
    options.layout(target).cloned().or_else(|| conversion::unchanged_layout(target))
}

/// The ready-made layout at that place of the list.
pub(super) fn ready_made(place: u32) -> Option<CustomCsv> {
    custom_csv::ready_made().into_iter().nth(usize::try_from(place).ok()?)
}

/// Whether a layout is a ready-made one, unchanged.
pub(super) fn is_ready_made(layout: &CustomCsv) -> bool {
    custom_csv::ready_made().contains(layout)
}

/// The layout with the first rows that go.
pub(super) fn view(
    target: TargetFormat,
    options: &ExportOptions,
    batch: &Batch,
    plan: &Plan,
) -> Option<CsvLayoutView> {
    let layout = of(target, options)?;
    let is_own = target == TargetFormat::CustomCsv;
    let names = || custom_csv::ready_made().into_iter().map(|layout| layout.name).collect();
    let going = plan.parts.iter().flat_map(|part| &part.tokens);
    let tokens = going.filter_map(|at| batch.tokens.get(usize::try_from(*at).ok()?));
    Some(CsvLayoutView {
        changed: options.layout(target).is_some(),
        can_be_put_back: false,
        unconfirmed: !is_own,
        ready_made: if is_own { names() } else { Vec::new() },
        preview: tokens.take(CustomCsv::PREVIEWED).map(|token| row(&layout, token)).collect(),
        problems: custom_csv::problems(&layout),
        warnings: custom_csv::warnings(&layout),
        layout,
    })
}

fn row(layout: &CustomCsv, token: &Token) -> Vec<String> {
    layout.columns.iter().map(|column| cell(column, token)).collect()
}

fn cell(column: &CsvColumn, token: &Token) -> String {
    match column.content {
        CsvContent::Property(TokenProperty::Seed) => MASK.to_owned(),
        _ => custom_csv::plain_cell(column, token).into_owned(),
    }
}
