//! What happens to users.
//!
//! Addresses are left out: events travel far, and whoever may know an address can ask for the user.

use crate::{event::Fact, id::UserId, identity::RoleName};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

macro_rules! user_facts {
    ($($(#[$doc:meta])* $fact:ident = $kind:literal $({ $($(#[$member_doc:meta])* $member:ident: $type:ty,)* })?;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
        pub struct $fact {
            /// The user.
            pub user_id: UserId,
            $($($(#[$member_doc])* pub $member: $type,)*)?
        }

        impl Fact for $fact {
            const KIND: &'static str = $kind;

            fn subject(&self) -> String {
                format!("users/{}", self.user_id)
            }
        }
    )*};
}

user_facts! {
    /// A user was made who may sign in at once.
    UserCreated = "user.created" {
        /// The roles that the user was given.
        roles: BTreeSet<RoleName>,
    };
    /// A user was made who still has to accept the invitation.
    UserInvited = "user.invited" {
        /// The roles that the user was given.
        roles: BTreeSet<RoleName>,
    };
    /// A user was given a new invitation, to accept or to choose another password with.
    UserInvitationRenewed = "user.invitation_renewed";
    /// A user accepted the invitation.
    UserActivated = "user.activated";
    /// A user was shut out, and signed out everywhere.
    UserDisabled = "user.disabled";
    /// A user was let in again.
    UserEnabled = "user.enabled";
    /// A user was given other roles; the access tokens from before are worth nothing.
    UserRolesChanged = "user.roles_changed" {
        /// The roles that the user has now.
        roles: BTreeSet<RoleName>,
    };
    /// A user chose another password, and was signed out everywhere.
    UserPasswordChanged = "user.password_changed";
    /// A user began to use an authenticator.
    UserSecondFactorEnabled = "user.second_factor_enabled";
    /// The authenticator of a user is asked no more.
    UserSecondFactorRemoved = "user.second_factor_removed";
    /// A user signed in elsewhere for the first time.
    UserIdentityLinked = "user.identity_linked" {
        /// Whose sign-in it was.
        issuer: String,
    };
}
