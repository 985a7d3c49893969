//! Identity: who signs in, how they stay signed in, and who is let in.
//!
//! Reading order: how it begins ([`initialize_platform`], [`founding`]); the keys ([`key`],
//! [`key_chain`], [`published_keys`], [`rotate_signing_key`]) and the tokens that they sign
//! ([`token`], [`verifier`]); signing in ([`password`], [`totp`], [`sealing`], [`sign_in`]) and
//! staying signed in ([`sessions`]); signing in elsewhere ([`external`], [`oauth`], [`oauth_desk`],
//! [`linking`], [`token_exchange`]); then the routes, and the two authorizers ([`authorizer`],
//! [`limiting`]). Administration is on its own shelf: tenants, users, their roles, and API keys
//! ([`administration`]).

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

pub mod external;
pub mod linking;
pub mod oauth;
pub mod oauth_desk;
pub mod token_exchange;

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

pub mod administration;
pub mod create_tenant;
pub mod get_tenant;
pub mod shown_once;

pub mod change_user_roles;
pub mod disable_user;
pub mod enable_user;
pub mod get_user;
pub mod invite_user;
pub mod list_user_sessions;
pub mod list_users;
pub mod renew_invitation;
pub mod reset_user_totp;
pub mod revoke_user_session;
pub mod user_view;

pub mod create_role;
pub mod delete_role;
pub mod get_role;
pub mod list_roles;
pub mod role_view;
pub mod update_role;

pub mod api_key_view;
pub mod create_api_key;
pub mod list_api_keys;
pub mod revoke_api_key;

pub mod exchange_token;
pub mod finish_oauth;
pub mod redeem_oauth_code;
pub mod start_oauth;

pub mod add_identity_provider;
mod identity_provider_view;
pub mod list_identity_providers;
pub mod remove_identity_provider;

pub mod authorize_http;
pub mod authorize_socket;
pub mod authorizer;
pub mod create_socket_ticket;
pub mod limiting;
mod standing_memory;

#[cfg(test)]
mod events;
#[cfg(test)]
mod federation_world;
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
        start_oauth::handle,
        finish_oauth::handle,
        redeem_oauth_code::handle,
        exchange_token::handle,
        add_identity_provider::handle,
        list_identity_providers::handle,
        remove_identity_provider::handle,
        create_tenant::handle,
        get_tenant::handle,
        invite_user::handle,
        list_users::handle,
        get_user::handle,
        change_user_roles::handle,
        disable_user::handle,
        enable_user::handle,
        renew_invitation::handle,
        reset_user_totp::handle,
        list_user_sessions::handle,
        revoke_user_session::handle,
        list_roles::handle,
        get_role::handle,
        create_role::handle,
        update_role::handle,
        delete_role::handle,
        create_api_key::handle,
        list_api_keys::handle,
        revoke_api_key::handle,
    ),
    components(schemas(oauth::OAuthProvider)),
    tags(
        (name = "auth", description = "Sign in, stay signed in, sign out."),
        (name = "tenants", description = "Tenants, and who makes them."),
        (name = "users", description = "Invite users, give them roles, shut them out."),
        (name = "roles", description = "The built-in roles, and the tenant's own."),
        (name = "api-keys", description = "How programs sign in."),
        (name = "identity-providers", description = "Decide whose sign-in the tenant trusts."),
    )
)]
pub struct Api;
