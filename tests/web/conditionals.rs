//! Regions that come and go in any order. Yew 0.23.0 panics when a conditional that appears is followed by an empty
//! one and by one that disappears (yew#4092), so every such region has an element of its own.

use seedferry_protocol::{
    ClipboardView, Notice, OfferedFile, OpeningId, OpeningView, Pane, Severity, StageView,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

fn clipboard(shown: bool) -> Pane {
    Pane::Clipboard(shown.then_some(ClipboardView { password: false, refused: false }))
}

fn notices(shown: bool) -> Pane {
    let notice = Notice { number: 1, severity: Severity::Note, text: "Saved".to_owned() };
    Pane::Notices(if shown { vec![notice] } else { vec![] })
}

fn opening(shown: bool) -> Pane {
    let files = vec![OfferedFile { name: "seeds.zip".to_owned(), size: 10 }];
    let stage = StageView::Working { what: "Reading".to_owned(), percent: None };
    Pane::Opening(shown.then_some(OpeningView { id: OpeningId(1), files, stage }))
}

fn check(stage: &Stage, (bar, news, work): (bool, bool, bool)) {
    assert_eq!(stage.count(".clipboard-bar .message-bar"), u32::from(bar));
    assert_eq!(stage.count(".notices .message-bar"), u32::from(news));
    assert_eq!(stage.count("progress"), u32::from(work));
}

#[wasm_bindgen_test]
async fn every_change_between_any_two_states_is_drawn() {
    let states: Vec<(bool, bool, bool)> =
        (0..8).map(|bits| (bits & 1 > 0, bits & 2 > 0, bits & 4 > 0)).collect();
    let mut stage = Stage::with(vec![]).await;
    for from in &states {
        for to in &states {
            for state in [*from, *to] {
                let (bar, news, work) = state;
                stage.apply(vec![clipboard(bar), notices(news), opening(work)]).await;
                check(&stage, state);
            }
        }
    }
}
