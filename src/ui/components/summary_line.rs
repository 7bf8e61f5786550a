//! What the batch is, in one line.

use seedferry_protocol::ReviewView;
use yew::prelude::*;

use crate::ui::words;

/// Shown, selected and assumed; counts are announced politely when they change.
pub(crate) fn summary_line(review: &ReviewView) -> Html {
    html! {
        <div class="summary-line">
            <p class="summary-line__counts" role="status">{ counts(review) }</p>
            <p class="slot summary-line__assumed">{ edited(review.edited) }</p>
            <p class="slot summary-line__assumed">{ assumed(&review.summary.assumed) }</p>
        </div>
    }
}

fn counts(review: &ReviewView) -> String {
    let shown = if review.shown == review.total {
        words::tokens(review.total)
    } else {
        format!("{} of {}", words::grouped(review.shown), words::tokens(review.total))
    };
    match (review.selected, review.selected_hidden) {
        (0, _) => format!("{shown} shown"),
        (selected, 0) => format!("{shown} shown, {} selected", words::grouped(selected)),
        (selected, hidden) => format!(
            "{shown} shown, {} selected ({} of them not shown)",
            words::grouped(selected),
            words::grouped(hidden)
        ),
    }
}

fn edited(edited: u32) -> Html {
    if edited == 0 {
        return Html::default();
    }
    html! { <><span class="edited">{ "Underlined" }</span>{ format!(" = edited here: {}", words::tokens(edited)) }</> }
}

fn assumed(assumed: &[String]) -> Html {
    if assumed.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <span class="assumed">{ "Dotted" }</span>
            { format!(" = assumed, the file does not say it: {}", assumed.join(", ")) }
        </>
    }
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::{FindingFilter, ReviewView, SummaryView};

    use super::counts;

    fn check(shown: u32, total: u32, selected: u32, selected_hidden: u32, text: &str) {
        let summary = SummaryView { clean: total, ..SummaryView::default() };
        let review = ReviewView {
            snapshot: 1,
            shown,
            total,
            selected,
            selected_hidden,
            sort: None,
            filter: FindingFilter::All,
            summary,
            file_findings: vec![],
            file_findings_total: 0,
            details: None,
            editing: None,
            form: None,
            duplicates: 0,
            edited: 0,
            undo: None,
            has_forgotten: false,
            redo: None,
            in_use: false,
        };
        assert_eq!(counts(&review), text);
    }

    #[test]
    fn counts_say_what_is_hidden() {
        check(1, 1, 0, 0, "1 token shown");
        check(12_000, 12_000, 0, 0, "12,000 tokens shown");
        check(3, 42, 0, 0, "3 of 42 tokens shown");
        check(3, 42, 5, 4, "3 of 42 tokens shown, 5 selected (4 of them not shown)");
    }
}
