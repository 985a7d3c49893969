//! Which URLs are gone to.

use crate::address::is_public;
use pantheon_core::{Error, Result};
use std::collections::BTreeSet;
use url::{Host, Url};

/// The longest URL that is looked at, in bytes.
const LONGEST: usize = 2_048;

/// A URL that may be gone to.
#[derive(Debug)]
pub(crate) enum Target {
    /// Through the guard, which resolves the name and checks its addresses.
    Guarded(Url),
    /// Past the guard, because its origin is an exception.
    Excepted(Url),
}

/// The origins that are gone to although they are inside, or speak plain HTTP.
#[derive(Debug)]
pub(crate) struct Exceptions(BTreeSet<String>);

impl Exceptions {
    /// Takes origins such as `http://127.0.0.1:9000`; fails if one of them says more or less.
    pub(crate) fn of(origins: &[&str]) -> Result<Self> {
        let origin = |text: &&str| {
            let url = Url::parse(text).ok().filter(|url| url.has_host() && url.path() == "/" && is_bare(url));
            let origin = url.filter(|url| matches!(url.scheme(), "http" | "https")).map(|url| origin(&url));
            origin.ok_or_else(|| Error::internal(format!("{text} is no origin such as http://127.0.0.1:9000")))
        };
        origins.iter().map(origin).collect::<Result<_>>().map(Self)
    }

