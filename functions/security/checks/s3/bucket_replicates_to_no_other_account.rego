# METADATA
# title: S3 buckets replicate to no other account
# description: >-
#   Names the other accounts to which rules of replication in force give the objects. It tells where
#   data goes; an archive in another account is good practice.
# custom:
#   severity: informational
#   risk: >-
#     Replication copies all that is new without a trace in the reader's logs, which is why attackers like
#     it for taking data out.
#   remediation:
#     text: >-
#       Compare the accounts with those that are meant to receive copies, and delete the rules that nobody
#       knows.
#   resource_types: [AWS::S3::Bucket]
package pantheon.checks.s3.bucket_replicates_to_no_other_account

import data.pantheon.lib
import rego.v1

unknown := lib.unread(["ReplicationConfiguration"])

deny contains sprintf("Objects are replicated to %s of the account %s.", [destination.Bucket, destination.Account]) if {
	some rule in object.get(input.properties, "ReplicationConfiguration", {}).Rules
	rule.Status == "Enabled"
	destination := rule.Destination
	not object.get(destination, "Account", input.account_id) in {"", input.account_id}
}
