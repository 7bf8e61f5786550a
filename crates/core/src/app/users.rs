//! A list of users on its way into the batch: what it would do is shown before it is done.

use std::collections::{HashMap, HashSet};

use seedferry_protocol::{EditField, Exposed, RemarkView, UserListView};

use super::{
    change::Edit,
    edit::Form,
    review::{Outcome, Review, count},
};
use crate::{
    diagnostic::counted,
    encoding,
    format::{quotable, typed, user_list, user_list::UserTable},
    token::{Batch, SerialNumber},
};

/// How many rows are shown.
const SHOWN: usize = 5;

/// A list of users, and what it would do to the batch as it is now.
pub(super) struct UserList {
    name: String,
    table: UserTable,
    edits: Vec<Edit>,
    view: UserListView,
}

impl UserList {
    fn read(name: &str, text: &str, batch: &Batch) -> Result<Self, String> {
        let serials: HashSet<&str> =
            batch.tokens.iter().filter_map(|token| token.serial.as_ref()).map(SerialNumber::as_str).collect();
        let table = user_list::parse(text, |cell| serials.contains(cell))?;
        Ok(Self::of(name.to_owned(), table, batch))
    }

    fn of(name: String, table: UserTable, batch: &Batch) -> Self {
        let mut matching = Matching::of(batch);
        table.pairs().for_each(|(serial, user)| matching.take(serial, user));
        let (edits, remarks) = matching.finish(batch);
        let first = edits.iter().take(SHOWN).map(|(at, value, _)| (serial_of(batch, *at), value.text()));
        let (serial, user) = table.columns();
        let view = UserListView {
            name: name.clone(),
            order: format!("Column {serial} has the serial numbers, column {user} the users"),
            first: first.collect(),
            tokens: count(edits.len()),
            remarks,
        };
        Self { name, table, edits, view }
    }

    pub(super) fn view(&self) -> UserListView {
        self.view.clone()
    }
}

/// The part of [`Review`] that assigns users.
impl Review {
    pub(super) fn user_list_pasted(&mut self, text: &str) {
        self.take_user_list("The pasted text", Some(text));
    }

    /// The file was read, or could not be.
    pub(super) fn user_list_read(&mut self, name: &str, content: Option<&Exposed>) {
        // EXPOSE: read as a list of users; it may be a seed file by mistake.
        let text = content.and_then(|content| encoding::text::read(content.expose()));
        self.take_user_list(name, text.as_ref().map(encoding::text::Text::as_str));
    }

    pub(super) fn turn_user_list(&mut self) {
        if let Some(Form::Users { list: Some(list), .. }) = &mut self.form {
            list.table.turn();
            *list = UserList::of(list.name.clone(), list.table.clone(), &self.held.batch);
        }
    }

    pub(super) fn assign_users(&mut self) -> Outcome {
        let Some(Form::Users { list: Some(list), .. }) = &mut self.form else {
            return Outcome::default();
        };
        let edits = core::mem::take(&mut list.edits);
        let name = format!("assign users to {}", counted(count(edits.len()), "token"));
        self.done_in_form(|review| review.edit(name, edits))
    }

    /// The batch has changed, and with it what an open list would do.
    pub(super) fn look_at_list_again(&mut self) {
        if let Some(Form::Users { list: Some(list), .. }) = &mut self.form {
            *list = UserList::of(list.name.clone(), list.table.clone(), &self.held.batch);
        }
    }

    fn take_user_list(&mut self, from: &str, text: Option<&str>) {
        let unreadable = || format!("{from} is no text, or larger than any list of users");
        let read = text.ok_or_else(unreadable).and_then(|text| UserList::read(from, text, &self.held.batch));
        if let Some(form @ Form::Users { .. }) = &mut self.form {
            *form = match read {
                Ok(list) => Form::Users { problem: None, list: Some(list) },
                Err(problem) => Form::Users { problem: Some(problem), list: None },
            };
        }
    }
}

/// Rows of the list, one by one matched with the batch.
struct Matching<'b> {
    /// Places of the tokens of a serial number.
    exact: HashMap<&'b str, Vec<usize>>,
    /// The serial number that is left without its leading zeros; `None` when several are.
    bare: HashMap<&'b str, Option<&'b str>>,
    /// The user each serial number is given, as the list has it.
    given: HashMap<&'b str, String>,
    unknown: Remark,
    zeros: Remark,
    no_user: Remark,
    unusable: Remark,
    repeated: Remark,
    contradicted: HashSet<&'b str>,
}

/// How often something happened, and the first times.
#[derive(Default)]
struct Remark {
    count: u32,
    named: Vec<String>,
}

impl Remark {
    fn note(&mut self, named: &str) {
        self.count += 1;
        if self.named.len() < RemarkView::NAMED {
            self.named.push(quotable(named));
        }
    }

