//! What the routes over service agents, tags and exports say, on fakes.

use crate::{
    create_export, get_export, get_service_agent, get_tag_policy, get_tag_report, list_exports, list_service_agents,
    list_untagged_resources, tag_view::UntaggedView, update_service_agent, update_tag_policy,
};
use pantheon_core::{
    Caller, Credential,
    agent::HistoricalAgent,
    command::{Commit, Version},
    export::{Export, ExportState, Exports, Turn},
    page::{PageRequest, PageSize},
    permission::{Permission, Role},
    resource::Resource,
    scan::Inventory,
    service_agent::{AgentState, Autonomy, ServiceAgent, ServiceAgentChanged, ServiceAgents},
    tagging::{Compliance, Score, Scores, TagKey, TagMeanings, TagPolicy, TagRule, Tagging},
    upload::Written,
};
use pantheon_lambda::http::{Answer, Cursors, Request};
use pantheon_testing::{
    caller, caller_in, code,
    discovery::{MemoryDiscovery, MemoryEstate, first_change, found, scope, service_agent, tag_rule},
    load_request, now, request, stranger, tenant,
    uploads::MemoryUploads,
    violations,
};
use serde_json::{Value, json};

const NAME: &str = "111111111111-ec2";

fn cursors() -> Cursors {
    Cursors::new(b"secret")
}

fn reader() -> Caller {
    caller(&[Permission::ResourcesRead])
}

async fn with_agents(agents: &[ServiceAgent]) -> MemoryEstate {
    let estate = MemoryEstate::default();
    estate.save_agents(&tenant(), agents, Commit::unasked()).await.unwrap();
    estate
}

async fn agent(estate: &MemoryEstate) -> ServiceAgent {
    estate.agent(&tenant(), &NAME.parse().unwrap()).await.unwrap().unwrap()
}

fn govern(caller: &Caller, if_match: &str, body: Value) -> Request {
    request().called_by(caller).path("agent_name", NAME).header("if-match", if_match).body(body).build()
}

fn level(level: u8, reason: Option<&str>) -> Value {
    json!({"autonomy_level": level, "decision_maker": "Kotler", "reason": reason})
}

#[tokio::test]
async fn a_governor_lets_an_agent_do_more_for_a_reason() {
    let estate = with_agents(&[service_agent(NAME)]).await;

    let answer = update_service_agent::handle(&estate, load_request("discovery/update-service-agent")).await.unwrap();

    assert_eq!((answer.body.autonomy_level, answer.body.state), (Autonomy::ACT_WITH_APPROVAL, AgentState::Idle));
    assert_eq!(Answer::from(answer).header("etag"), Some("\"2\""));
    let told: ServiceAgentChanged = estate.events()[0].fact().unwrap();
    assert_eq!((told.autonomy_before, told.autonomy_level), (Some(Autonomy::RECOMMEND), Autonomy::ACT_WITH_APPROVAL));
    assert!(told.reason.is_some() && told.reason == agent(&estate).await.decision.unwrap().reason);
}

#[tokio::test]
async fn nobody_but_a_person_who_governs_raises_the_autonomy() {
    let estate = with_agents(&[service_agent(NAME)]).await;
    let raise = level(3, Some("Please."));
    let person = caller_in(Role::Governor);
    let key = Credential::ApiKey("key_0195f6a0-7c1e-7d43-9a55-00000000000c".parse().unwrap());
    let guest = Credential::Provider("idp_0195f6a0-7c1e-7d43-9a55-00000000000e".parse().unwrap());

    for role in [Role::Agent, Role::Approver, Role::Auditor, Role::Operator, Role::Viewer] {
        let refused = update_service_agent::handle(&estate, govern(&caller_in(role), "\"1\"", raise.clone())).await;
        assert_eq!(code(refused), "forbidden", "{role:?}");
    }
    for credential in [key, guest] {
        let program = Caller { credential, ..person.clone() };
        let refused = update_service_agent::handle(&estate, govern(&program, "\"1\"", raise.clone())).await;
        assert!(matches!(refused, Err(pantheon_core::Error::Refused { .. })), "{refused:?}");
    }
    assert_eq!(agent(&estate).await, service_agent(NAME));
    update_service_agent::handle(&estate, govern(&person, "\"1\"", raise)).await.unwrap();
    assert_eq!(agent(&estate).await.autonomy_level, Autonomy::ACT_WITHIN_POLICY);
}

