//! *Wipe*: at once, unless the tenant is written to.

use seedferry::ui::Command;
use seedferry_protocol::{Pane, RunState, UploadList, WorkRun, WorkStage, WorkView};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

fn work(state: RunState) -> Pane {
    let run = WorkRun {
        what: "Working".to_owned(),
        why: String::new(),
        state,
        done: 1,
        half_done: 0,
        left_without: None,
        unfinished: true,
        total: 2,
        seconds_left: 1,
        list: UploadList::default(),
    };
    Pane::Work(Some(WorkView { shown: false, title: "Unassign".to_owned(), stage: WorkStage::Run(run) }))
}

/// Whether a press wipes at once.
async fn check(panes: Vec<Pane>, at_once: bool) {
    let stage = Stage::with(panes).await;
    stage.press("[title^='Forget every seed']").await;
    assert_eq!(stage.commands().contains(&Command::Wipe), at_once);
    assert_eq!(stage.count("dialog"), u32::from(!at_once));
    if !at_once {
        stage.press("dialog .actions button").await;
        assert!(stage.commands().contains(&Command::Wipe));
    }
}

#[wasm_bindgen_test]
async fn wiping_asks_while_the_tenant_is_written_to() {
    check(vec![], true).await;
    check(vec![work(RunState::Working)], false).await;
    check(vec![work(RunState::Paused)], false).await;
    check(vec![work(RunState::Ended)], true).await;
}
