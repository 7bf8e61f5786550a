//! What is said where there is nothing to choose from.

use super::*;

#[test]
fn what_cannot_be_read_is_said() {
    let mut journey = Journey::new();
    journey.tenant.account.permissions.retain(|name| name != "User.ReadBasic.All" && name != "User.Read.All");
    journey.assigns(AssignEvent::PersonSearched("bob".to_owned()));
    let said = |view: &AssignView| match &view.one.search {
        HitsView::Failed(why) => why.clone(),
        other => panic!("{other:?}"),
    };
    assert!(said(journey.view()).contains("403"), "{}", said(journey.view()));
    journey.assigns(AssignEvent::PartChosen(AssignPart::Many));
    journey.assigns(AssignEvent::ListPasted("only words".to_owned()));
    assert!(journey.view().many.problem.contains("people and serial numbers"));
}

#[test]
fn why_no_free_token_is_listed_is_said() {
    let check = |journey: &Journey, said: &str| {
        let card = journey.view().one.person.as_ref().unwrap();
        assert!(card.no_token.starts_with(said) && card.no_token.is_empty() == said.is_empty(), "{card:?}");
    };
    let mut journey = Journey::new();
    journey.finds("bob");
    check(&journey, "");
    journey.assigns(AssignEvent::TokenSearched("9".to_owned()));
    check(&journey, "No free token has a serial number that begins so");
    journey.tenant.clear();
    journey.assigns(AssignEvent::InventoryAsked);
    check(&journey, "There is no free token. Upload a seed file");
    journey.does(Event::Account(AccountEvent::SignedOut));
    journey.unknown = "Policy.Read.All";
    journey.scopes.remove("Policy.Read.All");
    journey.signs_in();
    journey.finds("bob");
    check(&journey, "The inventory could not be read");
}
