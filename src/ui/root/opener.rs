//! Openers: workers that each open files once, and the files that they are given.

use seedferry_protocol::{Event, OpenerJob, OpeningId};
use web_sys::{File, MessageChannel};
use yew::prelude::*;

use super::{Message, Root};
use crate::shell::{file, worker::Worker};

/// The files of an opening, and the worker that opens them.
pub(super) struct Opener {
    files: Vec<File>,
    worker: Option<Worker>,
}

impl Opener {
    /// Files that wait for their worker.
    pub(super) fn of(files: Vec<File>) -> Self {
        Self { files, worker: None }
    }
}

impl Root {
    pub(super) fn offer(&mut self, files: Vec<File>) {
        if files.is_empty() {
            return;
        }
        let offered = files.iter().map(file::described).collect();
        self.offered.extend(files);
        self.vault.send(&Event::FilesOffered(offered));
    }

    /// Starts the worker, and connects it with the vault. A second start is a retry, or another file has joined.
    pub(super) fn start_opener(&mut self, ctx: &Context<Self>, opening: OpeningId) {
        let Ok(channel) = MessageChannel::new() else {
            return self.opener_failed(opening);
        };
        // What was offered while the opening asked joins its files.
        let mut files = self.openers.remove(opening.0).map(|opener| opener.files).unwrap_or_default();
        files.append(&mut self.offered);
        let failed = ctx.link().callback(move |_| Message::OpenerFailed(opening));
        let worker = Worker::start::<()>("opener", |()| (), move |reason| failed.emit(reason));
        let mut attachments = vec![channel.port2().into()];
        attachments.extend(files.iter().map(Into::into));
        worker.send_with(&OpenerJob, &attachments);
        self.openers.insert(opening.0, Opener { files, worker: Some(worker) });
        self.vault.send_with(&Event::OpenerStarted(opening), &[channel.port1().into()]);
    }

    /// The opening is over. Files that are opened again are kept already.
    pub(super) fn keep_files(&mut self, opening: OpeningId) {
        if let Some(opener) = self.openers.remove(opening.0) {
            let new = opener.files.into_iter().filter(|file| !self.kept.contains(file));
            let new: Vec<File> = new.collect();
            self.kept.extend(new);
        }
    }

    /// The worker is gone; its files stay for another try.
    pub(super) fn opener_failed(&mut self, opening: OpeningId) {
        if let Some(opener) = self.openers.get_mut(opening.0) {
            drop(opener.worker.take());
        }
        self.vault.send(&Event::OpenerDied { opening });
    }

    pub(super) fn give_key(&self, opening: OpeningId, file: File) {
        let event = Event::KeyFileGiven { opening, file: file::described(&file) };
        self.vault.send_with(&event, &[file.into()]);
    }
}
