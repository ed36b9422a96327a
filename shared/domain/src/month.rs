//! A month as the District Magistrate counts it: of the calendar, in IST.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::calendar;

/// A calendar month in IST. Written `2026-11`; months sort as they pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Month {
    year: i32,
    month: u32,
}

/// Not a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a month: write it as 2026-11")]
pub struct NotAMonth;

impl Month {
    /// The month in which this moment lies in India.
    #[must_use]
    pub fn of(at: DateTime<Utc>) -> Self {
        Self::of_date(calendar::ist_date(at))
    }

    /// The month of a date.
    #[must_use]
    pub fn of_date(date: NaiveDate) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// So many months earlier.
    #[must_use]
    pub fn back(self, months: u32) -> Self {
        let whole = i64::from(self.year) * 12 + i64::from(self.month) - 1 - i64::from(months);
        let (year, month) = (whole.div_euclid(12), whole.rem_euclid(12) + 1);
        Self {
            year: i32::try_from(year).unwrap_or(self.year),
            month: u32::try_from(month).unwrap_or(self.month),
        }
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        if self.month == 12 {
            Self { year: self.year + 1, month: 1 }
        } else {
            Self { month: self.month + 1, ..self }
        }
    }

    /// So many months up to this one, oldest first.
    #[must_use]
    pub fn last(self, months: u32) -> Vec<Self> {
        (0..months).rev().map(|back| self.back(back)).collect()
    }

    /// Its first moment; `None` beyond the calendar.
    #[must_use]
    pub fn begins(self) -> Option<DateTime<Utc>> {
        let first = NaiveDate::from_ymd_opt(self.year, self.month, 1)?;
        Some(calendar::ist_at(first, NaiveTime::MIN))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// The number of the month, from 1.
    #[must_use]
    pub fn number(self) -> u32 {
        self.month
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = NotAMonth;

    /// Reads `2026-11`, and nothing else.
    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let (year, month) = text.split_once('-').ok_or(NotAMonth)?;
        if year.len() != 4 || month.len() != 2 || !digits(year) || !digits(month) {
            return Err(NotAMonth);
        }
        let (year, month) = (year.parse().map_err(|_| NotAMonth)?, month.parse().map_err(|_| NotAMonth)?);
        if year > 0 && (1..=12).contains(&month) { Ok(Self { year, month }) } else { Err(NotAMonth) }
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = NotAMonth;

    fn try_from(text: String) -> Result<Self, NotAMonth> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::ist;

    #[test]
    fn a_month_begins_at_midnight_in_india() {
        let check = |at: &str, expected: &str| assert_eq!(Month::of(ist(at)).to_string(), expected, "{at}");
        check("2026-11-30 23:59", "2026-11");
        check("2026-12-01 00:00", "2026-12");
        check("2027-01-01 05:29", "2027-01");
        let december = Month::of(ist("2026-12-05 10:00"));
        assert_eq!(december.begins(), Some(ist("2026-12-01 00:00")));
    }

    #[test]
    fn months_are_counted_back_and_on() {
        let march: Month = "2026-03".parse().unwrap();
        assert_eq!(march.back(12).to_string(), "2025-03");
        assert_eq!(march.back(3).next().next().next(), march);
        let last: Vec<String> = march.last(4).iter().map(ToString::to_string).collect();
        assert_eq!(last, ["2025-12", "2026-01", "2026-02", "2026-03"]);
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in ["", "2026", "2026-13", "2026-00", "0000-01", "26-11", "2026-1", "2026-11#", "+026-11"] {
            assert_eq!(text.parse::<Month>(), Err(NotAMonth), "{text}");
        }
    }
}
