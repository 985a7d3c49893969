package pantheon.checks.iam.account_keeps_no_server_certificates_test

import data.pantheon.checks.iam.account_keeps_no_server_certificates as check
import rego.v1

account(certificates) := {"properties": {"SummaryMap": {"ServerCertificates": certificates}}}

test_pass if count(check.deny) == 0 with input as account(0)

test_fail if check.deny == {"Server certificates are kept in IAM (2)."} with input as account(2)

test_no_data_is_no_certificate if count(check.deny) == 0 with input as {"properties": {}}
