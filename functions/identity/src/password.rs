//! Passwords: Argon2id, with parameters that are written down here, and the rules of new ones.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{
        self, PasswordHasher, PasswordVerifier,
        phc::{self, Output, ParamsString, Salt},
    },
};
use pantheon_core::{
    Error, Result,
    identity::{Email, PasswordHash, TenantName},
};
use secrecy::{ExposeSecret, SecretString};
use zxcvbn::{Score, feedback::Feedback};

/// Length of the hash in bytes.
const OUTPUT_BYTES: usize = 32;

/// The fewest characters of a new password.
const SHORTEST: usize = 12;
/// The most bytes of a new password.
const LONGEST: usize = 256;
/// The least score of a new password: "safely unguessable", more than 10^8 guesses.
const LEAST_SCORE: Score = Score::Three;
/// The fewest letters that a part of an address or a name needs to be worth looking for.
const SHORTEST_PART: usize = 3;

/// What one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes, which could be filled at the same time.
    pub lanes: u32,
}

impl Cost {
    /// The second recommended option of RFC 9106, section 4, which is well above the least that OWASP
    /// advises (19 MiB in two passes).
    ///
    /// A function of 1024 MB, as every one that checks passwords is, carries out one request at a
    /// time: 64 MiB fit easily, and three passes take it a few tenths of a second.
    pub const PRESENT: Self = Self { memory_kib: 64 * 1_024, passes: 3, lanes: 4 };
}

/// Hashes and checks passwords.
#[derive(Debug)]
pub struct Passwords {
    argon2: Argon2<'static>,
    cost: Cost,
    decoy: phc::PasswordHash,
}

impl Passwords {
    /// Prepares the present parameters, and a hash that no password has.
    pub fn new() -> Result<Self> {
        Self::of(Cost::PRESENT)
    }

    /// Prepares other parameters, such as cheap ones for tests.
    pub fn of(cost: Cost) -> Result<Self> {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(OUTPUT_BYTES));
        let params = params.map_err(Error::internal)?;
        let decoy = decoy(&params).map_err(Error::internal)?;
        Ok(Self { argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params), cost, decoy })
    }

    /// Hashes a password under a new salt.
    pub fn hash(&self, password: &SecretString) -> Result<PasswordHash> {
        let hash: phc::PasswordHash =
            self.argon2.hash_password(password.expose_secret().as_bytes()).map_err(Error::internal)?;
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

    /// Tells whether the hash was made with weaker parameters than the present ones.
    pub fn is_weak(&self, hash: &PasswordHash) -> Result<bool> {
        let stored = phc::PasswordHash::new(&hash.0).map_err(Error::internal)?;
        if stored.algorithm != self.decoy.algorithm || stored.version != self.decoy.version {
            return Ok(true);
        }
        let params = Params::try_from(&stored).map_err(Error::internal)?;
        let Cost { memory_kib, passes, lanes } = self.cost;
        Ok(params.m_cost() < memory_kib || params.t_cost() < passes || params.p_cost() < lanes)
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

/// Fails with `invalid` unless the password may be the new one of this user; `pointer` is where the
/// request holds it.
///
/// The lists of the estimator hold the passwords that leak most often.
pub fn judge(pointer: &str, password: &SecretString, email: &Email, tenant: &TenantName) -> Result<()> {
    let text = password.expose_secret();
    if text.chars().count() < SHORTEST || text.len() > LONGEST {
        let rule = format!("must have at least {SHORTEST} characters and at most {LONGEST} bytes");
        return Err(Error::invalid(pointer, rule));
    }
    let known = known_words(email, tenant);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let estimate = zxcvbn::zxcvbn(text, &known);
    if estimate.score() >= LEAST_SCORE {
        return Ok(());
    }
    let warning = estimate.feedback().and_then(Feedback::warning).map(|warning| warning.to_string());
    let advice = estimate.feedback().map(Feedback::suggestions).unwrap_or_default().iter().map(ToString::to_string);
    let advice = warning.into_iter().chain(advice).map(|text| text.trim_end_matches('.').to_owned());
    let advice: Vec<String> = advice.collect();
    let advice = if advice.is_empty() { "add another uncommon word or two".to_owned() } else { advice.join("; ") };
    Err(Error::invalid(pointer, format!("must be harder to guess: {advice}")))
}

/// Returns what whoever guesses at this user would try first.
fn known_words(email: &Email, tenant: &TenantName) -> Vec<String> {
    let whole = [email.as_str(), tenant.as_str(), "pantheon"];
    let parts = whole.iter().flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
    let mut words: Vec<String> = whole.iter().copied().chain(parts).map(str::to_lowercase).collect();
    words.retain(|word| word.chars().count() >= SHORTEST_PART);
    words.sort();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    fn cheap() -> Passwords {
        Passwords::of(CHEAP).unwrap()
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

        assert!(hash.0.starts_with("$argon2id$v=19$m=65536,t=3,p=4$"), "{}", hash.0);
    }

    #[test]
    fn salts_every_hash_anew() {
        assert_ne!(cheap().hash(&secret("the same again")).unwrap(), cheap().hash(&secret("the same again")).unwrap());
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
    fn knows_hashes_of_weaker_parameters_and_still_checks_them() {
        let stronger = Passwords::of(Cost { passes: 2, ..CHEAP }).unwrap();
        let hash = cheap().hash(&secret("correct horse battery")).unwrap();

        assert!(stronger.is_weak(&hash).unwrap());
        assert!(stronger.matches(&secret("correct horse battery"), Some(&hash)).unwrap());
        assert!(!cheap().is_weak(&hash).unwrap());
        assert!(!cheap().is_weak(&stronger.hash(&secret("x")).unwrap()).unwrap());
    }

    #[test]
    fn reports_a_broken_stored_hash_as_our_fault() {
        let broken = PasswordHash("plain text".to_owned());

        assert!(matches!(cheap().matches(&secret("x"), Some(&broken)), Err(Error::Internal { .. })));
        assert!(matches!(cheap().is_weak(&broken), Err(Error::Internal { .. })));
    }

    fn judged(password: &str) -> Option<String> {
        let email = "ada.lovelace@example.com".parse().unwrap();
        let tenant = "Analytical Engines".parse().unwrap();
        match judge("/password", &secret(password), &email, &tenant) {
            Ok(()) => None,
            Err(Error::Invalid { violations }) => Some(violations[0].detail.clone()),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn refuses_new_passwords_that_are_too_short_or_too_long() {
        let longest = "correct horse ".repeat(20);

        assert!(judged("kV9#qLw2xT!").unwrap().contains("at least 12 characters"));
        assert!(judged(&longest).unwrap().contains("at most 256 bytes"));
        assert_eq!(judged("zwölf verrückte Zeichen"), None);
        assert_eq!(judged("kV9#qLw2xT!m"), None);
    }

    #[test]
    fn refuses_new_passwords_that_leak_often_or_say_who_the_user_is() {
        for guessed in [
            "password1234",
            "123456789012",
            "qwertyuiop[]",
            "iloveyou1234",
            "ada.lovelace@example.com",
            "lovelace1815",
            "analytical2026",
            "pantheonpantheon",
            "aaaaaaaaaaaaaaaa",
        ] {
            let refused = judged(guessed).unwrap_or_else(|| panic!("{guessed} was taken"));
            assert!(refused.starts_with("must be harder to guess: ") && !refused.ends_with('.'), "{refused}");
        }
    }
}
