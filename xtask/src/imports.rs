//! Short names for what the page's wasm imports from its glue. wasm-bindgen gives each a hash, which does not compress and travels twice.

use crate::Outcome;

const IMPORT_SECTION: u8 = 2;
const HEADER: usize = 8;
const FUNCTION: u8 = 0;

/// The wasm and its glue, both with short names. Fails when a name is not exactly once among the functions of the glue.
pub(crate) fn shorten(wasm: &[u8], glue: &str) -> Outcome<(Vec<u8>, String)> {
    let mut reader = Reader { bytes: wasm, place: HEADER };
    let mut out = reader.bytes.get(..HEADER).ok_or("the wasm is too short")?.to_vec();
    let mut glue = glue.to_owned();
    while reader.place < wasm.len() {
        let kind = reader.byte()?;
        let size = reader.number()?;
        let content = reader.take(size)?;
        let content = if kind == IMPORT_SECTION { imports(content, &mut glue)? } else { content.to_vec() };
        out.push(kind);
        put(&mut out, content.len());
        out.extend(content);
    }
    Ok((out, glue))
}

/// The import section with short names, which the glue gets as well.
fn imports(section: &[u8], glue: &mut String) -> Outcome<Vec<u8>> {
    let mut reader = Reader { bytes: section, place: 0 };
    let count = reader.number()?;
    let mut out = Vec::new();
    put(&mut out, count);
    for number in 0..count {
        let module = reader.text()?;
        let name = reader.text()?;
        if reader.byte()? != FUNCTION {
            return Err(format!("the wasm imports {name}, which is no function"));
        }
        let kind = reader.number()?;
        let short = short(number);
        *glue = renamed(glue, name, &short)?;
        for text in [module, &short] {
            put(&mut out, text.len());
            out.extend(text.as_bytes());
        }
        out.push(FUNCTION);
        put(&mut out, kind);
    }
    Ok(out)
}

fn renamed(glue: &str, name: &str, short: &str) -> Outcome<String> {
    let place = format!("\n{name}: function(");
    match glue.matches(&place).count() {
        1 => Ok(glue.replace(&place, &format!("\n{short}: function("))),
        count => Err(format!("the glue has {count} functions {name}, not one")),
    }
}

/// `a` to `z`, `ba` and on.
fn short(number: usize) -> String {
    let letter = char::from(b"abcdefghijklmnopqrstuvwxyz".get(number % 26).copied().unwrap_or(b'_'));
    if number < 26 { letter.to_string() } else { format!("{}{letter}", short(number / 26)) }
}

/// A number as wasm writes it (unsigned LEB128).
fn put(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    place: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Outcome<u8> {
        let byte = self.bytes.get(self.place).copied().ok_or("the wasm ends early")?;
        self.place += 1;
        Ok(byte)
    }

    fn number(&mut self) -> Outcome<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err("the wasm holds a number that does not end".to_owned())
    }

    fn take(&mut self, size: usize) -> Outcome<&'a [u8]> {
        let end = self.place.saturating_add(size);
        let taken = self.bytes.get(self.place..end).ok_or("the wasm ends early")?;
        self.place = end;
        Ok(taken)
    }

    fn text(&mut self) -> Outcome<&'a str> {
        let size = self.number()?;
        std::str::from_utf8(self.take(size)?).map_err(|_| "the wasm has a name that is not UTF-8".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WASM: &[u8] = b"\0asm\x01\0\0\0\x02\x15\x02\x01m\x05__a_1\0\0\x01m\x05__b_2\0\x01\x03\x02\x01\0";

    #[test]
    fn both_get_the_same_short_names() {
        let glue = "x = {\n__b_2: function(a) { },\n__a_1: function() { },\n};\n";
        let (wasm, renamed) = shorten(WASM, glue).unwrap();
        assert_eq!(renamed, "x = {\nb: function(a) { },\na: function() { },\n};\n");
        assert_eq!(wasm, b"\0asm\x01\0\0\0\x02\x0d\x02\x01m\x01a\0\0\x01m\x01b\0\x01\x03\x02\x01\0");
        assert_eq!([25, 26, 675].map(short), ["z", "ba", "zz"]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (wasm, glue) in [
            (WASM, "\n__a_1: function() { },\n"),
            (WASM, "\n__a_1: function() { },\n__a_1: function() { },\n__b_2: function() { }"),
            (&WASM[..WASM.len() - 3], "\n__a_1: function() { },\n__b_2: function() { }"),
            (&WASM[..4], ""),
        ] {
            assert!(shorten(wasm, glue).is_err(), "{glue}");
        }
    }
}
