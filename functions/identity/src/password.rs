//! Passwords: Argon2id, with parameters that are written down here.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{
        self, PasswordHasher, PasswordVerifier,
        phc::{self, Output, ParamsString, Salt},
    },
};
use pantheon_core::{Error, Result, identity::PasswordHash};
use secrecy::{ExposeSecret, SecretString};

/// Memory of one hash: 19 MiB, the least that OWASP advises, so that a function of 512 MB has room
/// for it and a sign-in takes tens of milliseconds.
const MEMORY_KIB: u32 = 19 * 1_024;
/// Passes over the memory; OWASP asks for two at 19 MiB.
const PASSES: u32 = 2;
/// Lanes; more would need more than the one core that a small function has.
const LANES: u32 = 1;
/// Length of the hash in bytes.
const OUTPUT_BYTES: usize = 32;

/// The fewest characters of a new password.
const SHORTEST: usize = 12;
/// The most bytes of a new password.
const LONGEST: usize = 1_024;

/// Hashes and checks passwords.
#[derive(Debug)]
pub struct Passwords {
    argon2: Argon2<'static>,
    decoy: phc::PasswordHash,
}

impl Passwords {
    /// Prepares the parameters, and a hash that no password has.
    pub fn new() -> Result<Self> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(OUTPUT_BYTES)).map_err(Error::internal)?;
        let decoy = decoy(&params).map_err(Error::internal)?;
        Ok(Self { argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params), decoy })
    }

    /// Hashes a new password under a new salt; fails with `invalid` if it is too short or too long.
    pub fn hash(&self, password: &SecretString) -> Result<PasswordHash> {
        let text = password.expose_secret();
        if text.chars().count() < SHORTEST || text.len() > LONGEST {
            let rule = format!("must have at least {SHORTEST} characters and at most {LONGEST} bytes");
            return Err(Error::invalid("/password", rule));
        }
        let hash: phc::PasswordHash = self.argon2.hash_password(text.as_bytes()).map_err(Error::internal)?;
        Ok(PasswordHash(hash.to_string()))
    }

    /// Tells whether the password has this hash.
    ///
    /// Without a hash the answer is no, and takes the same work: how long it took tells nobody
    /// whether there is a user.
    pub fn matches(&self, password: &SecretString, hash: Option<&PasswordHash>) -> Result<bool> {
        let stored = hash.map(|hash| phc::PasswordHash::new(&hash.0)).transpose().map_err(Error::internal)?;
        let hash = stored.as_ref().unwrap_or(&self.decoy);
        match self.argon2.verify_password(password.expose_secret().as_bytes(), hash) {
            Ok(()) => Ok(stored.is_some()),
            Err(password_hash::Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(Error::internal(error)),
        }
    }
}

fn decoy(params: &Params) -> password_hash::Result<phc::PasswordHash> {
    Ok(phc::PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params)?,
        salt: Some(Salt::new(&[0; 16])?),
        hash: Some(Output::new(&[0; OUTPUT_BYTES])?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn knows_the_password_that_was_hashed_and_no_other() {
        let passwords = Passwords::new().unwrap();
        let hash = passwords.hash(&secret("correct horse battery")).unwrap();

        assert!(passwords.matches(&secret("correct horse battery"), Some(&hash)).unwrap());
        assert!(!passwords.matches(&secret("correct horse batterz"), Some(&hash)).unwrap());
        assert!(!passwords.matches(&secret(""), Some(&hash)).unwrap());
    }

    #[test]
    fn writes_its_parameters_into_the_hash() {
        let hash = Passwords::new().unwrap().hash(&secret("correct horse battery")).unwrap();

        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
    }

    #[test]
    fn salts_every_hash_anew() {
        let passwords = Passwords::new().unwrap();

        assert_ne!(
            passwords.hash(&secret("the same again")).unwrap(),
            passwords.hash(&secret("the same again")).unwrap()
        );
    }

    #[test]
    fn says_no_without_a_hash_after_the_same_work() {
        let passwords = Passwords::new().unwrap();
        let real = phc::PasswordHash::new(&passwords.hash(&secret("correct horse battery")).unwrap().0).unwrap();

        assert!(!passwords.matches(&secret("correct horse battery"), None).unwrap());
        assert_eq!(passwords.decoy.params, real.params);
        assert_eq!((passwords.decoy.algorithm, passwords.decoy.version), (real.algorithm, real.version));
        assert_eq!(passwords.decoy.hash.unwrap().len(), real.hash.unwrap().len());
        assert_eq!(passwords.decoy.salt.unwrap().len(), real.salt.unwrap().len());
    }

    #[test]
    fn refuses_new_passwords_that_are_too_short_or_too_long() {
        let passwords = Passwords::new().unwrap();

        assert!(matches!(passwords.hash(&secret("elevenchars")), Err(Error::Invalid { .. })));
        assert!(matches!(passwords.hash(&secret(&"x".repeat(1_025))), Err(Error::Invalid { .. })));
        assert!(passwords.hash(&secret("zwölf Zeichen")).is_ok());
    }

    #[test]
    fn reports_a_broken_stored_hash_as_our_fault() {
        let broken = PasswordHash("plain text".to_owned());

        assert!(matches!(Passwords::new().unwrap().matches(&secret("x"), Some(&broken)), Err(Error::Internal { .. })));
    }
}
