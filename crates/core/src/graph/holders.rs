//! Reads what there is to know of the people who have tokens, by `$batch`, as a machine without I/O.

use serde_json::json;

use super::{
    Body, GraphError, Method, Millis, Outcome, Pace, Random, Request, Response,
    control::Control,
    create::{MOST_IN_BATCH, read_singles},
    explorer::encoded,
    people::{FULL, HeldToken, Person, read_methods},
    run::{Ending, Settings, Step, is_unknown},
};

/// What is read of each person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The account: `User.Read.All`.
    Account,
    /// The hardware tokens, legacy ones included: `UserAuthMethod-HardwareOATH.Read.All`.
    Tokens,
}

/// What was read of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The account.
    Account(Person),
    /// There is no such account any more.
    Gone,
    /// The tokens.
    Tokens(Vec<HeldToken>),
    /// It could not be read.
    Refused(GraphError),
}

/// A reading under way.
#[derive(Clone, Debug)]
pub struct Holders {
    settings: Settings,
    about: About,
    /// Object ids still to be read, the next one last.
    open: Vec<String>,
    awaited: Option<(u32, Vec<String>)>,
    tickets: u32,
    seen: Vec<(String, Seen)>,
    total: usize,
    pace: Pace,
    random: Random,
    control: Control,
    ending: Option<Ending>,
}

