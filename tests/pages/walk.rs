//! What every page must be, in whatever state a walk comes upon it.

use fantoccini::key::Key;
use pages::{Browser, DESK, Look, PHONE};

/// A page with its fonts excluded weighs no more than this, in bytes.
const MOST_BYTES: u64 = 60_000;

/// Notes what gets the focus and whether that can be seen, and lays the focus
/// down. One group of radio buttons counts once.
const LISTEN: &str = r"
const name = one => one.type === 'radio' ? 'radio ' + one.name : [...document.querySelectorAll('*')].indexOf(one) + ' '
  + one.tagName + ' ' + (one.name || one.id || one.textContent).trim().slice(0, 30);
const css = `a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], [tabindex='0']`;
const all = [...new Set([...document.querySelectorAll(css)].filter(one => one.checkVisibility()).map(name))];
const reached = new Set(), unseen = new Set();
const listener = () => {
  const style = getComputedStyle(document.activeElement), at = name(document.activeElement);
  reached.add(at);
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) unseen.add(at);
};
document.addEventListener('focusin', listener);
window.walk = { all, reached, unseen, listener, before: document.activeElement };
document.activeElement.blur();
return all.length";
/// What was not reached yet, and what could not be seen.
const REACHED: &str = "return [walk.all.filter(one => !walk.reached.has(one)), [...walk.unseen]]";
/// Puts the focus back.
const LEAVE: &str = "document.removeEventListener('focusin', walk.listener); \
    if (walk.before === document.body) document.activeElement.blur(); else walk.before.focus()";

/// Whether Devanagari has letters of its own, and joins them: of two letters
/// without a font both would be the same empty box.
const LETTERS: &str = r"
const board = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
board.font = '32px ' + getComputedStyle(document.body).fontFamily;
const drawn = word => {
  board.clearRect(0, 0, 300, 150);
  board.fillText(word, 20, 60);
  return board.getImageData(0, 0, 300, 150).data.join();
};
const wide = word => board.measureText(word).width;
return drawn('क') !== drawn('म') && drawn('स') !== drawn('ल') && wide('क्ष') < wide('क्\u200Cष');
";

/// The four ways that each walk is taken: narrow and wide, both languages, with
/// scripts and without.
pub(crate) const WAYS: [(&str, Look, &str); 4] = [
    ("phone-hi", Look { scripts: false, ..PHONE }, "hi"),
    ("phone-en", PHONE, "en"),
    ("wide-hi", DESK, "hi"),
    ("wide-en", Look { scripts: false, ..DESK }, "en"),
];

/// The walks of this page, `name-phone-hi` and so on: name, look, language.
pub(crate) fn way(name: &str, at: usize) -> (String, Look, &'static str) {
    let (way, look, language) = WAYS[at];
    (format!("{name}-{way}"), look, language)
}

/// Looks at a page as it opens and with all of it unfolded: keeps a picture, has
/// axe look at it, sees that it fits, is light, fetches nothing foreign, shows
/// Devanagari, and that Tab reaches every control and shows where it is.
pub(crate) async fn look(browser: &Browser, name: &str) {
    // Scripts of ours look at a page that was loaded without its own.
    browser.scripts(true).await;
    is_fit(browser, name).await;
    is_light(browser, name).await;
    assert!(
        browser.asks(LETTERS).await == true,
        "{name}: Devanagari has no letters: install fonts-noto-core"
    );
    let unfold = "const all = [...document.querySelectorAll('details:not([open])')]; \
        all.forEach(one => { one.open = true; one.dataset.unfolded = ''; }); return all.length";
    if browser.asks(unfold).await.as_u64() > Some(0) {
        is_fit(browser, &format!("{name}-unfolded")).await;
    }
    is_reached_by_tab(browser, name).await;
    let fold = "document.querySelectorAll('[data-unfolded]').forEach(one => { one.open = false; })";
    browser.asks(fold).await;
    browser.scripts(browser.look().scripts).await;
}

async fn is_fit(browser: &Browser, name: &str) {
    browser.shot(name).await;
    let found = browser.axe().await;
    assert!(found.is_empty(), "{name}: {found:#?}");
    let out = browser.stands_out().await;
    assert!(out.is_empty(), "{name} is wider than the window: {out:#?}");
}

async fn is_light(browser: &Browser, name: &str) {
    let size = "return performance.getEntriesByType('navigation')[0].decodedBodySize";
    let size = browser.asks(size).await.as_u64().unwrap();
    assert!((1..MOST_BYTES).contains(&size), "{name} weighs {size} bytes");
    let fetched = browser.asks("return performance.getEntriesByType('resource').map(one => one.name)").await;
    let foreign: Vec<_> =
        fetched.as_array().unwrap().iter().filter(|url| !url.to_string().contains("//127.0.0.1:")).collect();
    assert!(foreign.is_empty(), "{name} fetches {foreign:?}");
    // One request: neither style nor script nor font is fetched; her files alone are.
    let others = "return performance.getEntriesByType('resource').filter(one => !one.name.includes('/media/') \
        && !one.name.includes('/local/s3/') && !one.name.endsWith('/favicon.ico')).map(one => one.name)";
    assert_eq!(browser.asks(others).await, serde_json::json!([]), "{name} takes more than one request");
}

async fn is_reached_by_tab(browser: &Browser, name: &str) {
    let all = browser.asks(LISTEN).await.as_u64().unwrap();
    let tabs = String::from(char::from(Key::Tab)).repeat(usize::try_from(all).unwrap() + 3);
    // The first Tab begins where the focus was; a film's or a sound's own
    // buttons and the parts of a date take a Tab each.
    for _ in 0..4 {
        browser.types(&tabs).await;
        if browser.asks(REACHED).await[0] == serde_json::json!([]) {
            break;
        }
    }
    let reached = browser.asks(REACHED).await;
    assert_eq!(reached[0], serde_json::json!([]), "{name}: not reached by Tab");
    assert_eq!(reached[1], serde_json::json!([]), "{name}: the focus is not seen");
    browser.asks(LEAVE).await;
}

/// The walks without scripts are what they say.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_runs_scripts_only_for_who_lets_it() {
    for scripts in [true, false] {
        let browser = Browser::open(Look { scripts, ..PHONE }).await;
        browser.goes("data:text/html,<title>quiet</title><script>document.title='ran'</script>").await;
        let title = browser.asks("return document.title").await;
        assert_eq!(title, if scripts { "ran" } else { "quiet" });
        browser.close().await;
    }
}
