# METADATA
# title: The internet does not reach databases, caches or queues of EC2 instances
# description: >-
#   Looks whether the internet reaches a database, cache, search index or message broker of the instance. An
#   instance counts as reached where it has a public address, the route table of its subnet leads to an internet
#   gateway and a security group lets the internet in; network access control lists are not read.
# custom:
#   severity: critical
#   risk: >-
#     Strangers can try passwords of the store right now, and many of these stores ask for none: their data can be
#     copied, deleted and held to ransom.
#   remediation:
#     text: >-
#       Close the port in the security group, move the instance into a private subnet, and look through the logs of
#       the store for what was read.
#     cli: >-
#       aws ec2 revoke-security-group-ingress --group-id <group> --protocol tcp --port 6379 --cidr 0.0.0.0/0
#     terraform: |
#       resource "aws_instance" "this" {
#         associate_public_ip_address = false
#         subnet_id                   = aws_subnet.private.id
#       }
#   resource_types: [AWS::EC2::Instance]
#   reads: [AWS::EC2::NetworkInterface, AWS::EC2::RouteTable, AWS::EC2::SecurityGroup]
package pantheon.checks.ec2.instance_hides_data_stores

import data.pantheon.lib.ec2
import rego.v1

skip if input.state in {"deleting", "failed"}

services := {
	"tcp": {
		1433: "SQL Server",
		1521: "Oracle",
		3306: "MySQL",
		5432: "PostgreSQL",
		5601: "Kibana",
		6379: "Redis",
		9042: "Cassandra",
		9092: "Kafka",
		9160: "Cassandra Thrift",
		9200: "Elasticsearch",
		11211: "Memcached",
		27017: "MongoDB",
	},
	"udp": {
		11211: "Memcached",
	},
}

deny := ec2.exposures(input, services)
