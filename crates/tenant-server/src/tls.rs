//! The certificate, made at each start, and how TLS is spoken.

use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer};

use crate::hosts::HOSTS;

/// TLS with a fresh certificate for all hosts, that nobody trusts who is not told to.
pub(crate) fn config() -> Result<Arc<ServerConfig>, String> {
    let names: Vec<_> = HOSTS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(names).map_err(|error| format!("no certificate: {error}"))?;
    let key = PrivateKeyDer::try_from(signing_key.serialize_der())?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_no_client_auth()
        .with_single_cert(vec![cert.into()], key)
        .map_err(|error| error.to_string())?;
    Ok(Arc::new(config))
}
