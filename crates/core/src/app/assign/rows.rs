//! Rows a page at a time.

use seedferry_protocol::{PairId, PairList, PairRow, Tone, UploadFilter};

use super::{list::List, seeds, waiting};
use crate::graph::{
    pairs::{Fate, Pair, Remark, Wish},
    people::kind,
};

/// The filters of a list; a row belongs to one of them, and to the first.
const FATES: [&str; 5] = ["All", "Will be done", "Left out", "Nothing to do", "Cannot be done"];

/// Said of a row where activation is wanted.
const SEEDLESS: &str = "Its seed is not open here, so it is not activated now.";

/// The rows of a list of people and tokens.
pub(super) fn of_list(list: &List, number: u32) -> PairList {
    let rows = list.rows().map(|(wish, pair, ticked)| (filter(list, pair, ticked), (wish, pair, ticked)));
    let end = list.len().saturating_sub(1);
    paged(&FATES, rows, list.filter, list.page, |place, (wish, pair, ticked)| {
        let (up, down) = (place > 0, (place as usize) < end);
        let id = PairId { list: number, place };
        PairRow { id, up, down, ..row(wish, pair, list, ticked) }
    })
}

/// The tokens that wait for their activation.
pub(super) fn of_waiting(rows: Vec<waiting::Row<'_>>, page: u32) -> PairList {
    paged(&["All"], rows.into_iter().map(|row| (0, row)), 0, page, |_, row| PairRow {
        id: PairId::default(),
        device: row.device.id.clone(),
        name: row.device.holder().unwrap_or_default().to_owned(),
        upn: String::new(),
        serial: row.device.serial.clone(),
        state: if row.has_seed { "Seed open here" } else { "Needs the code on the token" }.to_owned(),
        tone: if row.has_seed { Tone::Good } else { Tone::Plain },
        details: kind(row.device),
        ticked: row.has_seed.then_some(row.ticked),
        up: false,
        down: false,
    })
}

fn filter(list: &List, pair: &Pair, ticked: bool) -> usize {
    match pair.fate() {
        Fate::Blocked => 4,
        _ if ticked => 1,
        _ if list.is_done(pair) => 2,
        _ => 3,
    }
}

fn row(wish: &Wish, pair: &Pair, list: &List, ticked: bool) -> PairRow {
    let activates = list.activates && list.has_seed(pair);
    let warned = pair.remarks.iter().any(|remark| !matches!(remark, Remark::HoldsThis { .. }));
    let (state, tone) = match pair.fate() {
        Fate::Assign if warned => (assign_word(activates), Tone::Warning),
        Fate::Assign => (assign_word(activates), Tone::Good),
        Fate::Held if activates => ("Activate", Tone::Good),
        Fate::Held => ("Held already", Tone::Plain),
        Fate::Done => ("Nothing to do", Tone::Plain),
        Fate::Blocked => ("Cannot be done", Tone::Bad),
    };
    let seedless = list.activates && !activates && matches!(pair.fate(), Fate::Assign | Fate::Held);
    let details = pair.remarks.iter().map(Remark::words).chain(seedless.then(|| SEEDLESS.to_owned()));
    PairRow {
        id: PairId::default(),
        device: String::new(),
        name: pair.person.as_ref().map(seeds::who).unwrap_or_default(),
        upn: wish.upn.clone(),
        serial: wish.serial.clone(),
        state: state.to_owned(),
        tone,
        details: details.collect::<Vec<_>>().join(" "),
        ticked: list.is_done(pair).then_some(ticked),
        up: false,
        down: false,
    }
}

fn assign_word(activates: bool) -> &'static str {
    if activates { "Assign and activate" } else { "Assign" }
}

/// The rows of a filter on a page. Each comes with the number of its filter.
fn paged<T>(
    filters: &[&str],
    rows: impl Iterator<Item = (usize, T)>,
    chosen: u32,
    page: u32,
    row: impl Fn(u32, T) -> PairRow,
) -> PairList {
    let mut counts = vec![0_u32; filters.len()];
    let (filter, from, mut fitting, mut shown) =
        (chosen as usize, page.saturating_mul(PairList::ROWS), 0, Vec::new());
    for (place, (kind, item)) in (0_u32..).zip(rows) {
        counts
            .iter_mut()
            .enumerate()
            .filter(|(at, _)| *at == 0 || *at == kind)
            .for_each(|(_, count)| *count += 1);
        if filter == 0 || filter == kind {
            if (from..from.saturating_add(PairList::ROWS)).contains(&fitting) {
                shown.push(row(place, item));
            }
            fitting += 1;
        }
    }
    let named =
        filters.iter().zip(counts).map(|(label, count)| UploadFilter { label: (*label).to_owned(), count });
    PairList {
        filters: named.collect(),
        chosen,
        page,
        pages: fitting.div_ceil(PairList::ROWS).max(1),
        rows: shown,
    }
}