#[tokio::test]
async fn a_change_of_an_agent_needs_what_it_needs() {
    let estate = with_agents(&[service_agent(NAME)]).await;
    let governor = caller_in(Role::Governor);
    let change = async |if_match: &str, body: Value| {
        update_service_agent::handle(&estate, govern(&governor, if_match, body)).await
    };

    assert_eq!(violations(change("\"1\"", level(2, None)).await), ["/reason"]);
    assert_eq!(violations(change("\"1\"", level(4, Some("More."))).await), ["/autonomy_level"]);
    assert_eq!(violations(change("\"1\"", level(2, Some("\u{7}"))).await), ["/reason"]);
    assert_eq!(violations(change("\"1\"", json!({"autonomy_level": 0, "decision_maker": "Zeus"})).await).len(), 1);
    assert_eq!(code(change("\"2\"", level(0, None)).await), "precondition_failed");
    let lowered = change("\"1\"", level(0, None)).await.unwrap().body;
    assert_eq!((lowered.autonomy_level, lowered.decision_maker), (Autonomy::OBSERVE, HistoricalAgent::Kotler));
    let same = change("\"2\"", level(0, None)).await.unwrap();
    assert_eq!(Answer::from(same).header("etag"), Some("\"2\""), "nothing has changed");
    assert_eq!(estate.told().len(), 1);
}

#[tokio::test]
async fn lists_agents_by_what_is_asked() {
    let blind = ServiceAgent { state: AgentState::Blind, ..service_agent("222222222222-s3") };
    let estate = with_agents(&[service_agent(NAME), service_agent("111111111111-s3"), blind]).await;
    let names = async |query: &[(&str, &str)]| -> Vec<String> {
        let asked = query.iter().fold(request().called_by(&reader()), |asked, (name, value)| asked.query(name, value));
        let listed = list_service_agents::handle(&estate, &cursors(), asked.build()).await.unwrap().body;
        listed.items.into_iter().map(|agent| agent.name.to_string()).collect()
    };

    assert_eq!(names(&[]).await.len(), 3);
    assert_eq!(names(&[("service", "s3")]).await, ["111111111111-s3", "222222222222-s3"]);
    assert_eq!(names(&[("account_id", "111111111111"), ("service", "s3")]).await, ["111111111111-s3"]);
    assert_eq!(names(&[("state", "blind")]).await, ["222222222222-s3"]);
    assert_eq!(names(&[("autonomy_level", "3")]).await, [""; 0]);
    for (name, value) in [("state", "asleep"), ("autonomy_level", "4"), ("service", "E C 2"), ("depth", "1")] {
        let odd = request().called_by(&reader()).query(name, value).build();
        assert_eq!(violations(list_service_agents::handle(&estate, &cursors(), odd).await), [name]);
    }
}

#[tokio::test]
async fn a_stranger_finds_nothing_here_either() {
    let estate = with_agents(&[service_agent(NAME)]).await;
    let export = pantheon_testing::discovery::export(now());
    estate.insert_export(&tenant(), &export, Commit::unasked()).await.unwrap();
    let theirs = Caller { tenant: stranger(), ..caller_in(Role::Admin) };
    let asked = || request().called_by(&theirs).path("agent_name", NAME).path("export_id", &export.id);

    assert_eq!(code(get_service_agent::handle(&estate, asked().build()).await), "not_found");
    let change = asked().header("if-match", "\"1\"").body(level(0, None)).build();
    assert_eq!(code(update_service_agent::handle(&estate, change).await), "not_found");
    assert_eq!(code(get_export::handle(&estate, &MemoryUploads::default(), asked().build()).await), "not_found");
    let agents = list_service_agents::handle(&estate, &cursors(), asked().build()).await.unwrap().body;
    let exports = list_exports::handle(&estate, &cursors(), asked().build()).await.unwrap().body;
    assert!(agents.items.is_empty() && exports.items.is_empty());
}

