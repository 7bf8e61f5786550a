//! A large inventory: tokens of several makers, models and states, every other one with a holder.

use seedferry_tenant::{Kept, Status, Tenant};

const MAKERS: [&str; 3] = ["Deepnet Security", "Contoso Tokens", "Fabrikam Keys"];
const MODELS: [&str; 5] = ["SafeID/Classic", "SafeID/Mini", "C100", "C200", "F1"];

/// Puts so many tokens into the tenant. Each property depends on the place alone, so that a test can count.
pub(crate) fn furnish(tenant: &mut Tenant, count: u32) {
    // The first of the people is the administrator; of the others, twenty are members.
    let holders: Vec<String> = tenant.people.iter().skip(1).take(20).map(|one| one.id.clone()).collect();
    for place in 0..count {
        tenant.keep(token(place, &holders));
    }
}

fn token(place: u32, holders: &[String]) -> Kept {
    let id = format!("0000feed-0000-4000-9000-{place:012}");
    let mut kept = Kept::new(id, &format!("T{place:06}"), of(&MAKERS, place), of(&MODELS, place));
    kept.interval = if place.is_multiple_of(7) { 30 } else { 60 };
    if place.is_multiple_of(2) {
        return kept;
    }
    kept.assigned_to =
        usize::try_from(place / 2).ok().and_then(|at| holders.iter().cycle().nth(at % 20)).cloned();
    kept.status = if place % 4 == 3 { Status::Activated } else { Status::Assigned };
    if kept.status == Status::Activated {
        kept.last_used = Some(format!("2026-{:02}-{:02}T08:00:00Z", 1 + place % 11, 1 + place % 28));
    }
    kept
}

fn of<'a>(names: &[&'a str], place: u32) -> &'a str {
    usize::try_from(place)
        .ok()
        .and_then(|at| names.iter().cycle().nth(at % names.len()))
        .copied()
        .unwrap_or_default()
}
