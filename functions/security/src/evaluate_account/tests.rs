use super::*;
use crate::testing::{Rows, Sent};
use chrono::TimeDelta;
use pantheon_core::{
    account::{Account, AccountState},
    catalog::COLLECTED_SERVICES,
    collect::{Gap, GapReason, Scope},
    coverage::TypeCoverage,
    id::{CorrelationId, ScanId},
    resource::ResourceId,
    scan::{InventoryChange, ShardState},
    security::posture::{AccountPosture, Score},
};
use pantheon_testing::{
    FixedClock,
    accounts::{MemoryAccounts, account},
    discovery::{MemoryDiscovery, first_change, found, resource, scope},
    now,
    security::MemorySecurity,
    tenant,
};
use serde_json::{Value, json};

const ACCOUNT: &str = "111111111111";
const OPEN_BUCKET: &str = "s3.bucket_blocks_public_access";

/// An account whose every service was seen whole, but for those that are said to be hidden.
fn ledger(hidden: &[&str]) -> Rows {
    let row = |scope: Scope| {
        let hidden = hidden.contains(&scope.service.as_str());
        let gap = Gap { operation: "a call".to_owned(), reason: GapReason::Denied, detail: String::new() };
        let service = COLLECTED_SERVICES.iter().find(|service| service.name == scope.service.as_str()).unwrap();
        let seen = if hidden {
            TypeCoverage { hidden_since: Some(now()), ..TypeCoverage::default() }
        } else {
            TypeCoverage { whole_at: Some(now()), hidden_since: None }
        };
        ScopeCoverage {
            state: if hidden { ShardState::Denied } else { ShardState::Read },
            gaps: if hidden { vec![gap] } else { Vec::new() },
            scan_id: ScanId::generate(now()),
            ended_at: now(),
            types: service.types.iter().map(|name| ((*name).into(), seen)).collect(),
            scope,
        }
    };
    let scopes = COLLECTED_SERVICES.iter().map(|service| {
        let regional = service.reach == pantheon_core::catalog::Reach::Regional;
        let region = if regional { "eu-west-1" } else { "global" };
        row(scope(&format!("{ACCOUNT}:{region}:{}", service.name)))
    });
    Rows(scopes.collect())
}

struct World {
    accounts: MemoryAccounts,
    rows: Rows,
    discovery: MemoryDiscovery,
    security: MemorySecurity,
    sent: Sent,
    clock: FixedClock,
    checks: Checks,
}

impl World {
    fn new() -> Self {
        let connected = Account { state: AccountState::Connected, ..account(ACCOUNT) };
        Self {
            accounts: MemoryAccounts::with(&tenant(), [connected]),
            rows: ledger(&[]),
            discovery: MemoryDiscovery::default(),
            security: MemorySecurity::default(),
            sent: Sent::default(),
            clock: FixedClock::default(),
            checks: Checks::built_in().unwrap(),
        }
    }

    async fn has_bucket(&self, properties: Value) -> ResourceId {
        let mut found = found("eu-west-1", "AWS::S3::Bucket", "logs", 1);
        found.properties = properties;
        let bucket = resource(&ACCOUNT.parse().unwrap(), found);
        let id = bucket.id.clone();
        self.apply(first_change(vec![bucket])).await;
        id
    }

    async fn apply(&self, change: InventoryChange) {
        let scope = scope(&format!("{ACCOUNT}:global:s3"));
        self.discovery.apply(&tenant(), &scope, change, self.clock.now()).await.unwrap();
    }

    async fn evaluate(&self) -> Vec<String> {
        self.clock.advance(TimeDelta::minutes(1));
        let body = AccountTask {
            tenant_id: tenant(),
            account_id: ACCOUNT.parse().unwrap(),
            correlation_id: CorrelationId::generate(now()),
        };
        let task = Task {
            body,
            message_id: "1".to_owned(),
            attempt: 1,
            now: self.clock.now(),
            deadline: self.clock.now() + TimeDelta::minutes(5),
            function: "evaluate-account".to_owned(),
        };
        let told = self.security.events().len();
        let ports = Ports {
            accounts: &self.accounts,
            coverage: &self.rows,
            inventory: &self.discovery,
            findings: &self.security,
            postures: &self.security,
            later: &self.sent,
            clock: &self.clock,
        };
        handle(ports, &self.checks, task).await.unwrap();
        self.security.events()[told..].iter().map(|event| event.kind.clone()).collect()
    }

