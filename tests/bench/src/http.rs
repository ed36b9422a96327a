//! The stack as a driver sees it: webhooks, officers' links, `/local`.

use channels::meta;
use reqwest::{Client, Method};
use serde_json::Value;
use stack::Stack;

use crate::error::{Context, Error, Result};

/// A client of a running stack.
pub(crate) struct Driver {
    http: Client,
    url: String,
    /// Where the engine listens, past everything that counts.
    pub(crate) dynamodb_url: String,
    secret: String,
}

impl Driver {
    /// A client of this stack.
    ///
    /// # Errors
    /// No client can be made.
    pub(crate) fn new(stack: &Stack) -> Result<Self> {
        Ok(Self {
            http: Client::builder().no_proxy().build().context("making a client")?,
            url: stack.url().to_owned(),
            dynamodb_url: stack.dynamodb_url().to_owned(),
            secret: stack.config().first_secret("META_APP_SECRET").unwrap_or_default().to_owned(),
        })
    }

    /// A request; the answer as JSON (null if it has no body).
    ///
    /// # Errors
    /// It is not answered with 2xx. The error says nothing of the answer.
    pub(crate) async fn request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Result<Value> {
        let mut request = self.http.request(method, format!("{}{path}", self.url)).body(body);
        request = request.header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.context("asking the stack")?;
        let status = response.status();
        let body = response.bytes().await.context("reading the stack's answer")?;
        if !status.is_success() {
            return Err(Error::new(route(path), status));
        }
        Ok(serde_json::from_slice(&body).unwrap_or_default())
    }

    /// Meta posts a body.
    ///
    /// # Errors
    /// See [`Self::request`].
    pub(crate) async fn webhook(&self, body: String) -> Result<()> {
        let signature = meta::signature(&self.secret, body.as_bytes());
        let headers = [("x-hub-signature-256", signature.as_str())];
        self.request(Method::POST, "/webhooks/meta", &headers, body).await.map(|_| ())
    }

    /// What `/local/...` says.
    ///
    /// # Errors
    /// See [`Self::request`].
    pub(crate) async fn local(&self, name: &str) -> Result<Value> {
        self.request(Method::GET, &format!("/local/{name}"), &[], String::new()).await
    }
}

/// A path without the token in it, for an error.
fn route(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let shown = parts.into_iter().map(|part| if part.len() > 20 { "..." } else { part });
    shown.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_no_link() {
        let check = |path: &str, shown: &str| assert_eq!(route(path), shown);
        check("/v1/c/0123456789abcdef0123456789/open", "/v1/c/.../open");
        check("/webhooks/meta", "/webhooks/meta");
    }
}
