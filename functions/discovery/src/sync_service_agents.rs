//! Queue task: bring the service agents of one account, and how its tags comply, up to date.
//!
//! Only what has changed is written, so that an unchanged estate costs reads alone. What people have
//! decided about an agent is never overwritten: an agent is saved in the version after the one that
//! was read, and read again if somebody was faster.

use crate::surveying::{self, AccountTask};
use chrono::{DateTime, TimeDelta, Utc};
use pantheon_core::{
    Error, Result,
    account::Accounts,
    clock::Clock,
    command::Commit,
    event::Origin,
    id::ScanId,
    scan::{Inventory, Scan, Scans},
    service_agent::{AgentState, Findings, Ledger, MOST_SAVED, ServiceAgent, ServiceAgentChanged, ServiceAgents},
    tagging::{Compliance, Scores, Tagging},
    world::WorldIndex,
};
use pantheon_lambda::queue::Task;

/// How often agents that somebody else changed in between are read again.
const TRIES: usize = 5;

/// How late a task may be before a newer world makes its ledger worthless, as when it is sent again
/// from the dead letters.
const LATE: TimeDelta = TimeDelta::hours(1);

/// What synchronizing needs.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    /// The accounts of the tenant.
    pub accounts: &'a dyn Accounts,
    /// The scans.
    pub scans: &'a dyn Scans,
    /// What they could see of an account.
    pub ledger: &'a dyn Ledger,
    /// The list of worlds.
    pub worlds: &'a dyn WorldIndex,
    /// What scans found.
    pub inventory: &'a dyn Inventory,
    /// The agents.
    pub agents: &'a dyn ServiceAgents,
    /// The tag policy, and how accounts comply.
    pub tagging: &'a dyn Tagging,
    /// The time.
    pub clock: &'a dyn Clock,
}

/// Looks at the account and writes what has changed.
pub async fn handle(ports: Ports<'_>, task: Task<AccountTask>) -> Result<()> {
    let AccountTask { tenant_id, account_id, scan_id, correlation_id } = &task.body;
    let origin = Origin { correlation: correlation_id.clone(), ..task.origin(tenant_id.clone()) };
    let work = Work { ports, origin: Origin { at: ports.clock.now(), ..origin }, task: &task.body };

    let account = ports.accounts.account(tenant_id, account_id).await?;
    let is_there = account.is_some_and(|account| !account.state.has_ended());
    let mut findings = work.look(is_there, scan_id.as_ref()).await?;
    let policy = ports.tagging.tag_policy(tenant_id).await?;
    let scores = surveying::walk(ports.inventory, tenant_id, account_id, &mut findings, &policy).await?;

    let agents = work.settle(&findings).await?;
    // What is left of an account that is gone is nobody's to tag.
    let scores = if is_there { scores } else { Scores::default() };
    let complete = agents.iter().all(|agent| !matches!(agent.state, AgentState::Degraded | AgentState::Blind));
    let (account_id, policy_version) = (account_id.clone(), policy.version);
    work.keep(is_there, Compliance { account_id, policy_version, scores, complete, since: work.origin.at }).await
}

struct Work<'a> {
    ports: Ports<'a>,
    origin: Origin,
    task: &'a AccountTask,
}

impl Work<'_> {
    /// Begins the findings with what the ledger of the scan says.
    async fn look(&self, is_there: bool, scan_id: Option<&ScanId>) -> Result<Findings> {
        let tenant = &self.origin.tenant;
        let scan = match scan_id {
            Some(scan_id) => self.ports.scans.scan(tenant, scan_id).await?,
            None => None,
        };
        let latest = self.ports.worlds.latest_world(tenant).await?.map(|world| world.scan_id);
        let Some(scan) = scan.filter(|scan| still_counts(scan, latest.as_ref(), self.origin.at)) else {
            return Ok(Findings::of_account(is_there, false));
        };
        let mut findings = Findings::of_account(is_there, scan.request.regions.is_empty());
        for shard in self.ports.ledger.rows_of(tenant, &scan.id, &self.task.account_id).await? {
            findings.see(&shard);
        }
        Ok(findings)
    }

    /// Brings the agents up to date and returns them all.
    async fn settle(&self, findings: &Findings) -> Result<Vec<ServiceAgent>> {
        let (tenant, account_id) = (&self.origin.tenant, &self.task.account_id);
        for _ in 0..TRIES {
            let known = self.ports.agents.agents_of(tenant, account_id).await?;
            let changes = findings.changes(account_id, &known, self.origin.at);
            match self.save(&changes).await {
                Ok(()) if changes.is_empty() => return Ok(known),
                // What was saved is read again, as it stands now.
                Ok(()) => return self.ports.agents.agents_of(tenant, account_id).await,
                Err(Error::PreconditionFailed { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::unavailable("the service agents", "too many others change them at the same time"))
    }

    async fn save(&self, changes: &[(Option<ServiceAgent>, ServiceAgent)]) -> Result<()> {
        for changes in changes.chunks(MOST_SAVED) {
            let told = changes.iter().fold(Commit::unasked(), |commit, (before, after)| {
                commit.telling(&self.origin, &ServiceAgentChanged::of(before.as_ref(), after), after.version)
            });
            let agents: Vec<ServiceAgent> = changes.iter().map(|(_, after)| after.clone()).collect();
            self.ports.agents.save_agents(&self.origin.tenant, &agents, told).await?;
        }
        Ok(())
    }

    async fn keep(&self, is_there: bool, compliance: Compliance) -> Result<()> {
        let known = self.ports.tagging.compliance(&self.origin.tenant, &compliance.account_id).await?;
        let is_known = known.as_ref().map_or(!is_there, |known| known.says_the_same(&compliance));
        if is_known {
            return Ok(());
        }
        self.ports.tagging.keep_compliance(&self.origin.tenant, &compliance).await
    }
}

/// Tells whether what a scan saw is still the newest that is known.
fn still_counts(scan: &Scan, latest: Option<&ScanId>, now: DateTime<Utc>) -> bool {
    latest == Some(&scan.id) || scan.completed_at.is_some_and(|at| now - at < LATE)
}

#[cfg(test)]
mod tests;
