//! Identity providers, in memory.

use super::MemoryIdentity;
use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    command::Commit,
    id::{ProviderId, TenantId},
    identity::{IdentityProvider, IdentityProviders, Issuer},
};

#[async_trait]
impl IdentityProviders for MemoryIdentity {
    async fn provider_of(&self, issuer: &Issuer, audience: &str) -> Result<Option<IdentityProvider>> {
        let stands = |provider: &&IdentityProvider| provider.issuer == *issuer && provider.audiences.contains(audience);
        Ok(self.open()?.providers.values().find(stands).cloned())
    }

    async fn provider(&self, tenant: &TenantId, id: &ProviderId) -> Result<Option<IdentityProvider>> {
        Ok(self.open()?.providers.get(&(tenant.clone(), id.clone())).cloned())
    }

    async fn providers(&self, tenant: &TenantId) -> Result<Vec<IdentityProvider>> {
        Ok(self.open()?.providers.values().filter(|provider| provider.tenant == *tenant).cloned().collect())
    }

    async fn add_provider(&self, provider: &IdentityProvider, commit: Commit) -> Result<()> {
        let mut state = self.open()?;
        let key = (provider.tenant.clone(), provider.id.clone());
        if state.providers.contains_key(&key) {
            return Err(Error::conflict("the identity provider exists already"));
        }
        let same = state.providers.values().filter(|other| other.issuer == provider.issuer);
        let mut taken = same.flat_map(|other| other.audiences.intersection(&provider.audiences));
        if let Some(audience) = taken.next() {
            return Err(Error::conflict(format!("the audience {audience} of this issuer is taken")));
        }
        state.providers.insert(key, provider.clone());
        state.commit(commit);
        Ok(())
    }

    async fn remove_provider(&self, provider: &IdentityProvider, commit: Commit) -> Result<()> {
        let mut state = self.open()?;
        let key = (provider.tenant.clone(), provider.id.clone());
        if state.providers.get(&key).is_none_or(|kept| kept.version != provider.version) {
            return Err(Error::PreconditionFailed { kind: "identity provider" });
        }
        state.providers.remove(&key);
        state.commit(commit);
        Ok(())
    }
}
