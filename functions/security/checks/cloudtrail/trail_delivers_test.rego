package pantheon.checks.cloudtrail.trail_delivers_test

import data.pantheon.checks.cloudtrail.trail_delivers as check
import rego.v1

trail(errors) := {"properties": object.union({"IsLogging": true}, errors)}

test_pass if count(check.deny) == 0 with input as trail({})

test_fail if {
	check.deny == {"Files are not delivered: NoSuchBucket."} with input as trail({"LatestDeliveryError": "NoSuchBucket"})
	digests := trail({"LatestDigestDeliveryError": "AccessDenied"})
	check.deny == {"Digests are not delivered: AccessDenied."} with input as digests
	count(check.deny) == 1 with input as trail({"LatestCloudWatchLogsDeliveryError": "AccessDenied"})
}

test_skip_one_that_is_off if check.skip with input as {"properties": {"IsLogging": false}}

test_no_data if count(check.unknown) == 1 with input as {"properties": {"Unread": ["IsLogging"]}}
