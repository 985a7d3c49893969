# METADATA
# title: AWSCloudShellFullAccess is attached to nobody
# description: >-
#   Looks whether the policy is attached to a user, a group or a role. It lets its holder move files between the
#   shell and a computer.
# custom:
#   severity: low
#   risk: >-
#     A shell inside the account, with the rights of whoever opened it, takes data out by way of the browser, past
#     the company's network.
#   remediation:
#     text: >-
#       Detach the policy; who needs the shell gets a policy without cloudshell:GetFileDownloadUrls and
#       cloudshell:GetFileUploadUrls.
#     cli: >-
#       aws iam detach-role-policy --role-name <role> --policy-arn arn:aws:iam::aws:policy/AWSCloudShellFullAccess
#   resource_types: [AWS::IAM::Group, AWS::IAM::Role, AWS::IAM::User]
#   frameworks:
#     cis_3.0: ["1.22"]
#     cis_5.0: ["1.21"]
#     cis_7.0: ["2.20"]
package pantheon.checks.iam.nobody_has_all_of_cloudshell

import rego.v1

deny contains "AWSCloudShellFullAccess is attached." if {
	some arn in object.get(input.properties, "ManagedPolicyArns", [])
	endswith(arn, ":iam::aws:policy/AWSCloudShellFullAccess")
}
