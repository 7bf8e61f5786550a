//! Tenants, tokens and faults from a number.

use std::collections::{BTreeMap, HashSet};

use seedferry_core::{
    graph::{Millis, Random, run::Settings},
    secret::Seed,
    token::{HashFunction, Interval, Origin, SerialNumber, Token},
};

use crate::{Annotation, Challenge, Fault, Kept, Limit, Switches, Tenant};

/// Most faults in a case: fewer than the attempts at a token, so that in the end all can be there.
const MOST_FAULTS: u64 = 6;

/// A tenant, what is to be uploaded, and how.
pub(crate) struct Case {
    pub(crate) tenant: Tenant,
    pub(crate) tokens: Vec<Token>,
    pub(crate) settings: Settings,
    pub(crate) random: Random,
    /// Serial numbers that were there before.
    pub(crate) before: HashSet<String>,
    /// Serial numbers that this tenant never takes.
    pub(crate) bad: HashSet<String>,
}

impl Case {
    pub(crate) fn new(start: u64, number: u64) -> Self {
        let mut random = Random::new(start ^ number.wrapping_mul(0xD134_2543_DE82_EF95));
        let switches = switches(&mut random);
        let mut tenant = Tenant::new(switches, random.draw());
        tenant.faults = faults(&mut random, &FAULTS);
        tenant.item_faults = faults(&mut random, &ITEM_FAULTS);
        without_impossible(&mut tenant);
        let count = if one_in(&mut random, 20) { 300 } else { 1 + random.below(60) };
        let mut tokens: Vec<_> = (0..count).map(|index| token(&mut random, index)).collect();
        if one_in(&mut random, 8) {
            tokens.extend(tokens.first().cloned());
        }
        let settings = settings(&mut random);
        let mut case = Self::with(tenant, tokens, settings, random);
        case.furnish();
        case
    }

    /// A case of these parts, the tenant as it is.
    pub(crate) fn with(mut tenant: Tenant, tokens: Vec<Token>, settings: Settings, random: Random) -> Self {
        tenant.guard(tokens.iter().filter_map(|token| token.seed.as_ref()));
        Self { tenant, tokens, settings, random, before: HashSet::new(), bad: HashSet::new() }
    }

    /// Puts tokens into the tenant: others, some of the batch, and some whose serial numbers differ by case alone.
    fn furnish(&mut self) {
        let others = self.random.below(40);
        for index in 0..others {
            let other = token(&mut self.random, 100_000 + index);
            self.put(&other, &serial(&other));
        }
        let (present, shadowed) = (one_in(&mut self.random, 2), one_in(&mut self.random, 6));
        let mut seen = HashSet::new();
        for token in self.tokens.clone() {
            let serial = serial(&token);
            if !seen.insert(serial.clone()) {
                continue;
            }
            if present && one_in(&mut self.random, 4) {
                self.put(&token, &serial);
                continue;
            }
            let shadowed = shadowed && one_in(&mut self.random, 8);
            let refused = self.tenant.switches.refused_ending.is_some_and(|end| serial.ends_with(end));
            if refused || shadowed && self.tenant.switches.ignores_case {
                self.bad.insert(serial.clone());
            }
            if shadowed {
                self.put(&token, &serial.to_ascii_lowercase());
            }
        }
    }

    fn put(&mut self, token: &Token, serial: &str) {
        self.before.insert(serial.to_owned());
        let model = if one_in(&mut self.random, 3) { "Other" } else { "C100" };
        let mut kept = Kept::new(self.random.uuid(), serial, "Contoso", model);
        kept.interval = token.interval_or_assumed().0.seconds().into();
        self.tenant.keep(kept);
    }
}

/// What arrives twice is kept twice where serial numbers are compared late. No upload can do anything about it.
fn without_impossible(tenant: &mut Tenant) {
    let possible = !tenant.switches.unique_late;
    tenant.faults.retain(|_, fault| possible || *fault != Fault::Repeated);
}

pub(crate) fn one_in(random: &mut Random, chances: u64) -> bool {
    random.below(chances) == 0
}

pub(crate) fn serial(token: &Token) -> String {
    token.serial.as_ref().map(|serial| serial.as_str().to_owned()).unwrap_or_default()
}

