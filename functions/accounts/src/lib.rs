//! Connected accounts: how a tenant lets Pantheon look at its AWS accounts, and how Pantheon makes
//! sure that nobody else can through it.
//!
//! In the order of a connection's life: it is asked for, verified, looked at, synchronized with its
//! organization and let go.

pub mod platform;
pub mod verifying;
pub mod view;

pub mod connect_account;
pub mod disconnect_account;
pub mod get_account;
pub mod list_accounts;
pub mod request_organization_sync;
pub mod schedule_organization_sync;
pub mod sync_organization;
pub mod verify_account;

mod random;

#[cfg(test)]
mod tests;

/// The part of the API that this package answers.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    connect_account::handle,
    list_accounts::handle,
    get_account::handle,
    verify_account::handle,
    request_organization_sync::handle,
    disconnect_account::handle,
))]
pub struct Api;
