//! Asks a series of questions, one after the other, as a machine without I/O. Questions read, so that each may be asked
//! again after trouble.

use std::collections::VecDeque;

use super::{
    Millis, Outcome, Pace, Random, Request, Response,
    control::Control,
    gather::{Gathered, Gathering},
    run::{Ending, Settings, Step, is_unknown},
};

/// Questions under way.
#[derive(Clone, Debug)]
pub struct Inquiry {
    settings: Settings,
    questions: VecDeque<Request>,
    awaited: Option<(u32, Request)>,
    tickets: u32,
    asked: usize,
    /// The pages of the answer that is under way.
    gathering: Gathering,
    /// The question was asked by [`Self::ask`]: whoever does that follows pages, too.
    by_hand: bool,
    pace: Pace,
    random: Random,
    control: Control,
    ending: Option<Ending>,
}

impl Inquiry {
    /// These questions. `start` is a random number of the caller, for jitter and request ids.
    pub fn new(questions: impl IntoIterator<Item = Request>, settings: Settings, start: u64) -> Self {
        Self {
            pace: Pace::new(settings.gap, settings.first_wait, settings.longest_wait),
            settings,
            questions: questions.into_iter().collect(),
            awaited: None,
            tickets: 0,
            asked: 0,
            gathering: Gathering::default(),
            by_hand: false,
            random: Random::new(start),
            control: Control::default(),
            ending: None,
        }
    }

    /// What to do now; [`Step::Done`] when every question has its answer, or there is no use in going on.
    pub fn next(&mut self, now: Millis) -> Step {
        if self.awaited.is_some() {
            return Step::Awaiting;
        }
        if self.ending.is_some() {
            return Step::Done;
        }
        if let Some(step) = self.control.lacks_token() {
            return step;
        }
        if self.pace.troubles() >= self.settings.troubles {
            return self.end(Ending::Unreachable);
        }
        let earliest = self.pace.next_read();
        if earliest > now {
            return Step::Wait(earliest);
        }
        let Some(request) = self.questions.pop_front() else {
            return self.end(Ending::Checked);
        };
        self.tickets = self.tickets.wrapping_add(1);
        self.awaited = Some((self.tickets, request.clone()));
        Step::Send { ticket: self.tickets, request: request.with_id(self.random.uuid()) }
    }

    /// How the send with that ticket ended. Returns the answer and the place of its question when it is final.
    pub fn answer(&mut self, now: Millis, ticket: u32, outcome: Outcome) -> Option<(usize, Response)> {
        let (_, request) = self.awaited.take_if(|(awaited, _)| *awaited == ticket)?;
        match outcome {
            Outcome::Answered(response) if response.wants_token() => {
                self.unauthorised(&response, request);
                None
            }
            Outcome::Answered(response) if response.status != 429 && !is_unknown(response.status) => {
                self.pace.calm();
                self.control.accepted();
                self.take(&request, response)
            }
            trouble => {
                let asked = trouble.response().and_then(Response::retry_after);
                self.pace.trouble(now, asked, &mut self.random);
                self.questions.push_front(request);
                None
            }
        }
    }

    /// An answer is final when all its pages are there, or as many items as were asked for.
    fn take(&mut self, request: &Request, response: Response) -> Option<(usize, Response)> {
        let whole = if core::mem::take(&mut self.by_hand) {
            response
        } else {
            match self.gathering.take(&self.settings.host, request, response) {
                Gathered::Whole(whole) => whole,
                Gathered::More(next) => {
                    self.questions.push_front(next);
                    return None;
                }
            }
        };
        self.asked += 1;
        Some((self.asked - 1, whole))
    }

    /// Asks this next, such as the page after the items that a question asked for.
    pub fn ask(&mut self, question: Request) {
        self.questions.push_front(question);
        self.by_hand = true;
        self.asked -= usize::from(self.asked > 0);
    }

    /// There is a new access token.
    pub fn renewed(&mut self) {
        self.control.renewed();
    }

    /// How it ended; `None` while it is under way.
    pub fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    /// There is no use in going on.
    pub fn give_up(&mut self, ending: Ending) {
        self.ending = Some(ending);
    }

    /// How many questions have their answer, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.asked, self.asked + self.questions.len() + usize::from(self.awaited.is_some()))
    }

    fn end(&mut self, ending: Ending) -> Step {
        self.ending = Some(ending);
        Step::Done
    }

    fn unauthorised(&mut self, response: &Response, request: Request) {
        self.ending = self.control.refused(response);
        self.questions.push_front(request);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::GraphError;

    fn answered(status: u16) -> Outcome {
        Outcome::Answered(Response { status, headers: Vec::new(), body: Vec::new() })
    }

    /// Plays the outcomes of two questions; `places` has a digit for each final answer.
    fn check(outcomes: Vec<Outcome>, places: &str, ending: &Ending) {
        let questions = ["a", "b"].map(|resource| Request::get(resource, ""));
        let settings = Settings { troubles: 3, ..Settings::default() };
        let mut inquiry = Inquiry::new(questions, settings, 1);
        let (mut now, mut outcomes, mut seen) = (Millis(0), outcomes.into_iter(), String::new());
        loop {
            match inquiry.next(now) {
                Step::Send { ticket, .. } => {
                    let answer = inquiry.answer(now, ticket, outcomes.next().unwrap());
                    seen.extend(answer.map(|(place, _)| place.to_string()));
                }
                Step::Wait(at) => now = at,
                Step::NeedToken(_) => inquiry.renewed(),
                _ => break,
            }
        }
        assert_eq!((seen.as_str(), inquiry.ending()), (places, Some(ending)));
        assert!(outcomes.next().is_none());
    }

    #[test]
    fn each_question_is_asked_until_it_is_answered() {
        check(vec![answered(200), answered(200)], "01", &Ending::Checked);
        check(vec![answered(403), answered(404)], "01", &Ending::Checked);
        check(vec![answered(429), answered(200), Outcome::Failed, answered(200)], "01", &Ending::Checked);
        check(vec![answered(401), answered(200), answered(503), answered(200)], "01", &Ending::Checked);
        check(vec![Outcome::Failed, answered(504), answered(500)], "", &Ending::Unreachable);
        let refused = GraphError { status: 401, ..GraphError::from_value(401, &serde_json::Value::Null) };
        check((0..4).map(|_| answered(401)).collect(), "", &Ending::Refused(refused));
    }

    #[test]
    fn a_following_page_belongs_to_its_question() {
        let mut inquiry = Inquiry::new([Request::get("a", "")], Settings::default(), 1);
        for (page, progress) in [(true, (0, 1)), (false, (1, 1))] {
            let Step::Send { ticket, .. } = inquiry.next(Millis(0)) else { panic!("nothing to send") };
            assert_eq!(inquiry.answer(Millis(0), ticket, answered(200)).unwrap().0, 0);
            if page {
                inquiry.ask(Request::get("a", "$skiptoken=1"));
            }
            assert_eq!(inquiry.progress(), progress);
        }
        assert_eq!(inquiry.next(Millis(0)), Step::Done);
    }
}
