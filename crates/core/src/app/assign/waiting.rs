//! Tokens that people have and that wait for their activation.

use std::collections::HashSet;

use seedferry_protocol::AssignEvent;

use super::{
    super::{Effect, Model},
    seeds,
};
use crate::graph::{
    Device, DeviceStatus,
    work::{Act, Code, Job},
};

/// What is in sight of them.
#[derive(Default)]
pub(super) struct Waiting {
    /// Object ids of tokens that are not to be activated.
    unwanted: HashSet<String>,
    pub(super) page: u32,
}

/// A token that waits.
pub(super) struct Row<'m> {
    pub(super) device: &'m Device,
    /// Whether its seed is open.
    pub(super) has_seed: bool,
    pub(super) ticked: bool,
}

impl Model {
    /// The tokens that wait, those with seeds first, each in the order of the inventory.
    pub(super) fn waiting(&self) -> Vec<Row<'_>> {
        let seeds = seeds::at_hand(self.review.as_ref());
        let devices = self.inventory.devices().into_iter().filter(|device| waits(device));
        let row = |device: &'_ Device| {
            let has_seed = seeds.contains(device.serial.as_str());
            (has_seed, has_seed && !self.assign.waiting.unwanted.contains(&device.id))
        };
        let mut rows: Vec<Row> = devices
            .map(|device| {
                let (has_seed, ticked) = row(device);
                Row { device, has_seed, ticked }
            })
            .collect();
        rows.sort_by_key(|row| !row.has_seed);
        rows
    }

    /// By object id: the places change whenever the inventory is read anew.
    pub(super) fn tick_waiting(&mut self, device: &str, ticked: bool) {
        let unwanted = &mut self.assign.waiting.unwanted;
        if ticked {
            unwanted.remove(device);
        } else {
            unwanted.insert(device.to_owned());
        }
    }

    /// The help desk activates a token with the code that somebody reads out.
    pub(super) fn show_waiting(&mut self, device: &str) -> Vec<Effect> {
        let device = self.inventory.devices().into_iter().find(|one| one.id == device).cloned();
        self.look_up_holder(device.as_slice())
    }

    pub(super) fn turn_waiting(&mut self, event: &AssignEvent) {
        if let AssignEvent::PageChosen(page) = event {
            self.assign.waiting.page = *page;
        }
    }

    /// Activates the ticked ones.
    pub(super) fn activate_waiting(&mut self) -> Vec<Effect> {
        let jobs = self.waiting().into_iter().filter(|row| row.ticked).filter_map(|row| {
            let (user, device) = (row.device.assigned_to.clone()?, row.device.id.clone());
            let acts = vec![Act::Activate { user, device, code: Code::Computed }];
            Some(Job::of(&row.device.serial, self.inventory.named_holder(row.device), acts))
        });
        let jobs: Vec<Job> = jobs.collect();
        self.plan_work("Activate tokens", jobs)
    }
}

fn waits(device: &Device) -> bool {
    device.assigned_to.is_some()
        && matches!(
            device.status,
            DeviceStatus::Assigned | DeviceStatus::FailedActivation | DeviceStatus::Available
        )
}
