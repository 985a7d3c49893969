//! Every type of event, with a sample of each.

use crate::repository::{expect_none, files, read};
use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use pantheon_core::{
    account,
    agent::HistoricalAgent,
    aws, collect, event,
    event::{Event, Fact, Origin},
    export, id, identity,
    permission::{Permission, Role},
    resource, scan, security, service_agent, settings,
    socket::permission_to_see,
    tagging,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, schema::Schema},
};

/// A type of event.
pub(crate) struct Described {
    /// A sample in its envelope.
    pub(crate) sample: Event,
    /// The name of the type of its data.
    pub(crate) name: String,
    /// The schemas of its data, of everything within, and of the envelope, by their names.
    pub(crate) schemas: Vec<(String, RefOr<Schema>)>,
}

fn now() -> DateTime<Utc> {
    pantheon_testing::now()
}

fn describe<F: Fact + ToSchema>(fact: &F) -> Described {
    let origin = Origin::of_system(pantheon_testing::tenant(), "plan-scan", now());
    let mut schemas = vec![(F::name().into_owned(), F::schema()), (Event::name().into_owned(), Event::schema())];
    F::schemas(&mut schemas);
    Event::schemas(&mut schemas);
    Described { sample: origin.event(fact, 2), name: F::name().into_owned(), schemas }
}

/// Lists every type of event in the order of contexts.
pub(crate) fn all() -> Result<Vec<Described>> {
    Ok([identity()?, accounts()?, discovery()?, scans()?, freshness()?, estate()?, security()?]
        .into_iter()
        .flatten()
        .collect())
}

fn identity() -> Result<Vec<Described>> {
    Ok([users()?, sessions()?, tenants()?].into_iter().flatten().collect())
}

fn users() -> Result<Vec<Described>> {
    let user_id: id::UserId = "usr_0195f6a0-7c1e-7d43-9a55-000000000002".parse()?;
    let roles = BTreeSet::from([identity::RoleName::from(Role::Admin)]);
    macro_rules! user {
        ($fact:ident $({ $($field:ident: $value:expr),* })?) => {
            describe(&identity::$fact { user_id: user_id.clone(), $($($field: $value),*)? })
        };
    }
    Ok(vec![
        user!(UserCreated { roles: roles.clone() }),
        user!(UserInvited { roles: roles.clone() }),
        user!(UserInvitationRenewed),
        user!(UserActivated),
        user!(UserDisabled),
        user!(UserEnabled),
        user!(UserRolesChanged { roles: roles.clone() }),
        user!(UserPasswordChanged),
        user!(UserSecondFactorEnabled),
        user!(UserSecondFactorRemoved),
        user!(UserIdentityLinked { issuer: "https://accounts.google.com".to_owned() }),
    ])
}

fn sessions() -> Result<Vec<Described>> {
    let user_id: id::UserId = "usr_0195f6a0-7c1e-7d43-9a55-000000000002".parse()?;
    let session_id: id::SessionId = "ses_0195f6a0-7c1e-7d43-9a55-000000000003".parse()?;
    let api_key_id: id::ApiKeyId = "key_0195f6a0-7c1e-7d43-9a55-00000000000c".parse()?;
    macro_rules! session {
        ($fact:ident) => {
            describe(&identity::$fact { session_id: session_id.clone(), user_id: user_id.clone() })
        };
    }
    Ok(vec![
        session!(SessionStarted),
        session!(SessionRefreshed),
        session!(SessionEnded),
        session!(SessionRevoked),
        describe(&identity::ApiKeyCreated {
            api_key_id: api_key_id.clone(),
            user_id: user_id.clone(),
            permissions: [Permission::ScansRead].into(),
            expires_at: now(),
        }),
        describe(&identity::ApiKeyRevoked { api_key_id, user_id }),
    ])
}

fn tenants() -> Result<Vec<Described>> {
    let tenant = identity::TenantCreated { tenant_id: pantheon_testing::tenant(), name: "Olympus".to_owned() };
    let provider = pantheon_testing::identity::provider(
        &pantheon_testing::tenant(),
        "https://login.example.com",
        &["pantheon"],
        now(),
    )?;
    let role = pantheon_testing::identity::role("night-watch", &[Permission::ScansRead], now())?;
    Ok(vec![
        describe(&tenant),
        describe(&identity::RoleCreated::of(&role)),
        describe(&identity::RoleChanged::of(&role)),
        describe(&identity::RoleDeleted::of(&role)),
        describe(&identity::IdentityProviderAdded::of(&provider)),
        describe(&identity::IdentityProviderRemoved::of(&provider)),
    ])
}

