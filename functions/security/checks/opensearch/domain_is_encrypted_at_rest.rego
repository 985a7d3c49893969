# METADATA
# title: OpenSearch domains are encrypted at rest
# description: >-
#   Looks whether indices, logs and automated snapshots of the domain are encrypted.
# custom:
#   severity: medium
#   risk: >-
#     Whoever gets hold of a disk or a snapshot reads everything that was indexed.
#   remediation:
#     text: >-
#       Turn encryption at rest on; older domains have to be made anew from a snapshot.
#     cli: >-
#       aws opensearch update-domain-config --domain-name <domain> --encryption-at-rest-options
#       Enabled=true,KmsKeyId=<key>
#     cloudformation: |
#       EncryptionAtRestOptions:
#         Enabled: true
#         KmsKeyId: !Ref Key
#     terraform: |
#       resource "aws_opensearch_domain" "this" {
#         encrypt_at_rest {
#           enabled    = true
#           kms_key_id = aws_kms_key.this.arn
#         }
#       }
#   resource_types: [AWS::OpenSearchService::Domain]
#   frameworks:
#     fsbp: [ES.1, OpenSearch.1]
package pantheon.checks.opensearch.domain_is_encrypted_at_rest

import rego.v1

skip if input.state in {"creating", "deleting"}

deny contains "Encryption at rest is off." if not input.properties.EncryptionAtRestOptions.Enabled
