//! What a key file says of its keys, and whether a passphrase opens them. Nothing is decrypted but the keys themselves.

use seedferry_protocol::{KeyFacts, KeyPart, Passphrase};

use super::{
    super::{
        charset::spellings,
        limits::{Budget, MAX_KEYS},
    },
    keys::{Key, KeyRing, Part, Reach, State, key_blocks, revocation},
    packet::{Packet, Packets},
    stretch,
};
use crate::{calendar, secret::KeyFile};

/// RFC 9580 §5.2.3.13: the subpacket that says for how many seconds a key holds.
const KEY_EXPIRATION: u8 = 9;

/// Why a key file is not the one that was made here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum NotProved {
    /// There is no private key in it.
    NoPrivateKey,
    /// Another key is in it.
    OtherKey,
    /// It does not end where it should.
    Damaged,
    /// The passphrase does not open it.
    WrongPassphrase,
}

/// The keys of a file, each primary key with its subkeys. None when there is no key in it.
pub fn examine(file: &KeyFile) -> Vec<KeyFacts> {
    // EXPOSE: to read the public facts of the keys.
    key_blocks(file.expose()).iter().flat_map(|packets| of_block(packets)).collect()
}

/// Whether a file is the saved private key, whole, and the passphrase opens each part of it.
pub fn prove(saved: &KeyFile, given: &KeyFile, passphrase: &Passphrase) -> Result<(), NotProved> {
    let damaged = |_| NotProved::Damaged;
    let mut ring = KeyRing::read(core::slice::from_ref(given)).map_err(damaged)?;
    if !ring.keys.iter().any(|key| matches!(key.part, Part::Primary(_) | Part::Sub(_))) {
        return Err(NotProved::NoPrivateKey);
    }
    // EXPOSE: to compare them.
    if key_blocks(saved.expose()) != key_blocks(given.expose()) {
        let same = primary_of(&examine(saved)) == primary_of(&examine(given));
        return Err(if same { NotProved::Damaged } else { NotProved::OtherKey });
    }
    // EXPOSE: to open the keys with it.
    let spellings = spellings(passphrase.expose());
    let mut budget = Budget::new();
    let mut opens = |key: &mut Key| {
        spellings
            .iter()
            .any(|spelling| stretch::charge(key.part.s2k(), &mut budget).is_ok() && key.unlock(spelling))
    };
    if ring.keys.iter_mut().all(&mut opens) { Ok(()) } else { Err(NotProved::WrongPassphrase) }
}

fn primary_of(keys: &[KeyFacts]) -> Option<&str> {
    keys.first()?.parts.first().map(|part| part.fingerprint.as_str())
}

fn of_block(packets: &[u8]) -> Vec<KeyFacts> {
    let mut found: Vec<KeyFacts> = Vec::new();
    let (mut parts, mut made) = (0, 0);
    for packet in Packets::new(packets).flatten() {
        if parts == MAX_KEYS {
            break;
        }
        if let Some(part) = part(&packet) {
            made = created(&packet.body).unwrap_or_default();
            parts += 1;
            match found.last_mut().filter(|_| matches!(packet.tag, 7 | 14)) {
                Some(facts) => add(facts, part),
                None => found.push(KeyFacts { users: Vec::new(), parts: vec![part] }),
            }
        }
        match (packet.tag, found.last_mut()) {
            (13, Some(facts)) => facts.users.push(String::from_utf8_lossy(&packet.body).into_owned()),
            (2, Some(facts)) => heed(&packet.body, made, facts),
            _ => {}
        }
    }
    found
}

/// What was said of the primary key holds for the subkeys that come behind it.
fn add(facts: &mut KeyFacts, mut part: KeyPart) {
    part.revoked = facts.parts.first().is_some_and(|primary| primary.revoked);
    facts.parts.push(part);
}

fn part(packet: &Packet<'_>) -> Option<KeyPart> {
    let key = Key::read(packet, "", false)?;
    let id = key.recipient.key_id.clone().unwrap_or_default();
    Some(KeyPart {
        role: if matches!(packet.tag, 5 | 6) { "Primary key" } else { "Subkey" }.to_owned(),
        algorithm: key.recipient.algorithm.clone(),
        fingerprint: in_groups(&key.part.fingerprint().unwrap_or_else(|| id.clone())),
        id,
        created: calendar::date(created(&packet.body).unwrap_or_default()),
        expires: None,
        protection: protection(&key),
        encrypts: key.part.encrypts(),
        revoked: false,
    })
}

/// RFC 9580 §5.5.2: four octets behind the version, in every version since 3.
fn created(key: &[u8]) -> Option<u64> {
    let octets = key.get(1..)?.first_chunk::<4>()?;
    Some(u64::from(u32::from_be_bytes(*octets)))
}

fn protection(key: &Key) -> String {
    match key.state {
        State::Locked | State::Shut => match key.part.cipher() {
            Some(cipher) => format!("Protected by a passphrase, {cipher}"),
            None => "Protected by a passphrase".to_owned(),
        },
        State::Unlocked => "Not protected: whoever has the file can use it".to_owned(),
        State::Public => "Only the public part is in this file".to_owned(),
        State::Card => "The private part is on a smart card".to_owned(),
        State::Missing => "The private part was left out".to_owned(),
        State::Unsupported => "This algorithm is not supported here".to_owned(),
    }
}

/// Takes from a signature what it says of the key before it. Who made it is not verified: this is the user's own file.
fn heed(signature: &[u8], made: u64, facts: &mut KeyFacts) {
    match revocation(signature) {
        Some(Reach::Whole) => facts.parts.iter_mut().for_each(|part| part.revoked = true),
        Some(Reach::Subkey) => facts.parts.last_mut().into_iter().for_each(|part| part.revoked = true),
        None => {
            if let (Some(part), Some(seconds)) = (facts.parts.last_mut(), lifetime(signature)) {
                part.expires = Some(calendar::date(made + seconds));
            }
        }
    }
}

/// RFC 9580 §5.2.3: the hashed subpackets come behind four octets and their length; each has a length and a type.
fn lifetime(signature: &[u8]) -> Option<u64> {
    let (head, rest) = signature.split_at_checked(4)?;
    let (length, rest) = match head.first()? {
        4 => rest.split_at_checked(2)?,
        6 => rest.split_at_checked(4)?,
        _ => return None,
    };
    let mut area = rest.get(..number(length))?;
    while let Some(body) = subpacket(&mut area) {
        // The highest bit says that a program must know the type.
        if body.first().map(|kind| kind & 0x7f) == Some(KEY_EXPIRATION) {
            return body
                .get(1..5)
                .map(number)
                .and_then(|seconds| u64::try_from(seconds).ok())
                .filter(|s| *s > 0);
        }
    }
    None
}

fn subpacket<'a>(area: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (first, rest) = area.split_first()?;
    let (length, rest) = match first {
        0..192 => (usize::from(*first), rest),
        192..255 => {
            let (second, rest) = rest.split_first()?;
            ((usize::from(*first) - 192) * 256 + usize::from(*second) + 192, rest)
        }
        255 => {
            let (length, rest) = rest.split_at_checked(4)?;
            (number(length), rest)
        }
    };
    let (body, rest) = rest.split_at_checked(length)?;
    *area = rest;
    Some(body)
}

fn number(octets: &[u8]) -> usize {
    octets.iter().fold(0, |sum, octet| (sum << 8) | usize::from(*octet))
}

/// A fingerprint as people compare it.
fn in_groups(digits: &str) -> String {
    let groups = digits.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned());
    groups.collect::<Vec<_>>().join(" ")
}
