//! Somebody logged in at the desk: number, code, session, forms.

use crate::stack::{Answer, Helpline};

/// Somebody logged in.
pub struct Staff<'a> {
    helpline: &'a Helpline,
    /// The cookie of the session: `staff=...`.
    pub cookie: String,
}

/// A form's fields as they are sent.
fn encoded(fields: &[(&str, &str)]) -> Vec<u8> {
    let fields: Vec<(String, String)> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    channels::form_encode(&fields).into_bytes()
}

/// Posts a form without a session.
pub async fn posts(helpline: &Helpline, path: &str, fields: &[(&str, &str)]) -> Answer {
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    helpline.request("POST", path, &headers, encoded(fields)).await
}

/// The value of a field of a page's first form that has it.
///
/// # Panics
///
/// If there is none.
#[must_use]
pub fn field(page: &str, name: &str) -> String {
    let after = page.split_once(&format!("name=\"{name}\" value=\"")).expect("such a field").1;
    after.split('"').next().unwrap_or_default().to_owned()
}

impl<'a> Staff<'a> {
    /// Logs in with this number and the code that comes by SMS.
    ///
    /// # Panics
    ///
    /// If the login is refused.
    pub async fn enters(helpline: &'a Helpline, phone: &str) -> Self {
        let asked = posts(helpline, "/desk/login", &[("phone", phone)]).await;
        assert_eq!(asked.status, 200, "{}", asked.body);
        let code = Self::code(helpline).await;
        let entered = posts(helpline, "/desk/code", &[("phone", phone), ("code", &code)]).await;
        assert_eq!(entered.status, 303, "{}", entered.body);
        let set = entered.headers.get("set-cookie").cloned().unwrap_or_default();
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
        Self { helpline, cookie: set.split(';').next().unwrap_or_default().to_owned() }
    }

    /// The code in the newest SMS.
    pub async fn code(helpline: &Helpline) -> String {
        let text = helpline.last_sms().await.text;
        text.split_whitespace().next().unwrap_or_default().to_owned()
    }

    /// A page.
    pub async fn gets(&self, path: &str) -> Answer {
        self.helpline.request("GET", path, &[("cookie", &self.cookie)], Vec::new()).await
    }

    /// A form.
    pub async fn posts(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.posts_from(path, fields, "same-origin").await
    }

    /// A form from a page of this site (`Sec-Fetch-Site`).
    pub async fn posts_from(&self, path: &str, fields: &[(&str, &str)], site: &str) -> Answer {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("cookie", self.cookie.as_str()),
            ("sec-fetch-site", site),
        ];
        self.helpline.request("POST", path, &headers, encoded(fields)).await
    }
}
