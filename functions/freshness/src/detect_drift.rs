//! Schedule, every day: have stacks compared with what they made.
//!
//! A comparison reads every resource of a stack in the account owner's name, so only those stacks are
//! compared that need it: the ones that never were, those of which something has changed since, and
//! those that were not for a week. CloudFormation takes minutes and tells the end by an event; a look
//! a quarter of an hour later sees it also where no event comes.

use crate::sending::{Sent, send};
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Result,
    account::{Account, ConnectedAccounts},
    aws::Region,
    collect::Scope,
    drift::{DriftTask, MOST_STACKS, STACK, STACKS_PER_TASK, Urgency, checked_at, urgency},
    freshness::{CollectTask, RefreshTask},
    id::TenantId,
    page::{PageRequest, PageSize},
    queue::DelayedTasks,
    resource::Resource,
    scan::{Inventory, ResourceFilter},
};
use pantheon_lambda::schedule::for_each;
use std::collections::BTreeMap;

/// How long lies between two tasks of one account and region.
const PACE: TimeDelta = TimeDelta::seconds(30);
/// When it is looked at what was found.
const LOOK_AFTER: TimeDelta = TimeDelta::minutes(15);
/// How many resources of a stack are asked whether they have changed.
const MOST_RESOURCES: usize = 50;
/// How many stacks are read at once.
const PAGE: i64 = 100;

/// What the search needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// Who has connected which account.
    pub accounts: &'a dyn ConnectedAccounts,
    /// The stacks, and what they made.
    pub inventory: &'a dyn Inventory,
    /// The queue of the collector of stacks.
    pub tasks: &'a dyn DelayedTasks,
}

/// Asks for the comparisons of every account; one account's failure does not keep the others.
pub async fn handle(ports: Ports<'_>, now: DateTime<Utc>) -> Result<()> {
    let tenants = ports.accounts.connected_tenants().await?;
    for_each(tenants, "detect drift", |tenant| detect_of_tenant(ports, tenant, now)).await
}

async fn detect_of_tenant(ports: Ports<'_>, tenant: TenantId, now: DateTime<Utc>) -> Result<()> {
    let accounts = ports.accounts.connected_accounts(&tenant).await?;
    for_each(accounts, "detect drift in an account", |account| detect(ports, tenant.clone(), account, now)).await
}

async fn detect(ports: Ports<'_>, tenant: TenantId, account: Account, now: DateTime<Utc>) -> Result<()> {
    let chosen = chosen(ports.inventory, &tenant, &account, now).await?;
    let mut all = Vec::new();
    for (region, mut stacks) in chosen {
        stacks.sort();
        let names: Vec<String> = stacks.into_iter().take(MOST_STACKS).map(|(_, _, name)| name).collect();
        let service = "cloudformation".parse()?;
        let scope = Scope { account_id: account.id.clone(), region, service };
        all.extend(tasks(&tenant, &scope, &names));
    }
    send(ports.tasks, all).await
}

/// The stacks of a region, in the order of their need: urgency, last check, name.
type Chosen = BTreeMap<Region, Vec<(Urgency, Option<DateTime<Utc>>, String)>>;

async fn chosen(inventory: &dyn Inventory, tenant: &TenantId, account: &Account, now: DateTime<Utc>) -> Result<Chosen> {
    let filter = ResourceFilter {
        account_id: Some(account.id.clone()),
        resource_type: Some(STACK.into()),
        ..ResourceFilter::default()
    };
    let mut chosen = Chosen::new();
    let mut page = PageRequest::first(PageSize::of(PAGE)?);
    loop {
        let found = inventory.resources(tenant, &filter, &page).await?;
        for stack in found.items {
            let mut urgency_of = urgency(&stack, None, now);
            if urgency_of.is_none() {
                urgency_of = urgency(&stack, last_change(inventory, tenant, &stack).await?, now);
            }
            if let Some(urgency) = urgency_of {
                let entry = (urgency, checked_at(&stack), stack.id.native_id);
                chosen.entry(stack.id.region).or_default().push(entry);
            }
        }
        let Some(next) = found.next else { return Ok(chosen) };
        page.after = Some(next);
    }
}

/// Returns when something that the stack made last changed.
async fn last_change(inventory: &dyn Inventory, tenant: &TenantId, stack: &Resource) -> Result<Option<DateTime<Utc>>> {
    let mut last = None;
    for id in stack.dependencies.iter().take(MOST_RESOURCES) {
        let changed_at = inventory.resource(tenant, id).await?.map(|resource| resource.updated_at);
        last = last.max(changed_at);
    }
    Ok(last)
}

