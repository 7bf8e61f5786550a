//! Whose sheets these are: the inventory tells display names alone, so user principal names are looked up.

use super::{Effect, Model, online::Asker};
use crate::graph::{
    Inquiry, Outcome,
    people::{FIND, MOST_AT_ONCE, by_ids, may_find, may_find_all, read_people},
    run::Ending,
};

/// A look-up under way, or one that is to begin.
#[derive(Default)]
pub(super) struct Names {
    /// It begins as soon as the permission is there.
    wanted: bool,
    inquiry: Option<Inquiry>,
    /// Tells late answers apart.
    number: u32,
}

impl Names {
    /// Whether it is under way.
    pub(super) fn is_looking(&self) -> bool {
        self.inquiry.is_some()
    }
}

impl Model {
    /// Looks up who is known by object id alone.
    pub(super) fn look_up_names(&mut self) -> Vec<Effect> {
        let ids = self.sheets.nameless();
        let Some(account) = self.account.as_ref().filter(|_| !ids.is_empty()) else {
            return Vec::new();
        };
        let (may, full) = (may_find(account.scopes()), may_find_all(account.scopes()));
        self.sheets.names.wanted = !may;
        if !may {
            return self.want_token(&[FIND], None);
        }
        let requests: Vec<_> =
            ids.chunks(MOST_AT_ONCE).map(|ids| by_ids(ids.iter().map(String::as_str), full)).collect();
        let inquiry = Inquiry::new(requests, self.upload_settings(), self.random_start());
        let number = self.sheets.names.number.wrapping_add(1);
        self.sheets.names = Names { wanted: false, inquiry: Some(inquiry), number };
        self.drive_names()
    }

    /// Does what the machine says.
    pub(super) fn drive_names(&mut self) -> Vec<Effect> {
        let (now, names) = (self.online.now, &mut self.sheets.names);
        let Some(inquiry) = names.inquiry.as_mut().filter(|_| self.account.is_some()) else {
            return Vec::new();
        };
        let (step, number) = (inquiry.next(now), names.number);
        if let Some(effects) = self.obey(step, FIND, |ticket| Asker::SheetNames(number, ticket)) {
            return effects;
        }
        let ending = self.sheets.names.inquiry.take().and_then(|inquiry| inquiry.ending().cloned());
        if ending != Some(Ending::Checked) {
            self.news.warn("User principal names could not be looked up. Sheets and labels are without them");
        }
        Vec::new()
    }

    pub(super) fn names_answered(&mut self, number: u32, ticket: u32, outcome: Outcome) -> Vec<Effect> {
        let (now, host) = (self.online.now, self.sign_in.cloud().graph());
        let names = &mut self.sheets.names;
        let Some(inquiry) = names.inquiry.as_mut().filter(|_| names.number == number) else {
            return Vec::new();
        };
        if let Some((_, response)) = inquiry.answer(now, ticket, outcome) {
            match read_people(host, &response, None) {
                Ok(page) => self.sheets.know(&page.people),
                Err(_) => inquiry.give_up(Ending::Unreachable),
            }
        }
        self.drive_names()
    }

    /// Another access token is here, or the account left.
    pub(super) fn names_access_changed(&mut self) -> Vec<Effect> {
        let names = &mut self.sheets.names;
        if self.account.is_none() {
            *names = Names { number: names.number, ..Names::default() };
            return Vec::new();
        }
        if names.wanted {
            let may = self.account.as_ref().is_some_and(|account| may_find(account.scopes()));
            return if may { self.look_up_names() } else { Vec::new() };
        }
        names.inquiry.iter_mut().for_each(Inquiry::renewed);
        self.drive_names()
    }
}
