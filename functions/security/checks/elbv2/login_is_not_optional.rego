# METADATA
# title: Listeners that ask for a login insist on it
# description: >-
#   Looks for actions of listeners and rules that ask for a login but let requests through that have none.
# custom:
#   severity: medium
#   risk: >-
#     The login looks like a lock and is none: whoever does not log in gets to the application all the same.
#   remediation:
#     text: >-
#       Let the action authenticate or deny requests without a login, unless the application itself tells both
#       apart.
#     cli: >-
#       aws elbv2 modify-listener --listener-arn <arn> --default-actions file://actions.json
#     terraform: |
#       resource "aws_lb_listener" "https" {
#         default_action {
#           type = "authenticate-cognito"
#           authenticate_cognito {
#             on_unauthenticated_request = "authenticate"
#             user_pool_arn              = aws_cognito_user_pool.this.arn
#             user_pool_client_id        = aws_cognito_user_pool_client.this.id
#             user_pool_domain           = aws_cognito_user_pool_domain.this.domain
#           }
#         }
#       }
#   resource_types: [AWS::ElasticLoadBalancingV2::Listener, AWS::ElasticLoadBalancingV2::ListenerRule]
package pantheon.checks.elbv2.login_is_not_optional

import data.pantheon.lib
import rego.v1

deny contains sentence if {
	some property in ["Actions", "DefaultActions"]
	some action in lib.get(input.properties, property, [])
	some config in ["AuthenticateCognitoConfig", "AuthenticateOidcConfig"]
	lib.get(action, [config, "OnUnauthenticatedRequest"], "authenticate") == "allow"
	sentence := sprintf("Its action %s lets requests without a login through.", [action.Type])
}
