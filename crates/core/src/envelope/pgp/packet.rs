//! Packet framing (RFC 9580 §4): where one packet ends and the next begins.

use std::borrow::Cow;

/// One packet: its type id and content, partial lengths joined.
pub(super) struct Packet<'a> {
    pub(super) tag: u8,
    pub(super) body: Cow<'a, [u8]>,
}

/// Why there is no packet where one is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The packet says it is longer than what is left.
    Truncated,
    /// These bytes start no packet.
    NoPacket,
}

/// Walks over the packets of a message or key file, and stops at the first fault.
pub(super) struct Packets<'a> {
    rest: &'a [u8],
    stopped: bool,
}

impl<'a> Packets<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, stopped: false }
    }

    /// What has not been read: after a fault, all from where a packet should begin.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Fault> {
        let (head, tail) = self.rest.split_at_checked(count).ok_or(Fault::Truncated)?;
        self.rest = tail;
        Ok(head)
    }

    fn number(&mut self, octets: usize) -> Result<usize, Fault> {
        let bytes = self.take(octets)?;
        Ok(bytes.iter().fold(0, |sum: usize, byte| (sum << 8) | usize::from(*byte)))
    }

    fn packet(&mut self) -> Result<Packet<'a>, Fault> {
        let head = self.number(1)?;
        if head & 0x80 == 0 {
            return Err(Fault::NoPacket);
        }
        if head & 0x40 == 0 {
            let tag = u8::try_from((head >> 2) & 0x0f).unwrap_or(0);
            return Ok(Packet { tag, body: Cow::Borrowed(self.old_body(head & 3)?) });
        }
        let tag = u8::try_from(head & 0x3f).unwrap_or(0);
        Ok(Packet { tag, body: self.new_body()? })
    }

    /// RFC 9580 §4.2.2. An indeterminate length means all the rest.
    fn old_body(&mut self, length_type: usize) -> Result<&'a [u8], Fault> {
        let length = match length_type {
            0 => self.number(1)?,
            1 => self.number(2)?,
            2 => self.number(4)?,
            _ => self.rest.len(),
        };
        self.take(length)
    }

    /// RFC 9580 §4.2.1.
    fn new_body(&mut self) -> Result<Cow<'a, [u8]>, Fault> {
        let (length, more) = self.new_length()?;
        let first = self.take(length)?;
        if !more {
            return Ok(Cow::Borrowed(first));
        }
        let mut body = first.to_vec();
        loop {
            let (length, more) = self.new_length()?;
            body.extend_from_slice(self.take(length)?);
            if !more {
                return Ok(Cow::Owned(body));
            }
        }
    }

    fn new_length(&mut self) -> Result<(usize, bool), Fault> {
        let first = self.number(1)?;
        Ok(match first {
            0..192 => (first, false),
            192..224 => (((first - 192) << 8) + self.number(1)? + 192, false),
            255 => (self.number(4)?, false),
            _ => (1 << (first & 0x1f), true),
        })
    }
}

impl<'a> Iterator for Packets<'a> {
    type Item = Result<Packet<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() || self.stopped {
            return None;
        }
        let before = self.rest;
        let packet = self.packet();
        if packet.is_err() {
            self.rest = before;
            self.stopped = true;
        }
        Some(packet)
    }
}

/// Whether bytes start like a binary OpenPGP message or key. The first packet must be of a kind that starts one,
/// with a version or type that exists, because text in old encodings has bytes above 0x7F as well.
pub(super) fn starts_message(bytes: &[u8]) -> bool {
    let Some(&head) = bytes.first() else { return false };
    if head & 0x80 == 0 {
        return false;
    }
    let mut packets = Packets::new(bytes);
    let first = packets.next();
    let truncated = matches!(first, Some(Err(Fault::Truncated)));
    let tag = if head & 0x40 == 0 { (head >> 2) & 0x0f } else { head & 0x3f };
    let version = match first {
        Some(Ok(packet)) => packet.body.first().copied(),
        _ => body_start(bytes),
    };
    let Some(version) = version else { return false };
    match tag {
        1 => matches!(version, 2 | 3 | 6),
        2 => matches!(version, 3..=6),
        3 => matches!(version, 4..=6),
        4 => matches!(version, 3 | 6),
        5 | 6 | 7 | 14 => matches!(version, 2..=6),
        8 => version <= 3,
        // Old encrypted data has no version: only a packet that ends where the file ends is believed.
        9 => !truncated && packets.next().is_none(),
        10 => version == b'P',
        11 => b"btul1m".contains(&version),
        18 => matches!(version, 1 | 2),
        20 => version == 1,
        _ => false,
    }
}

/// The first byte of a cut-off packet's content.
fn body_start(bytes: &[u8]) -> Option<u8> {
    let mut packets = Packets::new(bytes);
    let head = packets.number(1).ok()?;
    if head & 0x40 == 0 {
        packets.number([1, 2, 4, 0].get(head & 3).copied()?).ok()?;
    } else {
        packets.new_length().ok()?;
    }
    packets.rest.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_framed_as_the_standard_says() {
        let check = |bytes: &[u8], expected: &[Result<(u8, usize), Fault>]| {
            let got: Vec<_> = Packets::new(bytes).map(|p| p.map(|p| (p.tag, p.body.len()))).collect();
            assert_eq!(got, expected, "{bytes:02x?}");
        };
        check(&[0x84, 2, 1, 2], &[Ok((1, 2))]);
        check(&[0x85, 0, 1, 9, 0xA3, 7, 7], &[Ok((1, 1)), Ok((8, 2))]);
        check(&[0xCB, 1, 0, 0xCB, 0], &[Ok((11, 1)), Ok((11, 0))]);
        check(&[0xD2, 0xE1, 1, 2, 0xE0, 3, 1, 4], &[Ok((18, 4))]);
        check(&[0xD2, 0xE1, 1, 2], &[Err(Fault::Truncated)]);
        check(&[0xCB, 0xFF, 0, 0, 0, 1, 9], &[Ok((11, 1))]);
        check(&[0xCB, 0xC0, 0], &[Err(Fault::Truncated)]);
        check(&[0xCB, 1, 0, b'\r', b'\n'], &[Ok((11, 1)), Err(Fault::NoPacket)]);
        check(&[0xCB], &[Err(Fault::Truncated)]);
    }

    #[test]
    fn text_is_no_message() {
        for text in [&b"upn,serial"[..], b"\xc9mile,1", b"\xef\xbb\xbfupn", b"\xff\xfeu\0", b"\xc4rger", b""]
        {
            assert!(!starts_message(text), "{text:02x?}");
        }
    }
}
