//! chromedriver, started for one browser and ended with it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A running chromedriver, listening on 127.0.0.1 only.
pub struct Driver {
    child: Child,
    url: String,
    profile: PathBuf,
}

impl Driver {
    /// Starts it on a free port, with a profile of its own.
    ///
    /// # Panics
    ///
    /// If it is not there: says what to install.
    #[must_use]
    pub fn start() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let own = format!("helpline-pages-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let profile = std::env::temp_dir().join(own);
        std::fs::create_dir_all(&profile).expect("a directory for the browser's profile");
        let mut child = Command::new("chromedriver")
            .args(["--port=0", "--allowed-ips=127.0.0.1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts: install the packages `chromium` and `chromium-driver`");
        let said = BufReader::new(child.stdout.take().expect("its output"));
        let port = said.lines().map_while(Result::ok).find_map(|line| port(&line));
        let port = port.expect("chromedriver says on which port it listens");
        Self { child, url: format!("http://127.0.0.1:{port}"), profile }
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The browser's profile.
    #[must_use]
    pub fn profile(&self) -> &Path {
        &self.profile
    }
}

impl Driver {
    fn shut_down(&self) -> std::io::Result<()> {
        let address = self.url.trim_start_matches("http://");
        let mut driver = TcpStream::connect(address)?;
        driver.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(driver, "GET /shutdown HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        driver.read_to_end(&mut Vec::new()).map(drop)
    }
}

/// `ChromeDriver was started successfully on port 41234.`
fn port(line: &str) -> Option<u16> {
    let (_, port) = line.rsplit_once("successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Told to end, it ends the browser first; killed, it would leave it behind.
        let _ = self.shut_down();
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}
