//! The role that customers give to Pantheon reads configuration: no data, no secret, no code.
//!
//! What a role may do is decided by its policies alone, so this looks at every one of them in the
//! template: those within the role, those attached to it, and whether there are others.

use crate::{
    repository::{expect_none, files, read},
    template::{Resource, Template},
};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const TEMPLATE: &str = "infra/member-role.yaml";
const ROLE: &str = "MemberRole";

/// How many characters without white space IAM takes in one managed policy.
const LONGEST_MANAGED: usize = 6_144;

/// How many it takes in all policies within one role together.
const LONGEST_INLINE: usize = 10_240;

/// How the operations begin that are there to read configuration. API Gateway has methods instead.
const READING: &[&str] = &["Describe", "Get", "List"];

/// What changes nothing but what AWS knows, and is granted only where the customer wishes.
const GRANTED_APART: &[&str] = &["cloudformation:DetectStackDrift", "cloudformation:DetectStackResourceDrift"];

/// What begins like the others and reads more than configuration; `*` stands for any characters.
const FORBIDDEN: &[&str] = &[
    // Secrets, and what leads to them.
    "appconfig:GetLatestConfiguration",
    "appsync:ListApiKeys",
    "codeartifact:GetAuthorizationToken",
    "cognito-identity:GetCredentials*",
    "cognito-identity:GetId",
    "cognito-identity:GetOpenIdToken*",
    "cognito-idp:DescribeIdentityProvider",
    "cognito-idp:DescribeUserPoolClient",
    "dms:DescribeEndpoints",
    "ec2:GetPasswordData",
    "ecr:GetAuthorizationToken",
    "glue:GetConnection*",
    "kms:Decrypt",
    "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
    "lightsail:GetInstanceAccessDetails",
    "lightsail:GetRelationalDatabaseMasterUserPassword",
    "rds:GenerateDbAuthToken",
    "redshift:GetClusterCredentials*",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetRandomPassword",
    "secretsmanager:GetSecretValue",
    "ssm:GetParameter",
    "ssm:GetParameterHistory",
    "ssm:GetParameters",
    "ssm:GetParametersByPath",
    "sts:AssumeRole*",
    "sts:Get*Token",
    // Data.
    "athena:GetQuery*",
    "cloudtrail:GetQueryResults",
    "cloudtrail:LookupEvents",
    "cognito-idp:AdminGetUser",
    "cognito-idp:GetUser",
    "cognito-idp:ListUsers*",
    "config:GetResourceConfigHistory",
    "config:SelectResourceConfig",
    "dynamodb:*Get*Item*",
    "dynamodb:ExecuteStatement",
    "dynamodb:GetRecords",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ebs:GetSnapshotBlock",
    "ec2:GetConsole*",
    "glue:GetPartition*",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:SubscribeToShard",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetLogRecord",
    "logs:GetQueryResults",
    "logs:StartQuery",
    "rds:DownloadDBLogFilePortion",
    "redshift-data:*",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "sqs:ReceiveMessage",
    "states:DescribeExecution",
    "states:GetExecutionHistory",
    "xray:BatchGetTraces",
    "xray:GetTrace*",
    // Code, and what stands in it: commands, user data, templates with their defaults.
    "cloudformation:GetTemplate",
    "codecommit:GetBlob",
    "codecommit:GetFile",
    "ec2:DescribeInstanceAttribute",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "lambda:GetFunction",
    "lambda:GetLayerVersion*",
    "lambda:InvokeFunction",
    "ssm:GetDocument",
];

fn template() -> Result<Template> {
    Template::load(TEMPLATE)
}

/// A statement of a policy, and where it stands.
#[derive(Debug)]
struct Statement {
    place: String,
    body: Value,
}

/// Every statement of every policy in the template.
fn statements(template: &Template) -> Vec<Statement> {
    let mut all = Vec::new();
    for resource in template.resources().into_iter().filter(|resource| is_of_role(*resource)) {
        for (place, document) in documents(resource) {
            let body = &document["Statement"];
            let listed = body.as_array().cloned().unwrap_or_else(|| vec![body.clone()]);
            all.extend(listed.into_iter().map(|body| Statement { place: place.clone(), body }));
        }
    }
    all
}

/// Tells whether a resource says what the member role may do; the other roles are AWS's to assume.
fn is_of_role(resource: Resource<'_>) -> bool {
    resource.kind != "AWS::IAM::Role" || resource.name == ROLE
}

/// The policies of a resource, inline ones included.
fn documents(resource: Resource<'_>) -> Vec<(String, &Value)> {
    let inline = resource.properties["Policies"].as_array().into_iter().flatten();
    let inline = inline.map(|policy| {
        let name = policy["PolicyName"].as_str().unwrap_or_default();
        (format!("{}/{name}", resource.name), &policy["PolicyDocument"])
    });
    let own = match &resource.properties["PolicyDocument"] {
        Value::Null => None,
        document => Some((resource.name.to_owned(), document)),
    };
    inline.chain(own).collect()
}

