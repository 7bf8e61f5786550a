//! Dates in UTC, as far as names of files and the times of servers need them (Howard Hinnant, *chrono-Compatible Low-Level
//! Date Algorithms*).

/// Days from the first of March of the year 0 to 1970: years begin in March here, so that the day of a leap year comes last.
const BEFORE_1970: u64 = 719_468;
/// Days of 400 years.
const ERA: u64 = 146_097;

/// Days from 1970 to a date with a year from 1970 on and a month from 1 to 12.
pub(crate) fn days_since_1970(year: u64, month: u64, day: u64) -> u64 {
    let year = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - BEFORE_1970
}

/// The day of a time as Graph writes it (`2026-11-24T…`), counted from 1970; `None` when it is no such time.
pub(crate) fn day_of(time: &str) -> Option<u64> {
    let mut parts = time.get(..10)?.split('-').map(str::parse::<u64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let real = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    real.then(|| days_since_1970(year, month, day))
}

/// Day and minute of a time as Graph writes it, in UTC: `2026-11-24` and `08:03`; `None` when it is no such time.
pub(crate) fn day_and_minute(time: &str) -> Option<(&str, &str)> {
    let (day, time) = time.split_once('T')?;
    Some((day, time.get(..5).unwrap_or(time)))
}

/// A day, given in seconds since 1970, as `2026-11-24`.
pub fn date(seconds: u64) -> String {
    let days = seconds / 86_400 + BEFORE_1970;
    let (era, day_of_era) = (days / ERA, days % ERA);
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    format!("{:04}-{month:02}-{day:02}", year + era * 400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_named() {
        let check = |wall: u64, day: &str| assert_eq!(date(wall), day);
        check(0, "1970-01-01");
        check(951_782_399, "2000-02-28");
        check(951_782_400, "2000-02-29");
        check(1_795_514_400, "2026-11-24");
        check(4_107_542_399, "2100-02-28");
        check(4_107_542_400, "2100-03-01");
    }

    #[test]
    fn day_and_minute_of_a_time_are_told_apart() {
        let check = |time: &str, told: Option<(&str, &str)>| assert_eq!(day_and_minute(time), told, "{time}");
        check("2026-11-24T08:03:12.5Z", Some(("2026-11-24", "08:03")));
        check("2026-11-24T08", Some(("2026-11-24", "08")));
        check("2026-11-24", None);
    }

    #[test]
    fn the_day_of_a_time_is_read() {
        let check = |time: &str, day: Option<u64>| assert_eq!(day_of(time), day, "{time}");
        check("1970-01-02T23:00:00Z", Some(1));
        check("2026-11-24T08:00:00.123Z", Some(1_795_514_400 / 86_400));
        check("0001-01-01T00:00:00Z", None);
        check("2026-13-01T00:00:00Z", None);
        check("2026-11", None);
        check("yesterday", None);
        check("", None);
    }
}
