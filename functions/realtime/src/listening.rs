//! What a socket listens to, and how that changes while other frames come in.

use pantheon_core::{
    Error, Result,
    id::TenantId,
    socket::{SocketId, Sockets, Topic},
};

/// How many frames of one socket may change it at the same time before one of them is refused.
const ATTEMPTS: u32 = 8;

/// What the owner of a socket wishes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wish<'a> {
    /// To be told what happens under the topic.
    Listen(&'a Topic),
    /// To be told no longer.
    StopListening(&'a Topic),
}

/// Carries a wish out; one that was carried out before changes nothing.
pub(crate) async fn grant(sockets: &dyn Sockets, tenant: &TenantId, id: &SocketId, wish: Wish<'_>) -> Result<()> {
    for _ in 0..ATTEMPTS {
        match attempt(sockets, tenant, id, wish).await {
            Err(Error::PreconditionFailed { .. }) => {}
            outcome => return outcome,
        }
    }
    Err(Error::conflict("too many changes of this socket are under way; send them one after the other"))
}

async fn attempt(sockets: &dyn Sockets, tenant: &TenantId, id: &SocketId, wish: Wish<'_>) -> Result<()> {
    let found = sockets.socket(tenant, id).await?;
    let socket = found.ok_or_else(|| Error::not_found("socket", id))?;
    match wish {
        Wish::Listen(topic) => match socket.listening_to(topic)? {
            Some(changed) => sockets.listen(&changed, topic).await,
            None => Ok(()),
        },
        Wish::StopListening(topic) => match socket.not_listening_to(topic) {
            Some(changed) => sockets.stop_listening(&changed, topic).await,
            None => Ok(()),
        },
    }
}