/// A token as a vendor's file has it.
pub(crate) fn token(random: &mut Random, index: u64) -> Token {
    let bytes = (0..20).map(|_| u8::try_from(random.below(256)).unwrap_or_default()).collect();
    Token {
        serial: SerialNumber::parse(&format!("SN{index:06}")),
        seed: Seed::new(bytes),
        hash: Some(if one_in(random, 3) { HashFunction::Sha256 } else { HashFunction::Sha1 }),
        interval: Interval::new(if one_in(random, 3) { 60 } else { 30 }),
        manufacturer: Some("Contoso".to_owned()),
        model: Some("C100".to_owned()),
        ..Token::new(Origin { source: 0, row: 1 })
    }
}

pub(crate) fn pick<T: Copy>(random: &mut Random, of: &[T], usual: T) -> T {
    let place = usize::try_from(random.below(u64::try_from(of.len()).unwrap_or(1))).unwrap_or_default();
    of.get(place).copied().unwrap_or(usual)
}

fn switches(random: &mut Random) -> Switches {
    let unique_late = one_in(random, 3);
    let limit =
        Limit { requests: pick(random, &[1, 3, 10], 3), window: Millis(pick(random, &[500, 4000], 500)) };
    Switches {
        bulk_status: pick(random, &[200, 201, 204], 201),
        wraps_created: one_in(random, 2),
        wraps_listed: one_in(random, 2),
        atomic: one_in(random, 2),
        // OData forbids it; together with late uniqueness no upload could be safe without reading after each refusal.
        keeps_before_bad: !unique_late && one_in(random, 4),
        annotation: pick(
            random,
            &[Annotation::Core, Annotation::Full, Annotation::Omitted],
            Annotation::Core,
        ),
        echoes_content_id: one_in(random, 2),
        names_failed: one_in(random, 2),
        most_items: pick(random, &[1, 7, 40, 10_000], 40),
        most_bytes: pick(random, &[1500, 10_000, 4_000_000], 10_000),
        unique_late,
        ignores_case: one_in(random, 2),
        duplicate_status: pick(random, &[400, 409], 409),
        page: pick(random, &[1, 5, 30, 1000], 30),
        empty_first_page: one_in(random, 4),
        lag: Millis(pick(random, &[0, 2000, 8000], 0)),
        latency: Millis(pick(random, &[20, 300, 3000], 300)),
        takes_bulk: !one_in(random, 6),
        takes_batch: !one_in(random, 3),
        limit: one_in(random, 3).then_some(limit),
        readable_wait: one_in(random, 2),
        refused_ending: one_in(random, 3).then_some('7'),
        challenge: pick(
            random,
            &[Challenge::Unauthorized, Challenge::Forbidden, Challenge::InMessage],
            Challenge::Unauthorized,
        ),
        token_life: Millis(pick(random, &[10_000, 3_600_000], 10_000)),
        deletes_held: false,
        own_method_ids: false,
        shows_legacy: true,
    }
}

const FAULTS: [Fault; 12] = [
    Fault::LostRequest,
    Fault::Repeated,
    Fault::LostAnswer,
    Fault::LostAnswer,
    Fault::ErrorBefore(503),
    Fault::ErrorAfter(504),
    Fault::Throttled(700),
    Fault::Throttled(20_000),
    Fault::TokenExpires,
    Fault::ClaimsChallenge,
    Fault::RoleLost,
    Fault::HalfKept,
];
/// What can befall one request within a batch.
const ITEM_FAULTS: [Fault; 6] = [
    Fault::LostRequest,
    Fault::LostAnswer,
    Fault::ErrorBefore(503),
    Fault::ErrorAfter(504),
    Fault::Throttled(700),
    Fault::Throttled(20_000),
];

pub(crate) fn faults(random: &mut Random, kinds: &[Fault]) -> BTreeMap<u32, Fault> {
    let count = random.below(MOST_FAULTS + 1);
    let latest = pick(random, &[4, 12, 40], 12);
    (0..count)
        .map(|_| {
            (u32::try_from(random.below(latest)).unwrap_or_default(), pick(random, kinds, Fault::LostAnswer))
        })
        .collect()
}

fn settings(random: &mut Random) -> Settings {
    Settings {
        chunk: pick(random, &[1, 10, 50, 100], 50),
        gap: Millis(pick(random, &[0, 100, 1000], 100)),
        first_wait: Millis(500),
        longest_wait: Millis(10_000),
        patience: Millis(15_000),
        ..Settings::default()
    }
}
