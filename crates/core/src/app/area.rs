//! Which area the user is in.

use seedferry_protocol::Area;

use super::{Effect, Model};

impl Model {
    /// Goes to another area. A run goes on when its screen is left; a question is taken back.
    pub(super) fn choose_area(&mut self, area: Area) -> Vec<Effect> {
        self.area = area;
        self.leave_work();
        match area {
            Area::Inventory | Area::Assign => self.look_at_inventory(),
            Area::Desk => self.desk_in_sight(),
            Area::Policy => self.policy_in_sight(),
            _ => Vec::new(),
        }
    }
}
