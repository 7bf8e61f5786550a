//! Questions about people on their way.

use seedferry_protocol::AssignPart;

use super::super::{Effect, Model, account::Account, online::Asker};
use crate::graph::{
    GraphError, Inquiry, Outcome, PageFault, Request, Response,
    people::{FIND, METHODS, READ_METHODS},
    run::Ending,
};

/// Questions of one kind, and the machine that asks them.
pub(super) struct Lookup {
    /// Tells late answers apart.
    number: u32,
    questions: Vec<Question>,
    inquiry: Inquiry,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Who has such a name.
    Search,
    /// Which tokens the person has.
    Methods,
    /// Which groups have such a name.
    Groups,
    /// Who is in this group.
    Members(String),
    /// Who has these names, in lower case.
    People(Vec<String>),
    /// Whether these people, by object id, have a role.
    Roles(Vec<String>),
}

impl Lookup {
    /// How far it is, in percent.
    pub(super) fn percent(&self) -> u8 {
        let (asked, all) = self.inquiry.progress();
        u8::try_from(asked * 100 / all.max(1)).unwrap_or(100)
    }

    /// The following page of what was just answered.
    pub(super) fn ask(&mut self, request: Request) {
        self.inquiry.ask(request);
    }

    /// The answer is of no use, so the rest is not asked.
    pub(super) fn fail(&mut self, fault: PageFault) {
        self.inquiry.give_up(match fault {
            PageFault::Refused(error) => Ending::Refused(error),
            PageFault::Unreadable => Ending::Unreachable,
            PageFault::ForeignLink => Ending::UnsafeList,
        });
    }
}

impl Model {
    /// Asks these questions for a part of the area; what it asked before is forgotten.
    pub(super) fn ask_people(
        &mut self,
        part: AssignPart,
        questions: impl IntoIterator<Item = (Question, Request)>,
    ) -> Vec<Effect> {
        let (questions, requests): (Vec<_>, Vec<_>) = questions.into_iter().unzip();
        let (start, settings) = (self.random_start(), self.upload_settings());
        self.assign.lookups = self.assign.lookups.wrapping_add(1);
        let inquiry = Inquiry::new(requests, settings, start);
        let lookup = Lookup { number: self.assign.lookups, questions, inquiry };
        *self.lookup_of(part) = Some(lookup);
        self.drive_lookup(part)
    }

    pub(super) fn lookup_of(&mut self, part: AssignPart) -> &mut Option<Lookup> {
        if part == AssignPart::One { &mut self.assign.one.lookup } else { &mut self.assign.many.lookup }
    }

    pub(in super::super) fn drive_lookups(&mut self) -> Vec<Effect> {
        let mut effects = self.drive_lookup(AssignPart::One);
        effects.extend(self.drive_lookup(AssignPart::Many));
        effects
    }

    fn drive_lookup(&mut self, part: AssignPart) -> Vec<Effect> {
        let now = self.online.now;
        let Some(account) = &self.account else {
            return Vec::new();
        };
        let (methods, find) = (reader(account), account.granted_as(FIND));
        let Some(lookup) = self.lookup_of(part) else {
            return Vec::new();
        };
        let (step, number) = (lookup.inquiry.next(now), lookup.number);
        let permission = if lookup.questions.contains(&Question::Methods) { methods } else { find };
        self.obey(step, permission, |ticket| Asker::People(number, ticket))
            .unwrap_or_else(|| self.lookup_done(part))
    }

    pub(in super::super) fn people_answered(
        &mut self,
        number: u32,
        ticket: u32,
        outcome: Outcome,
    ) -> Vec<Effect> {
        let now = self.online.now;
        for part in [AssignPart::One, AssignPart::Many] {
            let Some(lookup) = self.lookup_of(part).as_mut().filter(|lookup| lookup.number == number) else {
                continue;
            };
            let answer = lookup.inquiry.answer(now, ticket, outcome);
            let answered =
                answer.and_then(|(place, answer)| Some((lookup.questions.get(place)?.clone(), answer)));
            if let Some((question, response)) = answered {
                self.take_answer(part, &question, &response);
            }
            return self.drive_lookup(part);
        }
        Vec::new()
    }

    fn take_answer(&mut self, part: AssignPart, question: &Question, response: &Response) {
        let host = self.sign_in.cloud().graph();
        if part == AssignPart::One {
            self.assign.one.take(host, question, response);
        } else {
            self.assign.many.take(host, question, response);
        }
    }

    fn lookup_done(&mut self, part: AssignPart) -> Vec<Effect> {
        let lookup = self.lookup_of(part).take();
        let problem = lookup.as_ref().and_then(|lookup| lookup.inquiry.ending()).and_then(problem);
        let questions = lookup.map(|lookup| lookup.questions).unwrap_or_default();
        if part == AssignPart::One {
            self.assign.one.ended(&questions, problem);
            if questions.contains(&Question::Methods) {
                self.judge_typed();
            }
            return Vec::new();
        }
        self.many_looked_up(&questions, problem)
    }

    /// A new access token is here.
    pub(super) fn lookups_renewed(&mut self) -> Vec<Effect> {
        for part in [AssignPart::One, AssignPart::Many] {
            self.lookup_of(part).iter_mut().for_each(|lookup| lookup.inquiry.renewed());
        }
        self.drive_lookups()
    }
}

/// The permission that reads people's tokens; the one that assigns them, too, where there is none yet.
fn reader(account: &Account) -> &'static str {
    let reader = account.granted_as(READ_METHODS);
    if account.is_granted(reader) { reader } else { METHODS }
}

/// Why a look-up ended too early, as sentences.
fn problem(ending: &Ending) -> Option<String> {
    match ending {
        Ending::Checked | Ending::Abandoned => None,
        Ending::Refused(error) => Some(format!("{} {}", error.words(), remedy(error))),
        Ending::Unreachable => Some(
            "Microsoft Graph could not be reached, or did not answer usefully. Check the network, then try again."
                .to_owned(),
        ),
        Ending::UnsafeList => {
            Some("The list leads to another host, so it was not read to its end. Try again later.".to_owned())
        }
    }
}

/// What can be done about a refusal to tell of people.
fn remedy(error: &GraphError) -> &'static str {
    match error.status {
        403 => {
            "The account needs the permission and, for people's tokens, the role Authentication Administrator; for those of \
             administrators Privileged Authentication Administrator."
        }
        404 => "The person may have been deleted; search again.",
        _ => error.remedy(),
    }
}