#[tokio::test]
async fn asks_every_caller_for_the_permission() {
    let (estate, inventory, cursors) = (MemoryEstate::default(), MemoryDiscovery::default(), cursors());
    let nothing = || request().caller(&[]).path("agent_name", NAME).path("export_id", "x").build();

    assert_eq!(code(list_service_agents::handle(&estate, &cursors, nothing()).await), "forbidden");
    assert_eq!(code(get_service_agent::handle(&estate, nothing()).await), "forbidden");
    assert_eq!(code(update_service_agent::handle(&estate, nothing()).await), "forbidden");
    assert_eq!(code(get_tag_policy::handle(&estate, nothing()).await), "forbidden");
    assert_eq!(code(update_tag_policy::handle(&estate, nothing()).await), "forbidden");
    assert_eq!(code(get_tag_report::handle(&estate, nothing()).await), "forbidden");
    let untagged = list_untagged_resources::handle(&inventory, &estate, &cursors, nothing()).await;
    assert_eq!(code(untagged), "forbidden");
    assert_eq!(code(create_export::handle(&estate, &estate, nothing()).await), "forbidden");
    assert_eq!(code(list_exports::handle(&estate, &cursors, nothing()).await), "forbidden");
    assert_eq!(code(get_export::handle(&estate, &MemoryUploads::default(), nothing()).await), "forbidden");
}

#[tokio::test]
async fn keeps_the_policy_that_was_read_last() {
    let estate = MemoryEstate::default();
    let shown = get_tag_policy::handle(&estate, load_request("discovery/get-tag-policy")).await.unwrap();
    assert_eq!(Answer::from(shown).header("etag"), Some("\"0\""));

    let changed = update_tag_policy::handle(&estate, load_request("discovery/update-tag-policy")).await.unwrap();
    assert_eq!(changed.body.rules.len(), 3);
    assert_eq!(estate.told(), ["tag_policy.changed"]);
    let again = update_tag_policy::handle(&estate, load_request("discovery/update-tag-policy")).await;
    assert_eq!(code(again), "precondition_failed");
}

#[tokio::test]
async fn points_at_what_is_wrong_with_a_policy() {
    let estate = MemoryEstate::default();
    let change = async |body: Value| {
        let governor = caller_in(Role::Governor);
        let asked = request().called_by(&governor).header("if-match", "\"0\"").body(body).build();
        violations(update_tag_policy::handle(&estate, asked).await)
    };

    assert_eq!(change(json!({})).await, [""]);
    assert_eq!(change(json!({"rules": [{"key": "aws:x"}]})).await, ["/rules/0/key"]);
    assert_eq!(change(json!({"rules": [{"key": "a"}, {"key": "a"}]})).await, ["/rules/1"]);
    assert_eq!(change(json!({"rules": [], "meanings": {"boss": "x"}})).await, ["/meanings/boss"]);
    assert_eq!(
        change(json!({"rules": [{"key": "a", "resource_types": ["EC2"]}]})).await,
        ["/rules/0/resource_types/0"]
    );
}

async fn with_policy(rules: Vec<TagRule>) -> MemoryEstate {
    let estate = MemoryEstate::default();
    let meanings = TagMeanings { owner: "Owner".parse::<TagKey>().ok(), ..TagMeanings::default() };
    let policy = TagPolicy::empty().changed(rules, meanings, reader().user, now()).unwrap();
    estate.save_tag_policy(&tenant(), &policy, Commit::unasked()).await.unwrap();
    estate
}

fn compliance(account: &str, version: u64, complete: bool, score: Score) -> Compliance {
    let scores =
        Scores { total: score, by_owner_agent: [(HistoricalAgent::BillGates, score)].into(), ..Scores::default() };
    let account_id = account.parse().unwrap();
    Compliance { account_id, policy_version: Version(version), scores, complete, since: now() }
}

