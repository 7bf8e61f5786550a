//! Reading the whole inventory within an upload, and what follows from it.

use std::collections::{HashMap, HashSet};

use super::{Ending, Flight, Job, Millis, Outcome, Request, Run, State, Step, is_unknown};
use crate::graph::{Page, PageFault, inventory, read_page};

/// Most pages of one reading: with Graph's 1,000 a page, ten million tokens.
pub(super) const MOST_PAGES: u32 = 10_000;

/// A reading under way.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    next: Option<Request>,
    began: Option<Millis>,
    pages: u32,
    /// The jobs by serial number, while they are not in the inventory.
    wanted: HashMap<String, usize>,
    /// Addresses already visited: a list that leads in a circle does not end.
    visited: HashSet<String>,
}

impl Reading {
    pub(super) fn new(jobs: &[Job]) -> Self {
        let wanted = jobs.iter().enumerate().filter(|(_, job)| !matches!(job.state, State::There { .. }));
        Self {
            next: Some(inventory()),
            began: None,
            pages: 0,
            wanted: wanted.map(|(index, job)| (job.serial.clone(), index)).collect(),
            visited: HashSet::new(),
        }
    }

    /// The same page once more.
    pub(super) fn again(&mut self, request: Request) {
        self.next = Some(request);
    }

    fn follows(&mut self, next: Option<Request>) -> bool {
        self.pages = self.pages.saturating_add(1);
        let allowed = self.pages < MOST_PAGES
            && next.as_ref().is_none_or(|next| self.visited.insert(next.query.clone()));
        self.next = next;
        allowed
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
            reading.next.take()
        }) else {
            return self.end(Ending::UnsafeList);
        };
        self.send(request.clone(), Flight::Read(request))
    }

    pub(super) fn after_read(&mut self, now: Millis, request: Request, outcome: &Outcome) {
        let response = match outcome {
            Outcome::Answered(response) => Some(response),
            Outcome::Failed => None,
        };
        let page = response.filter(|response| response.status != 429 && !is_unknown(response.status));
        match page.map(|response| read_page(&self.settings.host, response)) {
            Some(Ok(page)) => self.take(page),
            Some(Err(PageFault::Refused(error)))
                if matches!(error.status, 400 | 410) && !request.query.is_empty() =>
            {
                // The place in the list is no longer known to the server: from the start.
                self.trouble(now, response);
                self.reading = Some(Reading::new(&self.jobs));
            }
            Some(Err(PageFault::Refused(error))) => {
                self.ending = Some(Ending::Refused(error));
            }
            Some(Err(PageFault::ForeignLink)) => self.ending = Some(Ending::UnsafeList),
            Some(Err(PageFault::Unreadable)) | None => {
                self.trouble(now, response);
                if let Some(reading) = &mut self.reading {
                    reading.again(request);
                }
            }
        }
    }

    fn take(&mut self, page: Page) {
        self.pace.calm();
        let Some(reading) = &mut self.reading else {
            return;
        };
        for device in &page.devices {
            let index = reading.wanted.remove(&device.serial);
            if let Some(job) = index.and_then(|index| self.jobs.get_mut(index)) {
                job.found(device);
            }
        }
        if !reading.follows(page.next) {
            self.ending = Some(Ending::UnsafeList);
        } else if reading.next.is_none() {
            self.after_reading();
        }
    }

    /// All pages are read: what is missing for long enough is written once more, alone, so that its reason shows.
    fn after_reading(&mut self) {
        let began = self.reading.take().and_then(|reading| reading.began).unwrap_or_default();
        let first = !core::mem::replace(&mut self.surveyed, true);
        for (index, job) in self.jobs.iter_mut().enumerate() {
            if first && job.state == State::Waiting {
                self.queue.push(index);
            } else if job.written().is_some_and(|at| began >= at.after(self.settings.patience))
                && job.missing(self.settings.attempts)
            {
                self.queue.push_single(index);
            }
        }
        self.queue.keep(|index| self.jobs.get(index).is_some_and(|job| job.state == State::Waiting));
    }
}
