//! Slots: how many scopes of one account and service are read at the same time.
//!
//! Every reader of a scope, whether for a scan or for a refresh, takes a slot first. Slots are
//! leased, so that those of a reader who died come free by themselves. Of one scope there is one
//! slot: nobody reads it twice at once, and so the budget of calls that a reader keeps for its
//! account, region and service needs nobody else's count.

use crate::{
    Result,
    aws::Region,
    collect::Scope,
    id::{LeaseId, TenantId},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

/// How many scopes of one account and service may be read at the same time.
///
/// Services that answer in every region have a scope in each of them; their quotas mostly count by
/// region, so this bounds what a single account sees of us at one moment, not how fast one region
/// is read.
pub const SLOTS: usize = 4;

/// A slot that is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Who has it.
    pub holder: LeaseId,
    /// When it comes free by itself.
    pub until: DateTime<Utc>,
}

/// The slots of one account and service that are taken, by region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Taken {
    /// The leases.
    pub leases: BTreeMap<Region, Lease>,
}

/// Why a slot could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Somebody else reads the same scope.
    ScopeIsRead,
    /// Enough scopes of this account and service are being read.
    AllTaken,
}

impl Taken {
    /// Takes the slot of a region, if it is free and not too many others are taken.
    ///
    /// Leases that have ended are forgotten; whoever has the slot already may take it again.
    pub fn take(&self, region: &Region, lease: Lease, now: DateTime<Utc>) -> Result<Self, Refused> {
        let mut leases = self.leases.clone();
        leases.retain(|_, lease| lease.until > now);
        match leases.get(region) {
            Some(known) if known.holder != lease.holder => return Err(Refused::ScopeIsRead),
            None if leases.len() >= SLOTS => return Err(Refused::AllTaken),
            _ => {}
        }
        leases.insert(region.clone(), lease);
        Ok(Self { leases })
    }

    /// Gives the slot of a region back; `None` if the holder does not have it any more.
    pub fn give_back(&self, region: &Region, holder: &LeaseId) -> Option<Self> {
        self.leases.get(region).filter(|lease| lease.holder == *holder)?;
        let mut leases = self.leases.clone();
        leases.remove(region);
        Some(Self { leases })
    }

    /// Returns when the last of the leases ends.
    pub fn until(&self) -> Option<DateTime<Utc>> {
        self.leases.values().map(|lease| lease.until).max()
    }
}

/// The slots of every account and service.
#[async_trait]
pub trait Slots: Send + Sync {
    /// Takes the slot of a scope until the lease ends, unless it or too many others are taken.
    async fn take_slot(
        &self,
        tenant: &TenantId,
        scope: &Scope,
        lease: &Lease,
        now: DateTime<Utc>,
    ) -> Result<Result<(), Refused>>;
    /// Gives a slot back; one that was lost meanwhile is left to whoever has it.
    async fn give_slot_back(&self, tenant: &TenantId, scope: &Scope, holder: &LeaseId) -> Result<()>;
}

/// The pause before a first second look for a slot.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// How often the pause doubles.
const DOUBLINGS: u32 = 5;

/// Returns how long whoever found no free slot waits, after having waited `waits` times before.
///
/// The pause doubles up to a minute, and a random part of it keeps those who wait apart; SQS counts
/// whole seconds.
pub fn wait(waits: u32, random: u64) -> Duration {
    let longest = FIRST_WAIT * 2_u32.pow(waits.min(DOUBLINGS));
    let half = longest.as_secs() / 2;
    Duration::from_secs(half + random % (half + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    const REGIONS: [&str; 6] = ["global", "eu-west-1", "eu-west-2", "us-east-1", "us-east-2", "ap-south-1"];

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    fn region(index: usize) -> Region {
        REGIONS[index].parse().unwrap()
    }

    /// One thing that happens to the slots of an account and service.
    #[derive(Clone, Debug)]
    enum Step {
        Take { region: usize, reader: usize, lasts: i64 },
        GiveBack { region: usize, reader: usize },
        Pass(i64),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0..6_usize, 0..8_usize, 1..40_i64).prop_map(|(region, reader, lasts)| Step::Take { region, reader, lasts }),
            2 => (0..6_usize, 0..8_usize).prop_map(|(region, reader)| Step::GiveBack { region, reader }),
            1 => (1..30_i64).prop_map(Step::Pass),
        ]
    }

    proptest! {
        #[test]
        fn never_more_than_so_many_and_never_two_of_one_scope(steps in prop::collection::vec(step(), 0..80)) {
            let readers: Vec<LeaseId> = (0..8).map(|_| LeaseId::generate(at(0))).collect();
            let (mut taken, mut now) = (Taken::default(), 0);
            for step in steps {
                let before = taken.clone();
                match step {
                    Step::Pass(seconds) => now += seconds,
                    Step::GiveBack { region: index, reader } => {
                        let held = before.leases.get(&region(index)).is_some_and(|lease| lease.holder == readers[reader]);
                        let after = taken.give_back(&region(index), &readers[reader]);
                        prop_assert_eq!(after.is_some(), held);
                        taken = after.unwrap_or(taken);
                    }
                    Step::Take { region: index, reader, lasts } => {
                        let lease = Lease { holder: readers[reader].clone(), until: at(now + lasts) };
                        let live = |lease: &&Lease| lease.until > at(now);
                        let other = before.leases.get(&region(index)).filter(live).filter(|lease| lease.holder != readers[reader]);
                        let many = before.leases.values().filter(live).count();
                        match taken.take(&region(index), lease, at(now)) {
                            Ok(after) => {
                                prop_assert!(other.is_none(), "two readers have one scope");
                                taken = after;
                            }
                            Err(Refused::ScopeIsRead) => prop_assert!(other.is_some()),
                            Err(Refused::AllTaken) => prop_assert_eq!(many, SLOTS),
                        }
                    }
                }
                prop_assert!(taken.leases.values().filter(|lease| lease.until > at(now)).count() <= SLOTS);
            }
        }

        #[test]
        fn waits_between_a_second_and_a_bit_more_than_a_minute(waits in any::<u32>(), random in any::<u64>()) {
            let pause = wait(waits, random);

            prop_assert!((Duration::from_secs(1)..=Duration::from_secs(64)).contains(&pause));
        }
    }

    #[test]
    fn forgets_a_reader_who_died() {
        let [dead, live] = [(); 2].map(|()| LeaseId::generate(at(0)));
        let taken = Taken::default().take(&region(0), Lease { holder: dead, until: at(60) }, at(0)).unwrap();
        let lease = Lease { holder: live, until: at(120) };

        assert_eq!(taken.take(&region(0), lease.clone(), at(59)), Err(Refused::ScopeIsRead));
        assert_eq!(taken.take(&region(0), lease, at(60)).unwrap().leases.len(), 1);
    }
}
