//! TLS in front of the services, so that a function pays for its handshakes
//! here what it pays for them in Lambda.
//!
//! The chain is of the kind that AWS sends: an RSA root, one intermediate, a
//! leaf of 2,048 bits; and AES-128 is taken before AES-256, as s2n-tls does in
//! front of AWS ("s2n-tls usage guide", security policies). The root is added
//! to those that are compiled into the functions, so that reading all of them
//! is measured too.

use std::path::Path;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, PKCS_RSA_SHA256, RsaKeySize,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::ServerSessionMemoryCache;
use tokio_rustls::rustls::{CipherSuite, ServerConfig};

use crate::error::{Context, Result};

/// The root certificates that the functions are built with.
const ROOTS: &str = include_str!("../../../shared/aws/certs/roots.pem");

/// Sessions that a port remembers, for functions that connect again.
const SESSIONS: usize = 256;

/// Terminates TLS for `localhost`.
pub(crate) struct Terminator {
    config: ServerConfig,
    root_pem: String,
}

fn rsa() -> Result<KeyPair> {
    KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).context("making an RSA key")
}

fn authority(name: &str) -> Result<CertificateParams> {
    let mut params = CertificateParams::new(Vec::new()).context("naming an authority")?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(params)
}

impl Terminator {
    /// A terminator with a fresh chain of certificates.
    ///
    /// # Errors
    /// The chain cannot be made.
    pub(crate) fn new() -> Result<Self> {
        let root =
            CertifiedIssuer::self_signed(authority("Bench Root")?, rsa()?).context("signing the root")?;
        let middle = CertifiedIssuer::signed_by(authority("Bench Intermediate")?, rsa()?, &root)
            .context("signing the intermediate")?;
        let key = rsa()?;
        let leaf = CertificateParams::new(vec!["localhost".to_owned()]).context("naming the leaf")?;
        let leaf = leaf.signed_by(&key, &middle).context("signing the leaf")?;
        let chain: Vec<CertificateDer<'static>> = vec![leaf.der().clone(), middle.der().clone()];
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut provider = aws_lc_rs::default_provider();
        provider.cipher_suites.sort_by_key(|suite| suite.suite() != CipherSuite::TLS13_AES_128_GCM_SHA256);
        let mut config = ServerConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()
            .context("choosing protocol versions")?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .context("using the certificate")?;
        config.ignore_client_order = true;
        Ok(Self { config, root_pem: root.pem() })
    }

    /// Writes the file for `SSL_CERT_FILE`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn write_roots(&self, path: &Path) -> Result<()> {
        std::fs::write(path, format!("{ROOTS}\n{}", self.root_pem)).context("writing the root certificates")
    }

    /// Listens on a free port of 127.0.0.1 and passes what comes to the plain
    /// port `to`. Returns its own port. Each port is a host of its own: no
    /// session of another is resumed on it.
    ///
    /// # Errors
    /// No port can be had.
    pub(crate) async fn listen(&self, to: u16) -> Result<u16> {
        let listener = TcpListener::bind("127.0.0.1:0").await.context("binding a TLS port")?;
        let port = listener.local_addr().context("asking for the TLS port")?.port();
        let mut config = self.config.clone();
        config.session_storage = ServerSessionMemoryCache::new(SESSIONS);
        let acceptor = TlsAcceptor::from(Arc::new(config));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass(acceptor.clone(), stream, to));
            }
        });
        Ok(port)
    }
}

/// Passes one connection on. A function that is killed ends it in the middle:
/// that is no error.
async fn pass(acceptor: TlsAcceptor, stream: TcpStream, to: u16) {
    let _ = stream.set_nodelay(true);
    let Ok(mut inside) = acceptor.accept(stream).await else { return };
    let Ok(mut outside) = TcpStream::connect(("127.0.0.1", to)).await else { return };
    let _ = outside.set_nodelay(true);
    let _ = tokio::io::copy_bidirectional(&mut inside, &mut outside).await;
}
