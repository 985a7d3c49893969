//! What comes back, and what never goes out.

use super::*;
use std::net::{SocketAddr, TcpListener};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_string, header, method, path},
};

async fn answering(template: ResponseTemplate) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(method("GET")).and(path("/")).respond_with(template).mount(&server).await;
    let client = Client::new(&[&server.uri()]).unwrap();
    (server, client)
}

/// Resolves every name to one address, as whoever owns the name may.
fn leading_to(address: &str) -> Client {
    let address: SocketAddr = format!("{address}:0").parse().unwrap();
    Client::resolving(Guard::asking(move |_| Box::pin(async move { Ok(vec![address]) })), &[]).unwrap()
}

#[tokio::test]
async fn returns_what_an_exception_answers() {
    let (server, client) = answering(ResponseTemplate::new(200).set_body_json(["a"])).await;

    let answer = client.send(Request::get("it", server.uri())).await.unwrap();

    assert_eq!((answer.status, answer.content_type.as_deref()), (200, Some("application/json")));
    assert_eq!(answer.json::<Vec<String>>("it").unwrap(), ["a"]);
}

#[tokio::test]
async fn posts_a_body_with_headers() {
    let server = MockServer::start().await;
    let wanted = Mock::given(method("POST")).and(path("/token")).and(body_string("code=1"));
    wanted.and(header("authorization", "Basic eA==")).respond_with(ResponseTemplate::new(201)).mount(&server).await;
    let client = Client::new(&[&server.uri()]).unwrap();

    let request = Request::post("it", format!("{}/token", server.uri()), "code=1".into());
    let answer = client.send(request.with("authorization", "Basic eA==".into())).await.unwrap();

    assert_eq!(answer.status, 201);
}

#[tokio::test]
async fn follows_nobody() {
    let template = ResponseTemplate::new(302).insert_header("location", "/elsewhere");
    let (server, client) = answering(template).await;

    let answer = client.send(Request::get("it", server.uri())).await.unwrap();

    assert_eq!(answer.status, 302);
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn reads_no_more_than_it_has_to() {
    let (server, client) = answering(ResponseTemplate::new(200).set_body_bytes(vec![b' '; LARGEST])).await;
    assert_eq!(client.send(Request::get("it", server.uri())).await.unwrap().body.len(), LARGEST);

    let (server, client) = answering(ResponseTemplate::new(200).set_body_bytes(vec![b' '; LARGEST + 1])).await;
    let refused = client.send(Request::get("it", server.uri())).await;
    assert!(matches!(refused, Err(Error::Unavailable { service: "it", .. })));
}

#[tokio::test]
async fn waits_no_longer_than_five_seconds() {
    let (server, client) = answering(ResponseTemplate::new(200).set_delay(TOTAL * 4)).await;
    let began = std::time::Instant::now();

    let late = client.send(Request::get("it", server.uri())).await;

    assert!(matches!(late, Err(Error::Unavailable { .. })));
    assert!(began.elapsed() < TOTAL * 2, "{:?}", began.elapsed());
}

#[tokio::test]
async fn makes_no_connection_to_a_name_that_leads_inside() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();

    for (client, host) in [
        (leading_to("127.0.0.1"), "login.example.com"),
        (leading_to("[::ffff:127.0.0.1]"), "login.example.com"),
        (Client::new(&[]).unwrap(), "localhost"),
        (Client::new(&[]).unwrap(), "LOCALHOST"),
    ] {
        let sent = client.send(Request::get("it", format!("https://{host}:{port}/"))).await;
        assert!(matches!(sent, Err(Error::Invalid { .. })), "{host}: {sent:?}");
    }
    assert!(listener.accept().is_err(), "somebody connected");
}

#[tokio::test]
async fn says_that_a_host_that_does_not_exist_is_unavailable() {
    let nobody = Guard::asking(|_| Box::pin(async { Err(std::io::Error::other("no such host")) }));
    let client = Client::resolving(nobody, &[]).unwrap();

    let sent = client.send(Request::get("it", "https://login.example.com/")).await;

    assert!(matches!(sent, Err(Error::Unavailable { service: "it", .. })), "{sent:?}");
}

#[tokio::test]
async fn speaks_no_plain_http_to_the_internet() {
    let sent = leading_to("1.1.1.1").send(Request::get("it", "http://login.example.com/")).await;

    assert!(matches!(sent, Err(Error::Invalid { .. })), "{sent:?}");
}
