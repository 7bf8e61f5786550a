//! What is to be done with tokens of the inventory.

use seedferry_protocol::{DeviceChange, HeldChoice, WorkEdit};

use super::{
    super::{Effect, Model, review::count},
    Stage,
};
use crate::{
    diagnostic::counted,
    graph::{
        Device, DeviceStatus,
        work::{Act, Change, Job},
    },
    token::{HashFunction, Interval},
};

/// Longest text of a property, in characters.
const LONGEST_TEXT: usize = 256;
/// Intervals that Entra takes, in seconds.
const INTERVALS: [u32; 2] = [30, 60];

/// What is wanted.
#[derive(Debug)]
pub(in super::super) enum Wish {
    Unassign,
    Deactivate,
    Delete {
        /// Take them from the people who have them first; otherwise those are left out.
        unassign: bool,
    },
}

impl Model {
    /// Makes jobs of a wish, and asks whether they shall be done.
    pub(in super::super) fn wish(&mut self, wish: &Wish, devices: Vec<Device>) -> Vec<Effect> {
        let who = |device: &Device| self.inventory.named_holder(device);
        let jobs: Vec<Job> = devices.iter().filter_map(|device| job(wish, device, who(device))).collect();
        let held = count(devices.iter().filter(|device| is_held(device)).count());
        let choice = match wish {
            Wish::Delete { unassign } if held > 0 => Some(HeldChoice { count: held, unassign: *unassign }),
            _ => None,
        };
        if jobs.is_empty() && choice.is_none() {
            let fitting = match wish {
                Wish::Unassign => "assigned to anybody",
                Wish::Deactivate => "activated",
                Wish::Delete { .. } => "in the inventory any more",
            };
            self.news.warn(format!("None of these tokens is {fitting}. Choose others"));
            return Vec::new();
        }
        let number = counted(count(jobs.len()), "token");
        let title = match wish {
            Wish::Unassign => format!("Unassign {number}"),
            Wish::Deactivate => format!("Deactivate {number}"),
            Wish::Delete { .. } => format!("Delete {number}"),
        };
        self.begin_work(&title, Stage::Confirm { jobs, choice, devices })
    }

    /// The same tokens are to be deleted, with another choice of what becomes of those that somebody has.
    pub(super) fn delete_anew(&mut self, unassign: bool) -> Vec<Effect> {
        match self.works.as_mut().map(|works| &mut works.stage) {
            Some(Stage::Confirm { devices, choice: Some(_), .. }) => {
                let devices = core::mem::take(devices);
                self.wish(&Wish::Delete { unassign }, devices)
            }
            _ => Vec::new(),
        }
    }

    /// Asks what shall become of these tokens.
    pub(in super::super) fn ask_change(&mut self, devices: Vec<Device>) -> Vec<Effect> {
        if devices.is_empty() {
            self.news.warn("No token is selected. Select the tokens to change");
            return Vec::new();
        }
        self.begin_work("Change tokens", Stage::Edit { devices, problem: String::new() })
    }

    pub(super) fn take_change(&mut self, given: &DeviceChange) -> Vec<Effect> {
        let Some(works) = &mut self.works else {
            return Vec::new();
        };
        let Stage::Edit { devices, problem } = &mut works.stage else {
            return Vec::new();
        };
        match read(given) {
            Err(why) => {
                *problem = why;
                Vec::new()
            }
            Ok(change) => {
                let changed = devices.iter().filter(|device| !is_held(device) && !change.is_seen(device));
                let jobs: Vec<Job> = changed
                    .map(|device| {
                        let act = Act::Update { device: device.id.clone(), change: change.clone() };
                        Job::of(&device.serial, None, vec![act])
                    })
                    .collect();
                if jobs.is_empty() {
                    "All of these tokens are so already. Type something else, or cancel.".clone_into(problem);
                    return Vec::new();
                }
                let title = format!("Change {}", counted(count(jobs.len()), "token"));
                self.plan_work(&title, jobs)
            }
        }
    }
}

/// The form over these tokens.
pub(super) fn form(devices: &[Device], problem: &str) -> WorkEdit {
    let held = devices.iter().filter(|device| is_held(device)).count();
    let free: Vec<&Device> = devices.iter().filter(|device| !is_held(device)).collect();
    WorkEdit {
        free: count(free.len()),
        held: count(held),
        now: DeviceChange {
            manufacturer: shared(&free, |device| Some(device.manufacturer.as_str())),
            model: shared(&free, |device| Some(device.model.as_str())),
            interval: free
                .first()
                .and_then(|first| first.interval)
                .filter(|interval| free.iter().all(|device| device.interval == Some(*interval))),
            hash: shared(&free, |device| device.hash.map(HashFunction::name)),
            display_name: shared(&free, |device| device.display_name.as_deref()),
        },
        problem: problem.to_owned(),
    }
}

