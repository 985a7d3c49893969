//! Our own secrets, over Secrets Manager.

mod keys;

pub use keys::KeySecret;

use crate::failure::failure;
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_secretsmanager::{Client, operation::get_secret_value::GetSecretValueError};
use pantheon_core::{Error, Result, secret::Secrets};
use secrecy::{ExposeSecret, SecretString};

/// How callers hear of Secrets Manager.
const SERVICE: &str = "the secret store";

/// The secrets of the platform.
#[derive(Clone, Debug)]
pub struct SecretsManager {
    client: Client,
}

/// A value of a secret, and the version that it belongs to.
struct Present {
    text: SecretString,
    version: String,
}

impl SecretsManager {
    /// Makes a client; the first read opens the connection, and belongs into the init phase.
    pub fn new(sdk: &SdkConfig) -> Self {
        Self { client: Client::new(sdk) }
    }

    /// Reads the bytes of a secret that the deployment gave a value, such as the one for cursors.
    pub async fn required(&self, name: &str) -> Result<Vec<u8>> {
        let value = self.read(name).await?;
        let value = value.ok_or_else(|| Error::internal(format!("the secret {name} has no value")))?;
        Ok(value.expose_secret().as_bytes().to_vec())
    }

    async fn present(&self, name: &str) -> Result<Option<Present>> {
        let read = self.client.get_secret_value().secret_id(name).send().await;
        match read {
            Ok(value) => {
                if value.secret_binary.is_some() {
                    return Err(Error::internal("a secret of ours is not text"));
                }
                let version = value.version_id.unwrap_or_default();
                // The local AWS shows a secret without a value as one whose value is empty.
                let text = value.secret_string.filter(|text| !text.is_empty());
                Ok(text.map(|text| Present { text: SecretString::from(text), version }))
            }
            // A secret without a value is reported like one that does not exist.
            Err(error)
                if error.as_service_error().is_some_and(GetSecretValueError::is_resource_not_found_exception) =>
            {
                Ok(None)
            }
            Err(error) => Err(failure(SERVICE, error)),
        }
    }
}

#[async_trait]
impl Secrets for SecretsManager {
    async fn read(&self, name: &str) -> Result<Option<SecretString>> {
        Ok(self.present(name).await?.map(|present| present.text))
    }
}

#[cfg(test)]
mod tests;
