//! A person's browser: Chromium without a window, driven through chromedriver.
//!
//! What is missing on the machine is named in the failure; no test is skipped.
//! Screenshots go to `target/pages`.

#![expect(clippy::expect_used, clippy::panic, reason = "the harness of tests may stop")]

mod axe;
mod driver;

use std::path::PathBuf;

use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

pub use driver::Driver;

/// How a person looks at a page.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Width of the window, in CSS pixels.
    pub width: u32,
    /// Whether scripts run.
    pub scripts: bool,
}

/// A cheap phone.
pub const PHONE: Look = Look { width: 360, scripts: true };
/// A desk.
pub const DESK: Look = Look { width: 1280, scripts: true };

/// A browser with one window.
pub struct Browser {
    client: Client,
    look: Look,
    _driver: Driver,
}

impl Browser {
    /// Opens a browser with a profile of its own.
    ///
    /// # Panics
    ///
    /// If Chromium or chromedriver is not there: says what to install.
    pub async fn open(look: Look) -> Self {
        let driver = Driver::start();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(look, driver.profile()))
            .connect(driver.url())
            .await
            .expect("a session: install the packages `chromium` and `chromium-driver` of one version");
        client.set_window_size(look.width, 900).await.expect("a window of that size");
        Self { client, look, _driver: driver }
    }

    /// Opens an address.
    pub async fn goes(&self, url: &str) {
        self.client.goto(url).await.expect("the page loads");
    }

    /// Where it is now.
    pub async fn address(&self) -> String {
        self.client.current_url().await.expect("an address").to_string()
    }

    /// All words on the page.
    pub async fn reads(&self) -> String {
        self.find("body").await.text().await.expect("text")
    }

    /// The element of this CSS selector.
    pub async fn find(&self, css: &str) -> Element {
        let found = self.client.find(Locator::Css(css)).await;
        found.unwrap_or_else(|error| panic!("no {css} on the page: {error}"))
    }

    /// How many elements this CSS selector finds.
    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.expect("a search").len()
    }

    /// Presses what this CSS selector finds.
    pub async fn presses(&self, css: &str) {
        let found = self.find(css).await;
        found.click().await.unwrap_or_else(|error| panic!("{css} cannot be pressed: {error}"));
    }

    /// Follows the link with these words.
    pub async fn follows(&self, words: &str) {
        let link = self.client.find(Locator::LinkText(words)).await;
        let link = link.unwrap_or_else(|error| panic!("no link '{words}': {error}"));
        link.click().await.expect("a link leads on");
    }

    /// Writes into what this CSS selector finds, after what stands there.
    pub async fn writes(&self, css: &str, words: &str) {
        self.find(css).await.send_keys(words).await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Chooses an option by its value.
    pub async fn chooses(&self, css: &str, value: &str) {
        let list = self.find(css).await;
        list.select_by_value(value).await.unwrap_or_else(|error| panic!("{css} has no {value}: {error}"));
    }

    /// Presses a key where the focus is.
    pub async fn key(&self, key: Key) {
        self.types(&String::from(char::from(key))).await;
    }

    /// Types where the focus is.
    pub async fn types(&self, words: &str) {
        let focus = self.client.active_element().await.expect("a focus");
        focus.send_keys(words).await.expect("keys");
    }

    /// The `id` or `name` of what has the focus; empty if it has neither.
    pub async fn focus(&self) -> String {
        let script = "const e = document.activeElement; return e ? (e.id || e.name || e.textContent.trim()) : ''";
        self.asks(script).await.as_str().unwrap_or_default().to_owned()
    }

    /// What a script of ours answers. It runs past the page's own policy.
    pub async fn asks(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect("a script of ours runs")
    }

    /// Whether nothing stands out of the window to the right.
    pub async fn fits(&self) -> bool {
        let wider = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        self.asks(wider).await == json!(false)
    }

    /// Keeps a picture of the whole page as `target/pages/NAME.png`.
    pub async fn shot(&self, name: &str) {
        // As high as the page, so that the picture holds all of it.
        let height = self.asks("return document.documentElement.scrollHeight").await;
        let height = u32::try_from(height.as_u64().unwrap_or(900)).unwrap_or(900).clamp(600, 6_000);
        self.client.set_window_size(self.look.width, height + 100).await.expect("a window of that size");
        let picture = self.client.screenshot().await.expect("a picture");
        std::fs::write(shots().join(format!("{name}.png")), picture).expect("a picture is kept");
    }

    /// What axe-core finds against WCAG 2.2 AA on this page: each rule with the
    /// elements that break it.
    pub async fn axe(&self) -> Vec<String> {
        let script = format!("{}\n{}", axe::source(), axe::RUN);
        let found = self.client.execute_async(&script, Vec::new()).await.expect("axe runs");
        let found = found.as_array().expect("a list of what axe finds");
        found.iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Closes the window.
    pub async fn close(self) {
        self.client.close().await.expect("the window closes");
    }
}

fn capabilities(look: Look, profile: &std::path::Path) -> Map<String, Value> {
    let mut options = json!({
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--force-device-scale-factor=1", "--hide-scrollbars",
            format!("--user-data-dir={}", profile.display()),
            format!("--window-size={},900", look.width),
        ],
        // A desktop window is never narrower than some 500 pixels; a phone's is.
        "mobileEmulation": {"deviceMetrics": {"width": look.width, "height": 900, "pixelRatio": 1.0, "mobile": look.width < 500}},
    });
    if !look.scripts {
        options["prefs"] = json!({"profile.managed_default_content_settings.javascript": 2});
    }
    let all = json!({"browserName": "chrome", "goog:chromeOptions": options});
    all.as_object().cloned().unwrap_or_default()
}

/// Where screenshots go.
fn shots() -> PathBuf {
    let shots = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/pages");
    std::fs::create_dir_all(&shots).expect("a directory for screenshots");
    shots
}
