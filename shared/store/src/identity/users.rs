//! Users, and the entries by which they are found: their addresses and their identities elsewhere.
//!
//! An identity has two entries. The one in the tenant keeps it unlike any other there. The one
//! outside the tenants answers where no tenant is named, and belongs to whoever linked the identity
//! first: what one tenant links is no obstacle to another.

mod row;

use super::tenants::tenant_item;
use crate::{
    Consistency, Directory, Expression, Item, Key, Partition, Query, Row, Store, Transaction, transaction::absent,
};
use async_trait::async_trait;
use chrono::DateTime;
use futures::future::{try_join, try_join_all};
use pantheon_core::{
    Error, Result,
    command::Commit,
    id::{TenantId, UserId},
    identity::{Email, ExternalIdentity, Tenant, User, UserFilter, Users},
    page::{Page, PageRequest},
};
use row::UserRow;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Says where the user is whom an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct WhoRow {
    tenant_id: TenantId,
    user_id: UserId,
}

impl Row for WhoRow {
    const ENTITY: &'static str = "user entry";
}

impl WhoRow {
    fn of(user: &User) -> Self {
        Self { tenant_id: user.tenant.clone(), user_id: user.id.clone() }
    }
}

fn users_of(tenant: &TenantId) -> Partition {
    Partition::of_tenant(tenant, &["USERS"])
}

fn user_item(user: &User) -> Result<Item> {
    Item::of(users_of(&user.tenant).key(&[user.id.as_str()]), &UserRow::from(user))
}

fn email_key(email: &Email) -> Key {
    Directory::Emails.key(&[email.digest().as_str()])
}

/// Names an identity in a key, however long its issuer and its subject are.
fn digest(ExternalIdentity { issuer, subject }: &ExternalIdentity) -> String {
    // Neither part has a space in it, so no two identities are written alike.
    hex::encode(Sha256::digest(format!("{issuer} {subject}")))
}

fn identity_key(tenant: Option<&TenantId>, identity: &ExternalIdentity) -> Key {
    match tenant {
        Some(tenant) => Key::of_tenant(tenant, &["IDENTITY", &digest(identity)], &[]),
        None => Directory::Identities.key(&[&digest(identity)]),
    }
}

fn absent_or_of(user: &User) -> Expression {
    Expression::new("attribute_not_exists(pk) OR #user = :user")
        .name("#user", "user_id")
        .text(":user", user.id.as_str())
}

/// Adds the entry of the user's address.
pub(super) fn claiming_email(change: Transaction, user: &User) -> Result<Transaction> {
    let taken = Error::conflict("the e-mail address belongs to another user");
    Ok(change.put_if(Item::of(email_key(&user.email), &WhoRow::of(user))?, absent(), taken))
}

/// Adds a new user, who is known nowhere else yet.
pub(super) fn adding(change: Transaction, user: &User) -> Result<Transaction> {
    if !user.identities.is_empty() {
        return Err(Error::internal("identities are linked to users who exist"));
    }
    Ok(change.put_new(user_item(user)?))
}

fn wanted(filter: &UserFilter) -> Result<Expression> {
    let mut wanted = Expression::default();
    if let Some(state) = &filter.state {
        let state = serde_dynamo::to_attribute_value(state).map_err(Error::internal)?;
        wanted = wanted.and(Expression::new("#state = :state").name("#state", "state").value(":state", state));
    }
    if let Some(role) = &filter.role {
        let held = Expression::new("contains(#roles, :role)").name("#roles", "roles");
        wanted = wanted.and(held.text(":role", role.as_str()));
    }
    Ok(wanted)
}

#[async_trait]
impl Users for Store {
    async fn user(&self, tenant: &TenantId, id: &UserId) -> Result<Option<User>> {
        let row: Option<UserRow> = self.get(&users_of(tenant).key(&[id.as_str()]), Consistency::Strong).await?;
        row.map(User::try_from).transpose()
    }

    async fn user_by_email(&self, email: &Email) -> Result<Option<User>> {
        let entry: Option<WhoRow> = self.get(&email_key(email), Consistency::Strong).await?;
        // Where there is no entry, the second read looks for nobody: it takes as long as the other.
        let entry = entry.unwrap_or_else(|| WhoRow {
            tenant_id: TenantId::generate(DateTime::UNIX_EPOCH),
            user_id: UserId::generate(DateTime::UNIX_EPOCH),
        });
        self.user(&entry.tenant_id, &entry.user_id).await
    }

    async fn user_by_identity(&self, tenant: Option<&TenantId>, identity: &ExternalIdentity) -> Result<Option<User>> {
        let entry: Option<WhoRow> = self.get(&identity_key(tenant, identity), Consistency::Strong).await?;
        match entry {
            Some(WhoRow { tenant_id, user_id }) => self.user(&tenant_id, &user_id).await,
            None => Ok(None),
        }
    }

    async fn users(&self, tenant: &TenantId, filter: &UserFilter, page: &PageRequest) -> Result<Page<User>> {
        let mut list = Query::of(&users_of(tenant)).consistent();
        if *filter != UserFilter::default() {
            list = list.only(wanted(filter)?);
        }
        let Page { items, next } = self.query::<UserRow>(&list, page).await?;
        Ok(Page { items: items.into_iter().map(User::try_from).collect::<Result<_>>()?, next })
    }

    async fn add_user(&self, user: &User, commit: Commit) -> Result<()> {
        let change = adding(claiming_email(Transaction::new(), user)?, user)?;
        self.transact(change.commit(commit)).await
    }

    async fn save_user(&self, user: &User, tenant: Option<&Tenant>, commit: Commit) -> Result<()> {
        let mut change = Transaction::new().put_version(user_item(user)?)?;
        if let Some(tenant) = tenant {
            change = change.put_version(tenant_item(tenant)?)?;
        }
        self.transact(self.linking(change, user).await?.commit(commit)).await
    }
}

impl Store {
    /// Adds the entries of the identities that are new; the others are there already.
    async fn linking(&self, mut change: Transaction, user: &User) -> Result<Transaction> {
        let who = WhoRow::of(user);
        let read = user.identities.iter().map(|identity| async move {
            let (within, anywhere) = (identity_key(Some(&user.tenant), identity), identity_key(None, identity));
            let within = self.get::<WhoRow>(&within, Consistency::Strong);
            try_join(within, self.get::<WhoRow>(&anywhere, Consistency::Strong))
                .await
                .map(|entries| (identity, entries))
        });
        for (identity, (within, anywhere)) in try_join_all(read).await? {
            let is_new = within.is_none_or(|entry| entry != who);
            let is_first = anywhere.is_none();
            let missing = [is_new.then_some(Some(&user.tenant)), is_first.then_some(None)];
            for tenant in missing.into_iter().flatten() {
                let taken = Error::conflict("this identity belongs to another user");
                let entry = Item::of(identity_key(tenant, identity), &who)?;
                change = change.put_if(entry, absent_or_of(user), taken);
            }
        }
        Ok(change)
    }
}
