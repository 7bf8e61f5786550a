//! What the page may ask for has limits.

use seedferry_protocol::{Event, ToPage};

use super::{super::review::MAX_BLOCK, Effect, Story, batch};

#[test]
fn a_block_of_rows_has_a_limit() {
    let serials: Vec<String> = (0..=MAX_BLOCK).map(|number| format!("T{number}")).collect();
    let mut story = Story::with(batch(&serials.iter().map(String::as_str).collect::<Vec<_>>()));
    let snapshot = story.review.as_ref().unwrap().snapshot;
    let mut check = |count: u32, expected: u32| {
        story.does(Event::RowsWanted { snapshot, start: 0, count });
        let [Effect::ToPage(ToPage::Rows { rows, .. })] = &story.effects[..] else {
            panic!("{:?}", story.effects)
        };
        assert_eq!(rows.len(), expected as usize);
    };
    check(MAX_BLOCK, MAX_BLOCK);
    check(MAX_BLOCK + 1, MAX_BLOCK);
    check(u32::MAX, MAX_BLOCK);
}