    fn hold(&self, url: &Url) -> bool {
        self.0.contains(&origin(url))
    }
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn is_bare(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none()
}

/// Decides whether a URL is gone to; names are decided by their addresses, later.
///
/// The parser has normalized the host as browsers do, so that every spelling of an address of IPv4,
/// such as `0x7f.1`, is an address here.
pub(crate) fn check(text: &str, exceptions: &Exceptions) -> Result<Target> {
    let url = if text.len() <= LONGEST { Url::parse(text).ok() } else { None };
    let url = url.filter(|url| url.username().is_empty() && url.password().is_none()).ok_or_else(refused)?;
    if exceptions.hold(&url) {
        return Ok(Target::Excepted(url));
    }
    let out_there = match url.host() {
        Some(Host::Domain(name)) => !name.is_empty(),
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        None => false,
    };
    if url.scheme() == "https" && out_there { Ok(Target::Guarded(url)) } else { Err(refused()) }
}

/// Says that a URL is not gone to.
pub(crate) fn refused() -> Error {
    Error::invalid("/url", "must be an https URL of a host on the internet")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    /// Every way to name a host inside, or to speak something else than HTTPS, without a resolver.
    const HOSTILE: &[&str] = &[
        // Not HTTPS, or no URL.
        "",
        "accounts.example.com",
        "//accounts.example.com",
        "http://accounts.example.com",
        "HTTP://accounts.example.com",
        "ftp://accounts.example.com",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_SET",
        "data:application/json,{}",
        "javascript:alert(1)",
        "unix:///var/run/docker.sock",
        "ws://accounts.example.com",
        "https://",
        "https:///",
        "https://[::1",
        "https://exa mple.com",
        "https://example.com:99999",
        "https://%00",
        "https://256.256.256.256",
        "https://1.2.3.4.5",
        // Somebody else's name in front of the host.
        "https://accounts.example.com@127.0.0.1/",
        "https://user@accounts.example.com/",
        "https://:secret@accounts.example.com/",
        // Loopback, in every spelling.
        "https://127.0.0.1",
        "https://127.0.0.1:443",
        "https://127.1",
        "https://127.0.1",
        "https://2130706433",
        "https://0x7f000001",
        "https://0x7f.0.0.1",
        "https://0x7f.1",
        "https://0177.0.0.1",
        "https://0177.1",
        "https://017700000001",
        "https://127.0.0.1.",
        "https://127.255.255.254",
        "https://①②⑦.⓪.⓪.①",
        "https://127。0。0。1",
        "https://%31%32%37.0.0.1",
        "https:127.0.0.1",
        "https:\\\\127.0.0.1",
        "https://127.0.0.1\\@accounts.example.com",
        "https://127.0.0.1#@accounts.example.com",
        "https://\t127.0.0.1\n",
        "https://[::1]",
        "https://[0:0:0:0:0:0:0:1]",
        "https://[0000:0000:0000:0000:0000:0000:0000:0001]:8443",
        // The unspecified address reaches this machine on many systems.
        "https://0",
        "https://0.0.0.0",
        "https://0x0",
        "https://[::]",
        // The metadata of the machine, and the credentials of the function.
        "https://169.254.169.254/latest/meta-data/",
        "https://2852039166",
        "https://0xa9fea9fe",
        "https://0xA9.0xFE.0xA9.0xFE",
        "https://0251.0376.0251.0376",
        "https://169.254.43518",
        "https://169.254.170.2/v2/credentials",
        "https://169.254.100.1:9001",
        "https://[fd00:ec2::254]/latest/meta-data/",
        "https://[fe80::1]",
        "https://[fe80::a9fe:a9fe]",
        // Private networks.
        "https://10.0.0.1",
        "https://10.255.255.255",
        "https://172.16.0.1",
        "https://172.31.255.255",
        "https://192.168.0.1",
        "https://192.168.257",
        "https://100.64.0.1",
        "https://100.127.255.255",
        "https://[fc00::1]",
        "https://[fdff:ffff::1]",
        "https://[fec0::1]",
        // An address of IPv4 in the clothes of IPv6.
        "https://[::ffff:127.0.0.1]",
        "https://[::ffff:7f00:1]",
        "https://[::ffff:a9fe:a9fe]",
        "https://[::ffff:0:127.0.0.1]",
        "https://[::127.0.0.1]",
        "https://[64:ff9b::127.0.0.1]",
        "https://[64:ff9b::a9fe:a9fe]",
        "https://[64:ff9b:1::a00:1]",
        "https://[2002:7f00:1::]",
        "https://[2002:a9fe:a9fe::1]",
        "https://[2001:0:0:0:0:0:80ff:fffe]",
        // Multicast, broadcast, reserved, benchmarks, documentation.
        "https://224.0.0.1",
        "https://239.255.255.250:1900",
        "https://255.255.255.255",
        "https://240.0.0.1",
        "https://198.18.0.1",
        "https://192.0.0.192",
        "https://192.0.2.1",
        "https://198.51.100.1",
        "https://203.0.113.1",
        "https://[ff02::1]",
        "https://[2001:db8::1]",
        "https://[3fff::1]",
        "https://[100::1]",
        "https://[5f00::1]",
    ];

    fn none() -> Exceptions {
        Exceptions::of(&[]).unwrap()
    }

    #[test]
    fn goes_nowhere_inside() {
        assert!(HOSTILE.len() >= 60);
        for text in HOSTILE {
            assert!(matches!(check(text, &none()), Err(Error::Invalid { .. })), "{text}");
        }
        assert!(check(&format!("https://accounts.example.com/{}", "a".repeat(LONGEST)), &none()).is_err());
    }

    #[test]
    fn goes_to_hosts_on_the_internet() {
        for text in [
            "https://accounts.google.com/.well-known/openid-configuration",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x",
            "https://login.example.com:8443/keys?use=sig",
            "https://1.1.1.1/",
            "https://[2606:4700:4700::1111]/",
        ] {
            assert!(matches!(check(text, &none()), Ok(Target::Guarded(_))), "{text}");
        }
    }

    #[test]
    fn makes_an_exception_of_an_exact_origin_alone() {
        let exceptions = Exceptions::of(&["http://127.0.0.1:9000", "https://Idp.Internal/"]).unwrap();

        for text in ["http://127.0.0.1:9000/keys", "http://127.1:9000", "https://idp.internal:443/a?b"] {
            assert!(matches!(check(text, &exceptions), Ok(Target::Excepted(_))), "{text}");
        }
        for text in [
            "http://127.0.0.1:9001/keys",
            "https://127.0.0.1:9000",
            "http://127.0.0.1",
            "http://localhost:9000",
            "http://me@127.0.0.1:9000",
            "http://127.0.0.1:9000@10.0.0.1/",
        ] {
            assert!(check(text, &exceptions).is_err(), "{text}");
        }
    }

    #[test]
    fn takes_no_exception_that_is_more_or_less_than_an_origin() {
        for text in
            ["", "*", "127.0.0.1", "http://", "http://a/path", "http://a?b", "http://me@a", "ftp://a", "http://a/#b"]
        {
            assert!(Exceptions::of(&[text]).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "(https?://)?.{0,60}") {
            let _ = check(&text, &none());
        }

        /// However an address of IPv4 is spelled, it is decided by what it is.
        #[test]
        fn sees_through_every_spelling(bits in any::<u32>(), inside in any::<bool>()) {
            let bits = if inside { 0x7f00_0000 | (bits & 0xff_ffff) } else { bits };
            let public = is_public(IpAddr::V4(Ipv4Addr::from_bits(bits)));
            let [a, b, c, d] = bits.to_be_bytes();
            let rest = bits & 0xff_ffff;
            for host in [
                format!("{a}.{b}.{c}.{d}"), format!("{bits}"), format!("{bits:#x}"), format!("0{bits:o}"), format!("{a}.{rest}"),
                format!("{a:#x}.{b}.0{c:o}.{d:#X}"), format!("{a}.{b}.{}", u32::from(c) << 8 | u32::from(d)),
            ] {
                let host = host.replace("0X", "0x");
                prop_assert_eq!(check(&format!("https://{host}/"), &none()).is_ok(), public, "{}", host);
            }
        }

        #[test]
        fn goes_to_no_address_that_is_not_public(bits in any::<u128>()) {
            let six = Ipv6Addr::from_bits(bits);
            prop_assert_eq!(check(&format!("https://[{six}]/"), &none()).is_ok(), is_public(six.into()));
        }
    }
}
