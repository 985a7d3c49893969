//! Secrets of the platform itself, such as the signing keys.

use crate::Result;
use async_trait::async_trait;
use secrecy::SecretString;

/// Keeps our own secrets.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// Reads the present value of the secret, or `None` if it was never given one.
    async fn read(&self, name: &str) -> Result<Option<SecretString>>;

    /// Gives the secret its first value; does nothing if another caller was faster.
    ///
    /// Whoever needs to know which value won reads it afterwards.
    async fn initialize(&self, name: &str, value: &SecretString) -> Result<()>;
}
