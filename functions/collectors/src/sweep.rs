//! One look at a service: every type of it, a few at a time, until time is up.

use futures::{
    future::BoxFuture,
    stream::{self, StreamExt},
};
use pantheon_core::{
    aws::{ResourceType, TypeName},
    collect::{Gap, GapReason, Listing, Scope},
};
use std::time::Duration;

/// How many types of one service are listed at once.
const TYPES_AT_ONCE: usize = 4;

/// How one type of a service is listed; `C` is what the service's modules share.
pub(crate) struct OneType<C: 'static> {
    /// The type.
    pub(crate) resource_type: TypeName,
    /// Lists it.
    pub(crate) list: for<'a> fn(&'a C, &'a Scope) -> BoxFuture<'a, Listing>,
}

/// Names the modules of a service that list one type each.
///
/// Each has a constant `TYPE` and an `async fn list(&C, &Scope) -> Listing`.
macro_rules! types {
    ($($module:ident),* $(,)?) => {
        &[$($crate::sweep::OneType {
            resource_type: $module::TYPE,
            list: |context, scope| Box::pin($module::list(context, scope)),
        }),*]
    };
}
pub(crate) use types;

/// Lists every type; one that is not done in time is a gap.
pub(crate) async fn sweep<C: Sync>(types: &[OneType<C>], context: &C, scope: &Scope, within: Duration) -> Vec<Listing> {
    let listings = types.iter().map(|one| (one.resource_type.into(), (one.list)(context, scope)));
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
                list: |(), _| {
                    Box::pin(async {
                        tokio::time::sleep(Duration::from_hours(1)).await;
                        Listing { resource_type: SLOW.into(), found: Vec::new(), gaps: Vec::new() }
                    })
                },
            },
            OneType {
                resource_type: QUICK,
                list: |(), _| {
                    Box::pin(async { Listing { resource_type: QUICK.into(), found: Vec::new(), gaps: Vec::new() } })
                },
            },
        ];

        let listings = sweep(types, &(), &scope("ec2"), Duration::from_secs(5)).await;

        assert_eq!(listings[0].gaps[0].reason, GapReason::TimedOut);
        assert_eq!(listings[1], Listing { resource_type: QUICK.into(), found: Vec::new(), gaps: Vec::new() });
    }
}
