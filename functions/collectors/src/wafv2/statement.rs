//! What a rule looks for.
//!
//! Texts that requests are searched for are left out: some rules let through whoever knows one.

use crate::document::sorted;
use aws_sdk_wafv2::types::{RateBasedStatement, Statement, TextTransformation};
use serde_json::{Map, Value, json};

/// Writes a statement down under the name of its kind.
pub(super) fn statement(statement: &Statement) -> Value {
    let mut written = Map::new();
    let mut put = |kind: &str, value: Option<Value>| {
        if let Some(value) = value {
            written.insert(kind.to_owned(), value);
        }
    };
    put(
        "ByteMatchStatement",
        statement.byte_match_statement().map(|one| {
            json!({
                "PositionalConstraint": one.positional_constraint().as_str(),
                "TextTransformations": transformations(one.text_transformations()),
            })
        }),
    );
    put(
        "GeoMatchStatement",
        statement
            .geo_match_statement()
            .map(|one| json!({"CountryCodes": sorted(one.country_codes().iter().map(|code| code.as_str()))})),
    );
    put("IPSetReferenceStatement", statement.ip_set_reference_statement().map(|one| json!({"Arn": one.arn()})));
    put(
        "LabelMatchStatement",
        statement.label_match_statement().map(|one| json!({"Key": one.key(), "Scope": one.scope().as_str()})),
    );
    put(
        "ManagedRuleGroupStatement",
        statement.managed_rule_group_statement().map(|one| {
            json!({
                "ExcludedRules": sorted(one.excluded_rules().iter().map(|rule| rule.name())),
                "Name": one.name(),
                "RuleActionOverrides": sorted(one.rule_action_overrides().iter().map(|rule| rule.name())),
                "ScopeDownStatement": one.scope_down_statement().map(self::statement),
                "VendorName": one.vendor_name(),
                "Version": one.version(),
            })
        }),
    );
    put("RateBasedStatement", statement.rate_based_statement().map(rate));
    put(
        "RegexMatchStatement",
        statement
            .regex_match_statement()
            .map(|one| json!({"TextTransformations": transformations(one.text_transformations())})),
    );
    put(
        "RegexPatternSetReferenceStatement",
        statement.regex_pattern_set_reference_statement().map(|one| json!({"Arn": one.arn()})),
    );
    put("RuleGroupReferenceStatement", statement.rule_group_reference_statement().map(|one| json!({"Arn": one.arn()})));
    put(
        "SizeConstraintStatement",
        statement.size_constraint_statement().map(|one| {
            json!({
                "ComparisonOperator": one.comparison_operator().as_str(),
                "Size": one.size(),
            })
        }),
    );
    put(
        "SqliMatchStatement",
        statement.sqli_match_statement().map(|one| {
            json!({
                "SensitivityLevel": one.sensitivity_level().map(|level| level.as_str()),
                "TextTransformations": transformations(one.text_transformations()),
            })
        }),
    );
    put(
        "XssMatchStatement",
        statement
            .xss_match_statement()
            .map(|one| json!({"TextTransformations": transformations(one.text_transformations())})),
    );
    put_nested(&mut written, statement);
    Value::Object(written)
}

fn put_nested(written: &mut Map<String, Value>, statement: &Statement) {
    let all = |statements: &[Statement]| json!({"Statements": sorted(statements.iter().map(self::statement))});
    if let Some(and) = statement.and_statement() {
        written.insert("AndStatement".to_owned(), all(and.statements()));
    }
    if let Some(or) = statement.or_statement() {
        written.insert("OrStatement".to_owned(), all(or.statements()));
    }
    if let Some(not) = statement.not_statement() {
        written.insert("NotStatement".to_owned(), json!({"Statement": not.statement().map(self::statement)}));
    }
}

fn rate(rate: &RateBasedStatement) -> Value {
    json!({
        "AggregateKeyType": rate.aggregate_key_type().as_str(),
        "EvaluationWindowSec": rate.evaluation_window_sec(),
        "Limit": rate.limit(),
        "ScopeDownStatement": rate.scope_down_statement().map(statement),
    })
}

fn transformations(transformations: &[TextTransformation]) -> Value {
    let mut transformations: Vec<_> = transformations.iter().collect();
    transformations.sort_by_key(|one| one.priority());
    transformations.into_iter().map(|one| one.r#type().as_str()).collect()
}

/// Collects the names of sets and groups of rules from a statement and all inside of it.
pub(super) fn references(statement: &Value) -> Vec<&str> {
    match statement {
        Value::Object(entries) => entries
            .iter()
            .flat_map(|(key, value)| match value {
                Value::String(arn) if key == "Arn" => vec![arn.as_str()],
                value => references(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}
