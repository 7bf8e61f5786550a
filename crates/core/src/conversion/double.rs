//! How tokens of one serial number and type stand to one another: the one judgement of findings, of what is written, and
//! of the form that resolves tokens that stand twice.

use seedferry_protocol::EditField;

use crate::{
    diagnostic::{Place, SerialProblem},
    format::quotable,
    token::{Batch, FieldValue, Token},
};

/// Most tokens of one serial number that each of the others is set against; what is beyond counts as saying something of
/// its own.
pub(crate) const MOST_COMPARED: usize = 64;

/// What a token says beside its serial number, type and seed.
const FIELDS: [EditField; 9] = [
    EditField::Hash,
    EditField::Digits,
    EditField::Interval,
    EditField::Counter,
    EditField::Manufacturer,
    EditField::Model,
    EditField::Upn,
    EditField::AssignTo,
    EditField::DisplayName,
];

/// How one token stands to another, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// It has another seed.
    OtherSeed,
    /// It says something else of a field.
    Contradicts,
    /// Each says something that the other does not, and nothing against it.
    Completes,
    /// The other says more.
    SaysLess,
    /// Both say the same.
    Alike,
    /// It says more than the other.
    SaysMore,
}

/// How the value of a field stands to another token's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Alike,
    OnlyHere,
    OnlyThere,
    Differs,
}

/// How `one` stands to `other`.
pub(crate) fn standing(one: &Token, other: &Token) -> Standing {
    if one.seed != other.seed || one.oath_type != other.oath_type {
        return Standing::OtherSeed;
    }
    let besides = FIELDS.map(|field| beside(one, other, field));
    match [Beside::Differs, Beside::OnlyHere, Beside::OnlyThere].map(|which| besides.contains(&which)) {
        [true, ..] => Standing::Contradicts,
        [_, true, true] => Standing::Completes,
        [_, true, false] => Standing::SaysMore,
        [_, false, true] => Standing::SaysLess,
        [_, false, false] => Standing::Alike,
    }
}

/// Those of the tokens, given with their places, that say something that no other one of them says; in the given order.
pub(crate) fn kept<'b>(group: impl IntoIterator<Item = (usize, &'b Token)>) -> Vec<(usize, &'b Token)> {
    let mut kept: Vec<(usize, &Token)> = Vec::new();
    for (at, token) in group {
        let mut compared = kept.iter().take(MOST_COMPARED);
        if compared.any(|(_, other)| matches!(standing(token, other), Standing::SaysLess | Standing::Alike)) {
            continue;
        }
        if kept.len() <= MOST_COMPARED {
            kept.retain(|(_, other)| standing(token, other) != Standing::SaysMore);
        }
        kept.push((at, token));
    }
    kept
}

/// Whether all of them are one token, of which each says a part.
pub(crate) fn are_parts_of_one(kept: &[(usize, &Token)]) -> bool {
    let completes =
        |(one, other): (&(usize, &Token), &(usize, &Token))| standing(one.1, other.1) == Standing::Completes;
    (2..=MOST_COMPARED).contains(&kept.len())
        && kept
            .iter()
            .enumerate()
            .all(|(at, one)| kept.iter().skip(at + 1).all(|other| completes((one, other))))
}

/// The fields that the first of them does not say, with the place of the one that does.
pub(crate) fn missing(parts: &[(usize, &Token)]) -> Vec<(EditField, usize)> {
    let Some(((_, first), others)) = parts.split_first() else {
        return Vec::new();
    };
    let giver = |field| others.iter().find(|(_, other)| beside(first, other, field) == Beside::OnlyThere);
    FIELDS.into_iter().filter_map(|field| Some((field, giver(field)?.0))).collect()
}

/// What is to be said of the token at that place beside those that are kept of its serial number and type.
pub(super) fn problem(
    batch: &Batch,
    (at, token): (usize, &Token),
    kept: &[(usize, &Token)],
) -> Option<SerialProblem> {
    let others = kept.iter().take(MOST_COMPARED).filter(|(place, _)| *place != at);
    let others = others.map(|(_, other)| (standing(token, other), *other));
    let (standing, other) = others.min_by_key(|(standing, _)| *standing)?;
    let place = Place::from(&other.origin).describe(batch);
    match standing {
        Standing::OtherSeed => Some(SerialProblem::TwiceOtherSeed { other: place }),
        Standing::Contradicts => {
            Some(SerialProblem::TwiceContradicting { other: place, values: contradictions(token, other) })
        }
        Standing::Completes => {
            Some(SerialProblem::TwiceInParts { other: place, fields: parts(token, other) })
        }
        Standing::SaysLess | Standing::Alike => Some(SerialProblem::TwiceSameSeed { other: place }),
        Standing::SaysMore => None,
    }
}

