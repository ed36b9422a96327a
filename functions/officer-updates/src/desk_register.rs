//! A walk-in at the desk: the form, and the slip that she takes home.

use domain::calendar_words::moment;
use domain::{Category, Language};
use helpline::act;
use helpline::desk::{Form, Unfit, register};
use maud::{Markup, html};

use crate::Answered;
use crate::desk::Visit;
use crate::headers::{Answer, HTML};
use crate::page::{Alert, bare};
use crate::request::Fields;
use crate::words;
use crate::words_desk as desk;

/// What is wrong with a form, as the page says it, and the field it is in.
fn unfit(unfit: Unfit) -> (words::Text, &'static str) {
    match unfit {
        Unfit::Nonce => (desk::BAD_NONCE, ""),
        Unfit::Phone => (desk::BAD_PHONE, "phone"),
        Unfit::Words => (desk::BAD_WORDS, "words"),
        Unfit::TooManyWords => (desk::BAD_LONG, "words"),
        Unfit::Category => (desk::BAD_CATEGORY, "category"),
        Unfit::Area => (desk::BAD_AREA, "area"),
        Unfit::Accused => (desk::BAD_ACCUSED, "accused"),
    }
}

/// The form as it was filled in.
fn filled(fields: &Fields) -> Form {
    let get = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    let accused = |mark: &str| -> Vec<String> {
        fields.all("accused").filter_map(|value| value.strip_prefix(mark)).map(str::to_owned).collect()
    };
    Form {
        nonce: get("nonce"),
        phone: get("phone"),
        name: get("name"),
        words: get("words"),
        category: get("category"),
        area: get("area"),
        language: get("language"),
        urgent: fields.get("urgent").is_some(),
        minor: fields.get("minor").is_some(),
        accused_officers: accused("officer:"),
        accused_offices: accused("office:"),
    }
}

