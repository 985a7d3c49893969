//! The public halves of the keys that sign tokens.

use crate::{Consistency, Directory, Item, Key, Row, Store, Transaction};
use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    identity::{PublicKey, VerificationKeys},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct PublishedRow {
    keys: Vec<PublicKeyRow>,
}

impl Row for PublishedRow {
    const ENTITY: &'static str = "verification keys";
}

#[derive(Debug, Serialize, Deserialize)]
struct PublicKeyRow {
    kid: String,
    x: String,
    y: String,
}

impl From<&PublicKey> for PublicKeyRow {
    fn from(PublicKey { id, x, y }: &PublicKey) -> Self {
        Self { kid: id.to_string(), x: x.clone(), y: y.clone() }
    }
}

impl TryFrom<PublicKeyRow> for PublicKey {
    type Error = Error;

    fn try_from(PublicKeyRow { kid, x, y }: PublicKeyRow) -> Result<Self> {
        Ok(Self { id: kid.parse().map_err(Error::internal)?, x, y })
    }
}

fn key() -> Key {
    Directory::VerificationKeys.key(&[])
}

#[async_trait]
impl VerificationKeys for Store {
    async fn published(&self) -> Result<Vec<PublicKey>> {
        let row: Option<PublishedRow> = self.get(&key(), Consistency::Strong).await?;
        row.map_or_else(Vec::new, |row| row.keys).into_iter().map(PublicKey::try_from).collect()
    }

    async fn publish(&self, keys: &[PublicKey]) -> Result<()> {
        let row = PublishedRow { keys: keys.iter().map(PublicKeyRow::from).collect() };
        self.transact(Transaction::new().put(Item::of(key(), &row)?)).await
    }
}
