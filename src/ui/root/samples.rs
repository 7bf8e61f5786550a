//! Samples that lie beside the page.

use seedferry_protocol::{Event, OpeningId};
use web_sys::File;
use yew::{platform::spawn_local, prelude::*};

use super::{Message, Root};
use crate::shell::file;
use crate::ui::Sample;

pub(super) fn offer_sample(ctx: &Context<Root>, sample: &'static Sample) {
    fetch_sample(ctx, sample.file_name, |file| Message::FilesReady(vec![file]));
}

pub(super) fn give_sample_key(ctx: &Context<Root>, opening: OpeningId, sample: &'static Sample) {
    if let Some(key) = &sample.key {
        fetch_sample(ctx, key.file_name, move |file| Message::KeyReady(opening, file));
    }
}

fn fetch_sample(ctx: &Context<Root>, name: &'static str, ready: impl FnOnce(File) -> Message + 'static) {
    let link = ctx.link().clone();
    spawn_local(async move {
        let message = match file::sample(name).await {
            Some(file) => ready(file),
            None => Message::Tell(Event::SampleMissing(name.to_owned())),
        };
        link.send_message(message);
    });
}