fn tasks(tenant: &TenantId, scope: &Scope, names: &[String]) -> Vec<Sent> {
    let mut all = Vec::new();
    let mut delay = TimeDelta::zero();
    for stacks in names.chunks(STACKS_PER_TASK) {
        let compare = DriftTask { tenant_id: tenant.clone(), shard_id: scope.clone().into(), stacks: stacks.to_vec() };
        let look = RefreshTask {
            tenant_id: tenant.clone(),
            shard_id: scope.clone().into(),
            resource_type: Some(STACK.into()),
            native_ids: stacks.to_vec(),
            cause: None,
        };
        for (delay, task) in [(delay, CollectTask::Drift(compare)), (LOOK_AFTER, CollectTask::Refresh(look))] {
            all.push(Sent { queue: format!("collect-{}", scope.service), delay, task });
        }
        delay += PACE;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{SentTasks, account_in};
    use pantheon_testing::{
        accounts::MemoryAccounts,
        discovery::{MemoryDiscovery, first_change, found, scope},
        now, tenant,
    };
    use serde_json::json;

    const ACCOUNT: &str = "111111111111";

    fn stack(name: &str, checked_at: Option<DateTime<Utc>>) -> Resource {
        let mut found = found("eu-west-1", "AWS::CloudFormation::Stack", name, 1);
        found.properties = json!({"DriftCheckedAt": checked_at});
        found.dependencies = vec![table(now()).id];
        Resource::of(&ACCOUNT.parse().unwrap(), found, now())
    }

    fn table(at: DateTime<Utc>) -> Resource {
        Resource::of(&ACCOUNT.parse().unwrap(), found("eu-west-1", "AWS::DynamoDB::Table", "orders", 1), at)
    }

    async fn asked(stacks: Vec<Resource>, table: Resource, at: DateTime<Utc>) -> Vec<(u64, CollectTask)> {
        let accounts = MemoryAccounts::with(&tenant(), [account_in(ACCOUNT, None)]);
        let (discovery, tasks) = (MemoryDiscovery::default(), SentTasks::default());
        for (place, resources) in [("cloudformation", stacks), ("dynamodb", vec![table])] {
            let scope = scope(&format!("{ACCOUNT}:eu-west-1:{place}"));
            discovery.apply(&tenant(), &scope, first_change(resources), now()).await.unwrap();
        }
        handle(Ports { accounts: &accounts, inventory: &discovery, tasks: &tasks }, at).await.unwrap();
        let sent = tasks.take();
        assert!(sent.iter().all(|(queue, _, _)| queue == "collect-cloudformation"));
        sent.into_iter().map(|(_, delay, task)| (delay.as_secs(), task)).collect()
    }

    fn compared(asked: &[(u64, CollectTask)]) -> Vec<(u64, Vec<String>)> {
        let compare = asked.iter().filter_map(|(delay, task)| match task {
            CollectTask::Drift(task) => Some((*delay, task.stacks.clone())),
            CollectTask::Shard(_) | CollectTask::Refresh(_) => None,
        });
        compare.collect()
    }

    #[tokio::test]
    async fn compares_what_never_was_and_looks_at_the_result() {
        let asked = asked(vec![stack("new", None)], table(now()), now()).await;

        assert_eq!(compared(&asked), [(0, vec!["new".to_owned()])]);
        let CollectTask::Refresh(look) = &asked[1].1 else { panic!("{asked:?}") };
        assert_eq!((asked[1].0, &look.native_ids[..]), (900, &["new".to_owned()][..]));
    }

    #[tokio::test]
    async fn compares_again_what_changed_since_and_spares_the_rest() {
        let day = |days: i64| now() + TimeDelta::days(days);
        let checked = || vec![stack("known", Some(day(1)))];

        assert_eq!(compared(&asked(checked(), table(now()), day(2)).await), []);
        assert_eq!(compared(&asked(checked(), table(day(2)), day(3)).await).len(), 1);
        assert_eq!(compared(&asked(checked(), table(now()), day(9)).await).len(), 1);
    }

    #[tokio::test]
    async fn paces_itself_in_every_account() {
        let stacks = (0..250).map(|number| stack(&format!("stack-{number:03}"), None)).collect();

        let compared = compared(&asked(stacks, table(now()), now()).await);

        assert_eq!(compared.iter().map(|(_, stacks)| stacks.len()).sum::<usize>(), MOST_STACKS);
        let mut delays: Vec<u64> = compared.iter().map(|(delay, _)| *delay).collect();
        delays.sort_unstable();
        assert_eq!(delays, (0..10).map(|number| number * 30).collect::<Vec<u64>>());
    }
}
