//! What a listener or a rule does with a request.
//!
//! The secret of an OpenID client is never told by AWS, and the texts of fixed answers are not kept.

use crate::arn;
use aws_sdk_elasticloadbalancingv2::types::Action;
use pantheon_core::{aws::TypeName, resource::ResourceId};
use serde_json::{Value, json};

pub(super) const USER_POOL_CLIENT: TypeName = TypeName::new("AWS::Cognito::UserPoolClient");

/// Writes actions down in the order in which they are done.
pub(super) fn actions(actions: &[Action]) -> Value {
    let mut actions: Vec<&Action> = actions.iter().collect();
    actions.sort_by_key(|action| action.order());
    actions.into_iter().map(action).collect()
}

fn action(action: &Action) -> Value {
    json!({
        "AuthenticateCognitoConfig": action.authenticate_cognito_config().map(|config| json!({
            "OnUnauthenticatedRequest": config.on_unauthenticated_request().map(|answer| answer.as_str()),
            "UserPoolArn": config.user_pool_arn(),
            "UserPoolClientId": config.user_pool_client_id(),
            "UserPoolDomain": config.user_pool_domain(),
        })),
        "AuthenticateOidcConfig": action.authenticate_oidc_config().map(|config| json!({
            "AuthorizationEndpoint": config.authorization_endpoint(),
            "ClientId": config.client_id(),
            "Issuer": config.issuer(),
            "OnUnauthenticatedRequest": config.on_unauthenticated_request().map(|answer| answer.as_str()),
            "TokenEndpoint": config.token_endpoint(),
            "UserInfoEndpoint": config.user_info_endpoint(),
        })),
        "FixedResponseConfig": action.fixed_response_config().map(|config| json!({
            "ContentType": config.content_type(),
            "StatusCode": config.status_code(),
        })),
        "ForwardConfig": action.forward_config().map(|config| json!({
            "TargetGroupStickinessConfig": config.target_group_stickiness_config().map(|stickiness| json!({
                "DurationSeconds": stickiness.duration_seconds(),
                "Enabled": stickiness.enabled(),
            })),
            "TargetGroups": crate::document::sorted(config.target_groups().iter().map(|group| json!({
                "TargetGroupArn": group.target_group_arn(),
                "Weight": group.weight(),
            }))),
        })),
        "RedirectConfig": action.redirect_config().map(|config| json!({
            "Host": config.host(),
            "Path": config.path(),
            "Port": config.port(),
            "Protocol": config.protocol(),
            "Query": config.query(),
            "StatusCode": config.status_code().map(|code| code.as_str()),
        })),
        "TargetGroupArn": action.target_group_arn(),
        "Type": action.r#type().map(|kind| kind.as_str()),
    })
}

/// The resources that actions hand requests to, or ask about whoever sent them.
pub(super) fn needed(actions: &[Action]) -> impl Iterator<Item = ResourceId> {
    actions.iter().flat_map(|action| {
        let forwarded = action.forward_config().into_iter().flat_map(|config| config.target_groups());
        let groups = forwarded.filter_map(|group| group.target_group_arn()).chain(action.target_group_arn());
        let login = action.authenticate_cognito_config();
        let pool = login.and_then(|config| config.user_pool_arn()).and_then(arn::resource);
        let client = login
            .and_then(|config| config.user_pool_client_id())
            .zip(pool.clone())
            .map(|(id, pool)| ResourceId { resource_type: USER_POOL_CLIENT.into(), native_id: id.to_owned(), ..pool });
        groups.filter_map(arn::resource).chain(pool).chain(client).collect::<Vec<_>>()
    })
}
