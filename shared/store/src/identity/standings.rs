//! What credentials are worth: a few reads side by side, all of them up to date.

use crate::Store;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use futures::try_join;
use pantheon_core::{
    Result,
    id::{ApiKeyId, SessionId, TenantId, UserId},
    identity::{ApiKey, ApiKeys as _, Roles as _, Sessions as _, Standing, Standings, Users as _},
};

#[async_trait]
impl Standings for Store {
    async fn of_session(&self, tenant: &TenantId, user: &UserId, id: &SessionId) -> Result<Option<Standing>> {
        let session = self.session(tenant, user, id);
        let (session, user, roles) = try_join!(session, self.user(tenant, user), self.role_book(tenant))?;
        Ok(session.zip(user).map(|(session, user)| Standing::of_session(&session, &user, &roles)))
    }

    async fn of_api_key(&self, tenant: &TenantId, user: &UserId, id: &ApiKeyId) -> Result<Option<(ApiKey, Standing)>> {
        let key = self.api_key(tenant, user, id);
        let (key, user, roles) = try_join!(key, self.user(tenant, user), self.role_book(tenant))?;
        Ok(key.zip(user).map(|(key, user)| {
            let standing = Standing::of_api_key(&key, &user, &roles);
            (key, standing)
        }))
    }

    async fn of_user(&self, tenant: &TenantId, user: &UserId, expires_at: DateTime<Utc>) -> Result<Option<Standing>> {
        let (user, roles) = try_join!(self.user(tenant, user), self.role_book(tenant))?;
        Ok(user.map(|user| Standing::of_user(&user, &roles, expires_at)))
    }
}
