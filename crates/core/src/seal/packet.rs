//! How packets are framed (RFC 9580 §4.2.1).

/// The head of a packet of that type, whose content has so many bytes; `None` when that is more than a packet holds.
pub(super) fn head(tag: u8, length: usize) -> Option<Vec<u8>> {
    let length = u32::try_from(length).ok()?;
    let mut head = vec![0xc0 | tag];
    match length {
        0..192 => head.push(u8::try_from(length).ok()?),
        192..8384 => {
            let [high, low] = u16::try_from(length - 192).ok()?.to_be_bytes();
            head.extend([high.checked_add(192)?, low]);
        }
        _ => {
            head.push(0xff);
            head.extend(length.to_be_bytes());
        }
    }
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_short_as_they_can_be() {
        let check =
            |length: usize, expected: &[u8]| assert_eq!(head(11, length).unwrap(), expected, "{length}");
        check(0, &[0xcb, 0]);
        check(191, &[0xcb, 191]);
        check(192, &[0xcb, 192, 0]);
        check(1723, &[0xcb, 0xc5, 0xfb]);
        check(8383, &[0xcb, 0xdf, 0xff]);
        check(8384, &[0xcb, 0xff, 0, 0, 0x20, 0xc0]);
        check(100_000, &[0xcb, 0xff, 0, 1, 0x86, 0xa0]);
    }
}
