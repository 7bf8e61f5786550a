//! Legacy tokens that people have once more through Graph: how they go, and when they stay.

use super::*;

#[test]
fn a_legacy_double_goes_when_the_other_token_is_activated() {
    let check = |status: Status, shows_legacy: bool, is_new: bool, cleaned: u32| {
        let mut journey = Journey::with("71358424");
        journey.tenant.switches.shows_legacy = shows_legacy;
        let legacy = journey.tenant.legacy()[0].clone();
        let same = |kept: &&mut Kept| kept.serial == legacy.serial;
        let mut devices = journey.tenant.devices().to_vec();
        devices.iter_mut().find(same).unwrap().status = status;
        journey.tenant.clear();
        for kept in devices {
            journey.tenant.keep(kept);
        }
        journey.tenant.keep_legacy(legacy);
        if is_new {
            journey.does(Event::Inventory(InventoryEvent::RefreshAsked));
        }
        for event in
            [ReportEvent::Chosen(Some(ReportKind::Twice)), ReportEvent::ReadAsked, ReportEvent::CleanUpAsked]
        {
            journey.does(Event::Inventory(InventoryEvent::Report(event)));
        }
        assert_eq!(
            (journey.report.as_ref().unwrap().total, journey.report.as_ref().unwrap().cleaned),
            (1, cleaned)
        );
        if cleaned > 0 {
            assert_eq!(journey.confirmed(), counts(&[("All", cleaned), ("Done", cleaned)]));
        } else {
            assert!(journey.work.is_none(), "nothing is to be done");
        }
        assert_eq!(journey.tenant.legacy().is_empty(), cleaned > 0);
        assert!(journey.serials().contains("71358424"), "the other one stays");
        assert_eq!(journey.tenant.violations(), []);
    };
    check(Status::Activated, true, true, 1);
    check(Status::Activated, false, true, 1);
    check(Status::Assigned, true, true, 0);
    // Deactivated since the inventory was read: the person's tokens tell.
    check(Status::Assigned, true, false, 0);
}

/// Changes the token that came through Graph, or the legacy one.
fn changed(tenant: &mut Tenant, is_legacy: bool, change: impl Fn(&mut Kept)) {
    let (devices, mut legacy) = (tenant.devices().to_vec(), tenant.legacy()[0].clone());
    tenant.clear();
    for mut kept in devices {
        if kept.serial == legacy.serial && !is_legacy {
            change(&mut kept);
        }
        tenant.keep(kept);
    }
    if is_legacy {
        change(&mut legacy);
    }
    tenant.keep_legacy(legacy);
}

/// Between the question and the answer somebody else changes something.
#[test]
fn a_legacy_double_stays_when_it_is_not_as_it_was_read() {
    let check = |change: fn(&mut Tenant), why: &str| {
        let mut journey = Journey::with("71358424");
        for event in
            [ReportEvent::Chosen(Some(ReportKind::Twice)), ReportEvent::ReadAsked, ReportEvent::CleanUpAsked]
        {
            journey.does(Event::Inventory(InventoryEvent::Report(event)));
        }
        change(&mut journey.tenant);
        assert_eq!(journey.confirmed(), counts(&[("All", 1), ("Failed", 1)]), "{why}");
        let row = journey.run().list.rows[0].clone();
        assert!(row.details.contains(why) && row.details.contains("report again"), "{row:?}");
        assert_eq!((journey.tenant.legacy().len(), journey.tenant.violations().len()), (1, 0));
    };
    check(|tenant| changed(tenant, false, |kept| kept.status = Status::Assigned), "is not activated");
    check(
        |tenant| changed(tenant, false, |kept| (kept.status, kept.assigned_to) = (Status::Available, None)),
        "does not have the token that came through Graph any more",
    );
    check(
        |tenant| {
            let other = tenant.people.last().map(|person| person.id.clone());
            changed(tenant, true, |kept| kept.assigned_to.clone_from(&other));
        },
        "does not have the legacy token any more",
    );
}
