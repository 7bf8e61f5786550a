//! Whose sheets these are: the inventory tells display names alone, and a seed file user principal names alone. What is
//! missing is looked up.

use super::{Effect, Model, account::Account, online::Asker};
use crate::graph::{
    Inquiry, Outcome,
    people::{FIND, MOST_AT_ONCE, by_ids, by_upns, may_find, may_find_all, read_people},
    run::Ending,
};

/// A look-up under way, or one that is to begin.
#[derive(Default)]
pub(super) struct Names {
    /// It begins as soon as the permission is there.
    wanted: bool,
    /// The user asked for the display names of the open batch's people.
    of_batch: bool,
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
    /// Looks up what the people of the open batch are called, from the page in sight on.
    pub(super) fn look_up_batch_names(&mut self) -> Vec<Effect> {
        self.sheets.names.of_batch = true;
        self.look_up_names()
    }

    /// Looks up who is known by object id alone, and of the page in sight whose name is not known.
    pub(super) fn look_up_names(&mut self) -> Vec<Effect> {
        if self.sheets.names.is_looking() {
            // What was asked before is asked anew with the rest.
            self.sheets.forget_asked();
        }
        let ids = self.sheets.nameless();
        let of_batch = self.sheets.names.of_batch;
        let upns = if of_batch { self.sheets.unnamed(self.review.as_ref()) } else { Vec::new() };
        let nothing = ids.is_empty() && upns.is_empty();
        let Some(account) = self.account.as_ref().filter(|_| !nothing) else {
            return Vec::new();
        };
        let (may, full) = (may_find(account.scopes()), may_find_all(account.scopes()));
        self.sheets.names.wanted = !may;
        if !may {
            return self.want_token(&[FIND], None);
        }
        let by_ids = ids.chunks(MOST_AT_ONCE).map(|ids| by_ids(ids.iter().map(String::as_str), full));
        let by_upns = upns.chunks(MOST_AT_ONCE).map(|upns| by_upns(upns.iter().map(String::as_str), full));
        let requests: Vec<_> = by_ids.chain(by_upns).collect();
        self.sheets.ask_for(upns);
        let inquiry = Inquiry::new(requests, self.upload_settings(), self.random_start());
        let number = self.sheets.names.number.wrapping_add(1);
        self.sheets.names = Names { wanted: false, of_batch, inquiry: Some(inquiry), number };
        self.drive_names()
    }

    /// Does what the machine says.
    pub(super) fn drive_names(&mut self) -> Vec<Effect> {
        let (now, names) = (self.online.now, &mut self.sheets.names);
        let (Some(inquiry), Some(account)) = (&mut names.inquiry, &self.account) else {
            return Vec::new();
        };
        let (step, number, permission) = (inquiry.next(now), names.number, account.granted_as(FIND));
        if let Some(effects) = self.obey(step, permission, |ticket| Asker::SheetNames(number, ticket)) {
            return effects;
        }
        let ending = self.sheets.names.inquiry.take().and_then(|inquiry| inquiry.ending().cloned());
        if ending != Some(Ending::Checked) {
            self.sheets.forget_asked();
            self.news.warn(
                "People could not be looked up. Sheets and labels are without what is not known of them",
            );
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
        let tenant = self.account.as_ref().map(Account::tenant).unwrap_or_default();
        if self.sheets.keep_for(tenant) {
            let names = &mut self.sheets.names;
            *names = Names { number: names.number, ..Names::default() };
        }
        if self.account.is_none() {
            return Vec::new();
        }
        let names = &mut self.sheets.names;
        if names.wanted {
            let may = self.account.as_ref().is_some_and(|account| may_find(account.scopes()));
            return if may { self.look_up_names() } else { Vec::new() };
        }
        names.inquiry.iter_mut().for_each(Inquiry::renewed);
        self.drive_names()
    }
}
