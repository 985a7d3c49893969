# What checks of networks share: what security groups let in from the internet, and what it reaches.
package pantheon.lib.ec2

import data.pantheon.lib
import rego.v1

# Whether a network is the internet, or so much of it that nobody can own it: 0.0.0.0/0 is also
# written as 0.0.0.0/1 and 128.0.0.0/1, and all of IPv6 that is in use is 2000::/3.
worldwide(cidr) if lib.anywhere(cidr)

worldwide(cidr) if {
	family(cidr) == "IPv4"
	bits(cidr) < 8
}

worldwide(cidr) if {
	family(cidr) == "IPv6"
	bits(cidr) < 16
	not regex.match("^f[cdef]", lower(cidr))
}

family(cidr) := "IPv6" if contains(cidr, ":")

family(cidr) := "IPv4" if not contains(cidr, ":")

# How many bits of its addresses a network fixes.
bits(cidr) := to_number(parts[1]) if {
	parts := split(cidr, "/")
	count(parts) == 2
	regex.match("^[0-9]+$", parts[1])
}

# Whether a network is of addresses that are not routed in the internet.
private(cidr) if {
	some range in [
		"10.0.0.0/8",
		"100.64.0.0/10",
		"127.0.0.0/8",
		"169.254.0.0/16",
		"172.16.0.0/12",
		"192.168.0.0/16",
		"fc00::/7",
		"fe80::/10",
	]
	family(range) == family(cidr)
	net.cidr_contains(range, cidr)
}

# The rules of a security group for what comes in, and for what goes out.
ingress(group) := lib.as_list(lib.get(group.properties, "SecurityGroupIngress", []))

egress(group) := lib.as_list(lib.get(group.properties, "SecurityGroupEgress", []))

# The networks that a rule lets in.
sources(rule) := {cidr |
	some name in ["CidrIp", "CidrIpv6"]
	cidr := rule[name]
	is_string(cidr)
}

# Those of them that are the internet.
open_sources(rule) := {cidr |
	some cidr in sources(rule)
	worldwide(cidr)
}

# The protocol of a rule, which may also be written as its number.
protocol(rule) := lib.get({"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6", "-1": "all"}, text, text) if {
	text := lower(sprintf("%v", [lib.get(rule, "IpProtocol", "-1")]))
}

# Whether a rule is about a port.
covers(rule, _, _) if protocol(rule) == "all"

covers(rule, name, port) if {
	protocol(rule) == name
	all_ports(rule)
}

covers(rule, name, port) if {
	protocol(rule) == name
	rule.FromPort <= port
	port <= rule.ToPort
}

# A rule without a port is about all of them.
all_ports(rule) if lib.get(rule, "FromPort", -1) in {-1, null}

all_ports(rule) if {
	rule.FromPort <= 1
	rule.ToPort == 65535
}

# What a rule is about, in words.
traffic(rule) := "all traffic" if protocol(rule) == "all"

traffic(rule) := sprintf("all %s ports", [upper(protocol(rule))]) if {
	protocol(rule) != "all"
	all_ports(rule)
}

traffic(rule) := sprintf("%s %v", [upper(protocol(rule)), rule.FromPort]) if {
	protocol(rule) != "all"
	not all_ports(rule)
	rule.FromPort == rule.ToPort
}

traffic(rule) := sprintf("%s %v-%v", [upper(protocol(rule)), rule.FromPort, rule.ToPort]) if {
	protocol(rule) != "all"
	not all_ports(rule)
	rule.FromPort != rule.ToPort
}

# Which of some services a rule is about, in words; services are names by port by protocol.
services_of(rule, services) := concat(", ", [text |
	some protocol_name, ports in services
	some port, name in ports
	covers(rule, protocol_name, port)
	text := sprintf("%s %v (%s)", [upper(protocol_name), port, name])
])

# How the internet reaches some services through a group, in sentences.
openings(group, services) := {sentence |
	some rule in ingress(group)
	some source in open_sources(rule)
	reached := services_of(rule, services)
	reached != ""
	sentence := sprintf("%s may reach %s by the rule for %s.", [source, reached, traffic(rule)])
}