    async fn finding(&self) -> Option<Finding> {
        let all = self.security.findings_of(&tenant(), &ACCOUNT.parse().unwrap()).await.unwrap();
        all.into_iter().find(|finding| finding.check.as_str() == OPEN_BUCKET)
    }

    async fn posture(&self) -> Option<AccountPosture> {
        self.security.account_posture(&tenant(), &ACCOUNT.parse().unwrap()).await.unwrap()
    }

    fn score(&self, posture: &AccountPosture) -> Score {
        let check = self.checks.bundle.check(&OPEN_BUCKET.parse().unwrap()).unwrap();
        Score::of_account(posture, [check]).unwrap()
    }
}

fn blocked(on: bool) -> Value {
    json!({"PublicAccessBlockConfiguration": {
        "BlockPublicAcls": on, "IgnorePublicAcls": on, "BlockPublicPolicy": on, "RestrictPublicBuckets": on,
    }})
}

#[tokio::test]
async fn finds_what_is_wrong_once_and_sees_when_it_is_mended() {
    let mut world = World::new();
    world.has_bucket(blocked(false)).await;

    let told = world.evaluate().await;
    assert!(!told.is_empty() && told.iter().all(|kind| kind == "finding.opened"), "{told:?}");
    let finding = world.finding().await.unwrap();
    assert_eq!((finding.status, finding.reasons.len()), (FindingStatus::Open, 4));
    assert_eq!(world.score(&world.posture().await.unwrap()), Score { low: 0, high: 0 });

    assert_eq!(world.evaluate().await, [""; 0], "what is known is not told again");
    assert_eq!(world.finding().await.unwrap(), finding);

    world.has_bucket(blocked(true)).await;
    assert!(world.evaluate().await.contains(&"finding.resolved".to_owned()));
    assert_eq!(world.finding().await.unwrap().status, FindingStatus::Resolved);
    assert_eq!(world.score(&world.posture().await.unwrap()), Score { low: 100, high: 100 });

    // What is hidden is neither good nor bad.
    world.rows = ledger(&["s3"]);
    world.evaluate().await;
    let posture = world.posture().await.unwrap();
    assert!(posture.checks[&OPEN_BUCKET.parse().unwrap()].hidden);
    assert_eq!(world.score(&posture), Score { low: 0, high: 100 });
    assert_eq!(world.sent.to(summarize_posture::QUEUE).len(), 4);
}

#[tokio::test]
async fn leaves_what_it_cannot_read_as_it_was() {
    let world = World::new();
    world.has_bucket(blocked(false)).await;
    world.evaluate().await;

    world.has_bucket(json!({"Unread": ["PublicAccessBlockConfiguration"]})).await;
    world.evaluate().await;

    assert_eq!(world.finding().await.unwrap().status, FindingStatus::Open);
    assert_eq!(world.score(&world.posture().await.unwrap()), Score { low: 0, high: 100 });
}

#[tokio::test]
async fn resolves_what_is_gone() {
    let world = World::new();
    let bucket = world.has_bucket(blocked(false)).await;
    world.evaluate().await;

    let remove = InventoryChange { write: Vec::new(), remove: vec![bucket], manifest: None };
    world.clock.advance(TimeDelta::minutes(1));
    world.apply(remove).await;
    world.evaluate().await;

    assert_eq!(world.finding().await.unwrap().status, FindingStatus::Resolved);
}

#[tokio::test]
async fn lets_an_account_go() {
    let mut world = World::new();
    world.has_bucket(blocked(false)).await;
    world.evaluate().await;

    world.accounts = MemoryAccounts::with(&tenant(), [Account { state: AccountState::Left, ..account(ACCOUNT) }]);
    world.evaluate().await;

    assert_eq!(world.finding().await.unwrap().status, FindingStatus::Resolved);
    assert_eq!(world.posture().await, None);
}
