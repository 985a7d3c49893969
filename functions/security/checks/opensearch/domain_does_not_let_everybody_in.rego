# METADATA
# title: OpenSearch domains on the internet do not let everybody in
# description: >-
#   Looks at domains outside a VPC: their access policy must not let everybody in, unless fine-grained
#   access control then asks each request who it is from.
# custom:
#   severity: critical
#   risk: >-
#     Anybody reads, changes and deletes the indices; such domains are found by scanners within hours and
#     held to ransom.
#   remediation:
#     text: >-
#       Name the principals or the addresses that are meant in the access policy, turn fine-grained access
#       control on, and move the domain into a VPC.
#     cli: >-
#       aws opensearch update-domain-config --domain-name <domain> --access-policies file://policy.json
#     cloudformation: |
#       AccessPolicies:
#         Statement:
#           - Effect: Allow
#             Principal: {AWS: !GetAtt Search.Arn}
#             Action: es:ESHttp*
#             Resource: !Sub arn:aws:es:${AWS::Region}:${AWS::AccountId}:domain/<domain>/*
#     terraform: |
#       data "aws_iam_policy_document" "access" {
#         statement {
#           actions   = ["es:ESHttp*"]
#           resources = ["${aws_opensearch_domain.this.arn}/*"]
#           principals {
#             type        = "AWS"
#             identifiers = [aws_iam_role.search.arn]
#           }
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
#   frameworks:
#     cis_7.0: ["2.21"]
package pantheon.checks.opensearch.domain_does_not_let_everybody_in

import data.pantheon.lib.policies
import rego.v1

skip if input.state in {"creating", "deleting"}

on_the_internet if object.get(object.get(input.properties, "VPCOptions", {}), "VPCId", "") == ""

options := object.get(input.properties, "AdvancedSecurityOptions", {})

asks_for_users if {
	options.Enabled == true
	object.get(options, "AnonymousAuthEnabled", false) != true
}

deny contains sprintf("%s of the access policy lets everybody do %s.", [name, deeds]) if {
	on_the_internet
	not asks_for_users
	some statement in policies.open(object.get(input.properties, "AccessPolicies", {}))
	name := policies.named(statement)
	deeds := policies.deeds(statement)
}
