//! What every page must be, in whatever state a walk comes upon it.

use pages::Browser;

/// A page with its fonts excluded weighs no more than this, in bytes.
pub(crate) const MOST_BYTES: usize = 60_000;

/// Looks at a page: keeps a picture, has axe look at it, and sees that it is
/// light, fits into the window and shows Devanagari as letters.
pub(crate) async fn look(browser: &Browser, name: &str) {
    browser.shot(name).await;
    let found = browser.axe().await;
    assert!(found.is_empty(), "{name}: {found:#?}");
    assert!(browser.fits().await, "{name} is wider than the window");
    let bytes = browser.asks("return document.documentElement.outerHTML.length").await;
    let bytes = usize::try_from(bytes.as_u64().unwrap()).unwrap();
    // Devanagari takes three bytes a letter in UTF-8.
    let encoded = browser.asks("return new TextEncoder().encode(document.documentElement.outerHTML).length").await;
    assert!(bytes > 0 && encoded.as_u64().unwrap() < MOST_BYTES as u64, "{name} weighs {encoded} bytes");
    let fetched = browser.asks("return performance.getEntriesByType('resource').map(one => one.name)").await;
    let foreign: Vec<_> = fetched.as_array().unwrap().iter().filter(|url| !url.to_string().contains("127.0.0.1")).collect();
    assert!(foreign.is_empty(), "{name} fetches {foreign:?}");
}
