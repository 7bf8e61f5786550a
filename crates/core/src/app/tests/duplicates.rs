//! Stories of tokens that stand twice.

use seedferry_protocol::{DuplicatesView, FormKind, FormView};

use super::{edit::review, *};

fn duplicates(story: &Story) -> DuplicatesView {
    match &review(story).form {
        Some(FormView::Duplicates(view)) => view.clone(),
        form => panic!("{form:?}"),
    }
}

#[test]
fn doubles_are_dropped_and_of_rivals_one_is_kept() {
    let check =
        |change: &dyn Fn(&mut Batch), (doubles, rivals): (u32, usize), dropped: &[u32], kept: &[u32]| {
            let mut tokens = batch(&["1", "2", "1", "1"]);
            change(&mut tokens);
            let mut story = Story::with(tokens);
            assert_eq!(review(&story).duplicates, 1);
            story.does(Event::FormChosen(Some(FormKind::Duplicates)));
            let view = duplicates(&story);
            assert_eq!((view.doubles, view.rivals.len()), (doubles, rivals));
            let ids = |story: &mut Story| story.rows().into_iter().map(|row| row.id.0).collect::<Vec<_>>();
            story.does(Event::DoublesDropped);
            assert_eq!(ids(&mut story), dropped);
            story.does(Event::RivalKept(TokenId(3)));
            assert_eq!(ids(&mut story), kept);
            while review(&story).undo.is_some() {
                story.does(Event::Undone);
            }
            assert_eq!(ids(&mut story), [0, 1, 2, 3]);
        };
    let other_seed =
        |tokens: &mut Batch, at: u8| tokens.tokens[usize::from(at)].seed = Seed::new(vec![at; 20]);
    check(&|_| {}, (2, 0), &[0, 1], &[0, 1]);
    check(&|tokens| other_seed(tokens, 3), (1, 1), &[0, 1, 3], &[1, 3]);
    check(
        &|tokens| {
            other_seed(tokens, 2);
            other_seed(tokens, 3);
        },
        (0, 1),
        &[0, 1, 2, 3],
        &[1, 3],
    );
    // A double that says more takes the place of the first; one that says something else is a rival.
    check(&|tokens| tokens.tokens[3].upn = Some("a@x.org".to_owned()), (2, 0), &[1, 3], &[1, 3]);
    check(
        &|tokens| {
            tokens.tokens[0].upn = Some("b@x.org".to_owned());
            tokens.tokens[3].upn = Some("a@x.org".to_owned());
        },
        (1, 1),
        &[0, 1, 3],
        &[1, 3],
    );
    // Two that each say a part of one token are put together.
    check(
        &|tokens| {
            tokens.tokens[2].upn = Some("a@x.org".to_owned());
            tokens.tokens[3].display_name = Some("A".to_owned());
        },
        (2, 0),
        &[1, 2],
        &[1, 2],
    );
}

#[test]
fn parts_of_one_token_are_put_together_and_parted_again() {
    let mut tokens = batch(&["1", "1", "1"]);
    tokens.tokens[1].upn = Some("a@x.org".to_owned());
    tokens.tokens[2].display_name = Some("A".to_owned());
    let mut story = Story::with(tokens);
    story.does(Event::FormChosen(Some(FormKind::Duplicates)));
    assert_eq!((duplicates(&story).doubles, duplicates(&story).completed), (2, 1));
    story.does(Event::DoublesDropped);
    let said = |story: &mut Story| {
        story.does(Event::DetailsChosen(Some(TokenId(1))));
        let details = review(story).details.clone().unwrap();
        (details.row.upn.clone(), details.display_name)
    };
    assert_eq!(said(&mut story), ("a@x.org".to_owned(), "A".to_owned()));
    story.does(Event::Undone);
    assert_eq!(said(&mut story), ("a@x.org".to_owned(), String::new()));
    story.does(Event::Redone);
    assert_eq!(said(&mut story).1, "A");
}
