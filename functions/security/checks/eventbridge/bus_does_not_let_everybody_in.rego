# METADATA
# title: EventBridge buses do not let everybody in
# description: >-
#   Looks for statements of the policy that let everybody in, and that neither conditions nor denials
#   narrow to an organization, accounts, networks or resources.
# custom:
#   severity: high
#   risk: >-
#     Anybody with an account of AWS sends events that your rules take for your own, and so starts
#     functions, workflows and deployments.
#   remediation:
#     text: >-
#       Name the principals that are meant, or narrow the statement with a condition such as
#       aws:PrincipalOrgID, aws:SourceAccount or aws:SourceArn.
#     cli: >-
#       aws events put-permission --event-bus-name <bus> --statement-id <id> --action events:PutEvents
#       --principal "*" --condition Type=StringEquals,Key=aws:PrincipalOrgID,Value=<organization>
#     cloudformation: |
#       Condition:
#         StringEquals:
#           aws:PrincipalOrgID: <organization>
#     terraform: |
#       condition {
#         test     = "StringEquals"
#         variable = "aws:PrincipalOrgID"
#         values   = [data.aws_organizations_organization.this.id]
#       }
#   resource_types: [AWS::Events::EventBus]
#   frameworks:
#     cis_7.0: ["2.21"]
package pantheon.checks.eventbridge.bus_does_not_let_everybody_in

import data.pantheon.lib.policies
import rego.v1

deny contains sprintf("%s of the policy lets everybody do %s.", [name, deeds]) if {
	some statement in policies.open(object.get(input.properties, "Policy", {}))
	name := policies.named(statement)
	deeds := policies.deeds(statement)
}
