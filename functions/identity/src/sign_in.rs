//! Signing in: who it is, by password and second factor, and how long a guesser has to wait.

use crate::{password::Passwords, sealing::Sealing, totp};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Caller, Error, Result,
    command::Commit,
    identity::{Email, EmailDigest, Failures, SignInFailures, User, Users},
};
use secrecy::SecretString;
use std::time::Duration;

/// How often a decision is made anew because the user changed under it.
pub(crate) const ATTEMPTS: usize = 4;

const WRONG: Error = Error::Unauthenticated { reason: "the e-mail address or the password is wrong" };
const GONE: Error = Error::Unauthenticated { reason: "this user may not sign in any more; ask an administrator" };

/// Finds out who signs in.
pub struct Doorkeeper<'a> {
    /// The users.
    pub users: &'a dyn Users,
    /// The memory of failures.
    pub failures: &'a dyn SignInFailures,
    /// The check of passwords.
    pub passwords: &'a Passwords,
    /// The keys that open the secrets of authenticators.
    pub sealing: &'a Sealing,
}

/// What somebody brings to be let in.
pub struct Credentials<'a> {
    /// The address of the user.
    pub email: &'a Email,
    /// The password of the user.
    pub password: &'a SecretString,
    /// A code of the user's authenticator, or a recovery code.
    pub code: Option<&'a SecretString>,
}

