# METADATA
# title: Kinesis streams are encrypted with a key of your own
# description: >-
#   Looks at encrypted streams: the key has to be one whose policy you decide, not the one that AWS
#   manages.
# custom:
#   severity: low
#   risk: >-
#     The key of AWS lets in everybody who may use Kinesis in the account, and cannot be shared, limited
#     or withdrawn.
#   remediation:
#     text: >-
#       Encrypt the stream with a customer managed key.
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
package pantheon.checks.kinesis.stream_is_encrypted_with_own_key

import data.pantheon.lib
import rego.v1

skip if input.state in {"creating", "deleting"}

unknown := lib.unread(["DescribeStreamSummary"])

encryption := object.get(input.properties, "StreamEncryption", {})

deny contains "The stream is encrypted with the key alias/aws/kinesis." if {
	encryption.EncryptionType == "KMS"
	endswith(object.get(encryption, "KeyId", "alias/aws/kinesis"), "alias/aws/kinesis")
}
