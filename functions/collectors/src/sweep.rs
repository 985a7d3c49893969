//! One look at a service: every type of it, a few at a time, until time is up; or the one type, or
//! the few resources, that somebody wants to see.

use futures::{
    future::BoxFuture,
    stream::{self, StreamExt},
};
use pantheon_core::{
    aws::{ResourceType, TypeName},
    collect::{Collector, Gap, GapReason, Listing, Scope},
    id::TenantId,
};
use std::time::Duration;

/// How many types of one service are listed at once.
const TYPES_AT_ONCE: usize = 4;

/// What a look is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The type; `None` for every type of the service.
    pub(crate) resource_type: Option<ResourceType>,
    /// What AWS calls the resources; empty for all of the type.
    pub(crate) native_ids: Vec<String>,
}

tokio::task_local! {
    /// What the look that is under way is narrowed to.
    ///
    /// It goes past the modules of the services, which hand all their types to [`sweep`] and need not
    /// know whether all of them are wanted.
    static WANTED: Wanted;
}

/// Returns what the look that is under way is narrowed to; `None` for a shard of a scan.
pub(crate) fn wanted() -> Option<Wanted> {
    WANTED.try_with(Clone::clone).ok()
}

/// Looks at less than a whole service. Types that were not wanted are not among the listings.
pub(crate) async fn look(
    collector: &dyn Collector,
    tenant: &TenantId,
    scope: &Scope,
    within: Duration,
    wanted: Wanted,
) -> Vec<Listing> {
    let resource_type = wanted.resource_type.clone();
    let mut listings = WANTED.scope(wanted, collector.collect(tenant, scope, within)).await;
    // A service that does not sweep, or that could not be entered, speaks of all its types.
    listings.retain(|listing| resource_type.as_ref().is_none_or(|wanted| *wanted == listing.resource_type));
    listings
}

/// How one type of a service is listed; `C` is what the service's modules share.
pub(crate) struct OneType<C: 'static> {
    /// The type.
    pub(crate) resource_type: TypeName,
    /// Lists it.
    pub(crate) list: for<'a> fn(&'a C, &'a Scope) -> BoxFuture<'a, Listing>,
    /// Reads only the named resources of it, where the service lets one; else the whole type is listed.
    pub(crate) read: Option<ReadNamed<C>>,
}

/// Reads only the named resources of a type; those that do not exist are not in the listing.
pub(crate) type ReadNamed<C> = for<'a> fn(&'a C, &'a Scope, &'a [String]) -> BoxFuture<'a, Listing>;

/// Names the modules of a service that list one type each.
///
/// Each has a constant `TYPE` and an `async fn list(&C, &Scope) -> Listing`. One that is followed by
/// `by name` also has an `async fn named(&C, &Scope, &[String]) -> Listing`.
macro_rules! types {
    ($($module:ident $(by $name:ident)?),* $(,)?) => {
        &[$($crate::sweep::OneType {
            resource_type: $module::TYPE,
            list: |context, scope| Box::pin($module::list(context, scope)),
            read: $crate::sweep::types!(@read $module $($name)?),
        }),*]
    };
    (@read $module:ident) => { None };
    (@read $module:ident name) => {
        Some(|context, scope, names| Box::pin($module::named(context, scope, names)))
    };
}
pub(crate) use types;

/// Lists every type, or what is wanted of them; one that is not done in time is a gap.
pub(crate) async fn sweep<C: Sync>(types: &[OneType<C>], context: &C, scope: &Scope, within: Duration) -> Vec<Listing> {
    let wanted = wanted();
    let names = wanted.as_ref().map(|wanted| wanted.native_ids.as_slice()).unwrap_or_default();
    let wants = |one: &&OneType<C>| {
        let only = wanted.as_ref().and_then(|wanted| wanted.resource_type.as_ref());
        only.is_none_or(|only| only.as_str() == one.resource_type.as_str())
    };
    let listings = types.iter().filter(wants).map(|one| {
        let listing = match one.read {
            Some(read) if !names.is_empty() => read(context, scope, names),
            _ => (one.list)(context, scope),
        };
        (one.resource_type.into(), listing)
    });
    timely(listings.collect(), scope, within).await
}

/// Waits for the listing of each type, a few at a time; one that is not done in time is a gap.
pub(crate) async fn timely(
    listings: Vec<(ResourceType, BoxFuture<'_, Listing>)>,
    scope: &Scope,
    within: Duration,
) -> Vec<Listing> {
    let deadline = tokio::time::Instant::now() + within;
    let timely = listings.into_iter().map(|(resource_type, listing)| -> BoxFuture<'_, Listing> {
        Box::pin(async move {
            let listing = tokio::time::timeout_at(deadline, listing).await;
            listing.unwrap_or_else(|_| hidden(resource_type.clone(), out_of_time(&resource_type, scope, within)))
        })
    });
    let listings: Vec<_> = timely.collect();
    stream::iter(listings).buffered(TYPES_AT_ONCE).collect().await
}

