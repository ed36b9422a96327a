//! An officer of the demo: the link of an SMS, as a browser without JavaScript
//! uses it, and the same as JSON.

use reqwest::Method;
use serde_json::{Value, json};

use crate::demo_stage::{Answer, Failed, Stage, Step};

/// The PIN of every officer of the sample policy.
const PIN: &str = "2468";

/// An officer's link.
pub(crate) struct Link {
    /// `/c/...`.
    path: String,
    /// The session, once the PIN was right.
    cookie: Option<String>,
    /// The version that the page showed last.
    version: String,
}

impl Link {
    /// The link in an SMS.
    pub(crate) fn in_text(sms: &str) -> Step<Self> {
        let token = sms.split_whitespace().find_map(|word| word.split_once("/c/")).map(|(_, token)| token);
        let token = token.ok_or_else(|| Failed("there is no link in the SMS".to_owned()))?;
        Ok(Self { path: format!("/c/{token}"), cookie: None, version: String::new() })
    }

    /// Opens the page, as a preview and as a person; the page.
    pub(crate) async fn opens(&mut self, stage: &Stage) -> Step<String> {
        let cookie = self.cookie.clone().unwrap_or_default();
        let headers = [("cookie", cookie.as_str())];
        let previewed = stage.request(Method::HEAD, &self.path, &headers, Vec::new()).await?;
        let opened = stage.request(Method::GET, &self.path, &headers, Vec::new()).await?;
        if (previewed.status, opened.status) != (200, 200) {
            return Err(Failed(format!("the link answered {} and {}", previewed.status, opened.status)));
        }
        self.version = version_in(&opened.body)?;
        Ok(opened.body)
    }

    /// Presses a button of the page with these fields.
    pub(crate) async fn press(&mut self, stage: &Stage, fields: &[(&str, &str)]) -> Step<Answer> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("version", &self.version).extend_pairs(fields);
        let cookie = self.cookie.clone().unwrap_or_default();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("cookie", cookie.as_str())];
        let answer = stage.request(Method::POST, &self.path, &headers, form.finish().into_bytes()).await?;
        self.cookie = answer.cookie.clone().or(self.cookie.take());
        Ok(answer)
    }

    /// Presses a button, and it is done: the page sends the browser on.
    pub(crate) async fn does(&mut self, stage: &Stage, fields: &[(&str, &str)]) -> Step {
        let answer = self.press(stage, fields).await?;
        stage.check(answer.status == 303, "done, and the browser is sent on")
    }

    /// Disposes of it by the JSON API, with the PIN each time.
    pub(crate) async fn disposes(&self, stage: &Stage, outcome: &str, words: &str) -> Step {
        let path = format!("/v1{}", self.path);
        let json = [("content-type", "application/json")];
        let pin = json!({"pin": PIN}).to_string().into_bytes();
        let opened = stage.request(Method::POST, &format!("{path}/open"), &json, pin).await?;
        let session: Value = serde_json::from_str(&opened.body).unwrap_or_default();
        let session = format!("Bearer {}", session["session"].as_str().unwrap_or_default());
        let read = stage.request(Method::GET, &path, &[("authorization", &session)], Vec::new()).await?;
        let case: Value = serde_json::from_str(&read.body).unwrap_or_default();
        stage.check(read.status == 200, "the JSON API shows the case to a session")?;
        let body = json!({"pin": PIN, "version": case["version"], "outcome": outcome, "text": words});
        let path = format!("{path}/dispose");
        let answer = stage.request(Method::POST, &path, &json, body.to_string().into_bytes()).await?;
        stage.check(answer.status == 200, "the disposal is taken")
    }
}

/// The version that a page's forms carry.
fn version_in(page: &str) -> Step<String> {
    let after = page.split_once("name=\"version\" value=\"").map(|(_, after)| after);
    let version = after.and_then(|after| after.split_once('"')).map(|(version, _)| version.to_owned());
    version.ok_or_else(|| Failed("the page's forms carry no version".to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    #[test]
    fn links_are_found_in_an_sms() {
        let check = |sms: &str, path: Option<&str>| {
            assert_eq!(Link::in_text(sms).ok().map(|link| link.path).as_deref(), path, "{sms}");
        };
        check("देखें: http://127.0.0.1:9000/c/abc-_1 महिला सेल", Some("/c/abc-_1"));
        check("See it: https://helpline.example.gov.in/c/abc - LKO", Some("/c/abc"));
        check("no link", None);
    }

    #[test]
    fn versions_are_read_from_a_page() {
        assert_eq!(version_in(r#"<input type="hidden" name="version" value="3">"#).unwrap(), "3");
        assert!(version_in("<p>").is_err());
    }
}
