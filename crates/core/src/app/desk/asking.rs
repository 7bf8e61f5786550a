//! The help desk's questions on their way. They read, so that each is asked again after trouble, a few times.

use super::{DeskAsk, TRIES};
use crate::{
    app::{Effect, Model, online::Asker},
    graph::{
        Inquiry, Millis, Outcome, Request, Response,
        people::{FIND, METHODS, ROLES},
        ready::READING,
        run::{Ending, Settings, Step},
    },
};

/// One question, and the machine that asks it.
pub(super) struct Question {
    /// Tells late answers apart.
    number: u32,
    ask: DeskAsk,
    inquiry: Inquiry,
    /// It is asked again then.
    rests_until: Millis,
}

/// What a question came to: the answer, or why there is none.
pub(super) type Answered = Result<Response, Ending>;

impl Model {
    /// Asks; the same question that is still under way is forgotten.
    pub(super) fn ask_desk(&mut self, ask: DeskAsk, request: Request) -> Vec<Effect> {
        let settings = Settings { troubles: TRIES, ..self.upload_settings() };
        let inquiry = Inquiry::new([request], settings, self.random_start());
        let desk = &mut self.desk;
        desk.numbers = desk.numbers.wrapping_add(1);
        let number = desk.numbers;
        desk.questions.retain(|question| question.ask != ask);
        desk.questions.push(Question { number, ask, inquiry, rests_until: Millis(0) });
        self.drive_question(number)
    }

    /// Time has passed: questions may be asked again.
    pub(in super::super) fn drive_desk(&mut self) -> Vec<Effect> {
        let numbers: Vec<u32> = self.desk.questions.iter().map(|question| question.number).collect();
        numbers.into_iter().flat_map(|number| self.drive_question(number)).collect()
    }

    /// Whole seconds until a question is asked again, when none can be answered before.
    pub(super) fn desk_waits(&self) -> u32 {
        let rests = self.desk.questions.iter().map(|question| question.rests_until.since(self.online.now));
        let seconds = rests.min().map_or(0, |rest| rest.0.div_ceil(1_000));
        u32::try_from(seconds).unwrap_or(u32::MAX)
    }

    /// A new access token is here.
    pub(super) fn questions_renewed(&mut self) -> Vec<Effect> {
        self.desk.questions.iter_mut().for_each(|question| question.inquiry.renewed());
        self.drive_desk()
    }

    fn drive_question(&mut self, number: u32) -> Vec<Effect> {
        let now = self.online.now;
        let Some(account) = &self.account else {
            return Vec::new();
        };
        let Some(question) = self.desk.questions.iter_mut().find(|question| question.number == number) else {
            return Vec::new();
        };
        let (step, permission) = (question.inquiry.next(now), account.granted_as(permission(question.ask)));
        question.rests_until = if let Step::Wait(until) = &step { *until } else { now };
        if let Some(effects) = self.obey(step, permission, |ticket| Asker::Desk(number, ticket)) {
            return effects;
        }
        let question = self.desk.questions.iter().find(|question| question.number == number);
        let ending = question.and_then(|question| question.inquiry.ending().cloned());
        self.question_over(number, Err(ending.unwrap_or(Ending::Unreachable)))
    }

    /// What a request of the help desk is answered with.
    pub(in super::super) fn desk_answered(
        &mut self,
        number: u32,
        ticket: u32,
        outcome: Outcome,
    ) -> Vec<Effect> {
        let now = self.online.now;
        let Some(question) = self.desk.questions.iter_mut().find(|question| question.number == number) else {
            return Vec::new();
        };
        match question.inquiry.answer(now, ticket, outcome) {
            Some((_, response)) => self.question_over(number, Ok(response)),
            None => self.drive_question(number),
        }
    }

    fn question_over(&mut self, number: u32, answered: Answered) -> Vec<Effect> {
        let place = self.desk.questions.iter().position(|question| question.number == number);
        let Some(ask) = place.map(|place| self.desk.questions.remove(place).ask) else {
            return Vec::new();
        };
        match ask {
            DeskAsk::People => self.people_found(answered),
            DeskAsk::Device => self.device_found(answered),
            DeskAsk::Holder => self.holder_found(answered),
            DeskAsk::Methods => {
                self.methods_read(answered);
                Vec::new()
            }
            DeskAsk::Roles => {
                self.roles_read(answered);
                Vec::new()
            }
            DeskAsk::NewToken => self.new_token_found(answered),
        }
    }
}

/// The permission that a question is asked with.
fn permission(ask: DeskAsk) -> &'static str {
    match ask {
        DeskAsk::People | DeskAsk::Holder => FIND,
        DeskAsk::Device | DeskAsk::NewToken => READING,
        DeskAsk::Methods => METHODS,
        DeskAsk::Roles => ROLES,
    }
}
