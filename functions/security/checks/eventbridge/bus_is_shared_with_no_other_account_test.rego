package pantheon.checks.eventbridge.bus_is_shared_with_no_other_account_test

import data.pantheon.checks.eventbridge.bus_is_shared_with_no_other_account as check
import rego.v1

bus(changed) := {
	"account_id": "111111111111",
	"properties": {"Policy": {"Statement": [object.union(
		{"Sid": "Partner", "Effect": "Allow", "Action": "events:PutEvents", "Resource": "*"},
		changed,
	)]}},
}

test_pass if {
	count(check.deny) == 0 with input as bus({"Principal": {"AWS": "arn:aws:iam::111111111111:root"}})
	count(check.deny) == 0 with input as bus({"Principal": {"Service": "s3.amazonaws.com"}})
	condition := {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
	count(check.deny) == 0 with input as bus({"Principal": {"AWS": "222222222222"}, "Condition": condition})
}

test_fail if {
	sentence := "The statement Partner lets the account 222222222222 do events:PutEvents."
	check.deny == {sentence} with input as bus({"Principal": {"AWS": "arn:aws:iam::222222222222:root"}})
}

test_no_data if {
	count(check.deny) == 0 with input as {"account_id": "111111111111", "properties": {}}
}
