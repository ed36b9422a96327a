//! The monthly review, made for A4: all figures of a month and who answers for
//! them, as tables that print whole.

use domain::calendar_words::moment;
use domain::figures::Scope;
use helpline::StoreError;
use maud::html;

use crate::dm::Board;
use crate::headers::Answer;
use crate::words_dm as say;

impl Board<'_> {
    /// The review of the month asked for.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer.
    pub(crate) async fn review(&self) -> Result<Answer, StoreError> {
        let screen = self.figures(Scope { month: self.scope.month, ..self.scope.clone() }).await?;
        let (figures, cell) = (&screen.figures, &self.staff.policy.cell);
        let language = self.view.language;
        let page = html! {
            (self.menu())
            p.screen { (self.view.say(say::PRINT_HINT)) }
            p {
                strong { (cell.name.in_language(language)) }
                br; (self.scope_words())
                br; (self.view.say(say::MADE_AT)) ": " (moment(self.now, language))
            }
            (self.tiles(figures))
            p.meta { (self.view.say(say::NOW_HINT)) }
            (self.by_category(figures))
            (self.by_area(figures))
            (self.by_office(figures))
            (self.officers(figures))
            (self.ageing(figures, true))
            (self.trend(figures, true))
            p.signed { (self.view.say(say::SIGNED)) }
        };
        Ok(self.answer(200, self.view.say(say::REVIEW), None, page))
    }
}
