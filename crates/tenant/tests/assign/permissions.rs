//! Each permission is asked for by itself, when it is first used.

use super::*;

/// Regression case 13: each action asks for its own permission, when it is first used.
#[test]
fn permissions_are_asked_for_one_by_one() {
    let mut journey = Journey::new();
    assert!(journey.wanted.is_empty());
    journey.assigns(AssignEvent::PersonSearched("bob".to_owned()));
    assert_eq!(journey.wanted, ["User.ReadBasic.All"]);
    journey.finds("bob");
    assert_eq!(journey.wanted[1..], ["UserAuthMethod-HardwareOATH.ReadWrite.All"]);
    journey.assigns(AssignEvent::PartChosen(AssignPart::Many));
    journey.assigns(AssignEvent::GroupSearched("fin".to_owned()));
    assert_eq!(journey.wanted[2..], ["GroupMember.Read.All"]);
    journey.assigns(AssignEvent::ListPasted("bob@contoso.example,00001".to_owned()));
    assert_eq!(journey.wanted.len(), 3);
    journey.assigns(AssignEvent::AccountsAsked(AccountFact::State));
    assert_eq!(journey.wanted[3..], ["User.Read.All"]);
    journey.assigns(AssignEvent::AccountsAsked(AccountFact::Roles));
    assert_eq!(journey.wanted[4..], ["RoleManagement.Read.Directory"]);
}

/// A permission that is refused costs nothing that another one tells.
#[test]
fn what_is_not_known_of_one_person_is_asked_for_piece_by_piece() {
    let mut journey = Journey::new();
    journey.unknown = "RoleManagement.Read.Directory";
    journey.finds("boss");
    let check = |journey: &Journey, unknown: &[AccountFact], remark: &str| {
        let card = journey.view().one.person.as_ref().unwrap();
        let facts: Vec<_> = card.unknown.iter().map(|unknown| unknown.fact).collect();
        assert_eq!(facts, unknown, "{card:?}");
        let says = card.remarks.iter().any(|told| told.text.contains(remark));
        assert!(remark.is_empty() || says, "{card:?}");
    };
    check(&journey, &[AccountFact::State, AccountFact::Roles], "");
    journey.assigns(AssignEvent::AccountsAsked(AccountFact::Roles));
    check(&journey, &[AccountFact::State, AccountFact::Roles], "");
    journey.tenant.people.iter_mut().for_each(|person| person.is_enabled &= person.id != "boss");
    journey.assigns(AssignEvent::AccountsAsked(AccountFact::State));
    check(&journey, &[AccountFact::Roles], "The account is disabled.");
    journey.unknown = "";
    journey.assigns(AssignEvent::AccountsAsked(AccountFact::Roles));
    check(&journey, &[], "An administrator");
    assert!(journey.held().is_empty(), "the tokens were read again with it");
}
