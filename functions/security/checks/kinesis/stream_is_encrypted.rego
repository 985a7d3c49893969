# METADATA
# title: Kinesis streams are encrypted at rest
# description: >-
#   Looks whether records are encrypted with a key of KMS while the stream holds them.
# custom:
#   severity: medium
#   risk: >-
#     Records lie in clear for as long as they are kept, and there is no permission on a key to withhold.
#   remediation:
#     text: >-
#       Turn server-side encryption on; producers and consumers need the key as well.
#     cli: >-
#       aws kinesis start-stream-encryption --stream-name <stream> --encryption-type KMS --key-id <key>
#     cloudformation: |
#       StreamEncryption:
#         EncryptionType: KMS
#         KeyId: !Ref Key
#     terraform: |
#       resource "aws_kinesis_stream" "this" {
#         encryption_type = "KMS"
#         kms_key_id      = aws_kms_key.this.id
#       }
#   resource_types: [AWS::Kinesis::Stream]
#   frameworks:
#     fsbp: [Kinesis.1]
package pantheon.checks.kinesis.stream_is_encrypted

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting"}

unknown := lib.unread(["DescribeStreamSummary"])

deny contains "Encryption is off." if {
	object.get(object.get(input.properties, "StreamEncryption", {}), "EncryptionType", "NONE") != "KMS"
}
