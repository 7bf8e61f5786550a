//! Reads the whole inventory for a plan, as a machine without I/O.

use super::{
    Device, Millis, Outcome, Pace, Random, Request, Response,
    control::Control,
    paging::{Behind, Pages, Turn},
    run::{Ending, Settings, Step},
};

/// A reading under way.
#[derive(Clone, Debug)]
pub struct Survey {
    settings: Settings,
    pages: Pages,
    awaited: Option<(u32, Request)>,
    tickets: u32,
    devices: Vec<Device>,
    pace: Pace,
    random: Random,
    control: Control,
    ending: Option<Ending>,
}

impl Survey {
    /// A reading from the start. `start` is a random number of the caller, for jitter and request ids.
    pub fn new(settings: Settings, start: u64) -> Self {
        Self {
            pace: Pace::new(settings.gap, settings.first_wait, settings.longest_wait),
            settings,
            pages: Pages::new(),
            awaited: None,
            tickets: 0,
            devices: Vec::new(),
            random: Random::new(start),
            control: Control::default(),
            ending: None,
        }
    }

    /// What to do now.
    pub fn next(&mut self, now: Millis) -> Step {
        if self.awaited.is_some() {
            return Step::Awaiting;
        }
        if let (None, Some(step)) = (&self.ending, self.control.lacks_token()) {
            return step;
        }
        if self.ending.is_none() && self.pace.troubles() >= self.settings.troubles {
            self.ending = Some(Ending::Unreachable);
        }
        let earliest = self.pace.next_read();
        if self.ending.is_none() && earliest > now {
            return Step::Wait(earliest);
        }
        match self.pages.take_next().filter(|_| self.ending.is_none()) {
            Some(request) => {
                self.tickets = self.tickets.wrapping_add(1);
                self.awaited = Some((self.tickets, request.clone()));
                Step::Send { ticket: self.tickets, request: request.with_id(self.random.uuid()) }
            }
            None => Step::Done,
        }
    }

    /// How the send with that ticket ended.
    pub fn answer(&mut self, now: Millis, ticket: u32, outcome: &Outcome) {
        let Some((_, request)) = self.awaited.take_if(|(awaited, _)| *awaited == ticket) else {
            return;
        };
        match outcome.response() {
            Some(response) if response.wants_token() => self.unauthorised(response, request),
            _ => self.turn(now, request, outcome),
        }
    }

    /// There is a new access token.
    pub fn renewed(&mut self) {
        self.control.renewed();
    }

    /// What was read so far; all of it once the ending is [`Ending::Checked`].
    pub fn devices(&self) -> &[Device] {
        &self.devices
    }

    /// What was read, without a copy of it.
    pub fn into_devices(self) -> Vec<Device> {
        self.devices
    }

    /// How it ended; `None` while it is under way.
    pub fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    fn unauthorised(&mut self, response: &Response, request: Request) {
        self.ending = self.control.refused(response);
        self.pages.again(request);
    }

    fn turn(&mut self, now: Millis, request: Request, outcome: &Outcome) {
        match self.pages.turn(&self.settings.host, request, outcome) {
            Turn::Page(devices, behind) => {
                self.pace.calm();
                self.control.accepted();
                self.devices.extend(devices);
                self.ending = match behind {
                    Behind::More => None,
                    Behind::Nothing => Some(Ending::Checked),
                    Behind::Astray => Some(Ending::UnsafeList),
                };
            }
            Turn::Restart => {
                self.devices.clear();
                self.pages = Pages::new();
                self.trouble(now, outcome);
            }
            Turn::Again(request) => {
                self.pages.again(request);
                self.trouble(now, outcome);
            }
            Turn::End(ending) => self.ending = Some(ending),
        }
    }

    fn trouble(&mut self, now: Millis, outcome: &Outcome) {
        let asked = outcome.response().and_then(Response::retry_after);
        self.pace.trouble(now, asked, &mut self.random);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{
        GraphError,
        paging::MOST_PAGES,
        request::{DEVICES, HOST, VERSION},
    };

    fn page(serial: &str, next: Option<&str>) -> Outcome {
        let link = next.map(|query| format!("{HOST}/{VERSION}/{DEVICES}?{query}"));
        let body =
            serde_json::json!({ "value": [{ "id": "1", "serialNumber": serial }], "@odata.nextLink": link });
        answered(200, &body.to_string())
    }

    fn answered(status: u16, body: &str) -> Outcome {
        Outcome::Answered(Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() })
    }

    /// Plays the answers in order and returns the ending and the serial numbers.
    fn check(answers: Vec<Outcome>, ending: &Ending, serials: &str) {
        let mut survey = Survey::new(Settings { troubles: 3, ..Settings::default() }, 1);
        let (mut now, mut answers) = (Millis(0), answers.into_iter());
        loop {
            match survey.next(now) {
                Step::Send { ticket, .. } => survey.answer(now, ticket, &answers.next().unwrap()),
                Step::Wait(at) => now = at,
                Step::NeedToken(_) => survey.renewed(),
                _ => break,
            }
        }
        let read: Vec<_> = survey.devices().iter().map(|device| device.serial.as_str()).collect();
        assert_eq!((survey.ending(), read.join(" ").as_str()), (Some(ending), serials));
        assert!(answers.next().is_none());
    }

    #[test]
    fn every_page_is_read_whatever_comes_between() {
        let expired = || answered(401, "");
        check(vec![page("A", Some("$skiptoken=1")), page("B", None)], &Ending::Checked, "A B");
        check(vec![Outcome::Failed, answered(503, ""), page("A", None)], &Ending::Checked, "A");
        check(vec![expired(), page("A", None)], &Ending::Checked, "A");
        check(vec![Outcome::Failed, Outcome::Failed, Outcome::Failed], &Ending::Unreachable, "");
        let refused = GraphError::read(&Response { status: 401, headers: Vec::new(), body: Vec::new() });
        check((0..4).map(|_| expired()).collect(), &Ending::Refused(refused), "");
        let lost = answered(410, r#"{"error":{"code":"syncStateNotFound"}}"#);
        check(vec![page("A", Some("$skiptoken=1")), lost, page("B", None)], &Ending::Checked, "B");
        let circle = vec![page("A", Some("$skiptoken=1")), page("B", Some("$skiptoken=1"))];
        check(circle, &Ending::UnsafeList, "A B");
    }

    #[test]
    fn an_endless_list_ends() {
        let mut survey = Survey::new(Settings::default(), 1);
        let mut pages = 0;
        while let Step::Send { ticket, .. } = survey.next(Millis(0)) {
            pages += 1;
            survey.answer(Millis(0), ticket, &page("A", Some(&format!("$skiptoken={pages}"))));
        }
        assert_eq!((pages, survey.ending()), (MOST_PAGES, Some(&Ending::UnsafeList)));
    }
}
