//! A person's browser: Chromium without a window, driven through chromedriver.
//!
//! What is missing on the machine is named in the failure; no test is skipped.
//! Screenshots go to `target/pages`.

#![expect(clippy::expect_used, clippy::panic, reason = "the harness of tests may stop")]

mod axe;
mod cdp;
mod driver;

use std::path::PathBuf;
use std::time::Duration;

use base64::Engine as _;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

pub use driver::Driver;

use crate::cdp::Cdp;

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

/// A page is waited for so long: other tests may hold the machine.
const PATIENCE: Duration = Duration::from_secs(30);

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
        let browser = Self { client, look, _driver: driver };
        browser.scripts(look.scripts).await;
        browser
    }

    /// How this person looks at pages.
    #[must_use]
    pub fn look(&self) -> Look {
        self.look
    }

    /// Lets pages run scripts, or not, from the next page on.
    pub async fn scripts(&self, run: bool) {
        self.cdp("Emulation.setScriptExecutionDisabled", json!({"value": !run})).await;
    }

    async fn cdp(&self, name: &'static str, parameters: Value) -> Value {
        let answer = self.client.issue_cmd(Cdp(name, parameters)).await;
        answer.unwrap_or_else(|error| panic!("{name}: {error}"))
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
        // A tap is given with a timer, which without scripts never ends: so the
        // person without scripts presses Enter on it.
        let pressed = if self.look.scripts {
            found.click().await
        } else {
            found.send_keys(&String::from(char::from(Key::Enter))).await
        };
        pressed.unwrap_or_else(|error| panic!("{css} cannot be pressed: {error}"));
    }

    /// Presses what leads to another page, and waits until that is there.
    pub async fn sends(&self, css: &str) {
        self.leaves().await;
        self.presses(css).await;
        self.arrives(css).await;
    }

    /// Sends the form that has the focus by Enter, and waits for what comes.
    pub async fn enters(&self) {
        self.leaves().await;
        self.key(Key::Enter).await;
        self.arrives("Enter").await;
    }

    async fn leaves(&self) {
        self.asks("document.documentElement.dataset.left = ''; return 0").await;
    }

    /// The driver itself waits only if the way has begun when it looks.
    async fn arrives(&self, by: &str) {
        let there =
            "return !('left' in document.documentElement.dataset) && document.readyState === 'complete'";
        // A question that meets the change of pages is an error, and put again.
        let asked = async { while self.client.execute(there, Vec::new()).await.ok() != Some(json!(true)) {} };
        if tokio::time::timeout(PATIENCE, asked).await.is_err() {
            panic!("{by} leads nowhere: {}", self.reads().await);
        }
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

    /// Chooses the option at this place, the first being 0.
    ///
    /// # Panics
    ///
    /// If there is none, or `place` is no number.
    pub async fn chooses_nth(&self, css: &str, place: &str) {
        let place = place.parse().expect("a place");
        let list = self.find(css).await;
        list.select_by_index(place).await.unwrap_or_else(|error| panic!("{css} has no {place}: {error}"));
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
        let script =
            "const e = document.activeElement; return e ? (e.id || e.name || e.textContent.trim()) : ''";
        self.asks(script).await.as_str().unwrap_or_default().to_owned()
    }

    /// What a script of ours answers. It runs past the page's own policy.
    pub async fn asks(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect("a script of ours runs")
    }

    /// What stands out of the window to the right: tag and text of each.
    pub async fn stands_out(&self) -> Vec<String> {
        let script = "const page = document.documentElement, wide = page.clientWidth; \
            if (page.scrollWidth <= wide) return []; \
            return [page.scrollWidth + ' wide', ...[...document.querySelectorAll('body *')] \
            .filter(one => one.getBoundingClientRect().right > wide && !one.parentElement.closest('.scroll')) \
            .map(one => one.tagName + '.' + one.className + ': ' + one.textContent.trim().slice(0, 40))]";
        let found = self.asks(script).await;
        let found = found.as_array().expect("a list");
        found.iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The value of a cookie of this page.
    pub async fn cookie(&self, name: &str) -> String {
        self.client.get_named_cookie(name).await.expect("such a cookie").value().to_owned()
    }

    /// Keeps a picture of the whole page as `target/pages/NAME.png`.
    pub async fn shot(&self, name: &str) {
        let size = self.cdp("Page.getLayoutMetrics", json!({})).await["cssContentSize"].clone();
        let height = size["height"].as_f64().unwrap_or(900.0).clamp(600.0, 8_000.0);
        let clip = json!({"x": 0, "y": 0, "width": self.look.width, "height": height, "scale": 1});
        let how = json!({"captureBeyondViewport": true, "clip": clip});
        let taken = self.cdp("Page.captureScreenshot", how).await;
        Self::keep(&format!("{name}.png"), &taken);
    }

    /// Prints the page on A4 as `target/pages/NAME.pdf`; answers with the number
    /// of sheets.
    pub async fn prints(&self, name: &str) -> usize {
        let a4 = json!({"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": true});
        let printed = self.cdp("Page.printToPDF", a4).await;
        let sheets = Self::keep(&format!("{name}.pdf"), &printed);
        let sheets = String::from_utf8_lossy(&sheets).replace("/Type /Pages", "");
        sheets.matches("/Type /Page").count()
    }

    fn keep(name: &str, answer: &Value) -> Vec<u8> {
        let data = answer["data"].as_str().expect("bytes in base64");
        let bytes = base64::engine::general_purpose::STANDARD.decode(data).expect("bytes in base64");
        std::fs::write(shots().join(name), &bytes).expect("a picture is kept");
        bytes
    }

    /// What axe-core finds against WCAG 2.2 AA on this page: each rule with the
    /// elements that break it.
    pub async fn axe(&self) -> Vec<String> {
        let script = format!("{}\n{}", axe::source(), axe::RUN);
        let found = self.client.execute_async(&script, Vec::new()).await.expect("axe runs");
        let found = found.as_array().expect("a list of what axe finds");
        found.iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// What a script of ours answers once it calls its last argument.
    pub async fn awaits(&self, script: &str) -> Value {
        self.client.execute_async(script, Vec::new()).await.expect("a script of ours ends")
    }

    /// Goes on in a new tab of the same browser; answers with the one that is left.
    pub async fn beside(&self) -> WindowHandle {
        let before = self.client.window().await.expect("a tab");
        let new = self.client.new_window(true).await.expect("a new tab").handle;
        self.client.switch_to_window(new).await.expect("the new tab");
        before
    }

    /// Closes this tab and goes back to that one.
    pub async fn back_to(&self, before: WindowHandle) {
        self.client.close_window().await.expect("the tab closes");
        self.client.switch_to_window(before).await.expect("the tab of before");
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
            "--force-device-scale-factor=1", "--hide-scrollbars", "--lang=en-US",
            format!("--user-data-dir={}", profile.display()),
            format!("--window-size={},900", look.width),
        ],
    });
    // A desktop window is never narrower than some 500 pixels; a phone's is.
    if look.width < 500 {
        let screen = json!({"width": look.width, "height": 900, "pixelRatio": 1.0});
        options["mobileEmulation"] = json!({"deviceMetrics": screen});
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
