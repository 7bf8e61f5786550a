//! Stories of a page that nobody uses.

use seedferry_protocol::{Event, OrderEvent, PageEffect, Passphrase, Remains, SealEvent};

use super::{Story, batch, page};

const MINUTE: u32 = 60_000;

impl Story {
    fn minutes_pass(&mut self, minutes: u32) -> &mut Self {
        for _ in 0..minutes {
            self.does(Event::TimePassed { milliseconds: MINUTE });
        }
        self
    }

    fn wipes(&self) -> bool {
        self.effects.contains(&page(PageEffect::WipeForIdle { remains: Remains::default() }))
    }
}

/// Lets minutes pass after some events: whether the wipe is announced then, and whether it comes.
fn check(story: &mut Story, events: Vec<Event>, minutes: u32, announced: bool, wipes: bool) {
    for event in events {
        story.does(event);
    }
    story.minutes_pass(minutes);
    assert_eq!((story.idle.seconds_left.is_some(), story.wipes()), (announced, wipes), "{minutes} minutes");
}

#[test]
fn a_batch_is_wiped_after_a_quarter_of_an_hour() {
    check(&mut Story::with(batch(&["1"])), vec![], 13, false, false);
    check(&mut Story::with(batch(&["1"])), vec![], 14, true, false);
    check(&mut Story::with(batch(&["1"])), vec![], 15, true, true);
}

#[test]
fn it_can_be_put_off_and_turned_off() {
    let story = &mut Story::with(batch(&["1"]));
    check(story, vec![], 14, true, false);
    check(story, vec![Event::PageUsed], 13, false, false);
    check(story, vec![Event::SearchChanged("a".to_owned())], 13, false, false);
    check(story, vec![Event::IdleChosen { minutes: Some(60) }], 58, false, false);
    check(story, vec![Event::IdleChosen { minutes: None }], 600, false, false);
}

#[test]
fn sleep_does_not_count() {
    let story = &mut Story::with(batch(&["1"]));
    story.does(Event::TimePassed { milliseconds: 8 * 60 * MINUTE });
    check(story, vec![], 13, false, false);
}

#[test]
fn it_waits_for_an_opening_but_not_for_an_answer() {
    let story = &mut Story::default();
    story.offer("seeds.zip");
    check(story, vec![], 60, false, false);
    let lock = super::Cause::NeedsPassphrase(super::Lock::Zip);
    story.fails(&["seeds.zip"], lock);
    check(story, vec![], 15, true, true);
}

#[test]
fn what_is_held_without_a_batch_counts() {
    let password = SealEvent::PasswordGiven(Passphrase::new("typed twice".to_owned()));
    for event in [Event::Seal(password), Event::Order(OrderEvent::PasswordCopied { written: true })] {
        check(&mut Story::default(), vec![event.clone()], 13, false, false);
        check(&mut Story::default(), vec![event], 15, true, true);
    }
}

#[test]
fn where_nothing_is_open_nothing_is_wiped() {
    check(&mut Story::default(), vec![], 600, false, false);
}

#[test]
fn the_choice_and_the_notices_outlive_it() {
    let story = &mut Story::with(batch(&["1"]));
    story.does(Event::SampleMissing("a.zip".to_owned()));
    let notices = story.notices.clone();
    let mut next = Story::default();
    next.does(Event::WipedForIdle {
        minutes: Some(5),
        notices: notices.clone(),
        remains: Remains::default(),
    });
    assert_eq!(next.idle.minutes, Some(5));
    let texts: Vec<&str> = next.notices.iter().map(|notice| notice.text.as_str()).collect();
    assert!(texts.contains(&notices.last().unwrap().text.as_str()), "{texts:?}");
    assert_eq!(texts.last(), Some(&"Everything was wiped, because nobody used this page"));
}
