//! Writes what Entra's upload page takes: CRLF, no byte order mark, numbers and seeds as they are.

use seedferry_protocol::{ExportOptions, Exposed};

use super::super::{output::Output, table::quote};
use crate::{encoding::write_base32, token::Token};

const DELIMITER: char = ',';

/// Room for an ordinary row, in bytes.
const ROW: usize = 128;

/// The file with these tokens; one without serial number or seed is left out.
pub(crate) fn write<'a>(
    tokens: impl ExactSizeIterator<Item = &'a Token>,
    options: &ExportOptions,
) -> Exposed {
    let mut output = Output::with_capacity(tokens.len().saturating_mul(ROW));
    write_row(&mut output, header(options));
    tokens.for_each(|token| write_token(&mut output, token, options));
    output.finish()
}

fn header(options: &ExportOptions) -> impl Iterator<Item = &'static str> {
    let interval = if options.old_interval_header { "timeinterval" } else { "time interval" };
    let upn = (!options.without_upn).then_some("upn");
    upn.into_iter().chain(["serial number", "secret key", interval, "manufacturer", "model"])
}

fn write_token(output: &mut Output, token: &Token, options: &ExportOptions) {
    let (Some(serial), Some(seed)) = (&token.serial, &token.seed) else {
        return;
    };
    let seed = write_base32(seed);
    let interval = token.interval_or_assumed().0.seconds().to_string();
    let upn = token.upn.as_deref().unwrap_or_default();
    let upn = if options.double_quotes { upn.replace('\'', "''") } else { upn.to_owned() };
    let upn = (!options.without_upn).then_some(upn.as_str());
    let maker = token.manufacturer.as_deref().unwrap_or_default();
    let model = token.model.as_deref().unwrap_or_default();
    write_row(output, upn.into_iter().chain([serial.as_str(), &seed, &interval, maker, model]));
}

fn write_row<'a>(output: &mut Output, cells: impl Iterator<Item = &'a str>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            output.push(",");
        }
        output.push(&quote(cell, DELIMITER));
    }
    output.push("\r\n");
}
