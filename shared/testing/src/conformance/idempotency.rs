//! What every [`Idempotency`] must do.

#![expect(clippy::expect_used, reason = "a suite fails by panicking")]

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    command::{Claim, Claimed, Commit, Idempotency, Receipt},
    id::TenantId,
};
use serde_json::{Value, json};

/// Something that commits, without an aggregate of its own.
#[async_trait]
pub trait Commits: Send + Sync {
    /// Carries the commit out.
    async fn commit(&self, commit: Commit) -> Result<()>;
}

#[async_trait]
impl Commits for crate::commits::MemoryCommits {
    async fn commit(&self, commit: Commit) -> Result<()> {
        crate::commits::MemoryCommits::commit(self, commit)
    }
}

/// Runs the whole suite.
pub async fn idempotency(port: &dyn Idempotency, commits: &dyn Commits) {
    let suite = Suite { port, commits };
    suite.gives_a_key_to_one_attempt().await;
    suite.replays_the_answer().await;
    suite.refuses_another_request_under_the_same_key().await;
    suite.gives_a_released_key_to_a_corrected_request().await;
    suite.lets_another_attempt_take_over_when_the_lease_has_ended().await;
    suite.refuses_the_answer_of_an_attempt_that_lost_its_claim().await;
    suite.forgets_after_a_day().await;
    suite.keeps_tenants_apart().await;
    suite.takes_any_visible_key().await;
}

struct Suite<'a> {
    port: &'a dyn Idempotency,
    commits: &'a dyn Commits,
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default()
}

fn claim(attempt: &str) -> Claim {
    Claim {
        tenant: TenantId::generate(now()),
        key: "usr_1 POST /v1/things key-1".to_owned(),
        fingerprint: "f1".to_owned(),
        attempt: attempt.to_owned(),
    }
}

fn again(claim: &Claim, attempt: &str) -> Claim {
    Claim { attempt: attempt.to_owned(), ..claim.clone() }
}

fn answered(claim: &Claim) -> Commit {
    let answer = json!({ "status": 201, "body": { "id": 1.5, "none": null, "text": "ü#%" } });
    Commit { events: Vec::new(), receipt: Some(Receipt { claim: claim.clone(), answer }) }
}

impl Suite<'_> {
    async fn claim_at(&self, claim: &Claim, at: DateTime<Utc>) -> Claimed {
        self.port.claim(claim, at, at + TimeDelta::seconds(30)).await.expect("claims")
    }

    async fn gives_a_key_to_one_attempt(&self) {
        let first = claim("a1");

        assert_eq!(self.claim_at(&first, now()).await, Claimed::Ours);
        assert_eq!(self.claim_at(&again(&first, "a2"), now()).await, Claimed::Running);
        // A repeated call of the same attempt is one whose reply was lost.
        assert_eq!(self.claim_at(&first, now()).await, Claimed::Ours);
    }

    async fn replays_the_answer(&self) {
        let first = claim("a1");
        self.claim_at(&first, now()).await;

        self.commits.commit(answered(&first)).await.expect("commits");

        let expected: Value = answered(&first).receipt.expect("has one").answer;
        let replayed = self.claim_at(&again(&first, "a2"), now() + TimeDelta::hours(23)).await;
        assert_eq!(replayed, Claimed::Answered(expected));
        self.port.release(&first).await.expect("releases nothing");
        assert!(matches!(self.claim_at(&again(&first, "a3"), now()).await, Claimed::Answered(_)));
    }

    async fn refuses_another_request_under_the_same_key(&self) {
        let first = claim("a1");
        self.claim_at(&first, now()).await;
        let other = Claim { fingerprint: "f2".to_owned(), ..again(&first, "a2") };

        assert_eq!(self.claim_at(&other, now()).await, Claimed::Reused);
        assert_eq!(self.claim_at(&other, now() + TimeDelta::minutes(5)).await, Claimed::Reused);
        self.commits.commit(answered(&first)).await.expect("commits");
        assert_eq!(self.claim_at(&other, now()).await, Claimed::Reused);
    }

    async fn gives_a_released_key_to_a_corrected_request(&self) {
        let first = claim("a1");
        self.claim_at(&first, now()).await;
        let corrected = Claim { fingerprint: "f2".to_owned(), ..again(&first, "a2") };

        self.port.release(&corrected).await.expect("releases nothing");
        assert_eq!(self.claim_at(&corrected, now()).await, Claimed::Reused);
        self.port.release(&first).await.expect("releases");
        assert_eq!(self.claim_at(&corrected, now()).await, Claimed::Ours);
        self.port.release(&first).await.expect("releases nothing");
        assert_eq!(self.claim_at(&again(&corrected, "a3"), now()).await, Claimed::Running);
    }

    async fn lets_another_attempt_take_over_when_the_lease_has_ended(&self) {
        let first = claim("a1");
        self.claim_at(&first, now()).await;
        let second = again(&first, "a2");

        assert_eq!(self.claim_at(&second, now() + TimeDelta::seconds(29)).await, Claimed::Running);
        assert_eq!(self.claim_at(&second, now() + TimeDelta::seconds(30)).await, Claimed::Ours);
        assert_eq!(self.claim_at(&first, now() + TimeDelta::seconds(31)).await, Claimed::Running);
    }

    async fn refuses_the_answer_of_an_attempt_that_lost_its_claim(&self) {
        let first = claim("a1");
        self.claim_at(&first, now()).await;
        let second = again(&first, "a2");
        self.claim_at(&second, now() + TimeDelta::minutes(1)).await;

        let late = self.commits.commit(answered(&first)).await;

        assert!(matches!(late, Err(Error::IdempotencyKeyRunning)), "{late:?}");
        self.commits.commit(answered(&second)).await.expect("commits");
        let late = self.commits.commit(answered(&first)).await;
        assert!(matches!(late, Err(Error::IdempotencyKeyRunning)), "{late:?}");
        let unclaimed = self.commits.commit(answered(&claim("a9"))).await;
        assert!(matches!(unclaimed, Err(Error::IdempotencyKeyRunning)), "{unclaimed:?}");
    }

    async fn forgets_after_a_day(&self) {
        let first = claim("a1");
        self.claim_at(&first, now()).await;
        self.commits.commit(answered(&first)).await.expect("commits");
        let other = Claim { fingerprint: "f2".to_owned(), ..again(&first, "a2") };

        assert_eq!(self.claim_at(&other, now() + TimeDelta::hours(24)).await, Claimed::Ours);
    }

    async fn keeps_tenants_apart(&self) {
        let ours = claim("a1");
        let theirs = Claim { key: ours.key.clone(), ..claim("a2") };

        assert_eq!(self.claim_at(&ours, now()).await, Claimed::Ours);
        assert_eq!(self.claim_at(&theirs, now()).await, Claimed::Ours);
    }

    async fn takes_any_visible_key(&self) {
        let tenant = TenantId::generate(now());
        for key in ["#", "%23", "a#b", "a", "b", "~", "%"] {
            let claim = Claim { tenant: tenant.clone(), key: key.to_owned(), ..claim("a1") };
            assert_eq!(self.claim_at(&claim, now()).await, Claimed::Ours, "{key}");
        }
    }
}
