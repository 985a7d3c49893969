//! The memory of failed sign-ins, by address.

use crate::{Consistency, Directory, Expression, Item, Key, Row, Store, Transaction, transaction::absent};
use async_trait::async_trait;
use chrono::{DateTime, SecondsFormat, Utc};
use pantheon_core::{
    Error, Result,
    identity::{EmailDigest, Failures, SignInFailures},
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct FailuresRow {
    count: u32,
    last_at: String,
}

impl Row for FailuresRow {
    const ENTITY: &'static str = "failed sign-ins";
}

/// Writes a moment in the one way that conditions compare with.
fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Nanos, true)
}

impl From<Failures> for FailuresRow {
    fn from(Failures { count, last_at }: Failures) -> Self {
        Self { count, last_at: text(last_at) }
    }
}

impl TryFrom<FailuresRow> for Failures {
    type Error = Error;

    fn try_from(FailuresRow { count, last_at }: FailuresRow) -> Result<Self> {
        let last_at = DateTime::parse_from_rfc3339(&last_at).map_err(Error::internal)?.to_utc();
        Ok(Self { count, last_at })
    }
}

fn failures_key(address: &EmailDigest) -> Key {
    Directory::SignInFailures.key(&[address.as_str()])
}

#[async_trait]
impl SignInFailures for Store {
    async fn failures(&self, address: &EmailDigest) -> Result<Option<Failures>> {
        let row: Option<FailuresRow> = self.get(&failures_key(address), Consistency::Strong).await?;
        row.map(Failures::try_from).transpose()
    }

    async fn remember(&self, address: &EmailDigest, before: Option<&Failures>, after: &Failures) -> Result<()> {
        let item = Item::of(failures_key(address), &FailuresRow::from(*after))?.expiring(after.forgotten_at());
        let unchanged = before.map_or_else(absent, |before| {
            Expression::new("#count = :count AND #last_at = :last_at")
                .name("#count", "count")
                .name("#last_at", "last_at")
                .number(":count", before.count)
                .text(":last_at", text(before.last_at))
        });
        let refusal = Error::PreconditionFailed { kind: "memory of failed sign-ins" };
        self.transact(Transaction::new().put_if(item, unchanged, refusal)).await
    }

    async fn forget(&self, address: &EmailDigest) -> Result<()> {
        self.transact(Transaction::new().delete(failures_key(address))).await
    }
}
