//! `POST /v1/auth/socket-tickets`: get a ticket that opens one socket.
//!
//! A browser cannot send a header with a WebSocket, and a token in a URL ends up in logs; a ticket
//! there is worth nothing any more when somebody reads it. The answer is a credential, so there is
//! no `Idempotency-Key` and nothing to replay: a repeated request makes another ticket.

use crate::random;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use pantheon_core::{
    Error, Result,
    identity::{Digest, OneTime, Purpose},
};
use pantheon_lambda::http::{Json, Request};
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, Serializer};

/// A ticket and how long it is good for.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SocketTicket {
    /// Send it as `?ticket=…` when the socket is opened, once.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "exposed")]
    ticket: SecretString,
    /// For how many seconds the ticket is good.
    #[schema(example = 30)]
    expires_in: i64,
}

/// Answers with a ticket for whoever asks.
#[utoipa::path(
    post,
    path = "/v1/auth/socket-tickets",
    operation_id = "create-socket-ticket",
    tag = "auth",
    summary = "Get a ticket for a WebSocket",
    description = "The ticket opens one socket within 30 seconds, with the permissions that the caller has then. Takes no Idempotency-Key: credentials are never stored to be given out again.",
    responses((status = 200, description = "The ticket, shown once.", body = SocketTicket)),
    security(("bearer" = []))
)]
pub async fn handle(tickets: &dyn OneTime, request: Request) -> Result<Json<SocketTicket>> {
    let caller = request.caller()?;

    let ticket = URL_SAFE_NO_PAD.encode(random::bytes()?);
    let behind = serde_json::to_value(caller).map_err(Error::internal)?;
    tickets.keep(Purpose::SocketTicket, &Digest::of(&ticket), &behind, request.now()).await?;

    let expires_in = Purpose::SocketTicket.lifetime().num_seconds();
    Ok(Json::ok(SocketTicket { ticket: SecretString::from(ticket), expires_in }))
}

fn exposed<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

#[cfg(test)]
mod tests;
