package pantheon.checks.s3.bucket_logs_access_test

import data.pantheon.checks.s3.bucket_logs_access as check
import rego.v1

test_pass if {
	logging := {"DestinationBucketName": "audit", "LogFilePrefix": "s3/"}
	count(check.deny) == 0 with input as {"properties": {"LoggingConfiguration": logging}}
}

test_pass_is_silent_about_buckets_of_logs if {
	statement := {"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject"}
	check.skip with input as {"properties": {"PolicyDocument": {"Statement": [statement]}}}
	grantee := {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/s3/LogDelivery"}
	check.skip with input as {"properties": {"Grants": [{"Grantee": grantee, "Permission": "WRITE"}]}}
}

test_fail if {
	check.deny == {"Server access logs are off."} with input as {"properties": {}}
	not check.skip with input as {"properties": {}}
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["LoggingConfiguration"]}}
}

test_no_data_whether_logs_are_delivered_here if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["PolicyDocument"]}}
	logging := {"DestinationBucketName": "audit"}
	properties := {"LoggingConfiguration": logging, "Unread": ["PolicyDocument"]}
	count(check.unknown) == 0 with input as {"properties": properties}
}
