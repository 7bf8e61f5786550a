//! The opener's shell: reads the files it was given, tries to open them whenever the vault has another secret,
//! and reports. It keeps nothing but the files; the page ends the whole worker when the opening is over.

use std::{cell::RefCell, rc::Rc};

use seedferry_core::{
    app::{OpenerCommand, OpenerReport, Unreadable},
    envelope::{Content, Secrets},
    format,
    opening::{self, Outcome, Progress},
    reading::{Question, Readings},
    samples::is_sample,
};
use seedferry_protocol::OpenerJob;
use seedferry_wire::Port;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessagePort};

use crate::{file, stack::overwrite_stack};

/// The largest file that is read at all. It lies in memory twice while it is opened.
const MAX_FILE: u64 = 256 << 20;

/// Progress is reported at most this often, in milliseconds.
const REPORT_EVERY: f64 = 100.0;

/// What the opener has at hand.
#[derive(Default)]
struct Opener {
    vault: Option<Port>,
    files: Option<Vec<(String, Vec<u8>)>>,
    /// Secrets that came before the files were read.
    waiting: Option<Secrets>,
    /// What was said about how files are read.
    readings: Readings,
    /// The table that was asked about.
    asked: Option<Content>,
}

/// Waits for the page's one message: the port to the vault, and the files.
pub(crate) fn run(port: MessagePort) {
    let opener = Rc::new(RefCell::new(Opener::default()));
    let page = Port::open(port, move |_: OpenerJob, attachments| start(&opener, attachments));
    // It lives as long as the worker.
    std::mem::forget(page);
}

fn start(opener: &Rc<RefCell<Opener>>, attachments: Vec<JsValue>) {
    let mut attachments = attachments.into_iter();
    let Some(port) = attachments.next().and_then(|port| port.dyn_into::<MessagePort>().ok()) else {
        return;
    };
    let files: Vec<File> = attachments.filter_map(|file| file.dyn_into().ok()).collect();
    let receiver = Rc::clone(opener);
    opener.borrow_mut().vault = Some(Port::open(port, move |command: OpenerCommand, _| {
        receiver.borrow_mut().obey(command);
    }));
    let opener = Rc::clone(opener);
    spawn_local(async move {
        let read = read_all(&files).await;
        opener.borrow_mut().files_read(read);
    });
}

/// What was read of the files that were given.
#[derive(Default)]
struct Read {
    contents: Vec<(String, Vec<u8>)>,
    unreadable: Vec<(String, Unreadable)>,
}

async fn read_all(files: &[File]) -> Read {
    let mut read = Read::default();
    for file in files {
        let name = file.name();
        match file::read(file, MAX_FILE).await {
            Ok(content) => read.contents.push((name, content)),
            Err(why) => read.unreadable.push((name, why)),
        }
    }
    read
}

impl Opener {
    fn files_read(&mut self, Read { contents, unreadable }: Read) {
        let beside = !contents.is_empty();
        for (name, why) in unreadable {
            self.report(&OpenerReport::Unreadable { name, why, beside });
        }
        if !beside {
            return;
        }
        if contents.iter().any(|(_, content)| !is_sample(content)) {
            self.report(&OpenerReport::Foreign);
        }
        self.files = Some(contents);
        if let Some(secrets) = self.waiting.take() {
            self.try_to_open(secrets);
        }
    }

    fn obey(&mut self, command: OpenerCommand) {
        match command {
            OpenerCommand::Try(secrets) => self.try_to_open(secrets),
            OpenerCommand::ReadAs(readings) => self.readings = readings,
            OpenerCommand::Preview(mapping) => {
                let view = self.asked.as_ref().and_then(|table| format::preview_as(table, mapping));
                if let Some(view) = view {
                    self.report(&OpenerReport::NeedsMapping(Box::new(view)));
                }
            }
        }
    }

    fn try_to_open(&mut self, secrets: Secrets) {
        self.open(secrets);
        overwrite_stack();
    }

    #[inline(never)]
    fn open(&mut self, secrets: Secrets) {
        let Some(files) = &self.files else {
            self.waiting = Some(secrets);
            return;
        };
        let mut reported = f64::NEG_INFINITY;
        let mut on_progress = |progress: Progress| {
            let now = js_sys::Date::now();
            if now - reported >= REPORT_EVERY {
                reported = now;
                self.report(&OpenerReport::Progress(progress));
            }
        };
        let report = match opening::open_with(files.clone(), &secrets, &self.readings, &mut on_progress) {
            Ok(Outcome::Batch(batch)) => {
                return OpenerReport::of(batch).iter().for_each(|report| self.report(report));
            }
            Ok(Outcome::Asks(question, _)) => {
                let Question { table, view } = *question;
                self.asked = Some(table);
                OpenerReport::NeedsMapping(Box::new(view))
            }
            Ok(Outcome::Layout(layout)) => OpenerReport::Layout(layout),
            Err(error) => OpenerReport::Failed(error),
        };
        self.report(&report);
    }

    fn report(&self, report: &OpenerReport) {
        self.vault.iter().for_each(|vault| vault.send(report));
    }
}
