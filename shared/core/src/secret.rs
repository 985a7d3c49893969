//! Secrets of the platform itself, such as the first password.

use crate::Result;
use async_trait::async_trait;
use secrecy::SecretString;

/// Reads our own secrets.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// Reads the present value of the secret, or `None` if it was never given one.
    async fn read(&self, name: &str) -> Result<Option<SecretString>>;
}
