//! `PUT /v1/aws/discovery/settings`: decide otherwise about discovery.

use crate::settings_view::{DiscoverySettingsChange, DiscoverySettingsView};
use pantheon_core::{
    Result,
    command::Commit,
    permission::Permission,
    settings::{DiscoverySettingsChanged, Settings},
};
use pantheon_lambda::http::{Json, Problem, Request};

/// Replaces the settings; the next scan follows them.
#[utoipa::path(
    put, path = "/v1/aws/discovery/settings", operation_id = "update-discovery-settings", tag = "discovery",
    params(("If-Match" = String, Header, description = "The `ETag` of the version that the caller has read.")),
    request_body = DiscoverySettingsChange,
    responses(
        (status = 200, description = "The settings, changed.", body = DiscoverySettingsView),
        (status = 400, description = "A type cannot be asked for, or there are too many.", body = Problem),
        (status = 403, description = "The caller may not decide what is read of the accounts.", body = Problem),
        (status = 412, description = "The settings have changed since they were read.", body = Problem),
        (status = 428, description = "The `If-Match` header is missing.", body = Problem),
    ),
    security(("bearer" = ["accounts:write"])),
)]
pub async fn handle(settings: &dyn Settings, request: Request) -> Result<Json<DiscoverySettingsView>> {
    let caller = request.permit(Permission::AccountsWrite)?;
    let read = request.if_match()?;
    let wish: DiscoverySettingsChange = request.body()?;
    let origin = request.command()?.origin;

    let before = settings.discovery_settings(&caller.tenant).await?;
    let after = before.with_types(&wish.cloud_control_types, read)?;
    let commit = Commit::unasked().telling(&origin, &DiscoverySettingsChanged::of(&after), after.version);
    settings.save_discovery_settings(&caller.tenant, &after, commit).await?;

    Ok(Json::ok(DiscoverySettingsView::of(&after)).etag(after.version))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::get_discovery_settings;
    use pantheon_core::Caller;
    use pantheon_lambda::http::Answer;
    use pantheon_testing::{caller, code, discovery::MemoryDiscovery, load_request, request, stranger, violations};
    use serde_json::json;

    const ALL: [Permission; 2] = [Permission::AccountsWrite, Permission::ResourcesRead];

    fn change(types: &[&str], if_match: &str) -> Request {
        let body = json!({ "cloud_control_types": types });
        request().caller(&ALL).header("if-match", if_match).body(body).build()
    }

    async fn shown(discovery: &MemoryDiscovery, caller: &Caller) -> (Vec<String>, String) {
        let request = request().called_by(caller).build();
        let answer = get_discovery_settings::handle(discovery, request).await.unwrap();
        let types = answer.body.cloud_control_types.iter().map(ToString::to_string).collect();
        (types, Answer::from(answer).header("etag").unwrap().to_owned())
    }

    #[tokio::test]
    async fn keeps_what_the_tenant_decides_and_tells_it() {
        let discovery = MemoryDiscovery::default();
        assert_eq!(shown(&discovery, &caller(&ALL)).await, (vec![], "\"0\"".to_owned()));

        let answer = handle(&discovery, load_request("discovery/update-discovery-settings")).await.unwrap();

        let types: Vec<_> = answer.body.cloud_control_types.iter().map(ToString::to_string).collect();
        assert_eq!(types, ["AWS::AppRunner::Service", "AWS::KinesisFirehose::DeliveryStream"]);
        assert_eq!(Answer::from(answer).header("etag"), Some("\"1\""));
        assert_eq!(shown(&discovery, &caller(&ALL)).await, (types, "\"1\"".to_owned()));
        assert_eq!(discovery.told(), ["discovery_settings.changed"]);
        assert_eq!(discovery.events()[0].data["cloud_control_types"][0], "AWS::AppRunner::Service");
    }

    #[tokio::test]
    async fn keeps_the_settings_of_tenants_apart() {
        let discovery = MemoryDiscovery::default();
        handle(&discovery, load_request("discovery/update-discovery-settings")).await.unwrap();

        let stranger = Caller { tenant: stranger(), ..caller(&ALL) };
        assert_eq!(shown(&discovery, &stranger).await, (vec![], "\"0\"".to_owned()));
    }

    #[tokio::test]
    async fn wants_the_version_that_was_read() {
        let discovery = MemoryDiscovery::default();
        let blind = request().caller(&ALL).body(json!({ "cloud_control_types": [] })).build();
        assert_eq!(code(handle(&discovery, blind).await), "precondition_required");

        handle(&discovery, change(&["AWS::Batch::JobQueue"], "\"0\"")).await.unwrap();

        assert_eq!(code(handle(&discovery, change(&[], "\"0\"")).await), "precondition_failed");
        assert_eq!(shown(&discovery, &caller(&ALL)).await.0, ["AWS::Batch::JobQueue"]);
    }

    #[tokio::test]
    async fn points_at_what_it_does_not_take() {
        let discovery = MemoryDiscovery::default();
        let read_already = change(&["AWS::Batch::JobQueue", "AWS::EC2::VPC"], "\"0\"");
        let no_type = change(&["AWS::EC2"], "\"0\"");

        assert_eq!(violations(handle(&discovery, read_already).await), ["/cloud_control_types/1"]);
        assert_eq!(violations(handle(&discovery, no_type).await), ["/cloud_control_types/0"]);
        assert!(discovery.told().is_empty());
    }

    #[tokio::test]
    async fn asks_for_the_permissions() {
        let discovery = MemoryDiscovery::default();
        let reader = request().caller(&[Permission::ResourcesRead]).header("if-match", "\"0\"");
        let writer = request().caller(&[Permission::AccountsWrite]).build();

        let body = json!({ "cloud_control_types": [] });
        assert_eq!(code(handle(&discovery, reader.body(body).build()).await), "forbidden");
        assert_eq!(code(get_discovery_settings::handle(&discovery, writer).await), "forbidden");
    }
}
