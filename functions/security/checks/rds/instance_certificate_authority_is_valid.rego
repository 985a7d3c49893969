# METADATA
# title: RDS instances have a certificate of an authority that is still valid
# description: >-
#   Looks for instances whose certificate was issued by an authority of RDS that has expired:
#   rds-ca-2015 in March 2020, rds-ca-2019 in August 2024.
# custom:
#   severity: medium
#   risk: >-
#     Clients either fail or, as people then do, stop verifying whom they talk to, and anybody on the way
#     can read along.
#   remediation:
#     text: >-
#       Move to rds-ca-rsa2048-g1 or a later authority, after giving the clients the new bundle of
#       certificates.
#     cli: >-
#       aws rds modify-db-instance --db-instance-identifier <instance> --ca-certificate-identifier
#       rds-ca-rsa2048-g1 --apply-immediately
#     cloudformation: |
#       CACertificateIdentifier: rds-ca-rsa2048-g1
#     terraform: |
#       resource "aws_db_instance" "this" {
#         ca_cert_identifier = "rds-ca-rsa2048-g1"
#       }
#   resource_types: [AWS::RDS::DBInstance]
package pantheon.checks.rds.instance_certificate_authority_is_valid

import data.pantheon.lib
import data.pantheon.lib.rds
import rego.v1

skip if rds.comes_or_goes

ends := {
	"rds-ca-2015": "2020-03-05",
	"rds-ca-2019": "2024-08-22",
}

deny contains sprintf("The certificate authority %s expired on %s.", [authority, ends[authority]]) if {
	authority := input.properties.CACertificateIdentifier
	lib.past(ends[authority])
}