/// The actions that a statement names.
fn actions(statement: &Value) -> Vec<&str> {
    match &statement["Action"] {
        Value::String(action) => vec![action],
        actions => actions.as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
    }
}

fn granted(template: &Template) -> Vec<(String, String)> {
    let statements = statements(template);
    let named = |statement: &Statement| {
        let named = actions(&statement.body).into_iter().map(|action| (statement.place.clone(), action.to_owned()));
        named.collect::<Vec<_>>()
    };
    statements.iter().flat_map(named).collect()
}

/// Tells whether two patterns of actions have an action in common; IAM takes no notice of capitals.
fn overlap(one: &str, other: &str) -> bool {
    fn within(one: &[u8], other: &[u8]) -> bool {
        match (one, other) {
            ([], rest) | (rest, []) => rest.iter().all(|byte| *byte == b'*'),
            ([b'*', rest @ ..], _) => within(rest, other) || within(one, &other[1..]),
            (_, [b'*', rest @ ..]) => within(one, rest) || within(&one[1..], other),
            ([a, one @ ..], [b, other @ ..]) => (a == b || *a == b'?' || *b == b'?') && within(one, other),
        }
    }
    within(one.to_ascii_lowercase().as_bytes(), other.to_ascii_lowercase().as_bytes())
}

/// Says what is wrong with granting an action.
fn objection(action: &str) -> Option<String> {
    if let Some(forbidden) = FORBIDDEN.iter().find(|forbidden| overlap(action, forbidden)) {
        return Some(format!("{action} grants {forbidden}"));
    }
    let Some((_, operation)) = action.split_once(':') else { return Some(format!("{action} names no operation")) };
    if action.contains(['*', '?']) {
        return Some(format!("{action} is not spelt out"));
    }
    let apart = GRANTED_APART.contains(&action);
    let reads = apart || READING.iter().any(|verb| operation.starts_with(verb)) || action == "apigateway:GET";
    (!reads).then(|| format!("{action} is no reading verb"))
}

#[test]
fn every_action_reads_and_none_reads_a_secret_data_or_code() -> Result<()> {
    let granted = granted(&template()?);
    assert!(granted.len() > 100, "only {} actions were found", granted.len());
    let wrong = granted.iter().filter_map(|(place, action)| Some(format!("{place}: {}", objection(action)?)));
    expect_none("actions of the member role", wrong);
    Ok(())
}

#[test]
fn statements_say_what_they_allow_and_nothing_else() -> Result<()> {
    let mut wrong = Vec::new();
    for Statement { place, body } in statements(&template()?) {
        let keys: BTreeSet<&str> =
            body.as_object().context("a statement is an object")?.keys().map(String::as_str).collect();
        if !keys.is_subset(&BTreeSet::from(["Sid", "Effect", "Action", "Resource"])) {
            // NotAction allows everything but what it names.
            wrong.push(format!("{place}: a statement has {keys:?}"));
        }
        if body["Effect"] != "Allow" {
            wrong.push(format!("{place}: an effect is {}", body["Effect"]));
        }
        let named = actions(&body);
        if !named.is_sorted() || named.iter().collect::<BTreeSet<_>>().len() != named.len() {
            wrong.push(format!("{place}: the actions are not each there once, in order"));
        }
    }
    expect_none("statements of the member role", wrong);
    Ok(())
}

#[test]
fn the_role_has_no_other_policies() -> Result<()> {
    const KNOWN: &[&str] = &["AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy"];
    let template = template()?;
    let role = template.find("AWS::IAM::Role", ROLE).context("there is the role")?;
    assert_eq!(role.properties["ManagedPolicyArns"], Value::Null, "policies that nobody here can read");
    let mut wrong = Vec::new();
    for resource in template.resources().into_iter().filter(|resource| resource.kind.starts_with("AWS::IAM::")) {
        let known = resource.kind == "AWS::IAM::Role" || KNOWN.contains(&resource.kind);
        if !known {
            wrong.push(format!("{} is a {}", resource.name, resource.kind));
        }
        if KNOWN.contains(&resource.kind) && documents(resource).is_empty() {
            wrong.push(format!("{} has no document", resource.name));
        }
    }
    expect_none("resources of the template that could grant more", wrong);
    Ok(())
}

