//! Tenants with people and their tokens, jobs and faults from a number.

use seedferry_core::graph::{
    Millis, Random,
    run::Settings,
    work::{Act, Change, Code, Job},
};

use super::{
    super::generate::{faults, one_in, pick},
    legacy::{self, Baseline, Double},
};
use crate::{Account, Fault, Kept, Limit, Person, Status, Switches, Tenant, role};

const FAULTS: [Fault; 11] = [
    Fault::LostRequest,
    Fault::LostRequest,
    Fault::Repeated,
    Fault::LostAnswer,
    Fault::LostAnswer,
    Fault::ErrorBefore(503),
    Fault::ErrorAfter(504),
    Fault::Throttled(700),
    Fault::TokenExpires,
    Fault::ClaimsChallenge,
    Fault::RoleLost,
];
/// A code that the tenant does not take.
const WRONG: &str = "000000";
/// One that it takes.
pub(super) const RIGHT: &str = "012345";

/// A tenant, what is to be done in it, and how.
pub(super) struct WorkCase {
    pub(super) tenant: Tenant,
    pub(super) jobs: Vec<Job>,
    pub(super) settings: Settings,
    pub(super) random: Random,
    /// Devices that people have twice.
    pub(super) doubles: Vec<Double>,
    /// The tokens as they were at the beginning, or as another administrator left them.
    pub(super) before: Baseline,
}

impl WorkCase {
    pub(super) fn new(start: u64, number: u64) -> Self {
        let mut random = Random::new(start ^ number.wrapping_mul(0xA24B_AED4_963E_E407));
        let mut tenant = Tenant::new(switches(&mut random), random.draw());
        tenant.account = account();
        tenant.faults = faults(&mut random, &FAULTS);
        populate(&mut tenant, &mut random);
        let doubles = legacy::populate(&mut tenant, &mut random);
        let mut jobs = jobs(&tenant, &doubles, &mut random);
        jobs.extend(doubles.iter().map(Double::clean_up));
        let before = Baseline::new(&tenant);
        let settings = Settings {
            gap: Millis(pick(&mut random, &[0, 100, 1000], 100)),
            first_wait: Millis(500),
            longest_wait: Millis(10_000),
            patience: Millis(15_000),
            ..Settings::default()
        };
        Self { tenant, jobs, settings, random, doubles, before }
    }
}

/// Who may do everything but touch administrators.
pub(super) fn account() -> Account {
    let texts = |texts: [&str; 2]| texts.map(str::to_owned).into();
    Account {
        roles: texts([role::POLICY_ADMINISTRATOR, role::AUTHENTICATION_ADMINISTRATOR]),
        permissions: texts([
            "Policy.ReadWrite.AuthenticationMethod",
            "UserAuthMethod-HardwareOATH.ReadWrite.All",
        ]),
        ..Account::default()
    }
}

fn switches(random: &mut Random) -> Switches {
    let limit =
        Limit { requests: pick(random, &[1, 3, 10], 3), window: Millis(pick(random, &[500, 4000], 500)) };
    Switches {
        latency: Millis(pick(random, &[20, 300, 3000], 300)),
        limit: one_in(random, 3).then_some(limit),
        lag: Millis(pick(random, &[0, 2000, 8000], 0)),
        readable_wait: one_in(random, 2),
        token_life: Millis(pick(random, &[10_000, 3_600_000], 10_000)),
        deletes_held: one_in(random, 2),
        shows_legacy: one_in(random, 2),
        empty_first_page: one_in(random, 4),
        ..Switches::default()
    }
}

