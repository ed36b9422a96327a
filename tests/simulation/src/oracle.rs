//! What each complaint's clock must have done: written from the policy's words,
//! not from the code. The only thing it believes is the limit she was promised.
//!
//! Times are minutes since the beginning.

use crate::sweeps::Sweeps;

/// A minute.
pub type Minute = u32;

/// What somebody did to a complaint, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// An officer acknowledged it.
    Acknowledged,
    /// An officer reported a first action.
    Acted,
    /// An officer disposed of it.
    Disposed,
    /// She said that it is solved.
    Confirmed,
    /// She said that it is not.
    Denied,
}

/// What the clock writes into a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// The officer was reminded.
    Reminded,
    /// Something owed was missed.
    Breached,
    /// It climbed to this level.
    Escalated(u8),
    /// It is still open at the top.
    Held,
    /// She was silent.
    ClosedUnconfirmed,
}

/// A complaint as the oracle sees it.
#[derive(Debug, Clone)]
pub struct Complaint {
    /// Whether it is one of violence.
    pub violence: bool,
    /// When it was registered.
    pub registered: Minute,
    /// When it is due.
    pub due: Minute,
    /// What was done, in order. What is done at a minute comes before its sweep.
    pub facts: Vec<(Minute, Fact)>,
}

const HOUR: Minute = 60;
const DAY: Minute = 24 * HOUR;
/// After a disposal she may be silent so long.
const SILENCE: Minute = 7 * DAY;

/// A ladder: when what it is about was missed, its steps, how many were taken,
/// and whether it is still owed.
#[derive(Debug)]
struct Ladder {
    missed: Minute,
    steps: [Minute; 3],
    taken: usize,
    owed: bool,
}

#[derive(Debug, Clone, Copy)]
enum Alarm {
    Step(usize),
    Remind,
    Daily,
    Silence,
}

#[derive(Debug)]
struct Clock<'a> {
    complaint: &'a Complaint,
    ladders: Vec<Ladder>,
    reminded: bool,
    level: u8,
    daily: Option<Minute>,
    disposed: Option<Minute>,
    closed: bool,
    lines: Vec<(Minute, Line)>,
}

/// Every line that the clock must have written until `end`, in order.
#[must_use]
pub fn expected(complaint: &Complaint, sweeps: &Sweeps, end: Minute) -> Vec<(Minute, Line)> {
    let mut clock = Clock::new(complaint);
    let mut facts = complaint.facts.iter().copied().peekable();
    let mut now = complaint.registered;
    loop {
        let alarm = clock.next().and_then(|(at, alarm)| Some((sweeps.from(at.max(now))?, alarm, at)));
        let alarm = alarm.filter(|(swept, _, _)| *swept < end);
        match (facts.peek().copied(), alarm) {
            (Some((at, fact)), alarm) if alarm.is_none_or(|(swept, _, _)| at <= swept) => {
                facts.next();
                now = at;
                clock.learn(fact, at);
            }
            (_, Some((swept, alarm, at))) => {
                now = swept;
                clock.ring(alarm, at, swept);
            }
            (_, None) => return clock.lines,
        }
    }
}

impl<'a> Clock<'a> {
    fn new(complaint: &'a Complaint) -> Self {
        let ladder = |missed, steps| Ladder { missed, steps, taken: 0, owed: true };
        let minutes = [0, 15, 30];
        let ladders = if complaint.violence {
            vec![
                ladder(complaint.registered + 15, minutes),
                ladder(complaint.registered + 2 * HOUR, minutes),
                ladder(complaint.due, minutes),
            ]
        } else {
            vec![ladder(complaint.due, [0, 24 * HOUR, 48 * HOUR])]
        };
        let reminded = complaint.violence || complaint.due - DAY <= complaint.registered;
        let (lines, daily, disposed) = (Vec::new(), None, None);
        Self { complaint, ladders, reminded, level: 0, daily, disposed, closed: false, lines }
    }

    /// The next alarm, the ladders' before the others' at the same minute.
    fn next(&self) -> Option<(Minute, Alarm)> {
        if self.closed {
            return None;
        }
        if let Some(at) = self.disposed {
            return Some((at + SILENCE, Alarm::Silence));
        }
        let steps = self.ladders.iter().enumerate().filter(|(_, ladder)| ladder.owed);
        let steps = steps.filter_map(|(place, ladder)| {
            Some((ladder.missed + ladder.steps.get(ladder.taken)?, Alarm::Step(place)))
        });
        let remind = (!self.reminded).then(|| (self.complaint.due - DAY, Alarm::Remind));
        let daily = self.daily.map(|at| (at, Alarm::Daily));
        steps.chain(remind).chain(daily).min_by_key(|(at, _)| *at)
    }

    fn learn(&mut self, fact: Fact, now: Minute) {
        let violence = self.complaint.violence;
        match fact {
            Fact::Acknowledged if violence => self.ladders[0].owed = false,
            Fact::Acted if violence => {
                self.ladders[0].owed = false;
                self.ladders[1].owed = false;
            }
            Fact::Acknowledged | Fact::Acted => {}
            // Who disposes of it has seen it and acted.
            Fact::Disposed => {
                self.disposed = Some(now);
                self.ladders.iter_mut().rev().skip(1).for_each(|ladder| ladder.owed = false);
            }
            Fact::Confirmed => self.closed = true,
            Fact::Denied => {
                self.disposed = None;
                self.closed = false;
                self.level = (self.level + 1).min(3);
                self.reach_top(now, now);
                self.daily = self.daily.map(|at| next_day(at, now));
            }
        }
    }

    fn ring(&mut self, alarm: Alarm, at: Minute, now: Minute) {
        match alarm {
            Alarm::Silence => {
                self.closed = true;
                self.lines.push((now, Line::ClosedUnconfirmed));
            }
            Alarm::Remind => {
                self.reminded = true;
                if now < self.complaint.due {
                    self.lines.push((now, Line::Reminded));
                }
            }
            Alarm::Daily => {
                self.lines.push((now, Line::Held));
                self.daily = Some(next_day(at, now));
            }
            Alarm::Step(ladder) => self.step(ladder, at, now),
        }
    }

    fn step(&mut self, ladder: usize, at: Minute, now: Minute) {
        self.ladders[ladder].taken += 1;
        let level = u8::try_from(self.ladders[ladder].taken).unwrap_or(3);
        if level == 1 {
            self.lines.push((now, Line::Breached));
        }
        if level > self.level {
            self.level = level;
            self.lines.push((now, Line::Escalated(level)));
        }
        self.reach_top(at, now);
    }

    /// At the top it is told daily from the minute at which it came there.
    fn reach_top(&mut self, at: Minute, now: Minute) {
        if self.level == 3 && self.daily.is_none() {
            self.daily = Some(next_day(at + DAY, now));
        }
    }
}

/// The first of the daily minutes that is not over.
fn next_day(mut at: Minute, now: Minute) -> Minute {
    while at <= now {
        at += DAY;
    }
    at
}

/// From when on an SMS of the ladder may go: quiet from 22:00 to 06:00, but
/// never for violence. `clock` is the minute of the day in India.
#[must_use]
pub fn may_go(violence: bool, routine: bool, decided: Minute, clock: Minute) -> Minute {
    match clock {
        _ if violence || !routine => decided,
        0..360 => decided + (360 - clock),
        1320.. => decided + (DAY - clock) + 360,
        _ => decided,
    }
}
