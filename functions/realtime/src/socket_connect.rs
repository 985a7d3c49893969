//! Socket `$connect`: somebody opens a socket.

use pantheon_core::{
    Result,
    socket::{Socket, Sockets},
};
use pantheon_lambda::socket::{Answer, Request};

/// Keeps the socket with the permissions that its owner has now.
pub async fn handle(sockets: &dyn Sockets, request: Request) -> Result<Answer> {
    let caller = request.caller()?.clone();
    let id = request.connection_id().parse()?;

    sockets.open_socket(&Socket::open(id, caller, request.now())).await?;

    Ok(Answer::none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{of_nobody, sample};
    use pantheon_testing::code;
    use pantheon_testing::realtime::MemorySockets;

    #[tokio::test]
    async fn keeps_who_connected() {
        let sockets = MemorySockets::default();
        let request = sample("socket-connect");

        handle(&sockets, request.clone()).await.unwrap();

        let caller = request.caller().unwrap();
        let id = request.connection_id().parse().unwrap();
        assert_eq!(sockets.socket(&caller.tenant, &id).await.unwrap().unwrap().caller, *caller);
    }

    #[tokio::test]
    async fn keeps_nobody_who_is_unknown() {
        let sockets = MemorySockets::default();

        let refused = handle(&sockets, of_nobody()).await;

        assert_eq!(code(refused), "unauthenticated");
        assert!(sockets.open().is_empty());
    }
}
