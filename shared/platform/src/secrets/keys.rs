//! The keys that sign tokens, kept in one secret as JSON.

use super::{Present, SERVICE, SecretsManager};
use crate::failure::failure;
use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_secretsmanager::operation::put_secret_value::PutSecretValueError;
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    identity::{KeyRing, SigningKey, SigningKeys},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;

/// The only algorithm that our keys are used with.
const ALGORITHM: &str = "ES256";

/// The secret that holds the keys that sign tokens.
#[derive(Clone, Debug)]
pub struct KeySecret {
    secrets: SecretsManager,
    name: String,
}

impl KeySecret {
    /// Makes a client for the secret with this name or ARN.
    pub fn new(sdk: &SdkConfig, name: &str) -> Self {
        Self { secrets: SecretsManager::new(sdk), name: name.to_owned() }
    }
}

#[async_trait]
impl SigningKeys for KeySecret {
    async fn key_ring(&self) -> Result<Option<KeyRing>> {
        let present = self.secrets.present(&self.name).await?;
        present.map_or(Ok(None), |present| read(&present.text))
    }

    async fn initialize(&self, keys: &KeyRing) -> Result<()> {
        let present = self.secrets.present(&self.name).await?;
        if let Some(present) = &present
            && read(&present.text)?.is_some()
        {
            return Ok(());
        }
        let put = self.secrets.client.put_secret_value().secret_id(&self.name);
        let put = put.client_request_token(successor(present.as_ref())).secret_string(write(keys));
        match put.send().await {
            Ok(_) => Ok(()),
            // Somebody else has seen the same empty secret and was faster.
            Err(error) if error.as_service_error().is_some_and(PutSecretValueError::is_resource_exists_exception) => {
                Ok(())
            }
            Err(error) => Err(failure(SERVICE, error)),
        }
    }

    async fn replace(&self, keys: &KeyRing) -> Result<()> {
        let put = self.secrets.client.put_secret_value().secret_id(&self.name).secret_string(write(keys));
        put.send().await.map_err(|error| failure(SERVICE, error))?;
        Ok(())
    }
}

/// Names the version that follows the present one.
///
/// Secrets Manager has no conditional write, but it never gives one version two values: of several
/// writers who saw the same version, the first one wins.
fn successor(present: Option<&Present>) -> String {
    let before = present.map_or("the-first-value-of-the-signing-keys", |present| present.version.as_str());
    // A version has 32 to 64 characters.
    format!("after-{}", before.chars().take(58).collect::<String>())
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    keys: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    kid: String,
    alg: String,
    private_key: SecretString,
    created_at: DateTime<Utc>,
    #[serde(default)]
    signs_since: Option<DateTime<Utc>>,
}

/// Reads the keys; a secret that was never filled is empty, or an empty object.
fn read(text: &SecretString) -> Result<Option<KeyRing>> {
    let text = text.expose_secret().trim();
    if text.is_empty() {
        return Ok(None);
    }
    // The error of the parser could quote the secret.
    let document: Document = serde_json::from_str(text)
        .map_err(|_| Error::internal("the secret of the signing keys is not the JSON that it should be"))?;
    if document.keys.is_empty() {
        return Ok(None);
    }
    let keys = document.keys.into_iter().map(|key| {
        if key.alg != ALGORITHM {
            return Err(Error::internal("a signing key is meant for another algorithm than ES256"));
        }
        let Entry { kid, private_key, created_at, signs_since, .. } = key;
        Ok(SigningKey { id: kid.parse()?, private_pem: private_key, created_at, signs_since })
    });
    KeyRing::of(keys.collect::<Result<_>>()?).map(Some)
}

fn write(keys: &KeyRing) -> String {
    let keys = keys.keys().iter().map(|SigningKey { id, private_pem, created_at, signs_since }| {
        json!({
            "kid": id.as_str(),
            "alg": ALGORITHM,
            "private_key": private_pem.expose_secret(),
            "created_at": created_at,
            "signs_since": signs_since,
        })
    });
    json!({ "keys": keys.collect::<Vec<_>>() }).to_string()
}
