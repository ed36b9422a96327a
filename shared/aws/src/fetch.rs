//! Fetching a file that a provider keeps: from allowed hosts only, wherever
//! they lead, so many bytes and so long at most.

use std::time::Duration;

use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use helpline::hosts::{Hosts, origin};
use helpline::ports::{FetchError, FetchRequest};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// A file that takes longer is tried again later. Below the spare time that
/// the sweeper keeps before its own limit.
const LIMIT: Duration = Duration::from_secs(8);
/// Waiting for others' files takes no longer: with a provider that hangs, a
/// sweep must get on to what else is due.
const TURN: Duration = Duration::from_secs(4);
/// So many files are in memory at the same time: each may be 16 MB.
const AT_ONCE: usize = 2;
/// Twilio leads from its API to its store once.
const MOST_REDIRECTS: usize = 2;

/// Fetches files.
#[derive(Debug)]
pub(crate) struct Fetcher {
    connector: SharedHttpConnector,
    hosts: Hosts,
    slots: Semaphore,
}

impl Fetcher {
    /// One that fetches from these hosts.
    pub(crate) fn new(connector: SharedHttpConnector, hosts: Hosts) -> Self {
        Self { connector, hosts, slots: Semaphore::new(AT_ONCE) }
    }

    /// The file's bytes.
    pub(crate) async fn fetch(&self, request: FetchRequest) -> Result<Vec<u8>, FetchError> {
        let Ok(Ok(_slot)) = timeout(TURN, self.slots.acquire()).await else {
            return Err(FetchError::NoAnswer);
        };
        timeout(LIMIT, self.follow(request)).await.unwrap_or(Err(FetchError::NoAnswer))
    }

    /// Every step's address is held against the list. The key goes to the host
    /// that it was meant for and to no other.
    async fn follow(&self, request: FetchRequest) -> Result<Vec<u8>, FetchError> {
        let FetchRequest { mut url, mut authorization, most_bytes } = request;
        for _ in 0..=MOST_REDIRECTS {
            if !self.hosts.allow(&url) {
                return Err(FetchError::ForeignAddress);
            }
            let answer = self.get(&url, &authorization).await?;
            let status = answer.status().as_u16();
            if status == 200 {
                return read(answer, most_bytes).await;
            }
            let next = leads_to(&url, status, answer.headers().get("location"));
            let next = next.ok_or(FetchError::Status(status))?;
            if origin(&next) != origin(&url) {
                authorization.clear();
            }
            url = next;
        }
        Err(FetchError::ForeignAddress)
    }

    async fn get(&self, url: &str, authorization: &str) -> Result<HttpResponse, FetchError> {
        let mut wire = HttpRequest::new(SdkBody::empty());
        wire.set_method("GET").map_err(|_| FetchError::NoAnswer)?;
        wire.set_uri(url.to_owned()).map_err(|_| FetchError::ForeignAddress)?;
        // Meta's file servers answer nobody without one.
        wire.headers_mut().insert("user-agent", "helpline");
        if !authorization.is_empty() {
            wire.headers_mut().insert("authorization", authorization.to_owned());
        }
        self.connector.call(wire).await.map_err(|_| FetchError::NoAnswer)
    }
}

/// Where a redirect leads; `None` if it is none.
fn leads_to(url: &str, status: u16, location: Option<&str>) -> Option<String> {
    let location = location.filter(|_| [301, 302, 303, 307, 308].contains(&status))?;
    match location.starts_with('/') && !location.starts_with("//") {
        true => Some(format!("{}{location}", origin(url)?)),
        false => Some(location.to_owned()),
    }
}

/// The body, read no further than allowed, whatever its length is said to be.
async fn read(answer: HttpResponse, most_bytes: usize) -> Result<Vec<u8>, FetchError> {
    let said = answer.headers().get("content-length").and_then(|length| length.parse::<usize>().ok());
    if said.is_some_and(|length| length > most_bytes) {
        return Err(FetchError::TooLarge);
    }
    let (mut body, mut bytes) = (ByteStream::new(answer.into_body()), Vec::new());
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| FetchError::NoAnswer)?;
        if bytes.len() + chunk.len() > most_bytes {
            return Err(FetchError::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_lead_where_they_say() {
        let check = |status, location, expected: Option<&str>| {
            let found = leads_to("https://a.example/x/y", status, location);
            assert_eq!(found.as_deref(), expected, "{status} {location:?}");
        };
        check(302, Some("https://b.example/z"), Some("https://b.example/z"));
        check(307, Some("/z?q"), Some("https://a.example/z?q"));
        // Not an address by itself: the list of hosts refuses it.
        check(302, Some("//b.example/z"), Some("//b.example/z"));
        check(302, Some("z"), Some("z"));
        check(302, None, None);
        check(404, Some("https://b.example/z"), None);
    }
}
