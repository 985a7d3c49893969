# METADATA
# title: Step Functions state machines are encrypted with a key of your own
# description: >-
#   Looks whether the definition, the history and the data of executions are encrypted with a customer
#   managed key.
# custom:
#   severity: low
#   risk: >-
#     There is no permission on a key to withhold from whoever may look at executions, and no record of
#     its use.
#   remediation:
#     text: >-
#       Set a customer managed key for the state machine, and let its role use it.
#     cli: >-
#       aws stepfunctions update-state-machine --state-machine-arn <state machine>
#       --encryption-configuration type=CUSTOMER_MANAGED_KMS_KEY,kmsKeyId=<key>
#     cloudformation: |
#       EncryptionConfiguration:
#         Type: CUSTOMER_MANAGED_KMS_KEY
#         KmsKeyId: !Ref Key
#     terraform: |
#       resource "aws_sfn_state_machine" "this" {
#         encryption_configuration {
#           type       = "CUSTOMER_MANAGED_KMS_KEY"
#           kms_key_id = aws_kms_key.this.arn
#         }
#       }
#   resource_types: [AWS::StepFunctions::StateMachine]
package pantheon.checks.stepfunctions.state_machine_is_encrypted_with_own_key

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

unknown := lib.unread(["DescribeStateMachine"])

deny contains "The state machine is encrypted with a key that belongs to AWS." if {
	encryption := object.get(input.properties, "EncryptionConfiguration", {})
	object.get(encryption, "Type", "AWS_OWNED_KEY") != "CUSTOMER_MANAGED_KMS_KEY"
}
