//! An officer, the link in the SMS, and the PIN.

use serde_json::{Value, json};

use crate::stack::{Answer, Helpline};

/// The PIN of every officer of the sample policy.
pub const PIN: &str = "2468";

/// An officer's link.
pub struct Link<'a> {
    helpline: &'a Helpline,
    /// Its path: `/c/...`.
    pub path: String,
}

impl<'a> Link<'a> {
    /// The link in the text of an SMS.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[must_use]
    pub fn in_text(helpline: &'a Helpline, sms: &str) -> Self {
        let word = sms.split_whitespace().find_map(|word| word.split_once("/c/")).expect("a link in the SMS");
        Self { helpline, path: format!("/c/{}", word.1) }
    }

    /// Opens it, without PIN or session.
    pub async fn open(&self) -> Answer {
        self.helpline.request("GET", &self.path, &[], Vec::new()).await
    }

    /// Posts the form with these fields.
    pub async fn posts(&self, fields: &[(&str, &str)], cookie: Option<&str>) -> Answer {
        let fields: Vec<(String, String)> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
        if let Some(cookie) = cookie {
            headers.push(("cookie", cookie));
        }
        let body = channels::form_encode(&fields).into_bytes();
        self.helpline.request("POST", &self.path, &headers, body).await
    }

    /// Acts by the JSON API with the right PIN on the version that stands now.
    pub async fn acts(&self, action: &str, fields: &Value) -> Answer {
        let mut body = fields.clone();
        body["pin"] = json!(PIN);
        if body.get("version").is_none() {
            body["version"] = self.reads().await["version"].clone();
        }
        self.api("POST", action, &body).await
    }

    /// Acts, and is not refused.
    ///
    /// # Panics
    ///
    /// If it is.
    pub async fn does(&self, action: &str, fields: &Value) -> Value {
        let answer = self.acts(action, fields).await;
        assert_eq!(answer.status, 200, "{action}: {}", answer.body);
        answer.json()
    }

    /// Opens a session by the JSON API: the `Authorization` header for it.
    pub async fn session(&self) -> String {
        let opened = self.api("POST", "open", &json!({"pin": PIN})).await;
        assert_eq!(opened.status, 200, "{}", opened.body);
        format!("Bearer {}", opened.json()["session"].as_str().unwrap_or_default())
    }

    /// The case as the JSON API shows it after the PIN.
    pub async fn reads(&self) -> Value {
        let (path, session) = (format!("/v1{}", self.path), self.session().await);
        let answer = self.helpline.request("GET", &path, &[("authorization", &session)], Vec::new()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    /// A call of the JSON API.
    pub async fn api(&self, method: &str, action: &str, body: &Value) -> Answer {
        let path = format!("/v1{}/{action}", self.path);
        let json = [("content-type", "application/json")];
        self.helpline.request(method, &path, &json, body.to_string().into_bytes()).await
    }
}
