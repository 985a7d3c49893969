//! Tenants, users, their sessions and their failed sign-ins.
//!
//! A tenant's users share a partition, and so do a user's sessions. An address and the name of a
//! tenant each have an entry of their own outside the tenant, which holds nothing but where to look
//! and keeps the address and the name unlike any other.

mod row;

use crate::{Consistency, Directory, Expression, Item, Key, Store, Transaction, transaction::absent};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta};
use futures::try_join;
use pantheon_core::{
    Error, Result,
    command::Commit,
    id::{SessionId, TenantId, UserId},
    identity::{
        Email, EmailDigest, Failures, Session, Sessions, SignInFailures, Standing, Tenant, TenantName, Tenants, User,
        Users,
    },
};
use row::{EmailRow, FailuresRow, SessionRow, TenantNameRow, TenantRow, UserRow};

/// How long a session is kept after it has expired, so that its end can still be looked up.
const KEPT: TimeDelta = TimeDelta::days(1);

fn tenant_key(id: &TenantId) -> Key {
    Key::of_tenant(id, &["TENANT"], &[])
}

fn user_key(tenant: &TenantId, id: &UserId) -> Key {
    Key::of_tenant(tenant, &["USERS"], &[id.as_str()])
}

fn session_key(tenant: &TenantId, user: &UserId, id: &SessionId) -> Key {
    Key::of_tenant(tenant, &["USER", user.as_str(), "SESSIONS"], &[id.as_str()])
}

fn failures_key(address: &EmailDigest) -> Key {
    Directory::SignInFailures.key(&[address.as_str()])
}

fn session_item(session: &Session) -> Result<Item> {
    let key = session_key(&session.tenant, &session.user, &session.id);
    Ok(Item::of(key, &SessionRow::from(session))?.expiring(session.expires_at + KEPT))
}

#[async_trait]
impl Tenants for Store {
    async fn tenant(&self, id: &TenantId) -> Result<Option<Tenant>> {
        let row: Option<TenantRow> = self.get(&tenant_key(id), Consistency::Strong).await?;
        row.map(Tenant::try_from).transpose()
    }

    async fn tenant_by_name(&self, name: &TenantName) -> Result<Option<Tenant>> {
        let entry = Directory::Tenants.key(&[&name.digest()]);
        match self.get::<TenantNameRow>(&entry, Consistency::Strong).await? {
            Some(entry) => self.tenant(&entry.tenant_id).await,
            None => Ok(None),
        }
    }

    async fn found(&self, tenant: &Tenant, administrator: &User, commit: Commit) -> Result<()> {
        let name = Item::of(
            Directory::Tenants.key(&[&tenant.name.digest()]),
            &TenantNameRow { tenant_id: tenant.id.clone() },
        )?;
        let email = Item::of(
            Directory::Emails.key(&[administrator.email.digest().as_str()]),
            &EmailRow { tenant_id: administrator.tenant.clone(), user_id: administrator.id.clone() },
        )?;
        let name_taken = Error::conflict("the name belongs to another tenant");
        let email_taken = Error::conflict("the e-mail address belongs to another user");
        let transaction = Transaction::new()
            .put_if(name, absent(), name_taken)
            .put_if(email, absent(), email_taken)
            .put_new(Item::of(tenant_key(&tenant.id), &TenantRow::from(tenant))?)
            .put_new(Item::of(user_key(&administrator.tenant, &administrator.id), &UserRow::from(administrator))?);
        self.transact(transaction.commit(commit)).await
    }
}

#[async_trait]
impl Users for Store {
    async fn user(&self, tenant: &TenantId, id: &UserId) -> Result<Option<User>> {
        let row: Option<UserRow> = self.get(&user_key(tenant, id), Consistency::Strong).await?;
        row.map(User::try_from).transpose()
    }

    async fn user_by_email(&self, email: &Email) -> Result<Option<User>> {
        let entry = Directory::Emails.key(&[email.digest().as_str()]);
        let entry: Option<EmailRow> = self.get(&entry, Consistency::Strong).await?;
        // Where there is no entry, the second read looks for nobody: it takes as long as the other.
        let entry = entry.unwrap_or_else(|| EmailRow {
            tenant_id: TenantId::generate(DateTime::UNIX_EPOCH),
            user_id: UserId::generate(DateTime::UNIX_EPOCH),
        });
        self.user(&entry.tenant_id, &entry.user_id).await
    }
}

#[async_trait]
impl Sessions for Store {
    async fn session(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Session>> {
        let row: Option<SessionRow> = self.get(&session_key(tenant, user, id), Consistency::Strong).await?;
        row.map(Session::try_from).transpose()
    }

    async fn start(&self, session: &Session, commit: Commit) -> Result<()> {
        self.transact(Transaction::new().put_new(session_item(session)?).commit(commit)).await
    }

    async fn save(&self, session: &Session, commit: Commit) -> Result<()> {
        self.transact(Transaction::new().put_version(session_item(session)?)?.commit(commit)).await
    }

    async fn standing(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Standing>> {
        let (session, user) = try_join!(self.session(tenant, user, id), self.user(tenant, user))?;
        Ok(session.zip(user).map(|(session, user)| Standing::of(&session, &user)))
    }
}

#[async_trait]
impl SignInFailures for Store {
    async fn failures(&self, address: &EmailDigest) -> Result<Option<Failures>> {
        let row: Option<FailuresRow> = self.get(&failures_key(address), Consistency::Strong).await?;
        row.map(Failures::try_from).transpose()
    }

    async fn remember(&self, address: &EmailDigest, before: Option<&Failures>, after: &Failures) -> Result<()> {
        let item = Item::of(failures_key(address), &FailuresRow::from(*after))?.expiring(after.forgotten_at());
        let unchanged = before.map_or_else(absent, |before| {
            Expression::new("#count = :count AND #last_at = :last_at")
                .name("#count", "count")
                .name("#last_at", "last_at")
                .number(":count", before.count)
                .text(":last_at", row::text(before.last_at))
        });
        let refusal = Error::PreconditionFailed { kind: "memory of failed sign-ins" };
        self.transact(Transaction::new().put_if(item, unchanged, refusal)).await
    }

    async fn forget(&self, address: &EmailDigest) -> Result<()> {
        self.transact(Transaction::new().delete(failures_key(address))).await
    }
}

#[cfg(test)]
mod tests;
