//! Authorizer of the WebSocket API: lets a connection in for a ticket that nobody has used.

use crate::standing_memory::{Claim, read};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Caller, Error, Result,
    identity::{Digest, OneTime, Purpose, Standings},
};
use pantheon_lambda::authorizer::Request;

const INVALID: Error = Error::Unauthenticated { reason: "the ticket is not valid any more; get a new one" };
const FOREIGN_PAGE: Error = Error::Unauthenticated { reason: "pages of this origin may not open sockets" };

/// Returns who connects, with the permissions of this moment.
///
/// Browsers say which page opens the socket, and cannot be kept from sending what the page has
/// stolen; so only pages of ours may. Whoever names no origin is no browser.
pub async fn handle(
    tickets: &dyn OneTime,
    standings: &dyn Standings,
    allowed_origins: &[&str],
    request: Request,
) -> Result<Caller> {
    if request.origin().is_some_and(|origin| !allowed_origins.contains(&origin)) {
        return Err(FOREIGN_PAGE);
    }
    let holder = redeem(tickets, request.token(), request.now()).await?;
    as_of_now(standings, holder, request.now()).await
}

/// Takes what is behind a ticket, which is gone then.
async fn redeem(tickets: &dyn OneTime, ticket: &str, now: DateTime<Utc>) -> Result<Caller> {
    let is_ticket = ticket.len() == 43 && URL_SAFE_NO_PAD.decode(ticket).is_ok();
    let digest = is_ticket.then(|| Digest::of(ticket)).ok_or(INVALID)?;
    let behind = tickets.take(Purpose::SocketTicket, &digest, now).await?.ok_or(INVALID)?;
    serde_json::from_value(behind).map_err(Error::internal)
}

/// Looks again at what the holder may do, who may have lost it since the ticket was made.
async fn as_of_now(standings: &dyn Standings, holder: Caller, now: DateTime<Utc>) -> Result<Caller> {
    let Caller { tenant, user, credential, mut permissions } = holder;
    let claim = Claim { tenant, user, credential };
    // Somebody else vouched for a guest when the ticket was made, which is good for less than this.
    let vouched_until = now + Purpose::SocketTicket.lifetime();
    let worth = read(standings, &claim, vouched_until).await?;
    let standing = worth.map(|worth| worth.standing).filter(|standing| standing.is_good(now)).ok_or(INVALID)?;
    permissions.retain(|permission| standing.permissions.contains(permission));
    let Claim { tenant, user, credential } = claim;
    Ok(Caller { tenant, user, credential, permissions })
}

#[cfg(test)]
mod tests;
