//! Socket `$disconnect`: a socket was closed, by either side.

use pantheon_core::{Result, socket::Sockets};
use pantheon_lambda::socket::{Answer, Request};

/// Forgets the socket and what it listened to.
pub async fn handle(sockets: &dyn Sockets, request: Request) -> Result<Answer> {
    let caller = request.caller()?;
    let id = request.connection_id().parse()?;

    sockets.close_socket(&caller.tenant, &id).await?;

    Ok(Answer::none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{socket_connect, testing::sample};
    use pantheon_testing::realtime::MemorySockets;

    #[tokio::test]
    async fn forgets_the_socket() {
        let sockets = MemorySockets::default();
        socket_connect::handle(&sockets, sample("socket-connect")).await.unwrap();

        handle(&sockets, sample("socket-disconnect")).await.unwrap();

        assert!(sockets.open().is_empty());
    }

    #[tokio::test]
    async fn forgets_twice_without_complaint() {
        let sockets = MemorySockets::default();

        assert_eq!(handle(&sockets, sample("socket-disconnect")).await.unwrap(), Answer::none());
    }
}
