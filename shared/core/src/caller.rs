//! Who asks. No handler acts without a [`Caller`].

use crate::{
    Error, Result,
    id::{SessionId, TenantId, UserId},
    permission::Permission,
};
use std::collections::BTreeSet;

/// The authenticated person or program behind a request.
///
/// The tenant comes from the verified token alone: no path, query or body can name another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The tenant that the caller belongs to.
    pub tenant: TenantId,
    /// The user who signed in.
    pub user: UserId,
    /// The sign-in that the token came from.
    pub session: SessionId,
    /// What the caller may do.
    pub permissions: BTreeSet<Permission>,
}

impl Caller {
    /// Fails with `forbidden` unless the caller holds the permission.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.permissions.contains(&permission) { Ok(()) } else { Err(Error::Forbidden { permission }) }
    }
}