impl Holders {
    /// A reading of these people, by object id. `start` is a random number of the caller, for jitter and request ids.
    pub fn new(people: Vec<String>, about: About, settings: Settings, start: u64) -> Self {
        let mut open = people;
        open.reverse();
        Self {
            pace: Pace::new(settings.gap, settings.first_wait, settings.longest_wait),
            settings,
            about,
            total: open.len(),
            open,
            awaited: None,
            tickets: 0,
            seen: Vec::new(),
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
        if self.ending.is_none() && self.open.is_empty() {
            self.ending = Some(Ending::Checked);
        }
        if self.ending.is_some() {
            return Step::Done;
        }
        let earliest = self.pace.next_read();
        if earliest > now {
            return Step::Wait(earliest);
        }
        self.send()
    }

    fn send(&mut self) -> Step {
        let from = self.open.len().saturating_sub(MOST_IN_BATCH);
        let mut people = self.open.split_off(from);
        people.reverse();
        let request = batch(&people, self.about).with_id(self.random.uuid());
        self.tickets = self.tickets.wrapping_add(1);
        self.awaited = Some((self.tickets, people));
        Step::Send { ticket: self.tickets, request }
    }

    /// How the send with that ticket ended.
    pub fn answer(&mut self, now: Millis, ticket: u32, outcome: &Outcome) {
        let Some((_, people)) = self.awaited.take_if(|(awaited, _)| *awaited == ticket) else {
            return;
        };
        match outcome.response() {
            Some(response) if response.wants_token() => self.unauthorised(response, people),
            Some(response) if response.is_success() => self.take(now, response, people),
            Some(response) if response.status != 429 && !is_unknown(response.status) => {
                self.ending = Some(Ending::Refused(GraphError::read(response)));
            }
            response => {
                let asked = response.and_then(Response::retry_after);
                self.again(people);
                self.pace.trouble(now, asked, &mut self.random);
            }
        }
    }

    /// There is a new access token.
    pub fn renewed(&mut self) {
        self.control.renewed();
    }

    /// What was read so far, by object id.
    pub fn seen(&self) -> &[(String, Seen)] {
        &self.seen
    }

    /// People read, and all of them.
    pub fn progress(&self) -> (usize, usize) {
        (self.seen.len(), self.total)
    }

    /// How it ended; `None` while it is under way.
    pub fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    fn again(&mut self, people: Vec<String>) {
        self.open.extend(people.into_iter().rev());
    }

    fn unauthorised(&mut self, response: &Response, people: Vec<String>) {
        self.ending = self.control.refused(response);
        self.again(people);
    }

    /// Each is judged on its own. What was throttled or failed is asked for again.
    fn take(&mut self, now: Millis, response: &Response, people: Vec<String>) {
        let answers = read_singles(response, people.len());
        let (mut open, mut longest) = (Vec::new(), None);
        for (person, answer) in people.into_iter().zip(answers) {
            match answer {
                Some(answer) if answer.status != 429 && !is_unknown(answer.status) => {
                    self.seen.push((person, read(self.about, &answer)));
                }
                answer => {
                    longest = longest.max(answer.and_then(|answer| answer.retry_after()));
                    open.push(person);
                }
            }
        }
        self.control.accepted();
        if open.is_empty() {
            self.pace.calm();
        } else {
            self.again(open);
            self.pace.trouble(now, longest, &mut self.random);
        }
    }
}

fn batch(people: &[String], about: About) -> Request {
    let requests: Vec<_> = (1_u32..)
        .zip(people)
        .map(|(id, person)| json!({ "id": id.to_string(), "method": "GET", "url": url(person, about) }))
        .collect();
    let body = json!({ "requests": requests });
    Request::with_body(Method::Post, "$batch", Body::Plain(body.to_string()))
}

/// Object ids come from the tenant: they must not become other paths.
fn url(person: &str, about: About) -> String {
    let id = encoded(person);
    match about {
        About::Account => format!("/users/{id}?$select={FULL}"),
        About::Tokens => format!("/users/{id}/authentication/hardwareOathMethods"),
    }
}

fn read(about: About, answer: &Response) -> Seen {
    let refused = || Seen::Refused(GraphError::read(answer));
    if answer.status == 404 {
        return Seen::Gone;
    }
    match about {
        About::Account => {
            let body = answer.json().filter(|_| answer.is_success());
            body.and_then(|body| Person::read(&body)).map_or_else(refused, Seen::Account)
        }
        About::Tokens => read_methods(answer).map_or_else(|_| refused(), Seen::Tokens),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn answered(status: u16, body: &Value) -> Outcome {
        Outcome::Answered(Response { status, headers: Vec::new(), body: body.to_string().into_bytes() })
    }

    fn item(id: &str, status: u16, body: &Value) -> Value {
        json!({ "id": id, "status": status, "headers": { "Retry-After": "2" }, "body": body })
    }

    /// Plays the answers in order; tells the ending, what was seen of whom, and how long it waited.
    fn check(about: About, answers: &[Outcome], ending: &Ending, seen: &str, waited: bool) {
        let people = vec!["a".to_owned(), "b".to_owned()];
        let mut holders = Holders::new(people, about, Settings { troubles: 3, ..Settings::default() }, 1);
        let (mut now, mut answers) = (Millis(0), answers.iter());
        loop {
            match holders.next(now) {
                Step::Send { ticket, .. } => holders.answer(now, ticket, answers.next().unwrap()),
                Step::Wait(at) => now = at,
                Step::NeedToken(_) => holders.renewed(),
                _ => break,
            }
        }
        let words: Vec<_> = holders.seen().iter().map(|(id, seen)| format!("{id}:{}", word(seen))).collect();
        assert_eq!((holders.ending(), words.join(" ").as_str()), (Some(ending), seen));
        assert_eq!((now.0 > 0, answers.next().is_none()), (waited, true));
    }

    fn word(seen: &Seen) -> String {
        match seen {
            Seen::Account(person) => {
                format!("{} {:?} {:?}", person.upn, person.is_enabled, person.is_guest)
            }
            Seen::Gone => "gone".to_owned(),
            Seen::Tokens(tokens) => {
                let words: Vec<_> =
                    tokens.iter().map(|token| format!("{}={}", token.method, token.serial)).collect();
                words.concat()
            }
            Seen::Refused(error) => error.status.to_string(),
        }
    }

    #[test]
    fn each_person_is_read_once_whatever_comes_between() {
        let member =
            json!({ "id": "a", "userPrincipalName": "a@x", "accountEnabled": false, "userType": "Member" });
        let good = item("1", 200, &member);
        let both = json!({ "responses": [item("2", 404, &json!({})), good] });
        let end = &Ending::Checked;
        check(About::Account, &[answered(200, &both)], end, "a:a@x Some(false) Some(false) b:gone", false);
        let lost = Outcome::Failed;
        check(
            About::Account,
            &[lost, answered(200, &both)],
            end,
            "a:a@x Some(false) Some(false) b:gone",
            true,
        );
        let expired = answered(401, &json!({}));
        let first = json!({ "responses": [good, item("2", 429, &json!({}))] });
        let rest = json!({ "responses": [item("1", 403, &json!({}))] });
        let answers = [expired, answered(200, &first), answered(200, &rest)];
        check(About::Account, &answers, end, "a:a@x Some(false) Some(false) b:403", true);
        let methods = json!({ "value": [{ "id": "m", "device": { "id": "d", "serialNumber": "S" } }] });
        let tokens =
            json!({ "responses": [item("1", 200, &methods), item("2", 200, &json!({ "value": [] }))] });
        check(About::Tokens, &[answered(200, &tokens)], end, "a:m=S b:", false);
        // Behind an empty page there may be tokens: who has them is not known, and does not count as without any.
        let more = json!({ "value": [], "@odata.nextLink": "https://graph.microsoft.com/beta/users/b" });
        let tokens = json!({ "responses": [item("1", 200, &methods), item("2", 200, &more)] });
        check(About::Tokens, &[answered(200, &tokens)], end, "a:m=S b:200", false);
    }

    #[test]
    fn it_ends_when_it_is_of_no_use_to_go_on() {
        let failed = || Outcome::Failed;
        check(About::Tokens, &[failed(), failed(), failed()], &Ending::Unreachable, "", true);
        let refused = Response { status: 400, headers: Vec::new(), body: b"{}".to_vec() };
        let ending = Ending::Refused(GraphError::read(&refused));
        check(About::Tokens, &[answered(400, &json!({}))], &ending, "", false);
    }

    #[test]
    fn what_the_tenant_says_does_not_become_a_path() {
        assert_eq!(url("a/../b'", About::Tokens), "/users/a%2F..%2Fb%27/authentication/hardwareOathMethods");
    }
}
