package pantheon.checks.iam.root_has_no_signing_certificates_test

import data.pantheon.checks.iam.root_has_no_signing_certificates as check
import rego.v1

account(count) := {"properties": {"SummaryMap": {"AccountSigningCertificatesPresent": count}}}

test_pass if count(check.deny) == 0 with input as account(0)

test_fail if check.deny == {"The root user has signing certificates (1)."} with input as account(1)

test_no_data_is_no_certificate if count(check.deny) == 0 with input as {"properties": {"SummaryMap": {}}}
