# METADATA
# title: SNS topics do not let everybody in
# description: >-
#   Looks for statements of the policy that let everybody in, and that neither conditions nor denials
#   narrow to an organization, accounts, networks or resources.
# custom:
#   severity: critical
#   risk: >-
#     Anybody with an account of AWS subscribes and reads every message, or publishes what your systems
#     then act on.
#   remediation:
#     text: >-
#       Name the principals that are meant, or narrow the statement with a condition such as
#       aws:PrincipalOrgID, aws:SourceAccount or aws:SourceArn.
#     cli: >-
#       aws sns set-topic-attributes --topic-arn <topic> --attribute-name Policy --attribute-value
#       file://policy.json
#     cloudformation: |
#       Condition:
#         StringEquals:
#           aws:SourceOwner: !Ref AWS::AccountId
#     terraform: |
#       condition {
#         test     = "StringEquals"
#         variable = "aws:PrincipalOrgID"
#         values   = [data.aws_organizations_organization.this.id]
#       }
#   resource_types: [AWS::SNS::Topic]
#   frameworks:
#     cis_7.0: ["2.21"]
#     fsbp: [SNS.4]
package pantheon.checks.sns.topic_does_not_let_everybody_in

import data.pantheon.lib
import data.pantheon.lib.policies
import rego.v1

unknown := lib.unread(["GetTopicAttributes"])

deny contains sprintf("%s of the policy lets everybody do %s.", [name, deeds]) if {
	some statement in policies.open(object.get(input.properties, "Policy", {}))
	name := policies.named(statement)
	deeds := policies.deeds(statement)
}
