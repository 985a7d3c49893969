//! What people are called: e-mail addresses and the names of tenants.

use crate::{Error, Result};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// An e-mail address in lower case, which identifies one user in the whole platform.
///
/// `Debug` hides it, since addresses are not logged.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// The longest address that mail servers carry, in bytes.
    pub const LONGEST: usize = 254;

    /// Returns the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the fingerprint under which things about the address are kept.
    pub fn digest(&self) -> EmailDigest {
        EmailDigest(hex::encode(Sha256::digest(&self.0)))
    }
}

impl FromStr for Email {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parts = text.split_once('@');
        let valid = parts.is_some_and(|(local, domain)| is_local(local) && is_domain(domain));
        if valid && text.len() <= Self::LONGEST {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(Error::invalid("/email", "must be an e-mail address such as ada@example.com"))
        }
    }
}

fn is_local(text: &str) -> bool {
    let atoms = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
    (1..=64).contains(&text.len()) && text.bytes().all(atoms) && text.split('.').all(|atom| !atom.is_empty())
}

fn is_domain(text: &str) -> bool {
    text.split('.').all(|label| {
        let inner = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..=63).contains(&label.len()) && inner && !label.starts_with('-') && !label.ends_with('-')
    })
}

impl fmt::Debug for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Email(hidden)")
    }
}

/// SHA-256 of an e-mail address, in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailDigest(String);

impl EmailDigest {
    /// Returns the hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a tenant, unlike any other tenant's even if the case of letters is ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantName(String);

impl TenantName {
    /// The longest name, in characters.
    pub const LONGEST: usize = 100;

    /// Returns the name as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the fingerprint that equal names share.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(self.0.to_lowercase()))
    }
}

impl FromStr for TenantName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let length = text.chars().count();
        let trimmed = text.trim() == text;
        if (1..=Self::LONGEST).contains(&length) && trimmed && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::invalid("/tenant_name", "must be 1 to 100 characters without spaces around them"))
        }
    }
}

impl fmt::Display for TenantName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn takes_addresses_that_mail_servers_take() {
        for text in ["ada@example.com", "a@b", "ada.l+test@mail.example.co.uk", "o'brien@example.com"] {
            assert_eq!(text.parse::<Email>().unwrap().as_str(), text);
        }
    }

    #[test]
    fn refuses_what_is_no_address() {
        let long = format!("{}@example.com", "a".repeat(65));
        for text in
            ["", "@", "ada", "ada@", "@example.com", "a b@c.d", "a@b@c", "a..b@c.d", "a@-b.c", "a@b..c", "ä@b.c", &long]
        {
            assert!(matches!(text.parse::<Email>(), Err(Error::Invalid { .. })), "{text}");
        }
    }

    #[test]
    fn ignores_the_case_of_an_address() {
        let loud: Email = "Ada@Example.COM".parse().unwrap();

        assert_eq!(loud, "ada@example.com".parse().unwrap());
    }

    #[test]
    fn hides_the_address_from_logs() {
        let email: Email = "ada@example.com".parse().unwrap();

        assert!(!format!("{email:?}").contains("ada"));
    }

    #[test]
    fn keeps_the_spelling_of_a_tenant_but_not_its_case_apart() {
        let name: TenantName = "Olympus Ltd".parse().unwrap();

        assert_eq!(name.to_string(), "Olympus Ltd");
        assert_eq!(name.digest(), "OLYMPUS LTD".parse::<TenantName>().unwrap().digest());
    }

    #[test]
    fn refuses_a_tenant_without_a_proper_name() {
        let long = "x".repeat(101);
        for text in ["", " ", " Olympus", "Olympus\n", "Oly\u{7}mpus", &long] {
            assert!(text.parse::<TenantName>().is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn parses_what_it_prints(text in "[a-zA-Z0-9.+@-]{1,40}") {
            if let Ok(email) = text.parse::<Email>() {
                prop_assert_eq!(email.as_str().parse::<Email>().unwrap(), email);
            }
        }
    }
}
