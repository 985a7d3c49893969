# What checks of databases and caches share about the networks that they are in.
package pantheon.lib.databases

import data.pantheon.lib
import rego.v1

# The security groups, of those named, that let everybody on the internet reach a port.
open_groups(ids, port) := {id |
	some id in ids
	group := lib.estate("AWS::EC2::SecurityGroup")[identifier("SecurityGroup", id)]
	some rule in object.get(group.properties, "SecurityGroupIngress", [])
	from_everywhere(rule)
	admits(rule, port)
}

identifier(type, id) := sprintf("%s:%s:AWS.EC2.%s:%s", [input.account_id, input.region, type, id])

from_everywhere(rule) if lib.anywhere(rule.CidrIp)

from_everywhere(rule) if lib.anywhere(rule.CidrIpv6)

admits(rule, _) if rule.IpProtocol == "-1"

admits(rule, port) if {
	rule.IpProtocol in {"tcp", "6"}
	rule.FromPort <= port
	port <= rule.ToPort
}

# The subnets, of those named, whose way to the internet is an internet gateway.
public_subnets(ids, vpc) := {id |
	some id in ids
	some table in tables_of(id, vpc)
	some route in object.get(table.properties, "Routes", [])
	startswith(object.get(route, "GatewayId", ""), "igw-")
	object.get(route, "State", "active") != "blackhole"
}

# A subnet without a route table of its own has the main one of its network.
tables_of(subnet, vpc) := own_tables(subnet) if {
	count(own_tables(subnet)) > 0
} else := [table |
	some table in lib.present("AWS::EC2::RouteTable")
	table.properties.VpcId == vpc
	some association in object.get(table.properties, "Associations", [])
	association.Main == true
]

own_tables(subnet) := [table |
	some table in lib.present("AWS::EC2::RouteTable")
	some association in object.get(table.properties, "Associations", [])
	association.SubnetId == subnet
]
