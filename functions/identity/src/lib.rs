//! Identity: who signs in, how they stay signed in, and who is let in.
//!
//! Reading order: how it begins ([`initialize_platform`], [`founding`]); the keys ([`key`],
//! [`key_chain`], [`published_keys`], [`rotate_signing_key`]) and the tokens that they sign
//! ([`token`], [`verifier`]); signing in ([`password`], [`totp`], [`sealing`], [`sign_in`]) and
//! staying signed in ([`sessions`]); then the routes and the two authorizers ([`authorizer`],
//! [`limiting`]).

pub mod founding;
pub mod initialize_platform;

pub mod key;
mod key_cache;
pub mod key_chain;
pub mod key_publication;
pub mod published_keys;
pub mod rotate_signing_key;
pub mod token;
pub mod verifier;

pub mod password;
pub mod sealing;
pub mod sessions;
pub mod sign_in;
pub mod token_pair;
pub mod totp;

pub mod get_jwks;
pub mod login;
pub mod logout;
pub mod refresh_session;
pub mod register;

pub mod change_password;
pub mod get_current_user;
pub mod list_sessions;
pub mod revoke_session;
pub mod session_view;

pub mod confirm_totp;
pub mod enroll_totp;
pub mod remove_totp;

pub mod authorize_http;
pub mod authorize_socket;
pub mod authorizer;
pub mod create_socket_ticket;
pub mod limiting;
mod standing_memory;

#[cfg(test)]
mod events;
mod random;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod token_world;

/// The routes of this context, as OpenAPI describes them.
#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        login::handle,
        register::handle,
        refresh_session::handle,
        logout::handle,
        get_current_user::handle,
        change_password::handle,
        list_sessions::handle,
        revoke_session::handle,
        enroll_totp::handle,
        confirm_totp::handle,
        remove_totp::handle,
        get_jwks::handle,
        create_socket_ticket::handle,
    ),
    tags((name = "auth", description = "Sign in, stay signed in, sign out."))
)]
pub struct Api;
