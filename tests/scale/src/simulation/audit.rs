//! What must be true of a platform when a scan has ended, whatever happened on the way.

use super::{
    Error, ObjectKey, Organization, PageRequest, PageSize, ResourceFilter, Result, Scan, ScanState, Scans, Shard,
    ShardState, Shards, Tally, World, tenant,
};

/// Compares what is there with what should be.
pub(super) async fn audit(world: &World, scan: &Scan) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let mut check = |holds: bool, what: String| {
        if !holds {
            wrong.push(what);
        }
    };
    check(scan.state == ScanState::CompletedWithGaps, format!("the scan is {:?}", scan.state));
    let tally = world.memory.tally(&tenant(), &scan.id).await?;
    let ledger = Ledger::read(world, scan).await?;
    check(ledger.open == 0, format!("{} shards never ended", ledger.open));
    check(ledger.tally == tally, format!("the ledger says {:?}, the tally {tally:?}", ledger.tally));
    check(scan.tally == Some(tally), format!("the scan says {:?}, the tally {tally:?}", scan.tally));
    check(scan.shards_total == Some(ledger.shards), format!("{:?} shards are {}", scan.shards_total, ledger.shards));
    let accounts = world.plan.organization.accounts as u64;
    check(scan.accounts_total == Some(accounts), format!("{:?} accounts are {accounts}", scan.accounts_total));
    let resources = count_resources(world).await?;
    let possible = ledger.resources..=ledger.resources + ledger.perhaps;
    check(possible.contains(&resources), format!("{possible:?} resources are {resources}"));

    let told = world.memory.told();
    for kind in ["scan.planned", "world.assembled", "scan.completed"] {
        let times = told.iter().filter(|told| *told == kind).count();
        check(times == 1, format!("{kind} was told {times} times"));
    }
    let ends = told.iter().filter(|told| *told == "scan.shard_finished").count() as u64;
    check(ends == ledger.shards || world.plan.organization.accounts > 500, format!("{ends} ends of {}", ledger.shards));
    let document = world.uploads.object(&ObjectKey::world(&tenant(), &scan.id));
    let Some(document) = document else {
        wrong.push("there is no world".to_owned());
        return Ok(wrong);
    };
    let kept: serde_json::Value = serde_json::from_slice(&document.bytes).map_err(Error::internal)?;
    let kept = kept["resources"].as_array().map_or(0, Vec::len) as u64;
    check(kept == resources, format!("the world holds {kept} of {resources} resources"));
    Ok(wrong)
}

/// What the ledger of a scan adds up to.
struct Ledger {
    shards: u64,
    open: u64,
    tally: Tally,
    /// How many resources the shards that were read have.
    resources: u64,
    /// How many resources shards have that were given up: the last collector may have written them
    /// before it died.
    perhaps: u64,
}

impl Ledger {
    async fn read(world: &World, scan: &Scan) -> Result<Self> {
        let mut ledger = Self { shards: 0, open: 0, tally: Tally::default(), resources: 0, perhaps: 0 };
        let mut page = PageRequest::first(PageSize::LARGEST);
        loop {
            let shards = world.memory.shards(&tenant(), &scan.id, &page).await?;
            shards.items.iter().for_each(|shard| ledger.count(world.plan.organization, shard));
            let Some(next) = shards.next else { break };
            page.after = Some(next);
        }
        // What was written and removed is not in the ledger.
        let counted = world.memory.tally(&tenant(), &scan.id).await?;
        ledger.tally.resources_written = counted.resources_written;
        ledger.tally.resources_removed = counted.resources_removed;
        Ok(ledger)
    }

    fn count(&mut self, organization: Organization, shard: &Shard) {
        self.shards += 1;
        self.open += u64::from(!shard.state.has_ended());
        if shard.state.has_ended() {
            self.tally = self.tally.plus(Tally::ended(&shard.gaps));
        }
        self.tally.resources_seen += shard.resources_seen;
        let resources = organization.resources_of(shard.id.scope()) as u64;
        match shard.state {
            ShardState::Read => self.resources += resources,
            ShardState::Failed if !Organization::is_denied(shard.id.scope()) => self.perhaps += resources,
            _ => {}
        }
    }
}

async fn count_resources(world: &World) -> Result<u64> {
    use pantheon_core::scan::Inventory;
    let (mut count, mut page) = (0, PageRequest::first(PageSize::LARGEST));
    loop {
        let found = world.memory.resources(&tenant(), &ResourceFilter::default(), &page).await?;
        count += found.items.len() as u64;
        let Some(next) = found.next else { return Ok(count) };
        page.after = Some(next);
    }
}
