use super::{later, new_tenant, size, walk};
use crate::discovery::{scan, service_agent};
use pantheon_core::{
    Error,
    collect::{Gap, GapReason},
    command::{Commit, Version},
    page::PageRequest,
    scan::{Shard, ShardId, Shards},
    service_agent::{
        AgentFilter, AgentState, Autonomy, Decision, Ledger, ServiceAgent, ServiceAgentChanged, ServiceAgents, Sighting,
    },
};

const NAMES: [&str; 4] = ["111111111111-ec2", "111111111111-s3", "222222222222-ec2", "222222222222-lambda"];

/// Runs the suite of [`ServiceAgents`].
pub async fn service_agents(port: &dyn ServiceAgents) {
    let tenant = new_tenant();
    let mut estate: Vec<ServiceAgent> = NAMES.iter().map(|name| service_agent(name)).collect();
    estate[1].state = AgentState::Blind;
    estate[2].autonomy_level = Autonomy::ACT_WITH_APPROVAL;
    estate[2].sight = [("eu-west-1".parse().expect("a region"), Sighting::Partial)].into();
    estate[2].dependencies = [estate[3].name.clone()].into();
    let reason = Some("The night shift asked for it.".parse().expect("a reason"));
    estate[2].decision = Some(Decision { by: crate::caller(&[]).user, at: later(1), reason });
    let origin = crate::accounts::origin(&tenant, later(0));
    let told = |commit: Commit, agent| commit.telling(&origin, &ServiceAgentChanged::of(None, agent), agent.version);
    let commit = estate.iter().fold(Commit::unasked(), told);
    port.save_agents(&tenant, &estate, commit).await.expect("saves");

    assert_eq!(port.agent(&tenant, &estate[2].name).await.expect("reads").as_ref(), Some(&estate[2]));
    assert_eq!(port.agent(&new_tenant(), &estate[2].name).await.expect("reads"), None);
    let account_id = &estate[2].name.account_id;
    assert_eq!(port.agents_of(&tenant, account_id).await.expect("lists"), estate[2..]);
    lists_what_is_asked_for(port, &tenant, &estate).await;
    changes_all_or_nothing(port, &tenant, &estate).await;
}

async fn lists_what_is_asked_for(
    port: &dyn ServiceAgents,
    tenant: &pantheon_core::id::TenantId,
    estate: &[ServiceAgent],
) {
    let filters = [
        AgentFilter::default(),
        AgentFilter { account_id: Some(estate[0].name.account_id.clone()), ..AgentFilter::default() },
        AgentFilter { service: Some(estate[0].name.service.clone()), ..AgentFilter::default() },
        AgentFilter { state: Some(AgentState::Blind), ..AgentFilter::default() },
        AgentFilter { autonomy_level: Some(Autonomy::ACT_WITH_APPROVAL), ..AgentFilter::default() },
        AgentFilter {
            account_id: Some(estate[0].name.account_id.clone()),
            state: Some(AgentState::Retired),
            ..AgentFilter::default()
        },
    ];
    for filter in filters {
        let expected: Vec<ServiceAgent> = estate.iter().filter(|agent| filter.takes(agent)).cloned().collect();
        let read = |page| {
            let filter = &filter;
            async move { port.agents(tenant, filter, &page).await }
        };
        assert_eq!(walk(1, read).await, expected, "{filter:?}");
    }
    let others = port.agents(&new_tenant(), &AgentFilter::default(), &PageRequest::first(size(9))).await;
    assert!(others.expect("lists").items.is_empty());
}

async fn changes_all_or_nothing(
    port: &dyn ServiceAgents,
    tenant: &pantheon_core::id::TenantId,
    estate: &[ServiceAgent],
) {
    let again = port.save_agents(tenant, &estate[..1], Commit::unasked()).await;
    assert!(matches!(again, Err(Error::PreconditionFailed { .. })), "{again:?}");
    let changed = |agent: &ServiceAgent, version| ServiceAgent {
        version: Version(version),
        state: AgentState::Degraded,
        ..agent.clone()
    };

    let mixed = [changed(&estate[0], 2), changed(&estate[1], 7)];
    let refused = port.save_agents(tenant, &mixed, Commit::unasked()).await;
    assert!(matches!(refused, Err(Error::PreconditionFailed { .. })), "{refused:?}");
    assert_eq!(port.agent(tenant, &estate[0].name).await.expect("reads").as_ref(), Some(&estate[0]));

    let both = [changed(&estate[0], 2), changed(&estate[1], 2)];
    port.save_agents(tenant, &both, Commit::unasked()).await.expect("saves");
    assert_eq!(port.agents_of(tenant, &estate[0].name.account_id).await.expect("lists"), both);
}

/// Runs the suite of [`Ledger`]; `shards` must share what it keeps with `port`.
pub async fn ledgers(port: &dyn Ledger, shards: &dyn Shards) {
    let (tenant, scan) = (new_tenant(), scan().id);
    let id = |text: &str| text.parse::<ShardId>().expect("a shard");
    let gap = Gap { operation: "ec2:DescribeInstances".into(), reason: GapReason::Denied, detail: "no".into() };
    let all = [
        "111111111111:eu-west-1:ec2",
        "111111111111:global:s3",
        "111111111112:global:s3",
        "222222222222:eu-west-1:ec2",
    ]
    .map(|text| Shard { gaps: vec![gap.clone()], ..Shard::pending(id(text)) });
    shards.insert_shards(&tenant, &scan, &all).await.expect("inserts");

    let account_id = "111111111111".parse().expect("an account");
    assert_eq!(port.rows_of(&tenant, &scan, &account_id).await.expect("lists"), all[..2]);
    assert!(port.rows_of(&new_tenant(), &scan, &account_id).await.expect("lists").is_empty());
    assert!(port.rows_of(&tenant, &crate::discovery::scan().id, &account_id).await.expect("lists").is_empty());
}
