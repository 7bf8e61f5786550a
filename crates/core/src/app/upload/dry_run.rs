//! The dry run: all requests a page at a time, one of them in full, and all of them in full as a file.

use core::fmt::Write as _;

use seedferry_protocol::{DryRequest, DryRunView, Ticket};

use super::{
    super::{Effect, Model, nothing_to_hand_over, review::count},
    Stage,
};
use crate::{
    calendar::date,
    graph::{DryRun, run::Settings},
    token::{SerialNumber, Token},
};

/// What of it is in sight.
#[derive(Default)]
pub(super) struct Sight {
    pub(super) page: u32,
    /// The request that is shown in full, counted from 0.
    pub(super) open: Option<u32>,
}

/// The page in sight.
pub(super) fn view(run: &DryRun<'_>, sight: &Sight) -> DryRunView {
    let total = count(run.requests());
    let pages = total.div_ceil(DryRunView::ROWS).max(1);
    let page = sight.page.min(pages - 1);
    let from = page * DryRunView::ROWS;
    let (method, path) = DryRun::line();
    let request = |place: u32| DryRequest {
        place,
        line: format!("{} {path}", method.name()),
        tokens: named(run.tokens(place as usize)),
        body: (sight.open == Some(place)).then(|| run.body(place as usize)),
    };
    DryRunView {
        page,
        pages,
        requests: (from..total.min(from.saturating_add(DryRunView::ROWS))).map(request).collect(),
    }
}

impl Model {
    /// Hands over all requests in full, without seeds.
    pub(super) fn hand_dry_run(&mut self, ticket: Ticket) -> Vec<Effect> {
        let host = self.sign_in.cloud().graph();
        let (Some(Stage::Plan { plan, .. }), Some(review)) =
            (self.upload.as_ref().map(|upload| &upload.stage), &self.review)
        else {
            return nothing_to_hand_over(ticket);
        };
        let text = whole(&plan.dry_run(review.batch(), Settings::default().chunk), host);
        let name = format!("seedferry-requests-{}.txt", date(self.online.wall));
        self.hand_text(ticket, false, name, "text/plain", text)
    }
}

/// All requests in full, as they would reach this host.
fn whole(run: &DryRun<'_>, host: &str) -> String {
    let (method, path) = DryRun::line();
    let total = run.requests();
    let mut text =
        String::from("# The requests of an upload, with dots in place of seeds. Nothing was sent.\n");
    for request in 0..total {
        let (number, body) = (request + 1, run.body(request));
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n# Request {number} of {total}\n{} {host}{path}\nContent-Type: application/json\n\n{body}",
            method.name()
        );
    }
    text
}

/// How many tokens, and the first and the last of them.
fn named(tokens: &[&Token]) -> String {
    match tokens {
        [one] => format!("1 token, {}", serial(one)),
        [first, .., last] => format!("{} tokens, {} to {}", tokens.len(), serial(first), serial(last)),
        [] => String::new(),
    }
}

fn serial(token: &Token) -> &str {
    token.serial.as_ref().map(SerialNumber::as_str).unwrap_or_default()
}