/// Says of every type that the same gap hides it.
pub(crate) fn unseen<C>(types: &[OneType<C>], gap: &Gap) -> Vec<Listing> {
    types.iter().map(|one| hidden(one.resource_type, gap.clone())).collect()
}

fn out_of_time(resource_type: &ResourceType, scope: &Scope, within: Duration) -> Gap {
    Gap {
        operation: format!("{}:List", scope.service),
        reason: GapReason::TimedOut,
        detail: format!("{resource_type} could not be listed within {} seconds", within.as_secs()),
    }
}

/// Says that a gap hides a type.
pub(crate) fn hidden(resource_type: impl Into<ResourceType>, gap: Gap) -> Listing {
    Listing { resource_type: resource_type.into(), found: Vec::new(), gaps: vec![gap] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::scope;

    const QUICK: TypeName = TypeName::new("AWS::EC2::VPC");
    const SLOW: TypeName = TypeName::new("AWS::EC2::Subnet");

    #[tokio::test(start_paused = true)]
    async fn keeps_what_was_done_in_time() {
        let types: &[OneType<()>] = &[
            OneType {
                resource_type: SLOW,
                read: None,
                list: |(), _| {
                    Box::pin(async {
                        tokio::time::sleep(Duration::from_hours(1)).await;
                        Listing { resource_type: SLOW.into(), found: Vec::new(), gaps: Vec::new() }
                    })
                },
            },
            OneType {
                resource_type: QUICK,
                read: None,
                list: |(), _| {
                    Box::pin(async { Listing { resource_type: QUICK.into(), found: Vec::new(), gaps: Vec::new() } })
                },
            },
        ];

        let listings = sweep(types, &(), &scope("ec2"), Duration::from_secs(5)).await;

        assert_eq!(listings[0].gaps[0].reason, GapReason::TimedOut);
        assert_eq!(listings[1], Listing { resource_type: QUICK.into(), found: Vec::new(), gaps: Vec::new() });
    }

    /// A service of two types, of which one can be read by name.
    struct Pair;

    fn listed(resource_type: TypeName, ids: &[&str]) -> Listing {
        let found = ids.iter().map(|id| crate::document::Document::new(resource_type, &scope("ec2"), id).finish().0);
        Listing { resource_type: resource_type.into(), found: found.collect(), gaps: Vec::new() }
    }

    #[async_trait::async_trait]
    impl Collector for Pair {
        async fn collect(&self, _: &TenantId, scope: &Scope, within: Duration) -> Vec<Listing> {
            let types: &[OneType<()>] = &[
                OneType {
                    resource_type: QUICK,
                    list: |(), _| Box::pin(async { listed(QUICK, &["a", "b", "c"]) }),
                    read: Some(|(), _, names| {
                        Box::pin(async { listed(QUICK, &names.iter().map(String::as_str).collect::<Vec<_>>()) })
                    }),
                },
                OneType {
                    resource_type: SLOW,
                    list: |(), _| Box::pin(async { listed(SLOW, &["a", "b", "c"]) }),
                    read: None,
                },
            ];
            sweep(types, &(), scope, within).await
        }
    }

    async fn seen(resource_type: Option<TypeName>, names: &[&str]) -> Vec<(String, usize)> {
        let wanted = Wanted {
            resource_type: resource_type.map(ResourceType::from),
            native_ids: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        let tenant = pantheon_testing::tenant();
        let listings = look(&Pair, &tenant, &scope("ec2"), Duration::from_secs(5), wanted).await;
        listings.into_iter().map(|listing| (listing.resource_type.to_string(), listing.found.len())).collect()
    }

    #[tokio::test]
    async fn sees_only_what_is_wanted() {
        let (quick, slow) = (QUICK.as_str().to_owned(), SLOW.as_str().to_owned());

        assert_eq!(seen(Some(QUICK), &["a"]).await, [(quick.clone(), 1)]);
        assert_eq!(seen(Some(QUICK), &[]).await, [(quick.clone(), 3)]);
        assert_eq!(seen(Some(SLOW), &["a"]).await, [(slow.clone(), 3)], "where one cannot be read, all are");
        assert_eq!(seen(None, &[]).await, [(quick, 3), (slow, 3)]);
        assert_eq!(Pair.collect(&pantheon_testing::tenant(), &scope("ec2"), Duration::from_secs(5)).await.len(), 2);
    }
}
