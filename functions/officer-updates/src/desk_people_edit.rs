//! Changing who is on duty, who is away, which days are free and who the
//! officers are. A form shows first what it would change, or why it may not; a
//! second press publishes it, in the name of who pressed.

use domain::policy::Policy;
use domain::policy_diff;
use domain::policy_edit::Edited;
use maud::{Markup, html};

use crate::Answered;
use crate::desk::Visit;
use crate::desk_edit::{EditForm, Field, Kind, form};
use crate::headers::{Answer, HTML};
use crate::page::{Alert, bare};
use crate::policy_change::Wrong;
use crate::request::Fields;
use crate::words;
use crate::words_people as people;

/// The status of a form that was not done.
fn status(wrong: &Wrong) -> u16 {
    if *wrong == Wrong::Overtaken { 409 } else { 422 }
}

impl Visit<'_> {
    fn no_form(&self) -> Answer {
        Answer::new(404, HTML, bare(words::NOT_FOUND).into_string())
    }

    /// The empty form of an edit: one query.
    pub(crate) async fn edit_form(&self, name: &str) -> Answered {
        let Some(form) = form(name) else { return Ok((self.no_form(), Vec::new())) };
        let policy = self.change().running().await?;
        Ok((self.form_page(form, &policy, &Fields::default(), None), Vec::new()))
    }

    fn form_page(&self, form: &EditForm, policy: &Policy, sent: &Fields, wrong: Option<&Wrong>) -> Answer {
        let alert = wrong.and_then(|wrong| match wrong {
            Wrong::Field(name) => {
                let label = form.fields.iter().find(|field| field.name == *name).map(|field| field.label);
                let label = label.map_or("", |label| self.view.say(label));
                Alert::bad(format!("{} {label}", self.view.say(people::UNFIT)))
            }
            Wrong::Above => Alert::bad(self.view.say(people::ABOVE)),
            Wrong::NoSource => Alert::bad(self.view.say(people::NO_SOURCE)),
            Wrong::Overtaken => Alert::bad(self.view.say(people::OVERTAKEN)),
            Wrong::NoOrder(_) => Alert::bad(self.view.say(people::NO_ORDER)),
            Wrong::Check(_) => Alert::bad(self.view.say(people::REFUSED)),
        });
        let bad = match wrong {
            Some(Wrong::Field(name)) => *name,
            _ => "",
        };
        let page = html! {
            (self.menu())
            @if let Some(Wrong::Check(lines)) = wrong {
                ul { @for line in lines { li { (line) } } }
            }
            form.walk-in method="post" action=(self.view.to(&format!("/desk/people/{}", form.name))) {
                @for field in form.fields { (self.field(*field, policy, sent, field.name == bad)) }
                button { (self.view.say(people::CHECK)) }
            }
            p { a href=(self.view.to("/desk/people")) { (self.view.say(people::BACK)) } }
        };
        let status = wrong.map_or(200, status);
        self.answer(status, self.view.say(form.title), alert.as_ref(), page)
    }

    fn field(&self, field: Field, policy: &Policy, sent: &Fields, bad: bool) -> Markup {
        let (name, value) = (field.name, sent.get(field.name).unwrap_or_default());
        let language = self.view.language;
        let invalid = bad.then_some("true");
        let input = |kind: &str, required: bool| {
            html! { input id=(name) name=(name) type=(kind) required[required] autocomplete="off" maxlength="200"
            aria-invalid=[invalid] value=(value); }
        };
        if field.kind == Kind::Tick {
            let ticked = !value.is_empty();
            return html! { label.tick { input type="checkbox" name=(name) value="1" checked[ticked]; (self.view.say(field.label)) } };
        }
        let options: Vec<(&str, &str)> = match field.kind {
            Kind::Officer | Kind::OfficerOrNone => {
                let in_post = policy.officers().filter(|officer| officer.active);
                in_post.map(|officer| (officer.id.as_str(), officer.name.in_language(language))).collect()
            }
            Kind::Office => {
                policy.offices.iter().map(|it| (it.id.as_str(), it.name.in_language(language))).collect()
            }
            Kind::Choice(choices) => choices.iter().map(|(id, title)| (*id, self.view.say(*title))).collect(),
            _ => Vec::new(),
        };
        html! {
            label for=(name) { (self.view.say(field.label)) }
            @match field.kind {
                Kind::Date => (input("date", true)),
                Kind::Time => (input("time", true)),
                Kind::Phone => (input("tel", true)),
                Kind::Words(required) => (input("text", required)),
                Kind::Pin => {
                    input id=(name) name=(name) type="password" inputmode="numeric" autocomplete="new-password"
                        minlength="4" maxlength="8" required aria-invalid=[invalid];
                }
                _ => select id=(name) name=(name) required[field.kind != Kind::OfficerOrNone] aria-invalid=[invalid] {
                    option value="" {
                        (self.view.say(if field.kind == Kind::OfficerOrNone { people::NONE } else { people::CHOOSE }))
                    }
                    @for (id, title) in options { option value=(id) selected[id == value] { (title) } }
                },
            }
        }
    }

    /// A form was sent: what it would change, or with `publish` it is changed.
    pub(crate) async fn edit(&self, name: &str, sent: &Fields) -> Answered {
        let Some(form) = form(name) else { return Ok((self.no_form(), Vec::new())) };
        let policy = self.change().running().await?;
        let (publishes, seen) = (sent.get("publish").is_some(), sent.get("seen"));
        // Whoever published meanwhile changed what was looked at.
        if publishes && seen != Some(policy.version.as_str()) {
            return Ok((self.form_page(form, &policy, sent, Some(&Wrong::Overtaken)), Vec::new()));
        }
        let change = self.change();
        let done = match change.check(form, &policy, sent).await? {
            Ok(edited) if !publishes => {
                return Ok((self.preview(form, &policy, sent, &edited), Vec::new()));
            }
            Ok(edited) => change.publish(&policy, &edited).await?,
            Err(wrong) => Err(wrong),
        };
        let answer = match done {
            Ok(()) => Answer::see_other(self.view.to("/desk/people?done=1")),
            Err(wrong) => self.form_page(form, &policy, sent, Some(&wrong)),
        };
        Ok((answer, Vec::new()))
    }

    fn preview(&self, form: &EditForm, policy: &Policy, sent: &Fields, edited: &Edited) -> Answer {
        let hash = edited_pin(form, sent, edited);
        let page = html! {
            (self.menu())
            p { (self.view.say(people::PREVIEW)) }
            ul { @for change in policy_diff::diff_in(policy, &edited.policy, self.view.language) { li { (change) } } }
            form method="post" action=(self.view.to(&format!("/desk/people/{}", form.name))) {
                input type="hidden" name="publish" value="1";
                input type="hidden" name="seen" value=(policy.version);
                @for field in form.fields.iter().filter(|field| field.kind != Kind::Pin) {
                    @if let Some(value) = sent.get(field.name) {
                        input type="hidden" name=(field.name) value=(value);
                    }
                }
                @if let Some(hash) = hash { input type="hidden" name="pin_hash" value=(hash); }
                button { (self.view.say(people::PUBLISH)) }
            }
            p { a href=(self.view.to("/desk/people")) { (self.view.say(people::BACK)) } }
        };
        self.answer(200, self.view.say(form.title), None, page)
    }
}

/// The hash of the PIN that was entered: the page keeps it in place of the PIN.
fn edited_pin<'a>(form: &EditForm, sent: &Fields, edited: &'a Edited) -> Option<&'a str> {
    let takes_pin = form.fields.iter().any(|field| field.kind == Kind::Pin);
    let id = sent.get("officer").or(sent.get("id")).filter(|_| takes_pin)?;
    let officer = edited.policy.officers().find(|officer| officer.id.as_str() == id)?;
    Some(&officer.pin_hash)
}
