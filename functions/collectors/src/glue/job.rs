//! Jobs, from `GetJobs` and `GetTags`.
//!
//! Arguments are where passwords hide: only the values of Glue's own switches are kept, and the
//! names of the others.

use super::{CONNECTION, SECURITY_CONFIGURATION, bucket, read_tags, role};
use crate::{
    document::{Document, sorted, when},
    listing::{list_each, read_pages},
};
use aws_sdk_glue::{Client, types::Job};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Glue::Job");

const OPERATION: &str = "glue:GetJobs";

/// The arguments that Glue itself reads and that hold no secret.
const SWITCHES: &[&str] = &[
    "--TempDir",
    "--continuous-log-logGroup",
    "--enable-auto-scaling",
    "--enable-continuous-cloudwatch-log",
    "--enable-glue-datacatalog",
    "--enable-job-insights",
    "--enable-metrics",
    "--enable-observability-metrics",
    "--enable-spark-ui",
    "--encryption-type",
    "--job-bookmark-option",
    "--job-language",
    "--spark-event-logs-path",
];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let jobs = read_pages(OPERATION, client.get_jobs().into_paginator().items().send()).await;
    list_each(TYPE, OPERATION, jobs, |job| read(client, scope, job)).await
}

async fn read(client: &Client, scope: &Scope, job: Job) -> Option<Document> {
    let name = job.name()?;
    let connections = job.connections().map(|list| list.connections()).unwrap_or_default();
    let script = job.command().and_then(|command| command.script_location());
    let paths = script.into_iter().chain(argument(&job, "--TempDir")).chain(argument(&job, "--spark-event-logs-path"));
    let document = Document::new(TYPE, scope, name)
        .arn_of("glue", &format!("job/{name}"))
        .name(Some(name))
        .created_at(when(job.created_on()))
        .needs(role(scope, job.role()))
        .needs(paths.filter_map(|path| bucket(scope, path)))
        .needs_here(CONNECTION, connections.iter().map(String::as_str))
        .needs_here(SECURITY_CONFIGURATION, job.security_configuration())
        .properties(properties(&job, connections));
    Some(read_tags(client, &format!("job/{name}"), document).await)
}

fn argument<'a>(job: &'a Job, name: &str) -> Option<&'a str> {
    job.default_arguments().and_then(|arguments| arguments.get(name)).map(String::as_str)
}

#[expect(deprecated, reason = "old jobs are still paid for by allocated capacity")]
fn properties(job: &Job, connections: &[String]) -> Value {
    let names = [job.default_arguments(), job.non_overridable_arguments()].into_iter().flatten();
    let switches: BTreeMap<_, _> = SWITCHES.iter().filter_map(|name| Some((*name, argument(job, name)?))).collect();
    json!({
        "AllocatedCapacity": job.allocated_capacity(),
        "ArgumentNames": sorted(names.flat_map(|arguments| arguments.keys())),
        "Command": job.command().map(|command| json!({
            "Name": command.name(),
            "PythonVersion": command.python_version(),
            "Runtime": command.runtime(),
            "ScriptLocation": command.script_location(),
        })),
        "Connections": {"Connections": sorted(connections)},
        "DefaultArguments": switches,
        "Description": job.description(),
        "ExecutionClass": job.execution_class().map(|class| class.as_str()),
        "ExecutionProperty": {
            "MaxConcurrentRuns": job.execution_property().map(|property| property.max_concurrent_runs()),
        },
        "GlueVersion": job.glue_version(),
        "LastModifiedOn": when(job.last_modified_on()),
        "MaintenanceWindow": job.maintenance_window(),
        "MaxCapacity": job.max_capacity(),
        "MaxRetries": job.max_retries(),
        "Name": job.name(),
        "NotificationProperty": {
            "NotifyDelayAfter": job.notification_property().and_then(|property| property.notify_delay_after()),
        },
        "NumberOfWorkers": job.number_of_workers(),
        "Role": job.role(),
        "SecurityConfiguration": job.security_configuration(),
        "Timeout": job.timeout(),
        "WorkerType": job.worker_type().map(|kind| kind.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `GetJobs`.
    const JOBS: &str = r#"{"Jobs": [{
        "Name": "nightly", "Role": "arn:aws:iam::111111111111:role/etl", "CreatedOn": 1700000000,
        "LastModifiedOn": 1700000001, "ExecutionProperty": {"MaxConcurrentRuns": 1},
        "Command": {"Name": "glueetl", "ScriptLocation": "s3://scripts/nightly.py", "PythonVersion": "3"},
        "DefaultArguments": {"--TempDir": "s3://scratch/tmp/", "--job-language": "python", "--db_password": "hunter2"},
        "Connections": {"Connections": ["warehouse"]}, "MaxRetries": 0, "AllocatedCapacity": 2, "Timeout": 60,
        "MaxCapacity": 2.0, "WorkerType": "G.1X", "NumberOfWorkers": 2, "SecurityConfiguration": "sealed",
        "GlueVersion": "4.0"}]}"#;

    #[tokio::test]
    async fn documents_a_job_without_its_secret_arguments() {
        let wire = Wire::default().on(&["AWSGlue.GetJobs"], 200, JOBS).on(
            &["AWSGlue.GetTags", "job/nightly"],
            200,
            r#"{"Tags": {"team": "data"}}"#,
        );

        let listing = list(&Client::new(&wire.session()), &scope("glue")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::Glue::Job",
                "region": "eu-west-1",
                "native_id": "nightly",
                "arn": "arn:aws:glue:eu-west-1:111111111111:job/nightly",
                "name": "nightly",
                "state": "active",
                "native_state": null,
                "dependencies": [
                    "111111111111:eu-west-1:AWS.Glue.Connection:warehouse",
                    "111111111111:eu-west-1:AWS.Glue.SecurityConfiguration:sealed",
                    "111111111111:eu-west-1:AWS.S3.Bucket:scratch",
                    "111111111111:eu-west-1:AWS.S3.Bucket:scripts",
                    "111111111111:global:AWS.IAM.Role:etl",
                ],
                "tags": {"team": "data"},
                "created_at": "2023-11-14T22:13:20Z",
                "properties": {
                    "AllocatedCapacity": 2,
                    "ArgumentNames": ["--TempDir", "--db_password", "--job-language"],
                    "Command":
                        {"Name": "glueetl", "PythonVersion": "3", "ScriptLocation": "s3://scripts/nightly.py"},
                    "Connections": {"Connections": ["warehouse"]},
                    "DefaultArguments": {"--TempDir": "s3://scratch/tmp/", "--job-language": "python"},
                    "ExecutionProperty": {"MaxConcurrentRuns": 1},
                    "GlueVersion": "4.0",
                    "LastModifiedOn": "2023-11-14T22:13:21Z",
                    "MaxCapacity": 2.0,
                    "MaxRetries": 0,
                    "Name": "nightly",
                    "NumberOfWorkers": 2,
                    "Role": "arn:aws:iam::111111111111:role/etl",
                    "SecurityConfiguration": "sealed",
                    "Timeout": 60,
                    "WorkerType": "G.1X",
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_job_whose_tags_it_may_not_read() {
        let denied = r#"{"__type": "AccessDeniedException", "Message": "no"}"#;
        let wire = Wire::default().on(&["AWSGlue.GetJobs"], 200, JOBS).on(&["AWSGlue.GetTags"], 400, denied);

        let listing = list(&Client::new(&wire.session()), &scope("glue")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["Tags"]));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }
}
