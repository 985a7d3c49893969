use super::*;
use crate::fixture;
use pantheon_core::{
    command::Version,
    page::{Page, Position},
    permission::Permission,
};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewThing {
    name: String,
    parts: Vec<Part>,
    account: Option<pantheon_core::aws::AccountId>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    size: u32,
}

fn read(payload: &Value) -> Result<Request> {
    Request::from_event(&payload.to_string(), fixture::context())
}

fn get(query: &str) -> Request {
    let mut payload = fixture::http("GET", "/v1/things", json!({}), None);
    payload["rawQueryString"] = json!(query);
    read(&payload).unwrap()
}

fn post(body: &str) -> Request {
    read(&fixture::http("POST", "/v1/things", json!({ "Content-Type": "application/json; charset=utf-8" }), Some(body)))
        .unwrap()
}

fn pointer_of<T: std::fmt::Debug>(result: Result<T>) -> String {
    let Err(Error::Invalid { violations }) = result else { panic!("{result:?}") };
    violations[0].pointer.clone()
}

async fn answered(payload: &Value, result: fn(&Request) -> Result<Answer>) -> Value {
    let handler = move |request: Request| Box::pin(async move { result(&request) }) as Boxed<'static, _>;
    answer(&handler, fixture::invocation(payload, fixture::context())).await.unwrap().payload
}