impl Visit<'_> {
    /// The form, empty or as it was sent with what is wrong with it.
    pub(crate) fn register_form(&self, sent: Option<(&Form, Unfit)>) -> Answer {
        let mut form = sent.map(|(form, _)| form.clone()).unwrap_or_default();
        let wrong = sent.map(|(_, why)| unfit(why));
        if wrong.is_none_or(|(_, field)| field.is_empty()) {
            form.nonce = format!("{:016x}", helpline::World::entropy(&self.app.helpline.world));
        }
        let alert = wrong.and_then(|(text, _)| Alert::bad(self.view.say(text)));
        let field = wrong.map_or("", |(_, field)| field);
        let page = html! {
            (self.menu())
            form.walk-in method="post" action=(self.view.to("/desk/register")) {
                input type="hidden" name="nonce" value=(form.nonce);
                (self.particulars(&form, field))
                (self.matter(&form, field))
                button { (self.view.say(desk::SAVE)) }
            }
        };
        let status = if wrong.is_some() { 422 } else { 200 };
        self.answer(status, self.view.say(desk::REGISTER), alert.as_ref(), page)
    }

    fn particulars(&self, form: &Form, wrong: &str) -> Markup {
        let invalid = |field: &str| (field == wrong).then_some("true");
        html! {
            label for="phone" { (self.view.say(desk::PHONE)) }
            input #phone name="phone" type="tel" inputmode="tel" autocomplete="off" autofocus
                aria-describedby="phone-hint" aria-invalid=[invalid("phone")] value=(form.phone);
            p.meta #phone-hint { (self.view.say(desk::PHONE_HINT)) }
            label for="name" { (self.view.say(desk::NAME)) }
            input #name name="name" autocomplete="off" maxlength="100" value=(form.name);
            (self.choice("category", desk::CATEGORY, &form.category, Some(desk::CHOOSE), invalid("category"),
                Category::ALL.map(|category| {
                    let name = self.staff.policy.category(category).name.in_language(self.view.language);
                    (category.as_str().to_owned(), name.to_owned())
                }).to_vec()))
            (self.choice("area", desk::AREA, &form.area, Some(desk::NOT_SAID), invalid("area"),
                self.staff.policy.areas.iter().map(|area| {
                    (area.id.as_str().to_owned(), area.name.in_language(self.view.language).to_owned())
                }).collect()))
        }
    }

    fn matter(&self, form: &Form, wrong: &str) -> Markup {
        let invalid = |field: &str| (field == wrong).then_some("true");
        html! {
            label for="words" { (self.view.say(desk::WORDS)) }
            textarea #words name="words" rows="6" required maxlength=(helpline::desk::MOST_WORDS)
                aria-invalid=[invalid("words")] { (form.words) }
            p {
                label.tick { input type="checkbox" name="urgent" value="1" checked[form.urgent]; (self.view.say(desk::URGENT)) }
                label.tick { input type="checkbox" name="minor" value="1" checked[form.minor]; (self.view.say(desk::MINOR)) }
            }
            (self.choice("language", desk::LANGUAGE, &form.language, None, None,
                self.staff.policy.cell.languages.iter().map(|language| {
                    let name = match language { Language::Hindi => "हिंदी", Language::English => "English" };
                    (language.code().to_owned(), name.to_owned())
                }).collect()))
            details open[!form.accused_officers.is_empty() || !form.accused_offices.is_empty()] {
                summary { (self.view.say(desk::ACCUSES)) }
                (self.accused(form))
                p.meta #accused-hint { (self.view.say(desk::ACCUSES_HINT)) }
            }
        }
    }

    fn choice(
        &self,
        name: &str,
        label: words::Text,
        chosen: &str,
        nothing: Option<words::Text>,
        invalid: Option<&str>,
        options: Vec<(String, String)>,
    ) -> Markup {
        html! {
            label for=(name) { (self.view.say(label)) }
            select id=(name) name=(name) required[name == "category"] aria-invalid=[invalid] {
                @if let Some(nothing) = nothing { option value="" { (self.view.say(nothing)) } }
                @for (value, title) in options {
                    option value=(value) selected[value == chosen] { (title) }
                }
            }
        }
    }

    fn accused(&self, form: &Form) -> Markup {
        let (policy, language) = (&self.staff.policy, self.view.language);
        html! {
            select #accused name="accused" multiple size="8"
                aria-label=(self.view.say(desk::ACCUSES)) aria-describedby="accused-hint" {
                optgroup label=(self.view.say(desk::OFFICES)) {
                    @for office in &policy.offices {
                        option value={ "office:" (office.id) }
                            selected[form.accused_offices.iter().any(|id| id == office.id.as_str())] {
                            (office.name.in_language(language))
                        }
                    }
                }
                optgroup label=(self.view.say(desk::OFFICERS)) {
                    @for officer in policy.officers() {
                        option value={ "officer:" (officer.id) }
                            selected[form.accused_officers.iter().any(|id| id == officer.id.as_str())] {
                            (officer.name.in_language(language))
                        }
                    }
                }
            }
        }
    }

    /// Registers what is on the form, and leads to the slip.
    pub(crate) async fn register(&self, fields: &Fields) -> Answered {
        let form = filled(fields);
        match register(&self.app.helpline, self.staff, &form, self.now).await? {
            Err(why) => Ok((self.register_form(Some((&form, why))), Vec::new())),
            Ok((brought, settlements)) => {
                let officer = &self.staff.officer.id;
                let token = self.app.helpline.vault.mint_link(&brought.person, &brought.reference, officer);
                let again = if brought.before { "?again=1" } else { "" };
                let slip = self.view.to(&format!("/desk/slip/{token}{again}"));
                Ok((Answer::see_other(slip), settlements))
            }
        }
    }

    /// The slip: the number, the date, the office, the helplines. What it is
    /// about stays off it: paper lies about at home as a phone does.
    pub(crate) async fn slip(&self, token: &str) -> Answered {
        let case = act::open(&self.app.helpline, token).await?;
        let theirs = case.filter(|case| {
            case.officer.id == self.staff.officer.id && case.policy.cell.id == self.staff.policy.cell.id
        });
        let Some(case) = theirs else {
            return Ok((Answer::new(404, HTML, bare(words::NOT_FOUND).into_string()), Vec::new()));
        };
        let again = self.query.get("again").is_some();
        let alert =
            Alert::good(self.view.say(if again { desk::REGISTERED_BEFORE } else { desk::REGISTERED }));
        let complaint = &case.complaint;
        let policy = &case.policy;
        // The office of the police says what it is about; with whom it is, is not
        // told to whom it accuses.
        let told =
            complaint.category != Category::Violence && !complaint.bars(&case.officer.id, &case.policy);
        let officer = policy.officer(&complaint.officer).filter(|_| told);
        let office = officer.and_then(|officer| policy.office(&officer.office));
        let rows = |language: Language| {
            let cell = policy.cell.name.in_language(language);
            let district = policy.cell.district.in_language(language);
            html! {
                section.slip lang=(language.code()) {
                    h2 {
                        (cell)
                        // Most cells are named after their district already.
                        @if !cell.contains(district) { ", " (district) }
                    }
                    p.number { (complaint.reference.as_str()) }
                    dl {
                        dt { (desk::SLIP_DATE.say(language)) }
                        dd { (moment(complaint.registered_at, language)) }
                        dt { (desk::SLIP_DUE.say(language)) }
                        dd { (moment(complaint.due_at, language)) }
                        @if let Some(office) = office {
                            dt { (desk::SLIP_OFFICE.say(language)) }
                            dd { (office.name.in_language(language)) }
                        }
                        dt { (desk::SLIP_HELP.say(language)) }
                        dd {
                            @for (at, line) in policy.helplines.iter().enumerate() {
                                @if at > 0 { ", " }
                                (line.number) " (" (line.name.in_language(language)) ")"
                            }
                        }
                    }
                    p { (desk::SLIP_KEEP.say(language)) }
                }
            }
        };
        let page = html! {
            (rows(self.view.language))
            p.screen { (self.view.say(desk::PRINT)) }
            p.screen {
                a href=(self.view.to("/desk/register")) { (self.view.say(desk::NEXT_ONE)) } " · "
                a href=(self.view.to("/desk")) { (self.view.say(desk::QUEUE)) }
            }
        };
        Ok((self.answer(200, self.view.say(desk::SLIP), alert.as_ref(), page), Vec::new()))
    }
}
