//! Evaluates the checks of a bundle over resources.

use super::Bundle;
use chrono::{DateTime, Utc};
use pantheon_core::{Error, Result, aws::ResourceType, resource::Resource, security::CheckId};
use regorus::{Engine, Value, utils::limits::ExecutionTimerConfig};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroU32,
    time::Duration,
};

/// How long one rule may take; a rule of ours takes some microseconds.
const LONGEST: Duration = Duration::from_secs(1);
/// After how many steps the engine looks at the clock.
const CHECK_INTERVAL: NonZeroU32 = NonZeroU32::new(1_000).unwrap();

/// What a check says of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Passed,
    /// This is wrong, in sentences.
    Failed(BTreeSet<String>),
    /// This could not be read, so nobody can say.
    Unknown(BTreeSet<String>),
}

/// What one check says of one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict<'a> {
    /// The check.
    pub check: &'a CheckId,
    /// What it says.
    pub outcome: Outcome,
}

/// A resource as rules see it.
#[derive(Clone, Debug)]
pub struct Subject {
    resource_type: ResourceType,
    input: Value,
}

impl Subject {
    /// Prepares a resource; rules that compare times take `now` for the present.
    pub fn of(resource: &Resource, now: DateTime<Utc>) -> Self {
        let mut input = document(resource);
        input["now"] = json!(now);
        Self { resource_type: resource.id.resource_type.clone(), input: input.into() }
    }
}

/// Returns a resource as rules see it.
fn document(resource: &Resource) -> serde_json::Value {
    json!({
        "id": resource.id,
        "account_id": resource.id.account_id,
        "region": resource.id.region,
        "type": resource.id.resource_type,
        "native_id": resource.id.native_id,
        "arn": resource.arn,
        "name": resource.name,
        "state": resource.state,
        "tags": resource.tags,
        "created_at": resource.created_at,
        "dependencies": resource.dependencies,
        "properties": resource.properties,
    })
}

/// The rules of one check, of those that it has.
#[derive(Clone, Debug)]
struct Rules {
    check: CheckId,
    skip: Option<String>,
    unknown: Option<String>,
    deny: String,
}

/// A bundle, ready to be evaluated.
#[derive(Clone)]
pub struct Evaluator {
    engine: Engine,
    by_type: BTreeMap<ResourceType, Vec<Rules>>,
}

impl Evaluator {
    /// Compiles a bundle.
    ///
    /// Fails with `invalid`, at the file, where one is no Rego or a check has no rule `deny`.
    pub fn of(bundle: &Bundle) -> Result<Self> {
        let mut engine = Engine::new();
        // What a built-in function cannot do has no value, as in OPA.
        engine.set_strict_builtin_errors(false);
        engine.set_execution_timer_config(ExecutionTimerConfig { limit: LONGEST, check_interval: CHECK_INTERVAL });
        for source in &bundle.sources {
            engine
                .add_policy(source.path.clone(), source.rego.clone())
                .map_err(|error| Error::invalid(&source.path, error.to_string()))?;
        }
        let mut by_type = BTreeMap::<ResourceType, Vec<Rules>>::new();
        for check in bundle.checks() {
            let rules = Rules::of(bundle, &check.id)?;
            for resource_type in &check.resource_types {
                by_type.entry(resource_type.clone()).or_default().push(rules.clone());
            }
        }
        Ok(Self { engine, by_type })
    }

    /// Shows rules the other resources of the account, by type and identifier.
    pub fn within<'a>(&self, resources: impl IntoIterator<Item = &'a Resource>) -> Result<Self> {
        let mut estate = BTreeMap::<String, BTreeMap<String, serde_json::Value>>::new();
        for resource in resources {
            let of_type = estate.entry(resource.id.resource_type.to_string()).or_default();
            of_type.insert(resource.id.to_string(), document(resource));
        }
        let mut engine = self.engine.clone();
        engine.add_data(json!({"estate": estate}).into()).map_err(broken)?;
        Ok(Self { engine, by_type: self.by_type.clone() })
    }

    /// Tells whether the internet can reach a resource, as far as its own properties say.
    pub fn is_exposed(&mut self, subject: &Subject) -> Result<bool> {
        self.engine.set_input(subject.input.clone());
        let exposed = self.engine.eval_rule("data.pantheon.exposure.exposed".to_owned()).map_err(broken)?;
        Ok(exposed == Value::from(true))
    }

    /// Returns what every check says that is about resources of this type.
    pub fn evaluate(&mut self, subject: &Subject) -> Result<Vec<Verdict<'_>>> {
        let Some(rules) = self.by_type.get(&subject.resource_type) else { return Ok(Vec::new()) };
        self.engine.set_input(subject.input.clone());
        let mut verdicts = Vec::with_capacity(rules.len());
        for rules in rules {
            let outcome = match rules.decide(&mut self.engine) {
                Ok(None) => continue,
                Ok(Some(outcome)) => outcome,
                // One check that breaks hides what it would say, and no more.
                Err(error) => {
                    tracing::error!(check = %rules.check, error = &error as &dyn std::error::Error, "a check broke");
                    Outcome::Unknown(BTreeSet::from(["The check could not be evaluated.".to_owned()]))
                }
            };
            verdicts.push(Verdict { check: &rules.check, outcome });
        }
        Ok(verdicts)
    }
}

impl Rules {
    fn of(bundle: &Bundle, check: &CheckId) -> Result<Self> {
        let path = |rule: &str| format!("data.pantheon.checks.{check}.{rule}");
        let known = |rule: &str| bundle.has_rule(check, rule).then(|| path(rule));
        let (skip, unknown, deny) = (known("skip"), known("unknown"), known("deny"));
        let deny = deny.ok_or_else(|| Error::invalid(check.as_str(), "must have a rule `deny`"))?;
        Ok(Self { check: check.clone(), skip, unknown, deny })
    }

    /// Decides about the input of the engine; `None` where the check has nothing to say.
    fn decide(&self, engine: &mut Engine) -> Result<Option<Outcome>> {
        if let Some(skip) = &self.skip
            && engine.eval_rule(skip.clone()).map_err(broken)? == Value::from(true)
        {
            return Ok(None);
        }
        if let Some(unknown) = &self.unknown {
            let unknown = sentences(&engine.eval_rule(unknown.clone()).map_err(broken)?)?;
            if !unknown.is_empty() {
                return Ok(Some(Outcome::Unknown(unknown)));
            }
        }
        let wrong = sentences(&engine.eval_rule(self.deny.clone()).map_err(broken)?)?;
        Ok(Some(if wrong.is_empty() { Outcome::Passed } else { Outcome::Failed(wrong) }))
    }
}

fn sentences(value: &Value) -> Result<BTreeSet<String>> {
    if *value == Value::Undefined {
        return Ok(BTreeSet::new());
    }
    let texts = value.as_set().map_err(broken)?.iter();
    texts.map(|text| Ok(text.as_string().map_err(broken)?.to_string())).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands on")]
fn broken(error: impl ToString) -> Error {
    Error::internal(error.to_string())
}