/// How an error is made, and what becomes of it.
type Case = (fn() -> Error, u64, &'static str);

fn plain() -> Value {
    fixture::http("GET", "/v1/things", json!({}), None)
}

#[test]
fn says_where_a_body_is_wrong() {
    let cases = [
        ("{", ""),
        ("", ""),
        (r#"{"name":"n","parts":[]} x"#, ""),
        (r#"{"name":1,"parts":[]}"#, "/name"),
        (r#"{"name":"n","parts":[{"size":1},{"size":-1}]}"#, "/parts/1/size"),
        (r#"{"name":"n","parts":[],"a/b~c":1}"#, "/a~1b~0c"),
        (r#"{"name":"n","parts":[],"account":"12"}"#, "/account"),
        (r#"{"parts":[]}"#, ""),
        (r#"["n", [], null]"#, ""),
        ("null", ""),
    ];
    for (body, place) in cases {
        assert_eq!(pointer_of(post(body).body::<NewThing>()), place, "{body}");
    }
}

#[test]
fn says_which_rule_a_value_breaks() {
    let error = post(r#"{"name":"n","parts":[],"account":"12"}"#).body::<NewThing>().unwrap_err();

    let Error::Invalid { violations } = error else { panic!("{error:?}") };
    assert!(violations[0].detail.contains("must be the 12 digits of an AWS account"), "{violations:?}");
}

#[test]
fn takes_json_and_nothing_else() {
    let form = read(&fixture::http("POST", "/v1/things", json!({ "content-type": "text/plain" }), Some("{}"))).unwrap();

    assert_eq!(pointer_of(form.body::<Value>()), "content-type");
}

#[test]
fn takes_a_body_in_base64() {
    let mut payload =
        fixture::http("POST", "/v1/things", json!({ "content-type": "application/json" }), Some("eyJhIjoxfQ=="));
    payload["isBase64Encoded"] = json!(true);
    assert_eq!(read(&payload).unwrap().body::<Value>().unwrap(), json!({ "a": 1 }));

    payload["body"] = json!("%%%");
    assert_eq!(pointer_of(read(&payload)), "");
}

#[test]
fn takes_no_body_that_is_too_large() {
    let large = "x".repeat(1024 * 1024 + 1);
    let mut payload = fixture::http("POST", "/v1/things", json!({}), Some(&large));
    assert!(matches!(read(&payload), Err(Error::TooLarge { limit_bytes: 1_048_576 })));

    payload["isBase64Encoded"] = json!(true);
    payload["body"] = json!("A".repeat(1_398_108));
    assert!(matches!(read(&payload), Err(Error::TooLarge { .. })));
    assert!(read(&fixture::http("POST", "/v1/things", json!({}), Some(&large[1..]))).is_ok());
}

#[test]
fn reads_queries_once_and_refuses_those_it_does_not_know() {
    let request = get("region=eu-west-1&tag=a%3Db+c&flag=true&twice=1&twice=2");

    assert_eq!(request.query::<pantheon_core::aws::Region>("region").unwrap().unwrap().as_str(), "eu-west-1");
    assert_eq!(request.query_text("tag").unwrap(), Some("a=b c"));
    assert!(request.query_flag("flag").unwrap());
    assert!(!request.query_flag("absent").unwrap());
    assert_eq!(pointer_of(request.query_text("twice")), "twice");
    assert_eq!(pointer_of(request.query_flag("tag")), "tag");
    assert_eq!(pointer_of(request.known_queries(&["region", "tag", "flag"])), "twice");
    assert!(get("region=x&cursor=c&page_size=1").known_queries(&["region"]).is_ok());
    assert_eq!(pointer_of(get("scope=nowhere").query::<pantheon_core::aws::Region>("scope")), "scope");
    assert_eq!(pointer_of(get("scan=x").query::<pantheon_core::id::ScanId>("scan")), "scan");
}

#[test]
fn reads_the_version_that_the_caller_has_seen() {
    let with = |tag: &str| read(&fixture::http("DELETE", "/v1/things/1", json!({ "if-match": tag }), None)).unwrap();

    assert_eq!(with("\"7\"").if_match().unwrap(), Version(7));
    assert!(matches!(get("").if_match(), Err(Error::PreconditionRequired)));
    for wrong in ["7", "*", "W/\"7\"", "\"\"", "\"x\"", "\"1\", \"2\""] {
        assert_eq!(pointer_of(with(wrong).if_match()), "if-match", "{wrong}");
    }
}

#[test]
fn knows_the_caller_from_the_authorizer_alone() {
    let request = get("tenant_id=tnt_0195f6a0-7c1e-7d43-9a55-0000000000ff");

    assert_eq!(request.caller().unwrap().tenant, fixture::tenant());
    assert!(request.permit(Permission::AccountsRead).is_ok());
    assert!(matches!(request.permit(Permission::AccountsWrite), Err(Error::Forbidden { .. })));

    let mut unsigned = plain();
    unsigned["requestContext"].as_object_mut().unwrap().remove("authorizer");
    assert!(matches!(read(&unsigned).unwrap().permit(Permission::AccountsRead), Err(Error::Unauthenticated { .. })));
}

#[test]
fn pages_with_cursors_of_the_same_query_only() {
    let cursors = Cursors::new(b"secret");
    let page = Page { items: vec![1, 2], next: Some(Position("end".to_owned())) };
    let first = get("b=2&page_size=2&a=1");
    assert_eq!(first.page(&cursors).unwrap().size.get(), 2);

    let cursor = Json::page(&first, &cursors, page).unwrap().body.next_cursor.unwrap();

    let next = get(&format!("a=1&b=2&page_size=5&cursor={cursor}")).page(&cursors).unwrap();
    assert_eq!(next.after, Some(Position("end".to_owned())));
    assert_eq!(pointer_of(get(&format!("a=1&b=3&cursor={cursor}")).page(&cursors)), "cursor");
    assert_eq!(pointer_of(get("page_size=0").page(&cursors)), "page_size");
    assert_eq!(pointer_of(get("page_size=many").page(&cursors)), "page_size");
}

#[tokio::test]
async fn answers_json_that_a_browser_neither_guesses_nor_keeps() {
    let payload =
        answered(&plain(), |_| Ok(Json::created("/v1/things/1", json!({ "a": 1 })).etag(Version(3)).into())).await;

    assert_eq!(payload["statusCode"], 201);
    assert_eq!(payload["body"], r#"{"a":1}"#);
    assert_eq!(payload["isBase64Encoded"], false);
    let headers = &payload["headers"];
    assert_eq!(headers["etag"], "\"3\"");
    assert_eq!(headers["location"], "/v1/things/1");
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["x-request-id"], "request-1");
    assert!(headers["strict-transport-security"].as_str().unwrap().starts_with("max-age="));
}

#[tokio::test]
async fn lets_a_handler_have_its_answer_cached() {
    let payload =
        answered(&plain(), |_| Ok(Json::ok(json!({})).header("cache-control", "public, max-age=300").into())).await;

    assert_eq!(payload["headers"]["cache-control"], "public, max-age=300");
}

#[tokio::test]
async fn sends_no_body_to_whoever_holds_this_version() {
    let ask = |tag: &str| fixture::http("GET", "/v1/things/1", json!({ "if-none-match": tag }), None);
    let handler: fn(&Request) -> Result<Answer> = |_| Ok(Json::ok(json!({ "a": 1 })).etag(Version(3)).into());

    let known = answered(&ask("\"2\", W/\"3\""), handler).await;
    let changed = answered(&ask("\"2\""), handler).await;

    assert_eq!((known["statusCode"].as_u64(), known["body"].as_str()), (Some(304), Some("")));
    assert_eq!(known["headers"]["etag"], "\"3\"");
    assert_eq!(changed["statusCode"], 200);
}

#[tokio::test]
async fn describes_every_error_and_leaks_no_cause() {
    let errors: [Case; 16] = [
        (|| Error::not_found("account", "1"), 404, "not_found"),
        (|| Error::invalid("/name", "must be shorter"), 400, "invalid"),
        (|| Error::Unauthenticated { reason: "sign in first" }, 401, "unauthenticated"),
        (|| Error::SecondFactorRequired, 401, "second_factor_required"),
        (|| Error::Refused { reason: "sign in yourself" }, 403, "forbidden"),
        (|| Error::Forbidden { permission: Permission::AccountsWrite }, 403, "forbidden"),
        (|| Error::conflict("the scan has ended"), 409, "conflict"),
        (|| Error::PreconditionRequired, 428, "precondition_required"),
        (|| Error::PreconditionFailed { kind: "account" }, 412, "precondition_failed"),
        (|| Error::IdempotencyKeyMissing, 400, "idempotency_key_missing"),
        (|| Error::IdempotencyKeyReused, 422, "idempotency_key_reused"),
        (|| Error::IdempotencyKeyRunning, 409, "idempotency_key_running"),
        (|| Error::TooLarge { limit_bytes: 1 }, 413, "too_large"),
        (|| Error::QuotaExceeded { retry_after: Duration::from_millis(1_200) }, 429, "quota_exceeded"),
        (|| Error::unavailable("the store", "password hunter2"), 503, "unavailable"),
        (|| Error::internal("password hunter2"), 500, "internal"),
    ];
    for (error, status, code) in errors {
        let done = finish(Err(error()), None, &fixture::context()).unwrap();
        let body: Value = serde_json::from_str(done.payload["body"].as_str().unwrap()).unwrap();

        assert_eq!(done.payload["statusCode"], status, "{code}");
        assert_eq!(done.payload["headers"]["content-type"], "application/problem+json");
        assert_eq!((&body["code"], &body["status"]), (&json!(code), &json!(status)));
        assert_eq!(body["type"], format!("urn:pantheon:problem:{code}"));
        assert_eq!((&body["instance"], &body["trace_id"]), (&json!("request-1"), &json!("1-6a1f0000-1")));
        assert!(!done.payload.to_string().contains("hunter2"), "{code}");
        let waits = ["quota_exceeded", "unavailable", "idempotency_key_running"].contains(&code);
        assert_eq!(done.payload["headers"]["retry-after"].is_string(), waits, "{code}");
        assert_eq!(done.payload["headers"]["www-authenticate"].is_string(), status == 401);
    }
}

#[tokio::test]
async fn lists_each_broken_rule() {
    let payload = answered(&plain(), |_| Err(Error::invalid("/name", "must be shorter"))).await;

    let body: Value = serde_json::from_str(payload["body"].as_str().unwrap()).unwrap();
    assert_eq!(body["errors"], json!([{ "pointer": "/name", "detail": "must be shorter" }]));
    assert_eq!(body["detail"], "the request is not valid");
}

#[tokio::test]
async fn answers_before_the_runtime_ends_it() {
    let handler = |_| {
        Box::pin(async {
            tokio::time::sleep(Duration::from_mins(1)).await;
            Ok(NoContent.into())
        }) as Boxed<'_, Result<Answer>>
    };

    let done = answer(&handler, fixture::invocation(&plain(), fixture::hurried())).await.unwrap();

    assert_eq!(done.payload["statusCode"], 503);
    assert_eq!(done.outcome, Outcome::Failed);
}

#[tokio::test]
async fn answers_a_refused_request_before_any_handler_runs() {
    let refused = |reason: &str| {
        let mut payload = plain();
        payload["requestContext"]["authorizer"]["lambda"] = json!({ "refused": "unauthenticated", "reason": reason });
        payload
    };

    let answer = answered(&refused("the session has ended; sign in again"), |_| panic!("a handler ran")).await;

    let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
    assert_eq!((answer["statusCode"].as_u64(), &body["code"]), (Some(401), &json!("unauthenticated")));
    assert_eq!(body["detail"], "the session has ended; sign in again");
    assert_eq!(answer["headers"]["www-authenticate"], "Bearer");
    assert_eq!(answer["headers"]["content-type"], "application/problem+json");
}

#[tokio::test]
async fn tells_what_is_left_of_the_rate_limits_whatever_the_answer() {
    let mut limited = plain();
    let context = &mut limited["requestContext"]["authorizer"]["lambda"];
    context["ratelimit"] = json!(r#""tenant";r=7;t=9"#);
    context["ratelimit_policy"] = json!(r#""tenant";q=60;w=60"#);
    let results: [fn(&Request) -> Result<Answer>; 4] = [
        |_| Ok(Json::ok(json!({})).into()),
        |_| Ok(NoContent.into()),
        |_| Err(Error::not_found("thing", 1)),
        |_| Err(Error::internal("no such table")),
    ];

    for result in results {
        let headers = answered(&limited, result).await["headers"].clone();
        assert_eq!(headers["ratelimit"], r#""tenant";r=7;t=9"#);
        assert_eq!(headers["ratelimit-policy"], r#""tenant";q=60;w=60"#);
    }
    assert_eq!(answered(&plain(), results[0]).await["headers"]["ratelimit"], Value::Null);
}

#[test]
fn reads_cookies_wherever_the_gateway_puts_them() {
    let mut listed = fixture::http("GET", "/v1/things", json!({}), None);
    listed["cookies"] = json!(["state=a=b", "other=2"]);
    let joined = fixture::http("GET", "/v1/things", json!({ "Cookie": "state=a=b; other=2; flag" }), None);

    for payload in [listed, joined] {
        let request = read(&payload).unwrap();
        assert_eq!((request.cookie("state"), request.cookie("other")), (Some("a=b"), Some("2")));
        assert_eq!((request.cookie("flag"), request.cookie("stat")), (None, None));
    }
}

#[test]
fn knows_where_a_request_came_from() {
    let request = get("");
    assert_eq!((request.source_ip(), request.user_agent()), ("192.0.2.10", None));

    let mut named = plain();
    named["requestContext"]["http"]["userAgent"] = json!("curl/8.5.0");
    assert_eq!(read(&named).unwrap().user_agent(), Some("curl/8.5.0"));
}

#[test]
fn does_not_show_what_a_client_signs_in_with() {
    let headers = json!({ "authorization": "Bearer hunter2", "cookie": "state=hunter2" });

    let request = read(&fixture::http("GET", "/v1/things", headers, None)).unwrap();

    assert!(!format!("{request:?}").contains("hunter2"));
    assert_eq!(request.cookie("state"), Some("hunter2"));
}

/// Why requests are not decoded by `lambda_http::request::from_str`: a client can make it panic.
#[test]
fn reads_queries_that_are_no_part_of_a_url() {
    let payload = {
        let mut payload = plain();
        payload["rawQueryString"] = json!("name=<b>&x=^");
        payload["headers"]["host"] = json!("api.example.com");
        payload
    };

    assert_eq!(read(&payload).unwrap().query_text("name").unwrap(), Some("<b>"));
    let panics = std::panic::catch_unwind(|| lambda_http::request::from_str(&payload.to_string()).is_ok());
    assert!(panics.is_err(), "lambda_http reads it too now: use it");
}

#[test]
fn writes_down_an_answer_and_gives_it_again() {
    let first: Answer = Json::accepted("/v1/scans/1", json!({ "a": null })).etag(Version(1)).into();

    let again = Answer::replayed(&first.recorded()).unwrap();

    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!((again.status(), again.body(), again.header("location")), (202, first.body(), Some("/v1/scans/1")));
    assert_eq!(Answer::replayed(&NoContent.recorded()).unwrap().body(), None);
    assert!(Answer::replayed(&json!({ "body": 1 })).is_err());
}

proptest! {
    #[test]
    fn never_panics_on_what_a_client_sends(
        path in ".{0,60}", query in ".{0,120}", body in ".{0,200}", tag in ".{0,20}", encoded: bool,
    ) {
        let mut payload = fixture::http("POST", &path, json!({ "content-type": "application/json", "if-match": tag }), Some(&body));
        payload["rawQueryString"] = json!(query);
        payload["isBase64Encoded"] = json!(encoded);
        if let Ok(request) = read(&payload) {
            let _ = request.body::<NewThing>();
            let _ = request.if_match();
            let _ = request.page(&Cursors::new(b"secret"));
            let _ = request.known_queries(&[]);
            let _ = request.question();
        }
    }

    #[test]
    fn never_panics_on_a_payload(text in "\\PC{0,200}") {
        let _ = Request::from_event(&text, fixture::context());
    }
}
