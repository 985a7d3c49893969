//! What the routes of administration share: who may manage whom, and what comes of a race.

use pantheon_core::{
    Caller, Error, Result,
    command::{Command, Commit, Idempotency},
    error::Violation,
    id::UserId,
    identity::{RoleBook, Roles, Tenants, User, Users},
};
use std::str::FromStr;

/// How often things are read anew because they changed under the decision.
pub(crate) const ATTEMPTS: usize = 4;

/// The users of a tenant, their roles, and who must stay.
#[derive(Clone, Copy)]
pub struct Directory<'a> {
    /// The tenants.
    pub tenants: &'a dyn Tenants,
    /// The users.
    pub users: &'a dyn Users,
    /// The roles.
    pub roles: &'a dyn Roles,
    /// The memory of which requests were carried out.
    pub requests: &'a dyn Idempotency,
}

/// What is to become of a user, and what the caller is told.
pub enum Decision<A> {
    /// Nothing: it is so already.
    Same(A),
    /// The user changes.
    Change {
        /// The user, one version on.
        user: Box<User>,
        /// What is written along.
        commit: Commit,
        /// What the caller is told once that is done.
        answer: A,
    },
}

impl<'a> Directory<'a> {
    /// Takes everything from one store.
    pub fn of<S: Tenants + Users + Roles + Idempotency>(store: &'a S) -> Self {
        Self { tenants: store, users: store, roles: store, requests: store }
    }

    /// Finds a user of the caller's tenant.
    pub async fn user(self, caller: &Caller, id: &UserId) -> Result<User> {
        self.users.user(&caller.tenant, id).await?.ok_or_else(|| Error::not_found("user", id))
    }

    /// Finds a user whom the caller may manage, and the roles of the tenant.
    ///
    /// Fails with `forbidden` for a user who holds what the caller does not: whoever could take the
    /// roles, the password or the sessions of such a user could take their place.
    pub async fn managed(self, caller: &Caller, id: &UserId) -> Result<(User, RoleBook)> {
        let user = self.user(caller, id).await?;
        let roles = self.roles.role_book(&caller.tenant).await?;
        caller.may_grant(&roles.permissions(&user.roles))?;
        Ok((user, roles))
    }

    /// Changes a user whom the caller may manage, and decides anew whenever somebody else was faster.
    pub async fn change<A>(
        self,
        caller: &Caller,
        id: &UserId,
        command: &Command,
        decide: impl Fn(&User, &RoleBook) -> Result<Decision<A>>,
    ) -> Result<A> {
        for _ in 0..ATTEMPTS {
            let (user, roles) = self.managed(caller, id).await?;
            match decide(&user, &roles)? {
                Decision::Same(answer) => return self.undone(command).await.map(|()| answer),
                Decision::Change { user, commit, answer } => {
                    if unless_overtaken(self.keep(&user, commit).await)?.is_some() {
                        return Ok(answer);
                    }
                }
            }
        }
        Err(busy("the user"))
    }

    /// Keeps a changed user, and with it who the administrators of the tenant are.
    async fn keep(self, user: &User, commit: Commit) -> Result<()> {
        let tenant = self.tenants.tenant(&user.tenant).await?;
        let tenant = tenant.ok_or_else(|| Error::not_found("tenant", &user.tenant))?.following(user)?;
        self.users.save_user(user, tenant.as_ref(), commit).await
    }

    /// Gives the idempotency key of a request back that changed nothing, and so left no answer: a
    /// repeated one is carried out again, and changes nothing either.
    async fn undone(self, command: &Command) -> Result<()> {
        match &command.claim {
            Some(claim) => self.requests.release(claim).await,
            None => Ok(()),
        }
    }
}

/// Returns nothing where somebody else changed the same things first.
pub(crate) fn unless_overtaken<T>(kept: Result<T>) -> Result<Option<T>> {
    match kept {
        Err(Error::PreconditionFailed { .. }) => Ok(None),
        kept => kept.map(Some),
    }
}

/// Says that others were faster each time.
pub(crate) fn busy(what: &'static str) -> Error {
    Error::unavailable(what, "it kept changing")
}

/// Fails with `forbidden` for the caller's own user.
pub(crate) fn refuse_self(caller: &Caller, id: &UserId, reason: &'static str) -> Result<()> {
    if caller.user == *id { Err(Error::Refused { reason }) } else { Ok(()) }
}

/// Parses a text of the body, and says where it was whatever its type calls itself.
pub(crate) fn parsed<T: FromStr<Err = Error>>(pointer: &str, text: &str) -> Result<T> {
    text.parse().map_err(|error| match error {
        Error::Invalid { violations } => {
            let there = |violation: Violation| Violation { pointer: pointer.to_owned(), ..violation };
            Error::Invalid { violations: violations.into_iter().map(there).collect() }
        }
        other => other,
    })
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
