//! Which addresses are out there, and which are inside, or nowhere.
//!
//! The rules are the registries of special-purpose addresses (RFC 6890) that IANA keeps, on the
//! side of caution: an address that is not known to be public is refused.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks of IPv4 that nobody on the internet answers from.
const INSIDE_V4: &[(Ipv4Addr, u32)] = &[
    // "This network" and the unspecified address.
    (Ipv4Addr::UNSPECIFIED, 8),
    // Private.
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    // Between a provider and its customers.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    // Loopback.
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Link-local; the metadata of an instance and the credentials of a container are there.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // Protocol assignments, and relays from IPv6.
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 52, 193, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 175, 48, 0), 24),
    // Documentation.
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Benchmarks.
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    // Multicast, reserved, broadcast.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Networks within the global unicast addresses of IPv6, `2000::/3`, that nobody answers from.
const INSIDE_V6: &[(Ipv6Addr, u32)] = &[
    // Protocol assignments: Teredo, ORCHID, benchmarks.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    // Documentation.
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
    // 6to4: the address of IPv4 in it is where the packets go.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    // Direct delegation of the AS112 project.
    (Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0), 48),
];

/// Tells whether an address is one of a host on the internet.
///
/// Of IPv6 only global unicast is; that leaves out every form that holds an address of IPv4 (mapped,
/// compatible, translated by NAT64, 6to4, Teredo), whichever address that is.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => !INSIDE_V4.iter().any(|(network, bits)| covers_v4(*network, *bits, four)),
        IpAddr::V6(six) => {
            let global = covers_v6(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3, six);
            global && !INSIDE_V6.iter().any(|(network, bits)| covers_v6(*network, *bits, six))
        }
    }
}

fn covers_v4(network: Ipv4Addr, bits: u32, address: Ipv4Addr) -> bool {
    (network.to_bits() ^ address.to_bits()) >> (32 - bits) == 0
}

fn covers_v6(network: Ipv6Addr, bits: u32, address: Ipv6Addr) -> bool {
    (network.to_bits() ^ address.to_bits()) >> (128 - bits) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn public(text: &str) -> bool {
        is_public(text.parse().unwrap())
    }

    #[test]
    fn knows_hosts_on_the_internet() {
        for text in
            ["1.1.1.1", "8.8.8.8", "140.82.121.4", "172.32.0.1", "100.128.0.1", "169.253.0.1", "223.255.255.255"]
        {
            assert!(public(text), "{text}");
        }
        for text in ["2606:4700:4700::1111", "2a00:1450:4001:80b::200e", "2001:4860:4860::8888", "2400:cb00::1"] {
            assert!(public(text), "{text}");
        }
    }

    #[test]
    fn refuses_the_first_and_the_last_address_of_every_network() {
        for (network, bits) in INSIDE_V4 {
            let first = network.to_bits();
            let last = first | (u32::MAX >> bits);
            assert!(!is_public(Ipv4Addr::from_bits(first).into()) && !is_public(Ipv4Addr::from_bits(last).into()));
        }
        for (network, bits) in INSIDE_V6 {
            let first = network.to_bits();
            let last = first | (u128::MAX >> bits);
            assert!(!is_public(Ipv6Addr::from_bits(first).into()) && !is_public(Ipv6Addr::from_bits(last).into()));
        }
    }

    #[test]
    fn refuses_what_is_inside_in_ipv6() {
        for text in [
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
            "4000::1",
            "::ffff:8.8.8.8",
        ] {
            assert!(!public(text), "{text}");
        }
    }

    proptest! {
        /// The standard library says less, but what it says must hold here.
        #[test]
        fn lets_no_address_pass_that_the_standard_library_knows_to_be_inside(bits in any::<u32>(), kind in 0..4_usize) {
            let near = [bits, (bits & 0xffff) | 0xa9fe_0000, (bits & 0xff_ffff) | 0x0a00_0000, (bits & 0xff_ffff) | 0x7f00_0000][kind];
            let four = Ipv4Addr::from_bits(near);
            let inside = four.is_loopback() || four.is_private() || four.is_link_local() || four.is_multicast()
                || four.is_unspecified() || four.is_broadcast() || four.is_documentation();
            prop_assert!(!(inside && is_public(four.into())));
        }

        #[test]
        fn lets_no_address_of_ipv4_pass_in_the_clothes_of_ipv6(bits in any::<u32>()) {
            let four = Ipv4Addr::from_bits(bits);
            let [a, b] = [u128::from(bits), u128::from(bits) << 80];
            let clothed = [
                four.to_ipv6_mapped(),
                Ipv6Addr::from_bits(a),
                Ipv6Addr::from_bits((0x64_ff9b_u128 << 96) | a),
                Ipv6Addr::from_bits((0x2002_u128 << 112) | b),
            ];
            for six in clothed {
                prop_assert!(!is_public(six.into()), "{six}");
            }
        }

        #[test]
        fn lets_no_local_address_of_ipv6_pass(bits in any::<u128>(), kind in 0..3_usize) {
            let (network, length) = [(0xfc00_u128 << 112, 7), (0xfe80_u128 << 112, 10), (0xff00_u128 << 112, 8)][kind];
            let six = Ipv6Addr::from_bits(network | (bits & (u128::MAX >> length)));
            prop_assert!(!is_public(six.into()), "{six}");
        }
    }
}
