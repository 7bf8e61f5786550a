//! A list of people and tokens, as seeds are open and the inventory is read anew.

use seedferry_protocol::UploadList;

use super::*;

#[test]
fn tokens_whose_seeds_are_not_open_are_assigned_and_not_activated() {
    let mut journey = Journey::new();
    journey.assigns(AssignEvent::PartChosen(AssignPart::Many));
    let list = "upn,serial\nbob@contoso.example,00001\nzoë@contoso.example,00007";
    journey.assigns(AssignEvent::ListPasted(list.to_owned()));
    journey.assigns(AssignEvent::ListActivated(true));
    let rows = journey.rows();
    assert!(rows[0].starts_with("*bob 00001 Assign: ") && rows[0].contains("seed is not open"), "{rows:?}");
    assert!(rows[1].starts_with("*zoë 00007 Assign and activate:"), "{rows:?}");
    journey.assigns(AssignEvent::ListAsked);
    assert_eq!(journey.confirms(), 2);
    assert_eq!(journey.holder(1), Some(("bob".to_owned(), false)));
    assert_eq!(journey.holder(7), Some(("zoë".to_owned(), true)));
}

/// The inventory was read anew, and what follows from that is not done yet.
#[test]
fn a_list_is_set_against_the_latest_inventory() {
    let mut journey = Journey::new();
    journey.assigns(AssignEvent::PartChosen(AssignPart::Many));
    let list = "upn,serial\nbob@contoso.example,00002\nzoë@contoso.example,00003";
    journey.assigns(AssignEvent::ListPasted(list.to_owned()));
    let devices = journey.tenant.devices().to_vec();
    journey.tenant.clear();
    devices.into_iter().filter(|kept| kept.serial != "00001").for_each(|kept| journey.tenant.keep(kept));
    let mut effects = journey.model.update(Event::Inventory(InventoryEvent::RefreshAsked));
    while let Some(Effect::Send { ticket, request, token, .. }) =
        effects.into_iter().find(|effect| matches!(effect, Effect::Send { .. }))
    {
        let outcome = journey.tenant.answer(journey.now, &request, &token);
        effects = journey.model.answer(Answer::Sent { ticket, outcome });
    }
    journey.does(Event::Assign(AssignEvent::ListAsked));
    journey.hears(Answer::Continue);
    assert_eq!(journey.confirms(), 2);
    let holders = [2, 3].map(|row| journey.holder(row).map(|(holder, _)| holder));
    assert_eq!(holders, ["bob", "zoë"].map(|name| Some(name.to_owned())));
}

/// Rows of the question and of the result name people so that two of one name are told apart.
#[test]
fn people_of_one_name_are_told_apart() {
    let mut journey = Journey::new();
    journey.tenant.people.extend(["john.a", "john.b"].map(|id| person(id, "John Smith")));
    journey.assigns(AssignEvent::PartChosen(AssignPart::Many));
    let list = "upn,serial\njohn.a@contoso.example,00002\njohn.b@contoso.example,00003";
    journey.assigns(AssignEvent::ListPasted(list.to_owned()));
    journey.assigns(AssignEvent::ListAsked);
    let check = |rows: &UploadList| {
        for (row, upn) in rows.rows.iter().zip(["john.a@contoso.example", "john.b@contoso.example"]) {
            assert!(row.details.starts_with(&format!("John Smith ({upn})")), "{row:?}");
        }
        assert_eq!(rows.rows.len(), 2);
    };
    match &journey.work.as_ref().unwrap().stage {
        WorkStage::Confirm(confirm) => check(&confirm.list),
        other => panic!("{other:?}"),
    }
    journey.does(Event::Work(WorkEvent::Confirmed));
    journey.waits();
    match &journey.work.as_ref().unwrap().stage {
        WorkStage::Run(run) => check(&run.list),
        other => panic!("{other:?}"),
    }
}

/// Another list takes the place of the one that is seen: a press that was meant for that one does nothing.
#[test]
fn a_late_press_is_about_no_other_row() {
    let mut journey = Journey::new();
    journey.assigns(AssignEvent::PartChosen(AssignPart::Many));
    let list = |journey: &mut Journey, text: &str| {
        journey.assigns(AssignEvent::ListPasted(text.to_owned()));
    };
    list(&mut journey, "upn,serial\nbob@contoso.example,00001\nzoë@contoso.example,00002");
    let first = journey.row(0);
    list(&mut journey, "upn,serial\nzoë@contoso.example,00003\nbob@contoso.example,00004");
    let before = journey.rows();
    for late in [
        AssignEvent::Ticked { row: first, ticked: false },
        AssignEvent::Moved { row: first, down: true },
        AssignEvent::RowRemoved(first),
    ] {
        journey.assigns(late);
        assert_eq!(journey.rows(), before);
    }
    let first = journey.row(0);
    journey.assigns(AssignEvent::RowRemoved(first));
    assert_eq!(journey.rows(), before[1..]);
    journey.assigns(AssignEvent::Ticked { row: first, ticked: false });
    assert_eq!(journey.rows(), before[1..]);
}

/// What is looked up of people is read with a POST, and nothing of it is a write.
#[test]
fn looking_more_up_leaves_the_log_empty() {
    let mut journey = Journey::new();
    journey.assigns(AssignEvent::PartChosen(AssignPart::Many));
    journey.assigns(AssignEvent::ListPasted("upn,serial\nbob@contoso.example,00001".to_owned()));
    for fact in [AccountFact::State, AccountFact::Roles] {
        journey.assigns(AssignEvent::AccountsAsked(fact));
    }
    assert!(journey.view().many.list.as_ref().unwrap().unknown.is_empty(), "all of it was read");
    journey.does(Event::AreaChosen(Area::Log));
    assert_eq!(journey.log.as_ref().map(|log| log.rows.len()), Some(0));
}