fn accounts() -> Result<Vec<Described>> {
    use account::AccountKind;
    let id: aws::AccountId = "111111111111".parse()?;
    let connection: id::ConnectionId = "con_0195f6a0-7c1e-7d43-9a55-000000000008".parse()?;
    macro_rules! account {
        ($fact:ident { $($field:ident: $value:expr),* }) => {
            describe(&account::facts::$fact { account_id: id.clone(), connection_id: connection.clone(), $($field: $value),* })
        };
    }
    let members = account::sync::Members::default();
    Ok(vec![
        account!(AccountRegistered { kind: AccountKind::Organization, name: "Olympus".to_owned() }),
        account!(AccountConnected { kind: AccountKind::Organization, name: "Olympus".to_owned() }),
        account!(AccountRefused {
            kind: AccountKind::Account,
            reason: account::RefusalReason::RoleNotAssumable,
            detail: "The role PantheonMember cannot be assumed.".to_owned()
        }),
        account!(AccountDisconnected { kind: AccountKind::Account }),
        account!(AccountLeft {}),
        account!(OrganizationSyncRequested { kind: AccountKind::Organization }),
        account!(OrganizationSynced { members: members }),
        account!(OrganizationSyncFailed {
            problem: "The management account denies organizations:ListAccounts.".to_owned()
        }),
    ])
}

fn discovery() -> Result<Vec<Described>> {
    let cloud_control_types = BTreeSet::from(["AWS::AppRunner::Service".parse()?]);
    Ok(vec![describe(&settings::DiscoverySettingsChanged { cloud_control_types })])
}

fn scans() -> Result<Vec<Described>> {
    let scan_id: id::ScanId = "scn_0195f6a0-7c1e-7d43-9a55-000000000004".parse()?;
    let request = scan::ScanRequest {
        accounts: vec!["111111111111".parse()?],
        regions: vec!["eu-west-1".parse()?],
        services: vec!["ec2".parse()?],
    };
    let scope =
        collect::Scope { account_id: "111111111111".parse()?, region: "eu-west-1".parse()?, service: "ec2".parse()? };
    let reasons = scan::Reasons { denied: 1, ..scan::Reasons::default() };
    let tally =
        scan::Tally { shards_ended: 56, shards_with_gaps: 1, reasons, resources_seen: 250, ..scan::Tally::default() };
    let state = scan::ShardState::Read;
    let ended = scan::ScanState::CompletedWithGaps;
    Ok(vec![
        describe(&scan::ScanRequested { scan_id: scan_id.clone(), request }),
        describe(&scan::ScanPlanned { scan_id: scan_id.clone(), shards_total: 56 }),
        describe(&scan::ShardFinished { scan_id: scan_id.clone(), scope, state, tally }),
        describe(&scan::ScanCollected { scan_id: scan_id.clone(), tally }),
        describe(&scan::ScanCompleted { scan_id: scan_id.clone(), state: ended, tally }),
        describe(&scan::WorldAssembled {
            scan_id,
            resources: 250,
            accounts: 4,
            complete: false,
            shards_with_gaps: 1,
            reasons,
        }),
    ])
}

fn freshness() -> Result<Vec<Described>> {
    use pantheon_core::{freshness, history::ChangeKind, resource::ResourceState};
    let resource_id = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890".parse()?;
    let cause = freshness::Cause {
        event_id: "7ddc2a1d-2d3f-4e8b-9c0a-0f9a3ad5c0b7".to_owned(),
        name: "ec2: StopInstances".to_owned(),
        at: now(),
    };
    let changed = freshness::ResourceChanged {
        resource_id,
        change: ChangeKind::Updated,
        resource_type: "AWS::EC2::Instance".parse()?,
        account_id: "111111111111".parse()?,
        region: "eu-west-1".parse()?,
        name: Some("web-1".to_owned()),
        state: ResourceState::Active,
        native_state: Some("stopped".to_owned()),
        cause: Some(cause.clone()),
    };
    let removed = freshness::ResourceRemoved::of(&changed.resource_id, Some(cause));
    let reconciled = freshness::InventoryReconciled {
        scan_id: "scn_0195f6a0-7c1e-7d43-9a55-000000000004".parse()?,
        scopes: 12,
        unannounced_changes: 3,
        shards_with_gaps: 0,
    };
    Ok(vec![describe(&changed), describe(&removed), describe(&reconciled)])
}