/// `time interval 30 here and 60 there`
fn contradictions(one: &Token, other: &Token) -> String {
    let value = |token: &Token, field| quotable(&FieldValue::of(token, field).text());
    let differing = FIELDS.into_iter().filter(|field| beside(one, other, *field) == Beside::Differs);
    let said = differing.map(|field| {
        format!("{} {} here and {} there", field.name(), value(one, field), value(other, field))
    });
    said.collect::<Vec<_>>().join(", ")
}

/// `manufacturer and model only here, UPN only there`
fn parts(one: &Token, other: &Token) -> String {
    let named = |which| {
        let fields = FIELDS.into_iter().filter(move |field| beside(one, other, *field) == which);
        fields.map(EditField::name).collect::<Vec<_>>().join(" and ")
    };
    format!("{} only here, {} only there", named(Beside::OnlyHere), named(Beside::OnlyThere))
}

fn beside(one: &Token, other: &Token, field: EditField) -> Beside {
    match field {
        EditField::Hash => compared(one.hash.as_ref(), other.hash.as_ref()),
        EditField::Digits => compared(one.digits.as_ref(), other.digits.as_ref()),
        EditField::Interval => compared(one.interval.as_ref(), other.interval.as_ref()),
        EditField::Counter => compared(one.counter.as_ref(), other.counter.as_ref()),
        EditField::Manufacturer => compared(one.manufacturer.as_ref(), other.manufacturer.as_ref()),
        EditField::Model => compared(one.model.as_ref(), other.model.as_ref()),
        EditField::Upn => compared(one.upn.as_ref(), other.upn.as_ref()),
        EditField::AssignTo => compared(one.assign_to.as_ref(), other.assign_to.as_ref()),
        EditField::DisplayName => compared(one.display_name.as_ref(), other.display_name.as_ref()),
        EditField::Serial | EditField::Seed | EditField::Type => Beside::Alike,
    }
}

fn compared<T: PartialEq>(here: Option<&T>, there: Option<&T>) -> Beside {
    match (here, there) {
        (here, there) if here == there => Beside::Alike,
        (Some(_), None) => Beside::OnlyHere,
        (None, Some(_)) => Beside::OnlyThere,
        _ => Beside::Differs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{Interval, Origin};

    fn token(interval: u32, manufacturer: &str, model: &str) -> Token {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Token {
            interval: Interval::new(interval),
            manufacturer: said(manufacturer),
            model: said(model),
            ..Token::new(Origin { source: 0, row: 1 })
        }
    }

    #[test]
    fn what_a_token_says_is_set_against_what_another_says() {
        use Standing::{Alike, Completes, Contradicts, SaysLess, SaysMore};
        let check = |one: (u32, &str, &str), other: (u32, &str, &str), expected: Standing, back: Standing| {
            let (one, other) = (token(one.0, one.1, one.2), token(other.0, other.1, other.2));
            assert_eq!((standing(&one, &other), standing(&other, &one)), (expected, back));
        };
        check((0, "", ""), (0, "", ""), Alike, Alike);
        check((30, "A", "B"), (30, "A", "B"), Alike, Alike);
        check((0, "A", "B"), (60, "A", "B"), SaysLess, SaysMore);
        check((60, "", ""), (60, "A", "B"), SaysLess, SaysMore);
        check((60, "", ""), (0, "A", "B"), Completes, Completes);
        check((60, "", ""), (30, "", ""), Contradicts, Contradicts);
        check((60, "A", ""), (60, "B", "C"), Contradicts, Contradicts);
    }

    #[test]
    fn so_many_are_set_against_one_another_and_no_more() {
        let check = |intervals: u32, expected: usize| {
            let tokens: Vec<Token> = (1..=intervals).chain([intervals]).map(|it| token(it, "", "")).collect();
            assert_eq!(kept(tokens.iter().enumerate()).len(), expected);
        };
        let most = u32::try_from(MOST_COMPARED).unwrap();
        check(most, MOST_COMPARED);
        check(most + 1, MOST_COMPARED + 2);
    }
}
