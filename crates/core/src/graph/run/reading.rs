//! Reading the whole inventory within an upload, and what follows from it.

use super::{Flight, Millis, Outcome, Request, Run, State, Step};
use crate::graph::{
    Device,
    paging::{Behind, Pages, Turn},
    run::Ending,
};

/// A reading under way.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pages: Pages,
    began: Option<Millis>,
}

impl Reading {
    pub(super) fn new() -> Self {
        Self { pages: Pages::new(), began: None }
    }

    /// The same page once more.
    pub(super) fn again(&mut self, request: Request) {
        self.pages.again(request);
    }
}

impl Run {
    pub(super) fn read(&mut self, now: Millis) -> Step {
        let earliest = self.pace.next_read();
        if earliest > now {
            return Step::Wait(earliest);
        }
        let Some(request) = self.reading.as_mut().and_then(|reading| {
            reading.began.get_or_insert(now);
            reading.pages.take_next()
        }) else {
            return self.end(Ending::UnsafeList);
        };
        self.send(request.clone(), Flight::Read(request))
    }

    pub(super) fn after_read(&mut self, now: Millis, request: Request, outcome: &Outcome) {
        let Some(reading) = &mut self.reading else {
            return;
        };
        match reading.pages.turn(&self.settings.host, request, outcome) {
            Turn::Page(devices, behind) => self.take(&devices, behind),
            Turn::Restart => {
                self.trouble(now, outcome.response());
                self.reading = Some(Reading::new());
            }
            Turn::Again(request) => {
                reading.again(request);
                self.trouble(now, outcome.response());
            }
            Turn::End(ending) => self.ending = Some(ending),
        }
    }

    fn take(&mut self, devices: &[Device], behind: Behind) {
        self.pace.calm();
        for device in devices {
            let place = self.places.get(&device.serial).copied();
            if let Some(job) = place.and_then(|place| self.jobs.get_mut(place)) {
                job.found(device);
            }
        }
        match behind {
            Behind::More => {}
            Behind::Nothing => self.after_reading(),
            Behind::Astray => self.ending = Some(Ending::UnsafeList),
        }
    }

    /// All pages are read: what is missing for long enough is written once more, alone, so that its reason shows.
    fn after_reading(&mut self) {
        let began = self.reading.take().and_then(|reading| reading.began).unwrap_or_default();
        let first = !core::mem::replace(&mut self.surveyed, true);
        let patience = self.settings.patience;
        for (index, job) in self.jobs.iter_mut().enumerate() {
            let is_settled = job.written().is_some_and(|at| began >= at.after(patience));
            if first && job.state == State::Waiting {
                if is_settled {
                    job.settle();
                }
                self.queue.push(index);
            } else if is_settled && job.missing(self.settings.attempts) {
                self.queue.push_single(index);
            }
        }
        self.queue.keep(|index| self.jobs.get(index).is_some_and(|job| job.state == State::Waiting));
    }
}
