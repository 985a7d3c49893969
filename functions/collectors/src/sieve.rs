//! The sieve: while a service is read, what is unchanged is forgotten and the rest is written.
//!
//! A shard may hold a hundred thousand resources, whose documents nobody can hold at once. Every
//! lister hands its documents to [`sift`]; within [`Sieve::around`] they fall through to whoever
//! writes them, or are forgotten because they are as they were. Elsewhere, as in tests of a type,
//! the lister keeps them.

use crate::difference::{Changed, Comparison};
use pantheon_core::{aws::AccountId, collect::Found, collect::Listing, scan::Manifest};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

tokio::task_local! {
    static SIEVE: Sieve;
}

/// What a shard has found so far, and where its changed documents go.
#[derive(Clone, Debug)]
pub struct Sieve {
    comparison: Arc<Mutex<Comparison>>,
    changed: UnboundedSender<Changed>,
}

/// What remains of a sieve: the comparison, once nobody sifts any more.
#[derive(Clone, Debug)]
pub struct Sifted(Arc<Mutex<Comparison>>);

impl Sieve {
    /// Makes the sieve of an account's scope from what it held before; changed documents come out
    /// of the receiver, which ends when the sieve is gone.
    pub fn of(account_id: &AccountId, before: Manifest) -> (Self, Sifted, UnboundedReceiver<Changed>) {
        let (changed, receiver) = unbounded_channel();
        let comparison = Arc::new(Mutex::new(Comparison::of(account_id, before)));
        (Self { comparison: comparison.clone(), changed }, Sifted(comparison), receiver)
    }

    /// Sifts everything that listers take during `look`, and what its listings still hold.
    pub async fn around(self, look: impl Future<Output = Vec<Listing>>) -> Vec<Listing> {
        let mut listings = SIEVE.scope(self.clone(), look).await;
        for found in listings.iter_mut().flat_map(|listing| std::mem::take(&mut listing.found)) {
            self.take(found);
        }
        listings
    }

    fn take(&self, found: Found) {
        let changed = self.comparison.lock().unwrap_or_else(PoisonError::into_inner).take(found);
        if let Some(changed) = changed {
            // Nobody receives once writing has failed, and then nothing of the shard counts.
            let _ = self.changed.send(changed);
        }
    }
}

impl Sifted {
    /// Returns the comparison; an empty one if somebody still sifts, which the end of the receiver
    /// excludes.
    pub fn into_comparison(self) -> Option<Comparison> {
        let comparison = Arc::into_inner(self.0)?;
        Some(comparison.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Hands a document to the sieve of the shard that is being read; gives it back if there is none.
pub fn sift(found: Found) -> Option<Found> {
    let mut found = Some(found);
    // An error only says that there is no sieve.
    let _ = SIEVE.try_with(|sieve| found.take().map(|found| sieve.take(found)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Document, listing::Lister, wire::scope};
    use pantheon_core::aws::TypeName;
    use serde_json::json;

    const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

    fn document(id: &str, size: u64) -> Document {
        Document::new(VPC, &scope("ec2"), id).properties(json!({ "Size": size }))
    }

    async fn look(documents: &[(&str, u64)]) -> Vec<Listing> {
        let mut lister = Lister::new(VPC);
        for (id, size) in documents {
            tokio::task::yield_now().await;
            lister.take("ec2:DescribeVpcs", Some(document(id, *size)));
        }
        vec![lister.done()]
    }

    #[tokio::test]
    async fn lets_only_what_has_changed_fall_through() {
        let account = scope("ec2").account_id;
        let first = crate::difference::difference(
            &account,
            &Manifest::default(),
            look(&[("a", 1), ("b", 1), ("c", 1)]).await,
            chrono::DateTime::UNIX_EPOCH,
        );
        let (sieve, sifted, mut changed) = Sieve::of(&account, first.manifest.unwrap());

        let listings = sieve.around(look(&[("a", 1), ("b", 2), ("d", 1), ("d", 1)])).await;

        assert!(listings[0].found.is_empty(), "documents were kept");
        let mut fallen = Vec::new();
        while let Some(Changed { found, .. }) = changed.recv().await {
            fallen.push(found.native_id);
        }
        assert_eq!(fallen, ["b", "d"]);
        let comparison = sifted.into_comparison().unwrap();
        assert_eq!(comparison.seen(), 3);
        let change = comparison.end(&listings);
        assert_eq!(change.remove.iter().map(|id| id.native_id.as_str()).collect::<Vec<_>>(), ["c"]);
    }

    #[tokio::test]
    async fn keeps_what_is_found_elsewhere() {
        assert_eq!(look(&[("a", 1)]).await[0].found.len(), 1);
    }
}