fn populate(tenant: &mut Tenant, random: &mut Random) {
    for number in 0..=8 + random.below(8) {
        let id = random.uuid();
        let mut person = Person::member(id, &format!("p{number}@contoso.example"), "Person");
        (person.is_administrator, person.is_guest) = (number == 0, number == 1);
        tenant.people.push(person);
    }
    let count = 1 + random.below(40);
    for number in 0..count {
        let mut kept = Kept::new(random.uuid(), &format!("SN{number:04}"), "Contoso", "C100");
        if one_in(random, 2) {
            // The administrator has one at most: refusals in a row end the work.
            let place = if number == 0 { 0 } else { 2 + random.below(6) };
            let person = tenant.people.get(usize::try_from(place).unwrap_or_default());
            kept.assigned_to = person.map(|person| person.id.clone());
            kept.status = if one_in(random, 2) { Status::Activated } else { Status::Assigned };
        }
        tenant.keep(kept);
    }
}

/// A job for most tokens that people have once, none for two of the same.
fn jobs(tenant: &Tenant, doubles: &[Double], random: &mut Random) -> Vec<Job> {
    let mut free: Vec<&Kept> = tenant.devices().iter().filter(|kept| kept.assigned_to.is_none()).collect();
    let is_single = |kept: &&Kept| !doubles.iter().any(|double| double.listed == kept.id);
    let held = tenant.devices().iter().filter(|kept| kept.assigned_to.is_some()).filter(is_single);
    let mut jobs = Vec::new();
    for kept in held {
        let new = if one_in(random, 3) { free.pop() } else { None };
        jobs.extend(held_acts(kept, new, random).map(|acts| job(kept, acts)));
    }
    for kept in free {
        let place = usize::try_from(1 + random.below(8)).unwrap_or_default();
        let user = tenant.people.get(place).map(|person| person.id.clone()).unwrap_or_default();
        jobs.extend(free_acts(kept, user, random).map(|acts| job(kept, acts)));
    }
    jobs
}

fn held_acts(kept: &Kept, new: Option<&Kept>, random: &mut Random) -> Option<Vec<Act>> {
    let (device, user) = (kept.id.clone(), kept.assigned_to.clone()?);
    let unassign = Act::Unassign { user: user.clone(), device: device.clone() };
    if let Some(new) = new {
        let code = code(random);
        if one_in(random, 2) {
            // Nobody may look whether it is free: the new one first, the old one after.
            let serial = new.serial.clone();
            return Some(vec![Act::AssignAndActivateBySerial { user, serial, code }, unassign]);
        }
        return Some(vec![unassign, Act::AssignAndActivate { user, device: new.id.clone(), code }]);
    }
    match random.below(7) {
        0 => Some(vec![unassign]),
        1 => Some(vec![unassign, Act::Delete { device }]),
        2 => Some(vec![Act::Activate { user, device, code: code(random) }]),
        3 => Some(vec![Act::Deactivate { user, device }]),
        // Somebody has it: it must stay.
        4 => Some(vec![Act::Delete { device }]),
        5 => Some(vec![Act::Assign { user, device }]),
        _ => None,
    }
}

fn free_acts(kept: &Kept, user: String, random: &mut Random) -> Option<Vec<Act>> {
    let device = kept.id.clone();
    match random.below(7) {
        0 => Some(vec![Act::Assign { user, device }]),
        1 => Some(vec![Act::AssignAndActivate { user, device, code: code(random) }]),
        2 => {
            let assign = Act::Assign { user: user.clone(), device: device.clone() };
            Some(vec![assign, Act::Activate { user, device, code: code(random) }])
        }
        3 => Some(vec![Act::Delete { device }]),
        4 => {
            let change = Change { model: Some("C200".to_owned()), ..Change::default() };
            Some(vec![Act::Update { device, change }])
        }
        5 => Some(vec![Act::Unassign { user, device }]),
        _ => None,
    }
}

fn code(random: &mut Random) -> Code {
    match random.below(4) {
        0 => Code::Typed(WRONG.to_owned()),
        1 => Code::Computed,
        _ => Code::Typed(RIGHT.to_owned()),
    }
}

fn job(kept: &Kept, acts: Vec<Act>) -> Job {
    Job::of(&kept.serial, None, acts)
}
