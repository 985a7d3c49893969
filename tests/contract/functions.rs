//! One name in four spellings: program, module, resource, sample event.

use crate::{
    repository::{Function, expect_none, files, functions, read, root},
    template::{Resource, Template, reference},
};
use anyhow::Result;
use pantheon_core::catalog::COLLECTED_SERVICES;
use std::collections::BTreeSet;

/// How many lines a program may have: it opens its ports and serves its handler.
const LONGEST_PROGRAM: usize = 30;

fn pairs() -> Result<Vec<(Function, Template)>> {
    functions()?
        .into_iter()
        .map(|function| {
            let template = Template::load(&function.template())?;
            Ok((function, template))
        })
        .collect()
}

#[test]
fn every_program_is_deployed() -> Result<()> {
    let mut wrong = Vec::new();
    for (function, template) in pairs()? {
        let (path, name) = (&template.path, format!("{}Function", function.stem()));
        let Some(resource) = template.find("AWS::Serverless::Function", &name) else {
            wrong.push(format!("{path} has no {name} for the program {}", function.name));
            continue;
        };
        let code = resource.properties["CodeUri"].as_str().unwrap_or_default();
        if code.trim_end_matches('/') != format!("../../target/lambda/{}", function.name) {
            wrong.push(format!("{path}: {name} runs {code}, not ../../target/lambda/{}/", function.name));
        }
    }
    expect_none("programs without a function", wrong);
    Ok(())
}

#[test]
fn every_function_has_a_program() -> Result<()> {
    let known: BTreeSet<(String, String)> =
        functions()?.iter().map(|function| (function.template(), format!("{}Function", function.stem()))).collect();
    let mut wrong = Vec::new();
    for template in Template::load_all()?.values() {
        for resource in template.of_kind("AWS::Serverless::Function") {
            if !known.contains(&(template.path.clone(), resource.name.to_owned())) {
                wrong.push(format!("{}: {} has no program in functions/*/src/bin", template.path, resource.name));
            }
        }
    }
    expect_none("functions without a program", wrong);
    Ok(())
}

#[test]
fn every_program_has_a_module_and_no_logic() -> Result<()> {
    let mut wrong = Vec::new();
    for function in functions()? {
        let Function { context, name } = &function;
        let module = name.replace('-', "_");
        let folder = format!("functions/{context}/src");
        let program = read(&format!("{folder}/bin/{name}.rs"))?;
        if program.lines().count() > LONGEST_PROGRAM {
            wrong.push(format!(
                "{folder}/bin/{name}.rs has more than {LONGEST_PROGRAM} lines; move logic to the library"
            ));
        }
        if !program.starts_with(&format!("//! Lambda `{name}`")) {
            wrong.push(format!("{folder}/bin/{name}.rs does not begin with //! Lambda `{name}`"));
        }
        if context != "collectors" && !root().join(format!("{folder}/{module}.rs")).is_file() {
            wrong.push(format!("{folder}/{module}.rs, the handler of {name}, does not exist"));
        }
    }
    expect_none("programs that break the shape", wrong);
    Ok(())
}

#[test]
fn every_function_has_a_sample_event_and_the_reverse() -> Result<()> {
    let wanted: BTreeSet<String> =
        functions()?.iter().map(|function| format!("events/{}/{}.json", function.context, function.name)).collect();
    let found: BTreeSet<String> =
        files("events", &[".json"])?.into_iter().filter(|path| !path.starts_with("events/schemas/")).collect();
    let missing = wanted.difference(&found).map(|path| format!("{path} does not exist"));
    let strange = found.difference(&wanted).map(|path| format!("{path} belongs to no program"));
    expect_none("sample events", missing.chain(strange));
    Ok(())
}

#[test]
fn every_function_has_a_log_group_that_forgets() -> Result<()> {
    let mut wrong = Vec::new();
    for (function, template) in pairs()? {
        let Some(resource) = template.find("AWS::Serverless::Function", &format!("{}Function", function.stem())) else {
            continue;
        };
        let group = reference(&template.of_function(resource, "LoggingConfig")["LogGroup"]).unwrap_or_default();
        let group = template.find("AWS::Logs::LogGroup", group);
        if group.is_none_or(|group| group.properties["RetentionInDays"].is_null()) {
            wrong.push(format!("{}: {} has no log group with RetentionInDays", template.path, resource.name));
        }
    }
    expect_none("functions whose logs stay for ever", wrong);
    Ok(())
}

#[test]
fn every_collected_service_is_deployed_in_the_loop_of_collectors() -> Result<()> {
    let template = Template::load("infra/functions/collectors.yaml")?;
    let deployed: BTreeSet<&str> = template.of_kind("AWS::SQS::Queue").iter().filter_map(service).collect();
    let collected: BTreeSet<&str> = COLLECTED_SERVICES.iter().map(|service| service.name).collect();

    assert_eq!(deployed, collected);
    Ok(())
}

/// Returns the service whose shards a queue holds; dead letters have no name.
fn service<'a>(queue: &Resource<'a>) -> Option<&'a str> {
    queue.properties["QueueName"]["Fn::Sub"].as_str()?.strip_prefix("pantheon-${Stage}-collect-")
}
