use super::*;
use chrono::TimeDelta;
use pantheon_core::{Caller, permission::Permission};
use pantheon_lambda::http::Answer;
use pantheon_testing::{caller, code, identity::MemoryIdentity, load_request, now, request};

#[tokio::test]
async fn gives_whoever_asks_a_ticket_of_their_own() {
    let tickets = MemoryIdentity::default();
    let ask = async || {
        let asked = load_request("identity/create-socket-ticket");
        Answer::from(handle(&tickets, asked).await.unwrap()).body().unwrap().clone()
    };

    let (first, second) = (ask().await, ask().await);

    assert_eq!(first["expires_in"], 30);
    let ticket = first["ticket"].as_str().unwrap();
    assert_eq!(URL_SAFE_NO_PAD.decode(ticket).unwrap().len(), 32);
    assert_ne!(first["ticket"], second["ticket"]);
}

#[tokio::test]
async fn keeps_the_caller_behind_the_digest_for_half_a_minute() {
    let tickets = MemoryIdentity::default();
    let owner = caller(&[Permission::ScansRead]);
    let asked = request().called_by(&owner).build();
    let at = asked.now();
    let answer = Answer::from(handle(&tickets, asked).await.unwrap());
    let ticket = answer.body().unwrap()["ticket"].as_str().unwrap().to_owned();

    let late = at + TimeDelta::seconds(30);
    assert_eq!(tickets.take(Purpose::SocketTicket, &Digest::of(&ticket), late).await.unwrap(), None);
    let kept = tickets.take(Purpose::SocketTicket, &Digest::of(&ticket), at + TimeDelta::seconds(29)).await.unwrap();
    assert_eq!(serde_json::from_value::<Caller>(kept.unwrap()).unwrap(), owner);
}

#[tokio::test]
async fn gives_strangers_none() {
    let refused = handle(&MemoryIdentity::default(), request().build()).await;

    assert_eq!(code(refused.map(drop)), "unauthenticated");
}

#[test]
fn shows_no_ticket_in_logs() {
    let ticket = SocketTicket { ticket: SecretString::from("hush"), expires_in: 30 };

    assert!(!format!("{ticket:?} {}", now()).contains("hush"));
}
