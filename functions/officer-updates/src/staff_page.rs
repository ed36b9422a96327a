//! What every page for staff has around it: the desk, the District Magistrate's
//! page, the login.

use domain::Language;
use helpline::staff::Staff;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::headers::STYLE;
use crate::page::Alert;
use crate::words::{self, Text};
use crate::words_staff::{LOG_OUT, NAVIGATION, SKIP};

/// How a page for staff is to be shown.
#[derive(Clone, Copy)]
pub(crate) struct StaffView<'a> {
    /// Who looks; nobody yet on the login.
    pub(crate) staff: Option<&'a Staff>,
    /// The language of the officer, or the one asked for.
    pub(crate) language: Language,
    /// The page's own path.
    pub(crate) path: &'a str,
}

impl StaffView<'_> {
    /// The text in the page's language.
    pub(crate) fn say(&self, text: Text) -> &'static str {
        text.say(self.language)
    }

    /// This path, with the language if it is not the officer's own.
    pub(crate) fn to(&self, path: &str) -> String {
        let own = self.staff.map_or(Language::Hindi, |staff| staff.officer.language);
        if own == self.language {
            return path.to_owned();
        }
        let mark = if path.contains('?') { '&' } else { '?' };
        format!("{path}{mark}lang={}", self.language.code())
    }
}

/// A page for staff.
pub(crate) fn shell(view: &StaffView<'_>, title: &str, alert: Option<&Alert>, content: Markup) -> Markup {
    let other = match view.language {
        Language::Hindi => Language::English,
        Language::English => Language::Hindi,
    };
    html! {
        (DOCTYPE)
        html lang=(view.language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex, nofollow";
                title { (title) " - " (view.say(words::SERVICE)) }
                style { (PreEscaped(STYLE)) }
            }
            body.wide[view.staff.is_some()] {
                a.skip href="#main" { (view.say(SKIP)) }
                header {
                    p { (view.say(words::SERVICE)) }
                    nav aria-label=(view.say(NAVIGATION)) {
                        @if let Some(staff) = view.staff {
                            span { (staff.officer.name.in_language(view.language)) }
                            form.inline method="post" action="/desk/logout" {
                                button.second { (view.say(LOG_OUT)) }
                            }
                        }
                        a href={ (view.path) (if view.path.contains('?') { "&" } else { "?" }) "lang=" (other.code()) } lang=(other.code()) hreflang=(other.code()) {
                            (view.say(words::OTHER_LANGUAGE))
                        }
                    }
                }
                main #main {
                    h1 { (title) }
                    @if let Some(alert) = alert {
                        p.alert.bad[alert.bad] role=(if alert.bad { "alert" } else { "status" }) { (alert.text) }
                    }
                    (content)
                }
            }
        }
    }
}
