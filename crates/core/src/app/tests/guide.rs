//! Stories of the guide through Graph Explorer.

use seedferry_protocol::{Event, GuideStep, TargetFormat, Ticket};

use super::{Story, batch};

#[test]
fn the_guide_keeps_its_ticks_and_holds_no_seed() {
    let mut story = Story::with(batch(&["A1", "B'2", "C3"]));
    story.does(Event::GuideChosen(true)).does(Event::ExportChosen(Some(TargetFormat::EntraJson)));
    assert!(story.export.as_ref().unwrap().guide.is_none(), "there is no guide without an export");
    story.does(Event::GuideChosen(true));
    story.does(Event::GuideStepTicked { step: GuideStep::Request, done: true });
    let done = |story: &Story| {
        let guide = story.export.as_ref().unwrap().guide.clone().unwrap();
        guide.steps.iter().filter(|step| step.done).map(|step| step.step).collect::<Vec<_>>()
    };
    assert_eq!(done(&story), [GuideStep::Request]);
    story.does(Event::GuideChosen(false)).does(Event::GuideChosen(true));
    assert_eq!(done(&story), [GuideStep::Request], "leaving keeps the ticks");
    story.does(Event::GuideStepTicked { step: GuideStep::Request, done: false });
    assert!(done(&story).is_empty());
    let shown = format!("{:?}", story.export.as_ref().unwrap().guide);
    assert!(shown.contains("B%27%272") || shown.contains("B'2"));
    assert!(!shown.contains("secretKey") && !shown.contains("requestBody"));
    story.does(Event::ExportChosen(Some(TargetFormat::EntraCsv)));
    assert!(story.export.as_ref().unwrap().guide.is_none(), "the guide is for the body of Graph");
    story.does(Event::ExportChosen(None)).does(Event::ExportChosen(Some(TargetFormat::EntraJson)));
    assert!(story.export.as_ref().unwrap().guide.is_none(), "closing the export leaves the guide");
}

#[test]
fn text_of_the_guide_raises_no_bar_and_takes_the_place_of_seeds() {
    let mut story = Story::with(batch(&["1"]));
    story.does(Event::ExportChosen(Some(TargetFormat::EntraJson))).does(Event::GuideChosen(true));
    story.does(Event::TextCopied { written: true });
    assert!(!story.clipboard && story.unsaved);
    story.does(Event::CopyAsked { ticket: Ticket(1), part: 0 });
    story.does(Event::CopyDone { ticket: Ticket(1), written: true });
    story.does(Event::TextCopied { written: false });
    assert!(story.clipboard, "the seeds are still there");
    story.does(Event::TextCopied { written: true });
    assert!(!story.clipboard);
}
