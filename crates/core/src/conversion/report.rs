//! The whole report of a conversion as a text: every token that stays behind or loses something, by its serial number.

use std::fmt::Write;

use super::{Loss, Plan, token_at};
use crate::{
    diagnostic::{Place, counted},
    token::Batch,
};

/// The report, which holds no seed.
pub(crate) fn report(batch: &Batch, plan: &Plan) -> String {
    let mut text = format!("Conversion to {}\n", plan.target.name());
    for obstacle in &plan.obstacles {
        line(&mut text, &format!("{obstacle}."));
    }
    line(&mut text, "\nWhat is written");
    for part in &plan.parts {
        line(&mut text, &format!("{}: {}", part.file_name, tokens(part.tokens.len())));
    }
    line(&mut text, &format!("\nWhat stays behind: {}", tokens(plan.staying.len())));
    for (index, problem) in &plan.staying {
        let (what, effect) = (problem.what(), problem.effect());
        line(&mut text, &format!("{}: {what}. {effect}.", named(batch, *index)));
    }
    line(&mut text, &format!("\nWhat is lost or assumed: {}", plan.losses.len()));
    plan.losses.iter().for_each(|loss| write_loss(&mut text, batch, loss));
    text
}

fn write_loss(text: &mut String, batch: &Batch, loss: &Loss) {
    line(text, &format!("{}. It concerns {}:", loss.what, counted(loss.tokens, "token")));
    loss.concerned.iter().for_each(|index| line(text, &format!("  {}", named(batch, *index))));
}

fn line(text: &mut String, line: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{line}");
}

fn tokens(count: usize) -> String {
    counted(u32::try_from(count).unwrap_or(u32::MAX), "token")
}

/// The serial number, or where the token stands.
fn named(batch: &Batch, index: u32) -> String {
    let Some(token) = token_at(batch, index) else {
        return String::new();
    };
    let place = || Place::from(&token.origin).describe(batch);
    token.serial.as_ref().map_or_else(place, ToString::to_string)
}