impl Doorkeeper<'_> {
    /// Returns the user with this address and password, whose second factor, if there is one, agrees.
    ///
    /// A wrong password, an unknown address, and a user who may not sign in get the same answer after
    /// the same work, and count alike towards the wait. So does a wrong code; that one is missing is
    /// told only to whoever knows the password.
    pub async fn admit(&self, brought: Credentials<'_>, now: DateTime<Utc>) -> Result<User> {
        let address = brought.email.digest();
        let before = self.not_waiting(&address, now).await?;
        let user = self.users.user_by_email(brought.email).await?;
        let right = self.passwords.matches(brought.password, user.as_ref().and_then(|user| user.password.as_ref()))?;
        let known = match user.filter(|user| right && user.is_active()) {
            Some(user) => self.agree(user, brought.code, now).await?,
            None => None,
        };
        let Some(user) = known else { return Err(self.turn_away(&address, before, now, WRONG).await?) };
        if before.is_some() {
            self.failures.forget(&address).await?;
        }
        Ok(self.rehashed(user, brought.password).await)
    }

    /// Fails with `invalid` unless this is the present password of the user, who has signed in;
    /// `pointer` is where the request holds it. Failures count as those of a sign-in do.
    pub async fn confirm(&self, user: &User, pointer: &str, password: &SecretString, now: DateTime<Utc>) -> Result<()> {
        let Some(hash) = &user.password else {
            return Err(Error::Refused {
                reason: "you have no password; ask an administrator for an invitation to choose one",
            });
        };
        let address = user.email.digest();
        let before = self.not_waiting(&address, now).await?;
        if self.passwords.matches(password, Some(hash))? {
            return Ok(());
        }
        Err(self.turn_away(&address, before, now, Error::invalid(pointer, "is not your present password")).await?)
    }

    /// Asks the second factor of a user who has proved themselves otherwise, if there is one; returns
    /// the user with the code spent. Failures count as those of a sign-in do, and success forgets them.
    pub async fn ask_second_factor(&self, user: User, code: Option<&SecretString>, now: DateTime<Utc>) -> Result<User> {
        let address = user.email.digest();
        let before = self.failures.failures(&address).await?;
        if user.active_second_factor().is_some() {
            refuse_waiting(before, now)?;
        }
        match self.agree(user, code, now).await? {
            Some(user) => {
                if before.is_some() {
                    self.failures.forget(&address).await?;
                }
                Ok(user)
            }
            None => Err(self.turn_away(&address, before, now, WRONG).await?),
        }
    }

    /// Returns the user behind a request; fails with `unauthenticated` if there is none any more.
    pub async fn user_of(&self, caller: &Caller) -> Result<User> {
        let user = self.users.user(&caller.tenant, &caller.user).await?;
        user.filter(User::is_active).ok_or(GONE)
    }

    /// Changes the user as `decide` says; decides anew if the user changed in the meantime.
    pub async fn change(
        &self,
        user: User,
        decide: impl Fn(&User) -> Result<(User, Commit)> + Send + Sync,
    ) -> Result<User> {
        let mut user = user;
        for _ in 0..ATTEMPTS {
            let (next, commit) = decide(&user)?;
            match self.users.save_user(&next, None, commit).await {
                Err(Error::PreconditionFailed { .. }) => {
                    let found = self.users.user(&user.tenant, &user.id).await?;
                    user = found.filter(User::is_active).ok_or(GONE)?;
                }
                saved => return saved.map(|()| next),
            }
        }
        Err(Error::unavailable("the user", "it kept changing"))
    }

    async fn not_waiting(&self, address: &EmailDigest, now: DateTime<Utc>) -> Result<Option<Failures>> {
        let before = self.failures.failures(address).await?;
        refuse_waiting(before, now)?;
        Ok(before)
    }

    /// Spends the code of the user's second factor, if there is one; `None` if the code is wrong.
    ///
    /// Of several callers with the same code one has it spent: the others find it spent.
    async fn agree(&self, user: User, code: Option<&SecretString>, now: DateTime<Utc>) -> Result<Option<User>> {
        let mut user = user;
        for _ in 0..ATTEMPTS {
            let Some(factor) = user.active_second_factor() else { return Ok(Some(user)) };
            let code = code.ok_or(Error::SecondFactorRequired)?;
            let Some(spent) = totp::spend(self.sealing, &user, factor, code, now)? else { return Ok(None) };
            let next = user.with_second_factor(Some(spent));
            match self.users.save_user(&next, None, Commit::unasked()).await {
                Ok(()) => return Ok(Some(next)),
                Err(Error::PreconditionFailed { .. }) => {
                    let found = self.users.user(&user.tenant, &user.id).await?;
                    let same = |found: &User| found.is_active() == user.is_active() && found.password == user.password;
                    let Some(found) = found.filter(same) else { return Ok(None) };
                    user = found;
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::unavailable("the user", "it kept changing"))
    }

    /// Hashes the password anew if its hash is weaker than hashes are now; whatever goes wrong with
    /// that keeps nobody out.
    async fn rehashed(&self, user: User, password: &SecretString) -> User {
        match self.rehash(&user, password).await {
            Ok(Some(stronger)) => stronger,
            Ok(None) => user,
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a weak password hash could not be replaced");
                user
            }
        }
    }

    async fn rehash(&self, user: &User, password: &SecretString) -> Result<Option<User>> {
        let Some(hash) = &user.password else { return Ok(None) };
        if !self.passwords.is_weak(hash)? {
            return Ok(None);
        }
        let stronger = user.rehashed(self.passwords.hash(password)?);
        self.users.save_user(&stronger, None, Commit::unasked()).await?;
        Ok(Some(stronger))
    }

    /// Remembers a failure, and returns what is said of it.
    async fn turn_away(
        &self,
        address: &EmailDigest,
        before: Option<Failures>,
        now: DateTime<Utc>,
        said: Error,
    ) -> Result<Error> {
        let after = Failures::after(before, now);
        match self.failures.remember(address, before.as_ref(), &after).await {
            Ok(()) => Ok(said),
            // Somebody else is guessing at the same address at the same time.
            Err(Error::PreconditionFailed { .. }) => Ok(Error::QuotaExceeded { retry_after: Duration::from_secs(1) }),
            Err(error) => Err(error),
        }
    }
}

fn refuse_waiting(before: Option<Failures>, now: DateTime<Utc>) -> Result<()> {
    let wait = before.and_then(|failures| failures.wait(now));
    wait.map_or(Ok(()), |retry_after| Err(Error::QuotaExceeded { retry_after }))
}

#[cfg(test)]
mod tests;
