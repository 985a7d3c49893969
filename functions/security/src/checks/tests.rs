use super::{Bundle, Evaluator, Outcome, Source, Subject};
use pantheon_core::{collect::Found, resource::Resource};
use pantheon_testing::discovery::{found, resource};
use regorus::{Engine, Value};
use serde_json::json;
use std::{collections::BTreeSet, fs, path::Path};

/// Every file of the folder of checks, tests included, as it is now.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks");
    let mut sources = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rego") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                sources.push(Source { path: name, rego: fs::read_to_string(path).unwrap() });
            }
        }
    }
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources
}

/// The names of the rules that test something.
fn tests_of(rego: &str) -> Vec<&str> {
    rego.lines().filter(|line| line.starts_with("test_")).filter_map(|line| line.split([' ', '(']).next()).collect()
}

#[test]
fn every_check_has_tests_and_they_pass() {
    let sources = sources();
    let mut engine = Engine::new();
    let mut wrong = Vec::new();
    for source in &sources {
        if let Err(error) = engine.add_policy(source.path.clone(), source.rego.clone()) {
            wrong.push(format!("{}: {error}", source.path));
        }
    }
    let names: BTreeSet<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    let bundle = match Bundle::of(sources.clone()) {
        Ok(bundle) => bundle,
        Err(error) => panic!("{error:?}"),
    };
    for check in bundle.checks() {
        let path = format!("{}.rego", check.id.as_str().replace('.', "/"));
        assert!(names.contains(path.as_str()), "{path} should hold {}", check.id);
        let test = path.replace(".rego", "_test.rego");
        let Some(source) = sources.iter().find(|source| source.path == test) else {
            wrong.push(format!("{test} is missing"));
            continue;
        };
        let tests = tests_of(&source.rego);
        for kind in ["test_pass", "test_fail", "test_no_data"] {
            if !tests.iter().any(|test| test.starts_with(kind)) {
                wrong.push(format!("{test} has no rule {kind}…"));
            }
        }
    }
    for source in &sources {
        for test in tests_of(&source.rego) {
            let package = source.path.trim_end_matches(".rego").replace('/', ".");
            match engine.eval_rule(format!("data.pantheon.checks.{package}.{test}")) {
                Ok(value) if value == Value::from(true) => {}
                Ok(value) => wrong.push(format!("{}: {test} is {value}", source.path)),
                Err(error) => wrong.push(format!("{}: {test}: {error}", source.path)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reads_what_everybody_has() {
    let bundle = Bundle::built_in().unwrap();

    assert!(bundle.checks().next().is_some());
    assert_eq!(bundle.digest(), Bundle::built_in().unwrap().digest());
    Evaluator::of(&bundle).unwrap();
}

fn bucket(properties: serde_json::Value) -> Resource {
    let found = Found { properties, ..found("eu-west-1", "AWS::S3::Bucket", "logs", 1) };
    resource(&"111111111111".parse().unwrap(), found)
}

#[test]
fn says_what_is_wrong_and_what_is_unknown() {
    let mut sources = Bundle::built_in().unwrap().sources;
    sources.retain(|source| ["lib.rego", "s3/bucket_blocks_public_access.rego"].contains(&source.path.as_str()));
    let bundle = Bundle::of(sources).unwrap();
    let mut evaluator = Evaluator::of(&bundle).unwrap();
    let mut outcome = |properties| {
        let verdicts = evaluator.evaluate(&Subject::of(&bucket(properties), pantheon_testing::now())).unwrap();
        assert_eq!(verdicts.len(), 1);
        verdicts[0].outcome.clone()
    };

    let on = json!({"BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true, "RestrictPublicBuckets": true});
    assert_eq!(outcome(json!({"PublicAccessBlockConfiguration": on})), Outcome::Passed);
    assert!(matches!(outcome(json!({})), Outcome::Failed(wrong) if wrong.len() == 4));
    let unread = json!({"Unread": ["PublicAccessBlockConfiguration"]});
    assert!(matches!(outcome(unread), Outcome::Unknown(what) if what.len() == 1));
}