# What nobody can say: a list of prefixes may hold any network, and its networks are not read.
hidden(group, services) := {sentence |
	count(openings(group, services)) == 0
	some rule in ingress(group)
	list := rule.SourcePrefixListId
	reached := services_of(rule, services)
	reached != ""
	sentence := sprintf("The networks of the prefix list %s, which may reach %s, are not read.", [list, reached])
}

# The route tables that decide about a subnet: its own, or else the main one of its network.
tables_of(subnet, _) := own if {
	own := tables_named(subnet)
	count(own) > 0
}

tables_of(subnet, network) := main if {
	count(tables_named(subnet)) == 0
	main := {id |
		some id, table in lib.present("AWS::EC2::RouteTable")
		table.properties.VpcId == network
		some association in lib.get(table.properties, "Associations", [])
		association.Main == true
	}
}

tables_named(subnet) := {id |
	some id, table in lib.present("AWS::EC2::RouteTable")
	some association in lib.get(table.properties, "Associations", [])
	association.SubnetId == subnet
}

# Whether a route leads into the internet and back: a gateway for what goes out only is none.
leads_out(route, "IPv4") if {
	worldwide(route.DestinationCidrBlock)
	startswith(lib.get(route, "GatewayId", ""), "igw-")
	lib.get(route, "State", "active") == "active"
}

leads_out(route, "IPv6") if {
	worldwide(route.DestinationIpv6CidrBlock)
	startswith(lib.get(route, "GatewayId", ""), "igw-")
	lib.get(route, "State", "active") == "active"
}

# Whether a subnet is connected to the internet.
routed(subnet, network, kind) if {
	tables := lib.estate("AWS::EC2::RouteTable")
	some id in tables_of(subnet, network)
	some route in lib.get(tables[id].properties, "Routes", [])
	leads_out(route, kind)
}

public_subnet(subnet, network) if routed(subnet, network, "IPv4")

public_subnet(subnet, network) if routed(subnet, network, "IPv6")

# The rules through which the internet reaches an instance, each with the address, the group and the
# source. Interfaces, their groups and the route tables of their subnets tell it.
# Network access control lists are not read, so one of them may still stand in between.
entries(instance) := {entry |
	some interface in lib.needed(instance, "AWS::EC2::NetworkInterface")
	some address, kind in public_addresses(instance, interface)
	routed(interface.properties.SubnetId, interface.properties.VpcId, kind)
	some group in lib.needed(interface, "AWS::EC2::SecurityGroup")
	some rule in ingress(group)
	some source in open_sources(rule)
	family(source) == kind
	entry := {"address": address, "group": group.native_id, "rule": rule, "source": source}
}

# The addresses of an interface that the internet knows, with their family. The first interface has
# the address of the instance.
public_addresses(instance, interface) := object.union_n([
	{address: "IPv4" | address := instance_address(instance, interface)},
	{address: "IPv4" | address := interface.properties.PublicIp; is_string(address)},
	{address: "IPv6" | some address in lib.get(interface.properties, "Ipv6Addresses", [])},
])

instance_address(instance, interface) := instance.properties.PublicIpAddress if {
	some attached in lib.get(instance.properties, "NetworkInterfaces", [])
	attached.NetworkInterfaceId == interface.native_id
	attached.DeviceIndex == 0
	is_string(instance.properties.PublicIpAddress)
}

# How the internet reaches some services of an instance, in sentences.
exposures(instance, services) := {sentence |
	some entry in entries(instance)
	reached := services_of(entry.rule, services)
	reached != ""
	sentence := sprintf("%s is reached from %s at %s through %s.", [entry.address, entry.source, reached, entry.group])
}

# The ways in which the internet reaches an instance at all; an echo is not a way in.
ways_in(instance) := {sentence |
	some entry in entries(instance)
	not protocol(entry.rule) in {"icmp", "icmpv6"}
	what := [entry.source, entry.address, traffic(entry.rule), entry.group]
	sentence := sprintf("%s reaches %s by the rule for %s of %s", what)
}

# The roles that the profile of an instance carries, by their names.
roles(instance) := {role.properties.RoleName: role |
	some profile in lib.needed(instance, "AWS::IAM::InstanceProfile")
	some role in lib.needed(profile, "AWS::IAM::Role")
}
