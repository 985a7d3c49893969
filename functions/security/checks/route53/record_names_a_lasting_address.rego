# METADATA
# title: DNS records name addresses that stay
# description: >-
#   Looks for records of type A with the public address of an EC2 instance that is no Elastic IP address, and so
#   goes to somebody else when the instance stops.
# custom:
#   severity: medium
#   risk: >-
#     Whoever gets the address next answers under the name of the company, and may even get a certificate for it.
#   remediation:
#     text: >-
#       Give the instance an Elastic IP address, or let the record lead to a load balancer.
#     cli: >-
#       aws ec2 associate-address --instance-id <instance> --allocation-id <address>
#     terraform: |
#       resource "aws_eip" "web" {
#         instance = aws_instance.web.id
#       }
#   resource_types: [AWS::Route53::RecordSet]
#   reads: [AWS::EC2::EIP, AWS::EC2::Instance]
package pantheon.checks.route53.record_names_a_lasting_address

import data.pantheon.lib
import rego.v1

skip if not input.properties.Type == "A"

values := lib.get(input.properties, "ResourceRecords", [])

deny contains sentence if {
	count(values) > 0
	some instance in lib.present("AWS::EC2::Instance")
	address := instance.properties.PublicIpAddress
	address in values
	not address in lasting
	sentence := sprintf("%s is the address of %s only until that stops.", [address, instance.native_id])
}

lasting := {address.properties.PublicIp | some address in lib.present("AWS::EC2::EIP")}