#[tokio::test]
async fn adds_up_how_accounts_comply_and_says_what_may_lack() {
    let estate = with_policy(vec![tag_rule("Owner", &[])]).await;
    let report = async || {
        let asked = request().called_by(&reader()).build();
        get_tag_report::handle(&estate, asked).await.unwrap().body
    };
    let empty = report().await;
    assert_eq!((empty.total.percent, empty.coverage.complete), (None, false));

    let score = |judged, compliant| Score { judged, compliant };
    estate.keep_compliance(&tenant(), &compliance("111111111111", 1, true, score(3, 1))).await.unwrap();
    estate.keep_compliance(&tenant(), &compliance("333333333333", 1, true, score(0, 0))).await.unwrap();
    let whole = report().await;
    assert_eq!((whole.total.percent, whole.coverage.complete, whole.coverage.note), (Some(33.33), true, None));

    estate.keep_compliance(&tenant(), &compliance("222222222222", 0, false, score(1, 1))).await.unwrap();
    let lacking = report().await;
    assert_eq!((lacking.total.judged, lacking.total.compliant, lacking.by_account.len()), (4, 2, 3));
    assert_eq!((lacking.coverage.accounts_with_holes, lacking.coverage.accounts_outdated), (1, 1));
    assert!(!lacking.coverage.complete && lacking.coverage.note.is_some());
    let one = request().called_by(&reader()).query("account_id", "111111111111").build();
    assert_eq!(get_tag_report::handle(&estate, one).await.unwrap().body.total.judged, 3);
}

fn bucket(name: &str, tags: &[(&str, &str)]) -> Resource {
    let mut found = found("eu-west-1", "AWS::S3::Bucket", name, 1);
    found.tags = tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    pantheon_testing::discovery::resource(&"111111111111".parse().unwrap(), found)
}

async fn with_resources(resources: Vec<Resource>) -> MemoryDiscovery {
    let inventory = MemoryDiscovery::default();
    let scope = scope("111111111111:global:s3");
    inventory.apply(&tenant(), &scope, first_change(resources), now()).await.unwrap();
    inventory
}

#[tokio::test]
async fn lists_what_breaks_a_rule_in_pages_without_loss() {
    let estate = with_policy(vec![tag_rule("Owner", &[]), tag_rule("Environment", &["prod"])]).await;
    let resources: Vec<Resource> = (0..200)
        .map(|number| match number % 5 {
            0 => bucket(&format!("b{number:03}"), &[("Owner", "hestia"), ("Environment", "test")]),
            _ => bucket(&format!("b{number:03}"), &[("Owner", "hestia"), ("Environment", "prod")]),
        })
        .collect();
    let inventory = with_resources(resources).await;

    for size in [1, 3, 50] {
        let (mut found, mut cursor, mut pages) = (Vec::<UntaggedView>::new(), None, 0);
        loop {
            let asked = request().called_by(&reader()).query("page_size", size);
            let asked = cursor.iter().fold(asked, |asked, cursor| asked.query("cursor", cursor)).build();
            let page = list_untagged_resources::handle(&inventory, &estate, &cursors(), asked).await.unwrap().body;
            assert!(page.items.len() <= size);
            found.extend(page.items);
            pages += 1;
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found.len(), 40, "{pages} pages of {size}");
        assert!(found.iter().all(|one| one.owner.as_deref() == Some("hestia") && one.breaches.len() == 1));
        assert_eq!(found[1].id.native_id, "b005");
    }
}

#[tokio::test]
async fn narrows_what_breaks_a_rule() {
    let estate = with_policy(vec![tag_rule("Owner", &[]), tag_rule("Environment", &[])]).await;
    let inventory =
        with_resources(vec![bucket("a", &[("Owner", "ares")]), bucket("b", &[]), bucket("c", &[("Environment", "x")])])
            .await;
    let names = async |name: &str, value: &str| -> Vec<String> {
        let asked = request().called_by(&reader()).query(name, value).build();
        let listed = list_untagged_resources::handle(&inventory, &estate, &cursors(), asked).await.unwrap().body;
        listed.items.into_iter().map(|one| one.id.native_id).collect()
    };

    assert_eq!(names("key", "Environment").await, ["a", "b"]);
    assert_eq!(names("owner", "ares").await, ["a"]);
    assert_eq!(names("account_id", "222222222222").await, [""; 0]);
    let unowned = MemoryEstate::default();
    let asked = request().called_by(&reader()).query("owner", "ares").build();
    let refused = list_untagged_resources::handle(&inventory, &unowned, &cursors(), asked).await;
    assert_eq!(violations(refused), ["owner"]);
}

