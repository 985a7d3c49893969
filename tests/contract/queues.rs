//! Every queue has dead letters, every dead letter raises an alarm, and nobody gives up too early.

use crate::{
    repository::expect_none,
    template::{Resource, Template, reference},
};
use anyhow::Result;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How many timeouts of its function a queue hides a message for, as AWS asks.
const TIMEOUTS: u64 = 6;

#[test]
fn every_queue_has_dead_letters_and_an_alarm_on_them() -> Result<()> {
    let mut wrong = Vec::new();
    for template in Template::load_all()?.values() {
        let queues = template.of_kind("AWS::SQS::Queue");
        let dead_letters: BTreeSet<&str> = queues.iter().filter_map(|queue| dead_letters_of(*queue)).collect();
        let watched = watched_queues(template);
        for queue in &queues {
            let is_source = dead_letters_of(*queue).is_some();
            if !is_source && !dead_letters.contains(queue.name) && !queue.name.ends_with("DeadLetters") {
                wrong.push(format!("{}: {} has no RedrivePolicy", template.path, queue.name));
            }
            if !is_source && !watched.contains(queue.name) {
                wrong.push(format!("{}: {} has no alarm on its messages", template.path, queue.name));
            }
        }
    }
    expect_none("queues that lose messages in silence", wrong);
    Ok(())
}

fn dead_letters_of(queue: Resource<'_>) -> Option<&str> {
    reference(&queue.properties["RedrivePolicy"]["deadLetterTargetArn"])
}

fn watched_queues(template: &Template) -> BTreeSet<&str> {
    let alarms = template.of_kind("AWS::CloudWatch::Alarm").into_iter();
    let alarms = alarms.filter(|alarm| alarm.properties["Namespace"] == "AWS/SQS");
    let dimensions = alarms.filter_map(|alarm| alarm.properties["Dimensions"].as_array()).flatten();
    dimensions.filter_map(|dimension| reference(&dimension["Value"])).collect()
}

#[test]
fn every_event_source_reports_failures_one_by_one() -> Result<()> {
    let mut wrong = Vec::new();
    for template in Template::load_all()?.values() {
        for (name, source) in event_sources(template) {
            let reported = source["FunctionResponseTypes"]
                .as_array()
                .is_some_and(|types| types.iter().any(|response| response == "ReportBatchItemFailures"));
            if !reported {
                wrong.push(format!("{}: {name} lacks ReportBatchItemFailures", template.path));
            }
        }
    }
    expect_none("event sources that repeat whole batches", wrong);
    Ok(())
}

#[test]
fn every_stream_gives_up_on_poison() -> Result<()> {
    let mut wrong = Vec::new();
    for template in Template::load_all()?.values() {
        for (name, source) in event_sources(template) {
            if source["StartingPosition"].is_null() {
                continue;
            }
            for property in ["MaximumRetryAttempts", "MaximumRecordAgeInSeconds", "BisectBatchOnFunctionError"] {
                if source[property].is_null() {
                    wrong.push(format!("{}: {name} lacks {property}", template.path));
                }
            }
            if source["DestinationConfig"]["OnFailure"]["Destination"].is_null() {
                wrong.push(format!("{}: {name} has no destination on failure", template.path));
            }
        }
    }
    expect_none("streams that a poisoned record blocks", wrong);
    Ok(())
}

/// Lists event sources, whether they are spelled out or events of a SAM function.
fn event_sources(template: &Template) -> Vec<(String, &Value)> {
    let spelled_out = template.of_kind("AWS::Lambda::EventSourceMapping").into_iter();
    let spelled_out = spelled_out.map(|source| (source.name.to_owned(), source.properties));
    let functions = template.of_kind("AWS::Serverless::Function").into_iter();
    let of_sam = functions.flat_map(|function| {
        let events = function.properties["Events"].as_object().into_iter().flatten();
        let sources = events.filter(|(_, event)| event["Type"] == "SQS" || event["Type"] == "DynamoDB");
        sources.map(move |(name, event)| (format!("{}.{name}", function.name), &event["Properties"]))
    });
    spelled_out.chain(of_sam).collect()
}

#[test]
fn every_queue_hides_a_message_while_its_function_may_work() -> Result<()> {
    let templates = Template::load_all()?;
    let mut wrong = Vec::new();
    let mut checked = 0;
    for template in templates.values() {
        for Consumer { function, queue } in consumers(template) {
            let Some(queue) = resolve(&templates, template, queue) else {
                wrong.push(format!("{}: {} reads a queue that cannot be found", template.path, function.name));
                continue;
            };
            checked += 1;
            let timeout = template.of_function(function, "Timeout").as_u64().unwrap_or(3);
            let hidden = queue.properties["VisibilityTimeout"].as_u64().unwrap_or(30);
            if hidden < TIMEOUTS * timeout {
                let Resource { name, .. } = queue;
                wrong.push(format!("{name} hides messages for {hidden} s, but {} may take {timeout} s", function.name));
            }
        }
    }
    expect_none("queues that hand messages out twice", wrong);
    assert!(checked > 0, "no function reads a queue");
    Ok(())
}

/// A function that reads a queue.
struct Consumer<'a> {
    function: Resource<'a>,
    queue: &'a Value,
}

fn consumers(template: &Template) -> Vec<Consumer<'_>> {
    let mut consumers = Vec::new();
    for function in template.of_kind("AWS::Serverless::Function") {
        for event in function.properties["Events"].as_object().into_iter().flatten().map(|(_, event)| event) {
            if event["Type"] == "SQS" {
                consumers.push(Consumer { function, queue: &event["Properties"]["Queue"] });
            }
        }
        for mapping in template.of_kind("AWS::Lambda::EventSourceMapping") {
            let ours = reference(&mapping.properties["FunctionName"]) == Some(function.name);
            if ours && mapping.properties["StartingPosition"].is_null() {
                consumers.push(Consumer { function, queue: &mapping.properties["EventSourceArn"] });
            }
        }
    }
    consumers
}

/// Follows a queue from a parameter of a nested stack through the root to the stack that makes it.
fn resolve<'a>(templates: &'a BTreeMap<String, Template>, template: &Template, queue: &Value) -> Option<Resource<'a>> {
    let name = reference(queue)?;
    let own = templates.get(&template.path)?;
    if let Some(queue) = own.find("AWS::SQS::Queue", name) {
        return Some(queue);
    }
    let root = templates.get("template.yaml")?;
    let nested = root.resources().into_iter().find(|nested| nested.properties["Location"] == template.path.as_str())?;
    let output = nested.properties["Parameters"][name]["Fn::GetAtt"].as_str()?;
    let [maker, "Outputs", output] = output.split('.').collect::<Vec<_>>()[..] else { return None };
    let maker = root.resources().into_iter().find(|nested| nested.name == maker)?;
    let maker = templates.get(maker.properties["Location"].as_str()?)?;
    let queue = reference(&maker.document["Outputs"][output]["Value"])?;
    maker.find("AWS::SQS::Queue", queue)
}