fn shared<'a>(devices: &[&'a Device], text: impl Fn(&'a Device) -> Option<&'a str>) -> String {
    let first = devices.first().and_then(|device| text(device)).unwrap_or_default();
    let same = devices.iter().all(|device| text(device).unwrap_or_default() == first);
    if same { first.to_owned() } else { String::new() }
}

fn is_held(device: &Device) -> bool {
    device.assigned_to.is_some()
}

fn job(wish: &Wish, device: &Device, who: Option<String>) -> Option<Job> {
    let id = || device.id.clone();
    let holder = device.assigned_to.clone();
    let acts = match (wish, holder) {
        (Wish::Unassign, Some(user)) => vec![Act::Unassign { user, device: id() }],
        (Wish::Deactivate, Some(user)) if device.status == DeviceStatus::Activated => {
            vec![Act::Deactivate { user, device: id() }]
        }
        (Wish::Delete { .. }, None) => vec![Act::Delete { device: id() }],
        (Wish::Delete { unassign: true }, Some(user)) => {
            vec![Act::Unassign { user, device: id() }, Act::Delete { device: id() }]
        }
        _ => return None,
    };
    Some(Job::of(&device.serial, who, acts))
}

/// What was typed into the form, or why it cannot be.
fn read(given: &DeviceChange) -> Result<Change, String> {
    let text = |name: &str, typed: &str| match typed.trim() {
        "" => Ok(None),
        long if long.chars().count() > LONGEST_TEXT => {
            Err(format!("The {name} is too long: type at most {LONGEST_TEXT} characters."))
        }
        text => Ok(Some(text.to_owned())),
    };
    let change = Change {
        manufacturer: text("manufacturer", &given.manufacturer)?,
        model: text("model", &given.model)?,
        interval: given.interval.filter(|seconds| INTERVALS.contains(seconds)).and_then(Interval::new),
        hash: HashFunction::parse(&given.hash).filter(|hash| *hash != HashFunction::Sha512),
        display_name: text("display name", &given.display_name)?,
    };
    if change == Change::default() {
        return Err("Nothing is to be changed. Type what shall become of the tokens, or cancel.".to_owned());
    }
    Ok(change)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(user: Option<&str>, status: DeviceStatus) -> Device {
        let json = serde_json::json!({ "id": "d", "serialNumber": "A1", "manufacturer": "M",
            "assignedTo": user.map(|id| serde_json::json!({ "id": id, "displayName": "Zoë" })) });
        Device { status, ..Device::read(&json).unwrap() }
    }

    #[test]
    fn a_wish_becomes_acts_where_it_fits() {
        let check = |wish: Wish, user: Option<&str>, status: DeviceStatus, acts: &str| {
            let job = job(&wish, &device(user, status), None);
            let names: Vec<_> = job.iter().flat_map(|job| &job.acts).map(Act::name).collect();
            assert_eq!(names.join(", "), acts, "{wish:?}");
        };
        check(Wish::Unassign, None, DeviceStatus::Available, "");
        check(Wish::Unassign, Some("u"), DeviceStatus::Assigned, "unassign");
        check(Wish::Deactivate, Some("u"), DeviceStatus::Assigned, "");
        check(Wish::Deactivate, Some("u"), DeviceStatus::Activated, "deactivate");
        check(Wish::Delete { unassign: false }, None, DeviceStatus::Available, "delete");
        check(Wish::Delete { unassign: false }, Some("u"), DeviceStatus::Assigned, "");
        check(Wish::Delete { unassign: true }, Some("u"), DeviceStatus::Assigned, "unassign, delete");
    }

    #[test]
    fn a_form_is_read() {
        let check = |given: DeviceChange, reads: bool| assert_eq!(read(&given).is_ok(), reads, "{given:?}");
        let model = |text: &str| DeviceChange { model: text.to_owned(), ..DeviceChange::default() };
        check(model("C200"), true);
        check(model("  "), false);
        check(model(&"x".repeat(LONGEST_TEXT)), true);
        check(model(&"x".repeat(LONGEST_TEXT + 1)), false);
        check(DeviceChange { interval: Some(45), ..DeviceChange::default() }, false);
        check(DeviceChange { interval: Some(60), ..DeviceChange::default() }, true);
        check(DeviceChange { hash: "SHA-512".to_owned(), ..DeviceChange::default() }, false);
        check(DeviceChange { hash: "SHA-256".to_owned(), ..DeviceChange::default() }, true);
    }
}
