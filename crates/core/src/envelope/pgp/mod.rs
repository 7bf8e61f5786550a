//! OpenPGP messages (RFC 9580, RFC 4880 and what `GnuPG` does otherwise): armor, session keys, encrypted data,
//! compression and literal data, packet by packet.

mod aead;
mod algorithm;
mod armor;
mod brainpool;
mod cfb;
mod data;
mod elgamal;
mod examine;
mod folded;
mod foreign;
mod keys;
mod mpi;
mod packet;
mod session;
mod stretch;

use std::io::Read;

use ::pgp::packet::Decompressor;
pub(crate) use algorithm::{can_encrypt_for, key_algorithm};
pub use examine::{NotProved, examine, prove};
pub(super) use keys::KeyRing;
pub(crate) use keys::key_blocks;
use zeroize::Zeroizing;

use self::{
    armor::{Block, Flaw, Label},
    data::Encrypted,
    packet::{Fault, Packets},
    session::SessionKeys,
};
use super::{
    Cause, EnvelopeNote,
    inside::{Entry, Failure, Inside},
    keychain::Keychain,
    limits::{Budget, MAX_PACKET_NESTING},
    text,
    wipe::wipe,
};

/// Whether bytes are an OpenPGP message or key, binary or armored, perhaps with text around the armor.
pub(super) fn is_pgp(bytes: &[u8]) -> bool {
    packet::starts_message(bytes) || !armor::blocks(bytes).is_empty()
}

/// Whether a file holds a private OpenPGP key, so that it belongs to the keys and not to the seed files.
pub fn holds_private_key(bytes: &[u8]) -> bool {
    let is_private =
        |packets: &[u8]| Packets::new(packets).flatten().any(|packet| matches!(packet.tag, 5 | 7));
    if packet::starts_message(bytes) {
        return is_private(bytes);
    }
    armor::blocks(bytes).iter().any(|block| is_private(&block.bytes))
}

/// A name without the extension that encrypted files have; `None` when it has none of these.
pub(super) fn without_extension(name: &str) -> Option<&str> {
    let (stem, extension) = name.rsplit_once('.')?;
    let known = ["pgp", "gpg", "asc"].iter().any(|other| extension.eq_ignore_ascii_case(other));
    (known && !stem.is_empty()).then_some(stem)
}

/// Opens all messages in a file. `name` is the file's, from which those of nameless contents are made.
///
/// Of several messages each may have a lock of its own, and one that is damaged spoils no other. A cap ends it, and so does a
/// lock, unless the user goes on without what it hides.
pub(super) fn open(
    bytes: &[u8],
    name: &str,
    keychain: &mut Keychain,
    budget: &mut Budget,
    goes_on_without: &dyn Fn(&Failure) -> bool,
) -> Result<Inside, Failure> {
    let mut reading = Reading { name, keychain, budget, found: Vec::new() };
    if packet::starts_message(bytes) {
        reading.message(bytes)?;
        return Ok(Inside { entries: reading.found, failures: Vec::new() });
    }
    let blocks = armor::blocks(bytes);
    let is_content = |block: &&Block| matches!(block.label, Label::Message | Label::SignedText);
    if !blocks.iter().any(|block| is_content(&block)) {
        let label = blocks.iter().map(|block| block.label).min_by_key(|label| *label != Label::PrivateKey);
        return Err(not_a_message(label).into());
    }
    let messages: Vec<_> = blocks.iter().filter(is_content).collect();
    let beside = messages.len() > 1;
    let mut failures = Vec::new();
    for (number, block) in (1..).zip(&messages) {
        let Err(cause) = reading.block(block) else { continue };
        let failure = Failure { entry: beside.then(|| format!("message {number}")), cause, beside };
        if !beside || (failure.cause.ends_all() && !goes_on_without(&failure)) {
            return Err(failure);
        }
        failures.push(failure);
    }
    Ok(Inside { entries: reading.found, failures })
}

fn not_a_message(label: Option<Label>) -> Cause {
    Cause::NotASeedFile(
        match label {
            Some(Label::PrivateKey) => "A private key",
            Some(Label::PublicKey) => "A public key",
            _ => "A signature without the file that was signed",
        }
        .to_owned(),
    )
}

struct Reading<'a, 'k> {
    name: &'a str,
    keychain: &'a mut Keychain<'k>,
    budget: &'a mut Budget,
    found: Vec<Entry>,
}

impl Reading<'_, '_> {
    fn block(&mut self, block: &Block) -> Result<(), Cause> {
        let name = self.name.to_owned();
        if block.label == Label::SignedText {
            if block.flaw.is_some() {
                let what = "The signature behind the text is missing: it was cut off";
                return Err(Cause::Damaged(what.to_owned()));
            }
            self.budget.note(EnvelopeNote::SignedNotVerified { name });
            self.found.push((self.inner_name(&[]), block.bytes.clone()));
            return Ok(());
        }
        if block.bytes.is_empty() && block.flaw.is_none() {
            return Err(Cause::Empty);
        }
        match (self.message(&block.bytes), block.flaw) {
            (Ok(()), Some(_)) => self.budget.note(EnvelopeNote::ArmorFlawed { name }),
            (Ok(()), None) => {}
            (Err(cause), Some(flaw)) => return Err(blame(cause, flaw)),
            (Err(cause), None) => return Err(cause),
        }
        Ok(())
    }

