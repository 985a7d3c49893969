package pantheon.checks.config.recorder_records_each_change_test

import data.pantheon.checks.config.recorder_records_each_change as check
import rego.v1

recorder(frequency) := {"properties": {"Recording": true, "RecordingMode": {"RecordingFrequency": frequency}}}

test_pass if count(check.deny) == 0 with input as recorder("CONTINUOUS")

test_fail if check.deny == {"Changes are recorded once a day."} with input as recorder("DAILY")

test_skip_one_that_is_off if check.skip with input as {"properties": {"Recording": false}}

test_no_data_is_continuous if count(check.deny) == 0 with input as {"properties": {"Recording": true}}