#[test]
fn only_the_member_role_opens_to_the_platform() -> Result<()> {
    let template = template()?;
    let open = template.of_kind("AWS::IAM::Role").into_iter().filter(|role| {
        let trust = role.properties["AssumeRolePolicyDocument"]["Statement"].as_array().into_iter().flatten();
        trust.into_iter().any(|statement| statement["Principal"].get("Service").is_none())
    });
    assert_eq!(open.map(|role| role.name.to_owned()).collect::<Vec<_>>(), [ROLE]);
    Ok(())
}

#[test]
fn policies_fit_into_what_iam_takes() -> Result<()> {
    let template = template()?;
    let mut wrong = Vec::new();
    for policy in template.of_kind("AWS::IAM::ManagedPolicy") {
        let characters = characters(&policy.properties["PolicyDocument"]);
        if characters > LONGEST_MANAGED {
            wrong.push(format!("{} has {characters} characters, more than {LONGEST_MANAGED}", policy.name));
        }
    }
    let role = template.find("AWS::IAM::Role", ROLE).context("there is the role")?;
    let inline: usize = documents(role).iter().map(|(_, document)| characters(document)).sum();
    if inline > LONGEST_INLINE {
        wrong.push(format!("{ROLE} has {inline} characters of its own, more than {LONGEST_INLINE}"));
    }
    expect_none("policies of the member role", wrong);
    Ok(())
}

/// Counts the characters of a policy as IAM does, without white space.
fn characters(document: &Value) -> usize {
    written(document).to_string().chars().filter(|letter| !letter.is_whitespace()).count()
}

/// Writes `Fn::Sub` as its text, which is longer than what comes of it.
fn written(value: &Value) -> Value {
    match value {
        Value::Object(entries) => match &value["Fn::Sub"] {
            Value::Null => entries.iter().map(|(key, entry)| (key.clone(), written(entry))).collect(),
            text => text.clone(),
        },
        Value::Array(items) => items.iter().map(written).collect(),
        other => other.clone(),
    }
}

/// What the names of operations in the collectors are called in IAM, where that differs.
const CALLED_OTHERWISE: &[(&str, &str)] = &[("s3:ListBuckets", "s3:ListAllMyBuckets")];

#[test]
fn the_role_may_do_what_collectors_say_they_do() -> Result<()> {
    let granted: BTreeSet<String> = granted(&template()?).into_iter().map(|(_, action)| action).collect();
    let mut missing = BTreeSet::new();
    for path in files("functions/collectors/src", &[".rs"])? {
        let text = read(&path)?;
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for named in code.split('"').skip(1).step_by(2).filter(|text| is_action(text)) {
            let called = CALLED_OTHERWISE.iter().find(|(ours, _)| *ours == named).map_or(named, |(_, theirs)| *theirs);
            // API Gateway grants methods of paths, not operations.
            if !called.starts_with("apigateway:") && !granted.contains(called) {
                missing.insert(format!("{path}: {named}"));
            }
        }
    }
    expect_none("operations that the member role does not allow", missing);
    Ok(())
}

/// Tells whether a text of the code is an action of IAM that AWS is asked for.
fn is_action(text: &str) -> bool {
    let Some((service, operation)) = text.split_once(':') else { return false };
    let is_service = !service.is_empty()
        && service.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let is_operation = READING.iter().any(|verb| operation.starts_with(verb))
        && operation.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_service && is_operation
}

#[test]
fn sees_through_wildcards_and_capitals() {
    for action in [
        "*",
        "*:*",
        "secretsmanager:*",
        "secretsmanager:Get*",
        "SSM:getparameter",
        "s3:Get*Object",
        "ssm:GetParameter?",
    ] {
        assert!(objection(action).is_some_and(|said| said.contains("grants")), "{action}");
    }
    for action in ["iam:CreateUser", "ec2:TerminateInstances", "ec2:Describe*", "nonsense"] {
        assert!(objection(action).is_some(), "{action}");
    }
    for action in ["secretsmanager:GetResourcePolicy", "ssm:DescribeParameters", "s3:GetBucketPolicy", "apigateway:GET"]
    {
        assert_eq!(objection(action), None, "{action}");
    }
}

#[test]
fn finds_what_a_template_must_not_say() {
    let risky = json!({"Resources": {
        "MemberRole": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyName": "inline", "PolicyDocument":
            {"Statement": {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}}}]}},
        "More": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument":
            {"Statement": [{"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": "*"}]}}},
    }});
    let template = Template { path: "risky".to_owned(), document: risky };

    let found = granted(&template);

    assert_eq!(
        found,
        [
            ("MemberRole/inline".to_owned(), "secretsmanager:GetSecretValue".to_owned()),
            ("More".to_owned(), "kms:Decrypt".to_owned()),
        ]
    );
    assert_eq!(characters(&json!({"A": {"Fn::Sub": "x y"}})), r#"{"A":"xy"}"#.len());
}
