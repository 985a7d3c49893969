package pantheon.checks.route53.zone_logs_queries_test

import data.pantheon.checks.route53.zone_logs_queries as check
import rego.v1

group := "arn:aws:logs:us-east-1:111111111111:log-group:/aws/route53/example.com"

test_pass if {
	zone := {"properties": {"QueryLoggingConfig": {"CloudWatchLogsLogGroupArn": group}}}
	count(check.deny) == 0 with input as zone
}

test_pass_private_is_skipped if {
	check.skip with input as {"properties": {"HostedZoneConfig": {"PrivateZone": true}}}
}

test_fail if {
	public := {"properties": {"HostedZoneConfig": {"PrivateZone": false}}}
	check.deny == {"Queries are not logged."} with input as public
}

test_no_data if {
	count(check.unknown) == 1 with input as {"properties": {"Unread": ["QueryLoggingConfig"]}}
}
