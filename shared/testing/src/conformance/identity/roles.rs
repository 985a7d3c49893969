//! What every memory of roles must do.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a suite fails by panicking")]

use super::{Table, is_stale, now, winners};
use crate::identity::role;
use futures::future::join_all;
use pantheon_core::{
    command::{Commit, Version},
    id::TenantId,
    identity::RoleBook,
    permission::Permission,
};

/// Demands that the roles of a tenant change one at a time, from none at all.
pub async fn roles(table: &dyn Table) {
    let (ours, theirs) = (TenantId::generate(now()), TenantId::generate(now()));
    let empty = table.role_book(&ours).await.unwrap();
    assert_eq!(empty, RoleBook::empty(ours.clone()));
    is_stale(table.save_roles(&empty, Commit::unasked()).await);

    let firsts = (0..8).map(async |number| {
        let first = empty.with_new(role(&format!("first-{number}"), &[], now()).unwrap()).unwrap();
        table.save_roles(&first, Commit::unasked()).await
    });
    assert_eq!(winners(&join_all(firsts).await), 1);
    let first = table.role_book(&ours).await.unwrap();
    assert_eq!((first.version, first.custom.len()), (Version(1), 1));

    let scanner = role("scanner", &[Permission::ScansRead, Permission::ScansStart], now()).unwrap();
    let second = first.with_new(scanner).unwrap();
    table.save_roles(&second, Commit::unasked()).await.unwrap();
    assert_eq!(table.role_book(&ours).await.unwrap(), second);
    is_stale(table.save_roles(&second, Commit::unasked()).await);
    let seconds = (0..8).map(async |number| {
        let third = second.with_new(role(&format!("third-{number}"), &[], now()).unwrap()).unwrap();
        table.save_roles(&third, Commit::unasked()).await
    });
    assert_eq!(winners(&join_all(seconds).await), 1);

    let last = table.role_book(&ours).await.unwrap();
    let names: Vec<_> = last.custom.values().map(|role| (role.name.clone(), role.version)).collect();
    let emptied = names.into_iter().fold(last, |book, (name, version)| book.without(&name, version).unwrap());
    is_stale(table.save_roles(&emptied, Commit::unasked()).await);
    let emptied = RoleBook { version: Version(4), ..emptied };
    table.save_roles(&emptied, Commit::unasked()).await.unwrap();
    assert_eq!(table.role_book(&ours).await.unwrap(), emptied);
    assert_eq!(table.role_book(&theirs).await.unwrap(), RoleBook::empty(theirs));
}
