//! The ticks of the plan: which of its rows the user wants.

use seedferry_protocol::TokenId;

use super::{Stage, Upload};
use crate::{
    app::review::Review,
    graph::plan::{Fate, Row},
};

impl Upload {
    /// The plan may have been made anew since the row was seen: it is found by its token.
    pub(super) fn tick_token(&mut self, token: TokenId, ticked: bool, review: &Review) {
        let Stage::Plan { plan, .. } = &self.stage else {
            return;
        };
        let is_it = |row: &Row| review.token_at(row.token as usize).is_some_and(|(id, _)| id == token);
        if let Some(place) = plan.rows().iter().position(is_it) {
            self.tick(place, ticked, review);
        }
    }

    /// What is changed begins with another press.
    fn tick(&mut self, place: usize, ticked: bool, review: &Review) {
        self.begins = None;
        let Stage::Plan { plan, .. } = &mut self.stage else {
            return;
        };
        plan.tick(place, ticked);
        let token = plan.rows().get(place).and_then(|row| review.token_at(row.token as usize));
        if let Some((id, _)) = token {
            if ticked {
                self.unwanted.remove(&id)
            } else {
                self.unwanted.insert(id)
            };
        }
    }

    pub(super) fn tick_all(&mut self, ticked: bool, review: &Review) {
        if let Stage::Plan { plan, .. } = &self.stage {
            let new = plan.rows().iter().enumerate().filter(|(_, row)| row.fate == Fate::New);
            let places: Vec<usize> = new.map(|(place, _)| place).collect();
            for place in places {
                self.tick(place, ticked, review);
            }
        }
    }
}
