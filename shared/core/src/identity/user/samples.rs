//! Users for the tests of this crate.

use super::*;

/// Makes an active user with these roles.
pub(crate) fn user(roles: &[Role]) -> User {
    User {
        id: UserId::generate(DateTime::UNIX_EPOCH),
        tenant: TenantId::generate(DateTime::UNIX_EPOCH),
        email: "ada@example.com".parse().unwrap(),
        roles: roles.iter().copied().map(RoleName::from).collect(),
        state: UserState::Active,
        password: Some(PasswordHash("$argon2id$secret".to_owned())),
        invitation: None,
        second_factor: None,
        identities: BTreeSet::new(),
        session_version: 1,
        sessions_since: DateTime::UNIX_EPOCH,
        created_at: DateTime::UNIX_EPOCH,
        version: Version::FIRST,
    }
}