fn ask(body: Value) -> Request {
    request().called_by(&reader()).header("idempotency-key", "k").body(body).build()
}

#[tokio::test]
async fn takes_an_order_for_a_file_and_shows_the_way() {
    let estate = MemoryEstate::default();

    let answer = create_export::handle(&estate, &estate, load_request("discovery/create-export")).await.unwrap();

    let id = answer.body.id.clone();
    assert_eq!((answer.status(), answer.body.state), (202, ExportState::Requested));
    assert_eq!(Answer::from(answer).header("location"), Some(format!("/v1/aws/exports/{id}").as_str()));
    assert_eq!(estate.told(), ["export.requested"]);
    let kept = estate.export(&tenant(), &id).await.unwrap().unwrap();
    assert_eq!((kept.wish.columns.len(), kept.wish.filter.tag.as_deref()), (6, Some("Environment=production")));
}

#[tokio::test]
async fn refuses_orders_that_make_no_sense() {
    let estate = MemoryEstate::default();
    let refused = async |body: Value| violations(create_export::handle(&estate, &estate, ask(body)).await);

    assert_eq!(refused(json!({"format": "xlsx"})).await, ["/format"]);
    assert_eq!(refused(json!({"format": "csv", "columns": []})).await, ["/columns"]);
    assert_eq!(refused(json!({"format": "csv", "columns": ["id", "id"]})).await, ["/columns"]);
    assert_eq!(refused(json!({"format": "csv", "filter": {"owner": "hestia"}})).await, ["/filter/owner"]);
    assert_eq!(refused(json!({"format": "csv", "filter": {"depth": 1}})).await, ["/filter/depth"]);
    for _ in 0..5 {
        create_export::handle(&estate, &estate, ask(json!({"format": "csv"}))).await.unwrap();
    }
    assert_eq!(code(create_export::handle(&estate, &estate, ask(json!({"format": "csv"}))).await), "conflict");
}

#[tokio::test]
async fn shows_where_a_file_is_once_it_is_there_and_until_it_expires() {
    let (estate, uploads) = (MemoryEstate::default(), MemoryUploads::default());
    let show = async |export: &Export, days: i64| {
        let mut context = pantheon_testing::context();
        context.now += chrono::TimeDelta::days(days);
        let asked = request().called_by(&reader()).path("export_id", &export.id).context(context).build();
        get_export::handle(&estate, &uploads, asked).await
    };
    let export = pantheon_testing::discovery::export(now());
    estate.insert_export(&tenant(), &export, Commit::unasked()).await.unwrap();
    let asked = show(&export, 0).await.unwrap().body;
    assert_eq!((asked.state, asked.url, asked.note), (ExportState::Requested, None, None));

    let Turn::Ours(taken) = export.turn(None, now()) else { panic!("nobody has it") };
    let done = taken.completed(Written { bytes: 12, sha256: "ff".to_owned() }, 3, now());
    for version in [*taken, done.clone()] {
        estate.update_export(&tenant(), &version, Commit::unasked()).await.unwrap();
    }
    let shown = show(&export, 0).await.unwrap().body;
    assert_eq!((shown.rows, shown.bytes, shown.sha256.as_deref()), (3, Some(12), Some("ff")));
    let url = shown.url.unwrap();
    assert!(url.contains("pantheon-inventory-20261121T090000Z.csv") && url.contains("for=900"), "{url}");
    assert!(shown.note.unwrap().contains("may lack"), "no scan had ended");
    assert_eq!(code(show(&export, 7).await), "not_found");
    let all = estate.exports(&tenant(), &PageRequest::first(PageSize::DEFAULT)).await.unwrap();
    assert_eq!(all.items, [done], "DynamoDB has not cleaned up yet");
}