    /// With the words for one and for several.
    fn view(self, noun: &str, one: &str, several: &str) -> Option<RemarkView> {
        let rest = if self.count == 1 { one } else { several };
        let what = format!("{} {rest}", capital(&counted(self.count, noun)));
        (self.count > 0).then_some(RemarkView { what, named: self.named })
    }
}

impl<'b> Matching<'b> {
    fn of(batch: &'b Batch) -> Self {
        let mut exact: HashMap<&str, Vec<usize>> = HashMap::with_capacity(batch.tokens.len());
        for (at, token) in batch.tokens.iter().enumerate() {
            if let Some(serial) = &token.serial {
                exact.entry(serial.as_str()).or_default().push(at);
            }
        }
        let mut bare = HashMap::with_capacity(exact.len());
        for serial in exact.keys().copied() {
            let entry = bare.entry(without_zeros(serial)).or_insert(Some(serial));
            *entry = entry.filter(|known| *known == serial);
        }
        Self {
            exact,
            bare,
            given: HashMap::new(),
            unknown: Remark::default(),
            zeros: Remark::default(),
            no_user: Remark::default(),
            unusable: Remark::default(),
            repeated: Remark::default(),
            contradicted: HashSet::new(),
        }
    }

    fn take(&mut self, text: &str, user: &str) {
        let exact = self.exact.get_key_value(text).map(|(serial, _)| *serial);
        let Some(serial) = exact.or_else(|| self.bare.get(without_zeros(text)).copied().flatten()) else {
            return self.unknown.note(text);
        };
        if exact.is_none() {
            self.zeros.note(text);
        }
        if user.is_empty() {
            return self.no_user.note(serial);
        }
        match self.given.get(serial) {
            Some(before) if before.to_lowercase() == user.to_lowercase() => self.repeated.note(serial),
            Some(_) => drop(self.contradicted.insert(serial)),
            None => drop(self.given.insert(serial, user.to_owned())),
        }
    }

    /// The edits in the order of the batch, and what is to be known beforehand.
    fn finish(mut self, batch: &Batch) -> (Vec<Edit>, Vec<RemarkView>) {
        let mut contradicted: Vec<&str> = self.contradicted.iter().copied().collect();
        contradicted.sort_unstable();
        let mut contradictions = Remark::default();
        for serial in contradicted {
            contradictions.note(serial);
            self.given.remove(serial);
        }
        let several = self.users_with_several();
        let (mut edits, mut replaced, mut absent) = (Vec::new(), Remark::default(), Remark::default());
        for (at, token) in batch.tokens.iter().enumerate() {
            let serial = token.serial.as_ref().map_or("", SerialNumber::as_str);
            let Some(user) = self.given.get(serial) else {
                absent.note(serial);
                continue;
            };
            match typed::read(EditField::Upn, user) {
                Err(_) => self.unusable.note(serial),
                Ok(_) if token.upn.as_ref() == Some(user) => {}
                Ok(typed) => {
                    if token.upn.is_some() {
                        replaced.note(serial);
                    }
                    edits.push((at, typed.value, typed.problems));
                }
            }
        }
        let remarks = [
            contradictions.view(
                "serial number",
                "stands with different users and is left alone",
                "stand with different users and are left alone",
            ),
            self.unknown.view(
                "row",
                "has a serial number that is not in this batch",
                "have serial numbers that are not in this batch",
            ),
            self.no_user.view("row", "has no user", "have no user"),
            self.unusable.view(
                "row",
                "has a placeholder in place of a user",
                "have a placeholder in place of a user",
            ),
            self.zeros.view(
                "serial number",
                "was matched without leading zeros",
                "were matched without leading zeros",
            ),
            replaced.view("token", "has another user, who is replaced", "have other users, who are replaced"),
            several.view("user", "gets more than one token", "get more than one token"),
            self.repeated.view("row", "says again what another says", "say again what others say"),
            absent.view("token", "of this batch is not in the list", "of this batch are not in the list"),
        ];
        (edits, remarks.into_iter().flatten().collect())
    }

    fn users_with_several(&self) -> Remark {
        let mut tokens: HashMap<String, u32> = HashMap::new();
        self.given.values().for_each(|user| *tokens.entry(user.to_lowercase()).or_default() += 1);
        let mut several: Vec<String> =
            tokens.into_iter().filter(|(_, count)| *count > 1).map(|(user, _)| user).collect();
        several.sort_unstable();
        let mut remark = Remark::default();
        for user in &several {
            remark.note(user);
        }
        remark
    }
}

fn without_zeros(serial: &str) -> &str {
    serial.trim_start_matches('0')
}

fn serial_of(batch: &Batch, at: usize) -> String {
    let serial = batch.tokens.get(at).and_then(|token| token.serial.as_ref());
    serial.map(ToString::to_string).unwrap_or_default()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
