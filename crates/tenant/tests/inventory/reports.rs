//! Reports: what the inventory tells, what is read of holders on request, and what is done with the tokens listed.

use super::*;

#[test]
fn reports_of_the_inventory_need_nothing_more() {
    let mut visit = Visit::to(Tenant::demo(1));
    let (asked, requests) = (visit.asked.len(), visit.tenant.requests());
    let mut check = |kind: ReportKind, total: u32| {
        visit.reports(ReportEvent::Chosen(Some(kind)));
        assert_eq!((visit.report().total, visit.report().head.len()), (total, 6), "{kind:?}");
        assert_eq!(visit.report().reading, ReportReading::Nothing);
    };
    check(ReportKind::NotAssigned, 35);
    check(ReportKind::NeverActivated, 11);
    check(ReportKind::NeverUsed, 1);
    check(ReportKind::NotUsed, 10);
    let mut check = |typed: &str, days: u32, refused: Option<&str>| {
        visit.reports(ReportEvent::DaysGiven(typed.to_owned()));
        let report = visit.report();
        assert_eq!(report.days, Some(days), "{typed}");
        let told = report.days_refused.as_deref();
        assert_eq!(told.is_some(), refused.is_some(), "{typed}: {told:?}");
        assert!(told.unwrap_or_default().contains(refused.unwrap_or_default()), "{typed}: {told:?}");
    };
    check("3650", 3_650, None);
    check("0", 3_650, Some("every token that was not used today"));
    check("-1", 3_650, Some("from 1 to 36500"));
    check(&(ReportView::MOST_DAYS + 1).to_string(), 3_650, Some("from 1 to 36500"));
    check("many", 3_650, Some("whole number"));
    check(" 36500 ", 36_500, None);
    assert_eq!(visit.report().total, 0);
    visit.reports(ReportEvent::DaysGiven("30".to_owned()));
    visit.reports(ReportEvent::SaveAsked(Ticket(1)));
    let (name, text) = visit.saved.take().unwrap();
    assert_eq!(name, "seedferry-not-used-for-a-while-2026-11-24.csv");
    assert_eq!(text.lines().count(), visit.report().total as usize + 1);
    assert_eq!((visit.asked.len(), visit.tenant.requests()), (asked, requests));
}

#[test]
fn accounts_are_read_on_request_of_holders_only() {
    let mut visit = Visit::to(Tenant::demo(1));
    visit.reports(ReportEvent::Chosen(Some(ReportKind::Accounts)));
    let permission = "User.Read.All".to_owned();
    assert_eq!(visit.report().reading, ReportReading::Asked { people: 23, permission });
    visit.reports(ReportEvent::ReadAsked);
    assert_eq!((visit.asked.last().map(String::as_str), visit.tenant.items()), (Some("User.Read.All"), 23));
    assert_eq!(visit.report().reading, ReportReading::Done { unread: 0 });
    let rows = visit.reported();
    let accounts: Vec<_> = rows.iter().map(|row| (row[0].as_str(), row[6].as_str())).collect();
    assert_eq!(accounts, [("71358456", "Deleted"), ("71358458", "Guest"), ("71358459", "Disabled")]);
    visit.looks(InventoryEvent::SearchChanged("aoife.o'neill@contoso".to_owned()));
    assert_eq!(visit.serials(), ["71358403"], "the search finds people by the names that were read");
}

#[test]
fn tokens_of_holders_tell_of_doubles_and_of_people_with_five() {
    let mut visit = Visit::to(Tenant::demo(1));
    visit.reports(ReportEvent::Chosen(Some(ReportKind::Twice)));
    visit.reports(ReportEvent::ReadAsked);
    assert_eq!(visit.asked.last().map(String::as_str), Some("UserAuthMethod-HardwareOATH.Read.All"));
    let row = &visit.reported()[0];
    assert_eq!((visit.report().total, row[0].as_str(), row[1].as_str()), (1, "Priya Nair", "71358424"));
    assert!(row[2] != row[3] && !visit.report().steps.is_empty());
    assert_eq!((row[4].as_str(), visit.report().cleaned), ("Activated", 1));
    visit.reports(ReportEvent::Chosen(Some(ReportKind::Full)));
    let full = ("Piotr Nowak", "5");
    let rows = visit.reported();
    let rows: Vec<_> = rows.iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    assert_eq!(rows, [full], "what was read serves both reports");
    visit.looks(InventoryEvent::RefreshAsked);
    assert!(matches!(visit.report().reading, ReportReading::Asked { .. }), "people are read anew");
}

/// Where the tenant does not know the narrow permission, the wider one is asked for when the user says so, unless the host
/// forbids it.
#[test]
fn the_wider_permission_is_offered_for_reports_unless_the_host_forbids_it() {
    const WIDE: &str = "UserAuthenticationMethod.Read.All";
    let check = |config: Option<&str>, offered: Option<&str>| {
        let mut visit = Visit::to(Tenant::demo(1));
        let around = Surroundings { config: config.map(str::to_owned), ..Surroundings::default() };
        visit.does(Event::Account(AccountEvent::Prepared(around)));
        visit.reports(ReportEvent::Chosen(Some(ReportKind::Twice)));
        assert_eq!(visit.report().permission, None);
        visit.grants = false;
        visit.reports(ReportEvent::ReadAsked);
        let wide = |visit: &Visit| {
            visit.report().permission.as_ref().map(|one| (one.wide.clone(), one.reads, one.failed))
        };
        assert_eq!(wide(&visit), Some((offered.map(str::to_owned), true, false)), "it may still come");
        visit.does(Event::Account(AccountEvent::Failed(SignInError::default())));
        assert_eq!(wide(&visit), Some((offered.map(str::to_owned), true, true)));
        visit.grants = true;
        visit.reports(ReportEvent::WidePermissionAsked);
        let asked = visit.asked.last().map(String::as_str);
        assert_eq!(
            (asked == Some(WIDE), visit.report().total),
            (offered.is_some(), u32::from(offered.is_some()))
        );
        assert_eq!(visit.report().permission.is_none(), offered.is_some());
    };
    check(None, Some(WIDE));
    check(Some(r#"{"widePermission":false}"#), None);
}

/// A report lists what something is to be done with: one press selects it where that can be done.
#[test]
fn what_a_report_lists_is_selected_in_the_inventory() {
    let mut visit = Visit::to(Tenant::demo(1));
    visit.looks(InventoryEvent::SearchChanged("71358401".to_owned()));
    visit.looks(InventoryEvent::AllShownSelected);
    visit.reports(ReportEvent::Chosen(Some(ReportKind::Accounts)));
    assert_eq!(visit.report().selectable, 0, "nothing was read yet");
    visit.reports(ReportEvent::ReadAsked);
    assert_eq!(visit.report().selectable, 3);
    visit.reports(ReportEvent::SelectAsked);
    let view = visit.view();
    assert_eq!((view.report.is_none(), view.shown, view.selected, view.selected_hidden), (true, 62, 3, 0));
    let rows = visit.rows().into_iter().filter(|row| row.selected);
    assert_eq!(rows.map(|row| row.serial).collect::<Vec<_>>(), ["71358456", "71358458", "71358459"]);
    visit.reports(ReportEvent::Chosen(Some(ReportKind::Full)));
    visit.reports(ReportEvent::ReadAsked);
    assert_eq!((visit.report().total, visit.report().selectable), (1, 0), "its rows are people");
}
