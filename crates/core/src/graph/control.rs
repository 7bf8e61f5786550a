//! What the user and the sign-in say to a machine: pause, go on, stop, and a new access token.

use super::{
    GraphError, Response,
    run::{Ending, Step},
};

/// Access tokens refused in a row, each freshly renewed, before a machine ends.
pub(crate) const MOST_REFUSED_TOKENS: u32 = 3;

/// What was said last.
#[derive(Clone, Debug, Default)]
pub(super) struct Control {
    will: Will,
    wanted: Option<Wanted>,
    /// Access tokens refused in a row.
    refused: u32,
}

/// A new access token is wanted.
#[derive(Clone, Debug)]
struct Wanted {
    claims: Option<String>,
    said: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Will {
    #[default]
    Go,
    Pause,
    Stop,
}

/// Why nothing is sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// The user paused it.
    Paused,
    /// It needs a new access token, with the claims that Conditional Access demands.
    NeedToken(Option<String>),
}

impl Control {
    /// What it waits for, if it does.
    pub(super) fn hold(&self) -> Option<Hold> {
        match (self.will, &self.wanted) {
            (Will::Pause, _) => Some(Hold::Paused),
            (_, Some(wanted)) => Some(Hold::NeedToken(wanted.claims.clone())),
            (_, None) => None,
        }
    }

    /// What a machine does that only reads and waits for a new access token: it says so once.
    pub(super) fn lacks_token(&mut self) -> Option<Step> {
        let wanted = self.wanted.as_mut()?;
        let said = core::mem::replace(&mut wanted.said, true);
        Some(if said { Step::Awaiting } else { Step::NeedToken(wanted.claims.clone()) })
    }

    /// Sends nothing more until [`Self::resume`].
    pub(super) fn pause(&mut self) {
        if self.will == Will::Go {
            self.will = Will::Pause;
        }
    }

    /// Goes on after a pause.
    pub(super) fn resume(&mut self) {
        if self.will == Will::Pause {
            self.will = Will::Go;
        }
    }

    /// Begins nothing more. Whether it was told so before.
    pub(super) fn stop(&mut self) -> bool {
        core::mem::replace(&mut self.will, Will::Stop) == Will::Stop
    }

    pub(super) fn is_paused(&self) -> bool {
        self.will == Will::Pause
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.will == Will::Stop
    }

    /// There is a new access token.
    pub(super) fn renewed(&mut self) {
        self.wanted = None;
    }

    /// Graph took the access token.
    pub(super) fn accepted(&mut self) {
        self.refused = 0;
    }

    /// Graph refused the access token, so another one is wanted. One that is refused several times in a row, freshly
    /// renewed, will not do: then it ends so.
    pub(super) fn refused(&mut self, response: &Response) -> Option<Ending> {
        self.refused = self.refused.saturating_add(1);
        if self.refused > MOST_REFUSED_TOKENS {
            return Some(Ending::Refused(GraphError::read(response)));
        }
        self.wanted = Some(Wanted { claims: response.claims(), said: false });
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `p`ause, `g`o on, `s`top, token re`f`used, re`n`ewed, `a`ccepted; what it waits for then, and whether it stops.
    fn check(said: &str, hold: Option<Hold>, stops: bool) {
        let mut control = Control::default();
        let response = Response { status: 401, headers: Vec::new(), body: Vec::new() };
        for letter in said.chars() {
            match letter {
                'p' => control.pause(),
                'g' => control.resume(),
                's' => drop(control.stop()),
                'f' => assert_eq!(control.refused(&response), None),
                'n' => control.renewed(),
                _ => control.accepted(),
            }
        }
        assert_eq!((control.hold(), control.is_stopping()), (hold, stops), "{said}");
    }

    #[test]
    fn what_is_said_holds_until_something_else_is() {
        check("", None, false);
        check("p", Some(Hold::Paused), false);
        check("pg", None, false);
        check("f", Some(Hold::NeedToken(None)), false);
        check("fp", Some(Hold::Paused), false);
        check("fpg", Some(Hold::NeedToken(None)), false);
        check("fn", None, false);
        check("fnfnfnafnfnfn", None, false);
        check("psg", None, true);
        check("sp", None, true);
    }

    #[test]
    fn that_a_token_is_lacking_is_said_once() {
        let mut control = Control::default();
        let response = Response { status: 401, headers: Vec::new(), body: Vec::new() };
        assert_eq!(control.lacks_token(), None);
        for _ in 0..2 {
            assert_eq!(control.refused(&response), None);
            assert_eq!(control.lacks_token(), Some(Step::NeedToken(None)));
            assert_eq!(control.lacks_token(), Some(Step::Awaiting));
            control.renewed();
            assert_eq!(control.lacks_token(), None);
        }
    }

    #[test]
    fn a_token_refused_again_and_again_ends_it() {
        let mut control = Control::default();
        let response = Response { status: 401, headers: Vec::new(), body: Vec::new() };
        for _ in 0..MOST_REFUSED_TOKENS {
            assert_eq!(control.refused(&response), None);
            control.renewed();
        }
        assert_eq!(control.refused(&response), Some(Ending::Refused(GraphError::read(&response))));
        assert!(!control.stop() && control.stop());
    }
}
