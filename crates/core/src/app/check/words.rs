//! What a search for a code found, in words.

use seedferry_protocol::{MatchView, grouped};

/// What there is to say.
pub(super) struct Result<'a> {
    /// One token was looked at, not the batch.
    pub(super) alone: bool,
    /// More than one code was typed.
    pub(super) several: bool,
    /// How many tokens fit.
    pub(super) total: usize,
    /// The nearest of them.
    pub(super) first: Option<&'a MatchView>,
    /// Chance could have found as much.
    pub(super) next_wanted: bool,
    /// How many tokens were looked at for the first code.
    pub(super) searched: u32,
    /// Steps each way.
    pub(super) window: u32,
    /// How many tokens chance would find.
    pub(super) chance: f64,
}

impl Result<'_> {
    /// The verdict.
    pub(super) fn verdict(&self) -> String {
        let shown = if self.several { "these codes" } else { "that code" };
        let next =
            if self.next_wanted { ". Type the next code of the device: together they tell" } else { "" };
        match (self.alone, self.first, self.total) {
            (true, None, _) => format!("This token does not show {shown}"),
            (true, Some(hit), _) => format!("This token shows {shown}: {}{next}", hit.off),
            (false, None, _) => format!("No token of this batch shows {shown}"),
            (false, Some(hit), 1) => format!("{} shows {shown}: {}{next}", named(&hit.serial), hit.off),
            (false, Some(_), total) => format!("{} tokens show {shown}{next}", grouped(total)),
        }
    }

    /// What stands behind the verdict.
    pub(super) fn basis(&self) -> String {
        let steps = 2 * self.window + 1;
        let searched = if self.alone {
            format!("{steps} steps were looked at")
        } else {
            let noun = if self.searched == 1 { "token" } else { "tokens" };
            format!("{} {noun} with {steps} steps each were looked at", grouped(self.searched))
        };
        let expected = chance(self.chance);
        let way_out = match (self.total, self.alone) {
            (0, true) => {
                " Either the seed, the hash function, the time interval or the digits are not the device's, or it is further off: look further."
            }
            (0, false) => " Look further, or open the seed file that the device came with.",
            _ => "",
        };
        format!("{searched}; chance alone would find {expected}.{way_out}")
    }
}

/// The name of a token in a sentence.
pub(super) fn named(serial: &str) -> String {
    if serial.is_empty() { "A token without serial number".to_owned() } else { format!("Token {serial}") }
}

fn chance(expected: f64) -> String {
    if expected >= 0.01 { format!("{expected:.2}") } else { "less than 0.01".to_owned() }
}