fn estate() -> Result<Vec<Described>> {
    let export_id: id::ExportId = "exp_0195f6a0-7c1e-7d43-9a55-00000000000d".parse()?;
    let meanings = tagging::TagMeanings { owner: Some("Owner".parse()?), ..tagging::TagMeanings::default() };
    Ok(vec![
        describe(&service_agent::ServiceAgentChanged {
            name: "111111111111-ec2".parse()?,
            state: service_agent::AgentState::Observing,
            autonomy_level: service_agent::Autonomy::ACT_WITH_APPROVAL,
            autonomy_before: Some(service_agent::Autonomy::RECOMMEND),
            decision_maker: HistoricalAgent::BillGates,
            reason: Some("The team asked for it after two quiet months.".parse()?),
        }),
        describe(&tagging::TagPolicyChanged { keys: ["Owner".parse()?].into(), meanings }),
        describe(&export::ExportRequested { export_id: export_id.clone(), format: export::ExportFormat::Csv }),
        describe(&export::ExportCompleted { export_id: export_id.clone(), rows: 250, bytes: 40_212, complete: false }),
        describe(&export::ExportFailed { export_id, reason: "The file could not be written.".to_owned() }),
    ])
}

fn security() -> Result<Vec<Described>> {
    let resource_id: resource::ResourceId = "111111111111:eu-west-1:AWS.S3.Bucket:logs".parse()?;
    let check: security::CheckId = "s3.bucket_blocks_public_access".parse()?;
    macro_rules! finding {
        ($fact:ident, $status:ident) => {
            describe(&security::$fact {
                finding_id: security::FindingId::of(&check, &resource_id),
                check: check.clone(),
                severity: security::Severity::High,
                resource_id: resource_id.clone(),
                owner_agent: HistoricalAgent::BillGates,
                status: security::FindingStatus::$status,
            })
        };
    }
    let score = Some(security::posture::Score { low: 71, high: 84 });
    Ok(vec![
        describe(&security::SecurityScanRequested {}),
        finding!(FindingOpened, Open),
        finding!(FindingReopened, Reopened),
        finding!(FindingResolved, Resolved),
        finding!(FindingChanged, Accepted),
        describe(&security::PostureEvaluated { score, accounts: 4 }),
    ])
}

/// Finds, in the source of core, the types of all facts, such as `"scan.requested"`.
#[test]
fn every_fact_is_described() -> Result<()> {
    let mut declared = BTreeSet::new();
    for path in files("shared/core/src", &[".rs"])? {
        let text = read(&path)?;
        let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with("mod tests"));
        declared.extend(
            lines.filter_map(|line| line.split_once("= \"")?.1.split_once('"')).map(|(kind, _)| kind.to_owned()),
        );
    }
    declared.retain(|kind| is_kind(kind));
    let described: BTreeSet<String> = all()?.into_iter().map(|described| described.sample.kind).collect();
    expect_none("types of events that tests/contract/facts.rs does not describe", declared.difference(&described));
    expect_none("types of events that core does not declare", described.difference(&declared));
    Ok(())
}

fn is_kind(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    matches!(text.split('.').collect::<Vec<_>>()[..], [aggregate, verb] if is_word(aggregate) && is_word(verb))
}

#[test]
fn somebody_may_listen_to_every_fact() -> Result<()> {
    let deaf = all()?.into_iter().filter(|described| permission_to_see(&described.sample.subject).is_none());
    let deaf =
        deaf.map(|described| format!("{}, which happens to {}", described.sample.kind, described.sample.subject));
    expect_none("events that core::socket::permission_to_see shows to nobody", deaf);
    Ok(())
}

#[test]
fn envelopes_read_back_as_they_were_written() -> Result<()> {
    for Described { sample, .. } in all()? {
        let text = serde_json::to_string(&sample)?;
        let read: event::Event = serde_json::from_str(&text).with_context(|| sample.kind.clone())?;
        assert_eq!(read, sample);
        assert_ne!(sample.data, Value::Null, "{} has no data", sample.kind);
        assert_eq!(json!(sample)["type"], sample.kind);
    }
    Ok(())
}