    fn message(&mut self, bytes: &[u8]) -> Result<(), Cause> {
        let before = self.found.len();
        self.sequence(bytes, 0)?;
        if self.found.len() == before {
            return Err(not_a_message(None));
        }
        Ok(())
    }

    /// Reads packets up to the end, or to the first that makes no sense behind a content.
    fn sequence(&mut self, bytes: &[u8], nesting: usize) -> Result<(), Cause> {
        if nesting > MAX_PACKET_NESTING {
            return Err(Cause::TooLarge(format!(
                "More than {MAX_PACKET_NESTING} packets are inside one another"
            )));
        }
        let before = self.found.len();
        let mut session_keys = SessionKeys::default();
        let mut packets = Packets::new(bytes);
        while let Some(packet) = packets.next() {
            let packet = match packet {
                Ok(packet) => packet,
                Err(fault) if self.found.len() == before => return Err(broken(fault)),
                Err(_) => {
                    self.note_trailing(packets.rest());
                    break;
                }
            };
            match packet.tag {
                1 | 3 => session_keys.add(packet.tag, &packet.body)?,
                9 | 18 | 20 => {
                    self.encrypted(packet.tag, &packet.body, &std::mem::take(&mut session_keys), nesting)?;
                }
                8 => {
                    let inflated = self.inflate(&packet.body)?;
                    self.sequence(&inflated, nesting + 1)?;
                    wipe(inflated);
                }
                11 => self.literal(&packet.body)?,
                2 | 4 => {
                    let name = self.name.to_owned();
                    self.budget.note(EnvelopeNote::SignedNotVerified { name });
                }
                5 | 7 => return Err(not_a_message(Some(Label::PrivateKey))),
                6 | 14 => return Err(not_a_message(Some(Label::PublicKey))),
                // Markers, padding and what may be passed over (RFC 9580 §4.3).
                10 | 12 | 13 | 17 | 21 | 40.. => {}
                _ if self.found.len() > before => self.note_trailing(&packet.body),
                _ => return Err(broken(Fault::NoPacket)),
            }
        }
        if session_keys.is_empty() { Ok(()) } else { Err(broken(Fault::Truncated)) }
    }

    fn encrypted(&mut self, tag: u8, body: &[u8], keys: &SessionKeys, nesting: usize) -> Result<(), Cause> {
        self.budget.lock_seen();
        let data = Encrypted::parse(tag, body)?;
        let plain = keys.open(&data, self.keychain, self.budget)?;
        if tag == 9 {
            let name = self.name.to_owned();
            self.budget.note(EnvelopeNote::NoIntegrity { name });
        }
        self.sequence(&plain, nesting + 1)?;
        wipe(plain);
        Ok(())
    }

    /// RFC 9580 §5.6.
    fn inflate(&mut self, body: &[u8]) -> Result<Zeroizing<Vec<u8>>, Cause> {
        let damaged = |_| Cause::Damaged("The compressed data is broken".to_owned());
        let mut inflated = Zeroizing::new(Vec::with_capacity(body.len().saturating_mul(2)));
        let allowed = self.budget.inflatable().saturating_add(1);
        let decompressor = Decompressor::from_reader(body).map_err(damaged)?;
        decompressor.take(allowed).read_to_end(&mut inflated).map_err(damaged)?;
        self.budget.inflate(inflated.len())?;
        Ok(inflated)
    }

    /// RFC 9580 §5.9: a format, a name with its length before it, a time, the data.
    fn literal(&mut self, body: &[u8]) -> Result<(), Cause> {
        self.budget.enter()?;
        let content = body.get(1..).and_then(|rest| {
            let (length, rest) = rest.split_first()?;
            let (name, rest) = rest.split_at_checked(usize::from(*length))?;
            Some((name, rest.get(4..)?))
        });
        let (name, data) = content.ok_or_else(|| broken(Fault::Truncated))?;
        self.found.push((self.inner_name(name), data.to_vec().into()));
        Ok(())
    }

    /// The content's own name, or that of the message without its last extension.
    fn inner_name(&self, name: &[u8]) -> String {
        if !name.is_empty() && name != b"_CONSOLE" {
            return String::from_utf8_lossy(name).into_owned();
        }
        without_extension(self.name).unwrap_or(self.name).to_owned()
    }

    fn note_trailing(&mut self, rest: &[u8]) {
        if !text::is_blank(rest) {
            let name = self.name.to_owned();
            self.budget.note(EnvelopeNote::TrailingBytes { name });
        }
    }
}

fn broken(fault: Fault) -> Cause {
    Cause::Damaged(
        match fault {
            Fault::Truncated => "The message is cut off",
            Fault::NoPacket => "The message is broken",
        }
        .to_owned(),
    )
}

/// What fails in a flawed block fails because of the flaw, unless something else is missing.
fn blame(cause: Cause, flaw: Flaw) -> Cause {
    let what = match flaw {
        Flaw::NoEnd => "The END line of the message is missing: it was cut off",
        Flaw::Checksum => "The check sum of the message differs: some of its text was changed",
        Flaw::Characters => "There are characters in the message that do not belong there",
    };
    match cause {
        Cause::Damaged(_) | Cause::NotASeedFile(_) | Cause::WrongPassphrase(super::Lock::Message) => {
            Cause::Damaged(what.to_owned())
        }
        other => other,
    }
}
