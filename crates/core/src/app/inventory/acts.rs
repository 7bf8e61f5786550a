//! What is asked of tokens of the inventory: of the selected ones, or of the one whose details are in sight.

use seedferry_protocol::{Area, Those, TokenAct};

use super::{
    super::{Effect, Model, review::count, sheets::HandedOver, work::Wish},
    Inventory,
};
use crate::{
    diagnostic::counted,
    graph::{Device, DeviceStatus},
    sheets::Handout,
};

impl Inventory {
    fn those(&self, of: Those) -> Vec<Device> {
        match of {
            Those::Selected => self.selected(),
            Those::Detailed => self.detailed().map(|entry| entry.device.clone()).into_iter().collect(),
        }
    }
}

impl Model {
    pub(super) fn act_on(&mut self, act: TokenAct, of: Those) -> Vec<Effect> {
        let devices = self.inventory.those(of);
        match act {
            TokenAct::Assign => self.assign_these(&devices),
            TokenAct::Print => self.print_for_holders(&devices),
            TokenAct::HelpDesk => self.look_up_holder(&devices),
            TokenAct::Unassign => self.wish(&Wish::Unassign, devices),
            TokenAct::Deactivate => self.wish(&Wish::Deactivate, devices),
            TokenAct::Change => self.ask_change(devices),
            TokenAct::Delete => self.wish(&Wish::Delete { unassign: false }, devices),
        }
    }

    /// Sheets and labels for those of them that somebody has.
    fn print_for_holders(&mut self, devices: &[Device]) -> Vec<Effect> {
        let held = devices.iter().filter(|device| device.assigned_to.is_some());
        let handouts: Vec<HandedOver> = held.map(|device| self.handout(device)).collect();
        if handouts.is_empty() {
            self.news.warn("Nobody has any of these tokens. Choose some that are assigned");
            return Vec::new();
        }
        let left = match count(devices.len() - handouts.len()) {
            0 => String::new(),
            left => format!(" Left out, because nobody has them: {left}."),
        };
        let whom = format!("For {} of the inventory.{left}", counted(count(handouts.len()), "token"));
        self.print_for(whom, handouts)
    }

    /// The inventory tells names alone; the user principal name is looked up, unless a report read it.
    fn handout(&self, device: &Device) -> HandedOver {
        let upn = self.inventory.reports.upn(device);
        HandedOver {
            holder: device.assigned_to.clone().filter(|_| upn.is_none()),
            handout: Handout {
                name: device.holder_name.clone().unwrap_or_default(),
                upn: upn.unwrap_or_default().to_owned(),
                serial: device.serial.clone(),
                model: device.model.clone(),
                is_active: device.status == DeviceStatus::Activated,
            },
        }
    }

    /// Shows who has the first of them at the help desk.
    pub(in super::super) fn look_up_holder(&mut self, devices: &[Device]) -> Vec<Effect> {
        let Some(device) = devices.first() else {
            return Vec::new();
        };
        self.area = Area::Desk;
        self.show_holder(&device.serial)
    }
}
