//! A passphrase as bytes, the ways old programs wrote it.

use unicode_normalization::{UnicodeNormalization, is_nfc};
use zeroize::Zeroizing;

/// Windows-1252 from 0x80 to 0x9F; the rest is Latin-1. Unassigned places hold U+FFFD.
const CP1252_HIGH: &str = "€\u{fffd}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffd}Ž\u{fffd}\u{fffd}‘’“”•–—˜™š›œ\u{fffd}žŸ";
/// Code page 850 from 0x80: Western European DOS and Windows console.
const CP850_HIGH: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
/// Code page 437 from 0x80: the original IBM PC, what the zip specification names.
const CP437_HIGH: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// The bytes to try for a passphrase: as it is and without blanks around it, which copying adds.
pub(super) fn spellings(text: &str) -> Vec<Zeroizing<Vec<u8>>> {
    let mut all = in_code_pages(text);
    if text.trim() != text {
        all.extend(in_code_pages(text.trim()));
    }
    all
}

/// UTF-8 and, when it is not ASCII, the same with letters and accents taken apart or put together, and
/// Windows-1252 (with Latin-1 in it), code page 850 and 437 where they can write it. Macs take letters apart;
/// programs before Unicode took the keyboard's code page.
fn in_code_pages(text: &str) -> Vec<Zeroizing<Vec<u8>>> {
    let mut all = vec![Zeroizing::new(text.as_bytes().to_vec())];
    if text.is_ascii() {
        return all;
    }
    let composed = Zeroizing::new(text.nfc().collect::<String>());
    let other =
        if is_nfc(text) { text.nfd().collect::<String>().into_bytes() } else { composed.as_bytes().to_vec() };
    let other = Zeroizing::new(other);
    let pages: [fn(char) -> Option<u8>; 3] =
        [cp1252, |c| from_table(CP850_HIGH, c), |c| from_table(CP437_HIGH, c)];
    for bytes in pages.iter().filter_map(|page| write(&composed, *page)).chain([other]) {
        if !all.contains(&bytes) {
            all.push(bytes);
        }
    }
    all
}

fn write(text: &str, page: fn(char) -> Option<u8>) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    for c in text.chars() {
        bytes.push(if c.is_ascii() { u8::try_from(c).ok()? } else { page(c)? });
    }
    Some(bytes)
}

fn cp1252(c: char) -> Option<u8> {
    match c {
        '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(c)).ok(),
        '\u{fffd}' => None,
        _ => from_table(CP1252_HIGH, c),
    }
}

fn from_table(high: &str, c: char) -> Option<u8> {
    let place = high.chars().position(|other| other == c)?;
    u8::try_from(place).ok()?.checked_add(0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passphrases_are_spelled_the_old_ways() {
        assert_eq!((CP1252_HIGH.chars().count(), CP850_HIGH.chars().count()), (32, 128));
        assert_eq!(CP437_HIGH.chars().count(), 128);
        let check = |text: &str, expected: &[&[u8]]| {
            let got = spellings(text);
            assert_eq!(got.iter().map(|bytes| bytes.as_slice()).collect::<Vec<_>>(), expected, "{text}");
        };
        check("ferry", &[b"ferry"]);
        check("F\u{e4}hre", &["Fähre".as_bytes(), b"F\xe4hre", b"F\x84hre", b"Fa\xcc\x88hre"]);
        check("Fa\u{308}hre", &[b"Fa\xcc\x88hre", b"F\xe4hre", b"F\x84hre", "F\u{e4}hre".as_bytes()]);
        check(" ferry\n", &[b" ferry\n", b"ferry"]);
        check("5€", &["5€".as_bytes(), b"5\x80"]);
        check("渡", &["渡".as_bytes()]);
    }
}
