//! Identity: who signs in, how they stay signed in, and who is let in.
//!
//! Reading order: how it begins ([`initialize_platform`], [`founding`]); the keys ([`key`],
//! [`key_chain`]) and the tokens that they sign ([`token`], [`verifier`]); passwords and sessions
//! ([`password`], [`sign_in`]); then the routes and the two authorizers.

pub mod founding;
pub mod initialize_platform;

pub mod key;
pub mod key_chain;
pub mod token;
pub mod verifier;

pub mod password;
pub mod sign_in;
pub mod token_pair;

pub mod get_current_user;
pub mod get_jwks;
pub mod login;
pub mod logout;
pub mod refresh_session;

pub mod authorize_http;
pub mod authorize_socket;
pub mod authorizer;

#[cfg(test)]
mod events;
mod random;
#[cfg(test)]
mod testing;

/// The routes of this context, as OpenAPI describes them.
#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        login::handle,
        refresh_session::handle,
        logout::handle,
        get_current_user::handle,
        get_jwks::handle,
    ),
    tags((name = "auth", description = "Sign in, stay signed in, sign out."))
)]
pub struct Api;
