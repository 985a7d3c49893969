//! What every table of identity must do, one suite a port.

#![expect(clippy::unwrap_used, reason = "a suite fails by panicking")]

mod api_keys;
mod failures;
mod keys;
mod links;
mod one_time;
mod providers;
mod roles;
mod sessions;
mod standings;
mod tenants;
mod users;

pub use api_keys::api_keys;
pub use failures::failures;
pub use keys::{signing_keys, verification_keys};
pub use links::links;
pub use one_time::one_time;
pub use providers::providers;
pub use roles::roles;
pub use sessions::sessions;
pub use standings::standings;
pub use tenants::tenants;
pub use users::users;

use crate::identity::{tenant, user};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    command::Commit,
    identity::{
        ApiKeys, IdentityProviders, OneTime, Roles, Sessions, SignInFailures, Standings, Tenant, Tenants, User, Users,
    },
    page::{Page, PageRequest, PageSize},
    permission::Role,
};
use std::future::Future;

/// A table that implements every port of identity.
pub trait Table:
    Tenants + Users + Roles + Sessions + ApiKeys + Standings + IdentityProviders + SignInFailures + OneTime
{
}

impl<T> Table for T where
    T: Tenants + Users + Roles + Sessions + ApiKeys + Standings + IdentityProviders + SignInFailures + OneTime
{
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_750_000_000, 123_456_789).unwrap()
}

/// Makes a tenant of this name, and its first administrator.
async fn found(table: &dyn Table, name: &str) -> (Tenant, User) {
    let named = tenant(name, now()).unwrap();
    let email = format!("founder@{}.example", name.to_lowercase());
    let founder = user(&named.id, &email, &[Role::Admin], now()).unwrap();
    let made = Tenant::made_for(&founder, named.name, false, now());
    table.found(&made, &founder, Commit::unasked()).await.unwrap();
    (made, founder)
}

/// Makes one more user of a tenant.
async fn member(table: &dyn Table, of: &Tenant, name: &str, roles: &[Role]) -> User {
    let email = format!("{name}@{}.example", of.name.as_str().to_lowercase());
    let member = user(&of.id, &email, roles, now()).unwrap();
    table.add_user(&member, Commit::unasked()).await.unwrap();
    member
}

/// Reads a whole list in pages of two, none of which may be larger.
async fn in_pages<T, F: Future<Output = Result<Page<T>>>>(read: impl Fn(PageRequest) -> F) -> Vec<T> {
    let mut request = PageRequest::first(PageSize::of(2).unwrap());
    let mut seen = Vec::new();
    loop {
        let Page { items, next } = read(request.clone()).await.unwrap();
        assert!(items.len() <= 2);
        seen.extend(items);
        request.after = next;
        if request.after.is_none() {
            return seen;
        }
    }
}

#[track_caller]
fn conflicts<T>(outcome: Result<T>) {
    assert!(matches!(outcome.map(|_| ()), Err(Error::Conflict { .. })), "a conflict was overlooked");
}

#[track_caller]
fn is_stale<T>(outcome: Result<T>) {
    assert!(matches!(outcome.map(|_| ()), Err(Error::PreconditionFailed { .. })), "a change was overwritten");
}

/// Counts who succeeded of several at the same time; the others must have been refused.
#[track_caller]
fn winners<T>(outcomes: &[Result<T>]) -> usize {
    let refused = |error: &Error| matches!(error, Error::Conflict { .. } | Error::PreconditionFailed { .. });
    let failed = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).find(|error| !refused(error));
    assert!(failed.is_none(), "{failed:?}");
    outcomes.iter().filter(|outcome| outcome.is_ok()).count()
}
