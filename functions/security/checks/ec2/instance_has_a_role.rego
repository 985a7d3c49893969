# METADATA
# title: EC2 instances have a role for their calls to AWS
# description: >-
#   Looks whether an instance profile, which carries a role, is attached to the instance.
# custom:
#   severity: medium
#   risk: >-
#     Software on an instance without a role gets its rights by access keys in files, which are copied, leaked and
#     never changed.
#   remediation:
#     text: >-
#       Make a role with what the software needs, attach it by an instance profile, and delete the access keys.
#     cli: >-
#       aws ec2 associate-iam-instance-profile --instance-id <instance> --iam-instance-profile Name=<profile>
#     cloudformation: |
#       IamInstanceProfile: !Ref InstanceProfile
#     terraform: |
#       resource "aws_instance" "this" {
#         iam_instance_profile = aws_iam_instance_profile.this.name
#       }
#   resource_types: [AWS::EC2::Instance]
#   frameworks:
#     cis_3.0: ["1.18"]
#     cis_5.0: ["1.17"]
#     cis_7.0: ["2.16"]
package pantheon.checks.ec2.instance_has_a_role

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

deny contains "It has no instance profile." if lib.get(input.properties, "IamInstanceProfile", "") in {"", null}
