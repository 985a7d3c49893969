//! `GET /v1/aws/resources/{resource_id}/drift`: show whether a resource is still what its stack wants.

use pantheon_core::{
    Error, Result,
    drift::{self, Drift, STACK, made, stack_of},
    id::TenantId,
    page::{PageRequest, PageSize},
    permission::Permission,
    resource::{Resource, ResourceId},
    scan::{Inventory, ResourceFilter},
};
use pantheon_lambda::http::{Json, Problem, Request};
use serde::Serialize;
use utoipa::ToSchema;

/// How many stacks are read at once, and how often, to find the one that made a resource without tags.
const PAGE: i64 = 100;
const MOST_PAGES: usize = 20;

/// What is known about the drift of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DriftView {
    /// The resource.
    pub resource_id: ResourceId,
    /// How it stands to the stack that made it.
    #[serde(flatten)]
    pub drift: Drift,
}

/// Shows what CloudFormation found when it last compared the resource with its stack.
#[utoipa::path(
    get, path = "/v1/aws/resources/{resource_id}/drift", operation_id = "get-resource-drift", tag = "discovery",
    params(("resource_id" = ResourceId, Path, description = "The resource.", example = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890")),
    responses(
        (status = 200, description = "What is known about its drift.", body = DriftView),
        (status = 403, description = "The caller may not see resources.", body = Problem),
        (status = 404, description = "The tenant has no such resource.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(inventory: &dyn Inventory, request: Request) -> Result<Json<DriftView>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    let id: ResourceId = request.path("resource_id")?;

    let found = inventory.resource(&caller.tenant, &id).await?;
    let resource = found.ok_or_else(|| Error::not_found("resource", &id))?;
    let stack = stack(inventory, &caller.tenant, &resource).await?;

    Ok(Json::ok(DriftView { resource_id: id, drift: drift::of_resource(&resource, stack.as_ref()) }))
}

/// Finds the stack that made a resource: by its tag, else by what the stacks around it say.
async fn stack(inventory: &dyn Inventory, tenant: &TenantId, resource: &Resource) -> Result<Option<Resource>> {
    if resource.id.resource_type == STACK.into() {
        return Ok(None);
    }
    if let Some(id) = stack_of(resource) {
        return inventory.resource(tenant, &id).await;
    }
    let filter = ResourceFilter {
        account_id: Some(resource.id.account_id.clone()),
        region: (!resource.id.region.is_global()).then(|| resource.id.region.clone()),
        resource_type: Some(STACK.into()),
        ..ResourceFilter::default()
    };
    let mut page = PageRequest::first(PageSize::of(PAGE)?);
    for _ in 0..MOST_PAGES {
        let stacks = inventory.resources(tenant, &filter, &page).await?;
        if let Some(stack) = stacks.items.into_iter().find(|stack| made(stack, resource).is_some()) {
            return Ok(Some(stack));
        }
        let Some(next) = stacks.next else { break };
        page.after = Some(next);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pantheon_core::drift::DriftState;
    use pantheon_testing::{
        caller, code,
        discovery::{MemoryDiscovery, first_change, found, scope},
        load_request, now, request, stranger, tenant,
    };
    use serde_json::json;

    const ACCOUNT: &str = "111111111111";
    const INSTANCE: &str = "111111111111:eu-west-1:AWS.EC2.Instance:i-0abcdef1234567890";

    fn stack(status: &str) -> Resource {
        let mut found = found(
            "eu-west-1",
            "AWS::CloudFormation::Stack",
            "arn:aws:cloudformation:eu-west-1:111111111111:stack/a/b",
            1,
        );
        found.properties = json!({
            "DriftStatus": "DRIFTED", "DriftCheckedAt": now(),
            "Resources": [{"LogicalResourceId": "Web", "PhysicalResourceId": "i-0abcdef1234567890", "ResourceType": "AWS::EC2::Instance"}],
            "StackResourceDrifts": [{
                "LogicalResourceId": "Web", "StackResourceDriftStatus": status,
                "PropertyDifferences": [{"PropertyPath": "/InstanceType", "DifferenceType": "NOT_EQUAL"}],
            }],
        });
        Resource::of(&ACCOUNT.parse().unwrap(), found, now())
    }

    async fn estate(stacks: Vec<Resource>, tags: &[(&str, &str)]) -> MemoryDiscovery {
        let discovery = MemoryDiscovery::default();
        let mut instance = found("eu-west-1", "AWS::EC2::Instance", "i-0abcdef1234567890", 1);
        instance.tags = tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let instance = Resource::of(&ACCOUNT.parse().unwrap(), instance, now());
        for (place, resources) in [("cloudformation", stacks), ("ec2", vec![instance])] {
            let scope = scope(&format!("{ACCOUNT}:eu-west-1:{place}"));
            discovery.apply(&tenant(), &scope, first_change(resources), now()).await.unwrap();
        }
        discovery
    }

    async fn show(discovery: &MemoryDiscovery) -> DriftView {
        handle(discovery, load_request("freshness/get-resource-drift")).await.unwrap().body
    }

    #[tokio::test]
    async fn shows_what_differs_whether_or_not_the_resource_has_a_tag() {
        let tag = ("aws:cloudformation:stack-id", "arn:aws:cloudformation:eu-west-1:111111111111:stack/a/b");
        for tags in [&[tag][..], &[]] {
            let view = show(&estate(vec![stack("MODIFIED")], tags).await).await;

            assert_eq!((view.resource_id.to_string().as_str(), view.drift.state), (INSTANCE, DriftState::Modified));
            assert_eq!(view.drift.differences[0].path, "/InstanceType");
            assert_eq!(view.drift.stack.unwrap().logical_id.as_deref(), Some("Web"));
        }
    }

    #[tokio::test]
    async fn knows_what_no_stack_has_made() {
        assert_eq!(show(&estate(Vec::new(), &[]).await).await.drift.state, DriftState::NotManaged);
    }

    #[tokio::test]
    async fn shows_a_stranger_nothing() {
        let discovery = estate(vec![stack("IN_SYNC")], &[]).await;
        let theirs = pantheon_core::Caller { tenant: stranger(), ..caller(&[Permission::ResourcesRead]) };

        let refused = handle(&discovery, request().called_by(&theirs).path("resource_id", INSTANCE).build()).await;
        assert_eq!(code(refused), "not_found");
        let nobody = handle(&discovery, request().caller(&[]).path("resource_id", INSTANCE).build()).await;
        assert_eq!(code(nobody), "forbidden");
    }
}
