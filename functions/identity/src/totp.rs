//! Authenticators: time-based one-time passwords (RFC 6238), and the recovery codes that stand in
//! for them.
//!
//! The parameters are those that every authenticator knows: HMAC-SHA-1, 6 digits, 30 seconds. Codes
//! of one step before and after are taken, as RFC 6238 advises, since clocks differ.

use crate::{random, sealing::Sealing};
use chrono::{DateTime, Utc};
use pantheon_core::{
    Error, Result,
    identity::{Digest, SecondFactor, User},
};
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeSet;
use totp_rs::{Algorithm, Builder, Totp};

/// The bytes of a shared secret; RFC 4226 advises 160 bits.
const SECRET_BYTES: usize = 20;
/// The digits of a code.
const DIGITS: u8 = 6;
/// For how many seconds a code is shown.
const STEP_SECONDS: u64 = 30;
/// How many steps a clock may be wrong.
const SKEW: u16 = 1;
/// What the authenticator calls us.
const ISSUER: &str = "Pantheon";

/// How many recovery codes a user is given.
pub const RECOVERY_CODES: usize = 10;
/// The letters of a recovery code: base32, so that each stands for five random bits.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// How many letters stand together in a recovery code.
const GROUP: usize = 4;
/// How many letters a recovery code has: 60 random bits.
const CODE_LETTERS: usize = 12;

/// An authenticator that was set up and still has to prove itself.
pub struct Enrollment {
    /// What is kept of it.
    pub factor: SecondFactor,
    /// The shared secret in base32, to be typed.
    pub secret: SecretString,
    /// The same as an `otpauth` address, to be shown as a QR code.
    pub uri: SecretString,
}

/// Sets up an authenticator for the user.
pub fn enroll(sealing: &Sealing, user: &User, now: DateTime<Utc>) -> Result<Enrollment> {
    let secret = random::array::<SECRET_BYTES>()?;
    let totp = totp(user, secret.to_vec())?;
    Ok(Enrollment {
        factor: SecondFactor::pending(sealing.seal(&user.id, &secret)?, now),
        secret: SecretString::from(totp.secret().to_base32()),
        uri: SecretString::from(totp.to_url().map_err(Error::internal)?),
    })
}

/// Returns the time step that the code of the authenticator belongs to; `None` if it is none of the
/// present ones.
pub fn step_of(
    sealing: &Sealing,
    user: &User,
    factor: &SecondFactor,
    code: &str,
    now: DateTime<Utc>,
) -> Result<Option<u64>> {
    let totp = totp(user, sealing.open(&user.id, &factor.sealed_secret)?)?;
    let seconds = u64::try_from(now.timestamp()).map_err(Error::internal)?;
    Ok(totp.check(code, seconds))
}

/// Spends a code, of the authenticator or a recovery code; `None` if it is wrong or was spent.
pub fn spend(
    sealing: &Sealing,
    user: &User,
    factor: &SecondFactor,
    code: &SecretString,
    now: DateTime<Utc>,
) -> Result<Option<SecondFactor>> {
    let code = code.expose_secret().trim();
    if let Some(recovery) = canonical(code) {
        return Ok(factor.spend_recovery(&sealing.recovery_digest(&user.id, &recovery)));
    }
    Ok(step_of(sealing, user, factor, code, now)?.and_then(|step| factor.spend_step(step)))
}

/// Makes recovery codes for the user, and what is kept of them.
pub fn recovery_codes(sealing: &Sealing, user: &User) -> Result<(Vec<SecretString>, BTreeSet<Digest>)> {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect::<Result<_>>()?;
    let digests = codes.iter().map(|code| sealing.recovery_digest(&user.id, code)).collect();
    Ok((codes.into_iter().map(SecretString::from).collect(), digests))
}

fn recovery_code() -> Result<String> {
    let letters = random::array::<CODE_LETTERS>()?.map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    Ok(grouped(letters))
}

/// Reads a recovery code as people type it: in any case, with or without hyphens.
fn canonical(text: &str) -> Option<String> {
    let letters: Vec<char> =
        text.chars().filter(|letter| *letter != '-').map(|letter| letter.to_ascii_lowercase()).collect();
    let known = |letter: &char| u8::try_from(*letter).is_ok_and(|byte| LETTERS.contains(&byte));
    let letters: [char; CODE_LETTERS] = letters.try_into().ok()?;
    letters.iter().all(known).then(|| grouped(letters))
}

fn grouped(letters: [char; CODE_LETTERS]) -> String {
    letters.chunks(GROUP).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

fn totp(user: &User, secret: Vec<u8>) -> Result<Totp> {
    let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(DIGITS).with_skew(SKEW);
    let builder = builder.with_step_duration(STEP_SECONDS).with_issuer(Some(ISSUER));
    builder.with_account_name(user.email.as_str()).with_secret(secret).build().map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use pantheon_core::{id::TenantId, permission::Role};
    use pantheon_testing::{identity, now};

    fn sealing() -> Sealing {
        Sealing::new(&[7; 64]).unwrap()
    }

    fn user() -> User {
        identity::user(&TenantId::generate(now()), "ada@example.com", &[Role::Viewer], now()).unwrap()
    }

    /// Plays the authenticator.
    fn code(user: &User, factor: &SecondFactor, at: DateTime<Utc>) -> String {
        let secret = sealing().open(&user.id, &factor.sealed_secret).unwrap();
        totp(user, secret).unwrap().generate(u64::try_from(at.timestamp()).unwrap()).to_string()
    }

    fn spent(user: &User, factor: &SecondFactor, code: &str) -> Option<SecondFactor> {
        spend(&sealing(), user, factor, &SecretString::from(code), now()).unwrap()
    }

    #[test]
    fn computes_the_codes_of_rfc_6238() {
        let user = user();
        let secret = b"12345678901234567890";
        let factor = SecondFactor::pending(sealing().seal(&user.id, secret).unwrap(), now());

        for (seconds, expected) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            let at = DateTime::from_timestamp(seconds, 0).unwrap();
            assert_eq!(code(&user, &factor, at), expected);
            let step = u64::try_from(seconds).unwrap() / 30;
            assert_eq!(step_of(&sealing(), &user, &factor, expected, at).unwrap(), Some(step));
        }
    }

    #[test]
    fn takes_the_codes_around_now_and_no_others() {
        let user = user();
        let factor = enroll(&sealing(), &user, now()).unwrap().factor;

        for (seconds, good) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let code = code(&user, &factor, now() + TimeDelta::seconds(seconds));
            assert_eq!(spent(&user, &factor, &code).is_some(), good, "{seconds} seconds away");
        }
    }

    #[test]
    fn takes_no_code_twice_nor_one_from_before() {
        let user = user();
        let factor = enroll(&sealing(), &user, now()).unwrap().factor;
        let before = code(&user, &factor, now() - TimeDelta::seconds(30));
        let present = code(&user, &factor, now());

        let factor = spent(&user, &factor, &present).unwrap();

        assert_eq!(spent(&user, &factor, &present), None);
        assert_eq!(spent(&user, &factor, &before), None);
    }

    #[test]
    fn tells_the_authenticator_all_it_needs() {
        let user = user();
        let enrollment = enroll(&sealing(), &user, now()).unwrap();

        let (uri, secret) = (enrollment.uri.expose_secret(), enrollment.secret.expose_secret());
        assert!(uri.starts_with("otpauth://totp/Pantheon:ada"), "{uri}");
        assert!(uri.contains(&format!("secret={secret}")) && uri.contains("issuer=Pantheon"), "{uri}");
        assert_eq!(secret.len(), 32);
        assert!(!enrollment.factor.sealed_secret.contains(secret));
    }

    #[test]
    fn takes_each_recovery_code_once_however_it_is_typed() {
        let user = user();
        let (codes, digests) = recovery_codes(&sealing(), &user).unwrap();
        let factor = enroll(&sealing(), &user, now()).unwrap().factor.confirmed(1, digests);
        assert_eq!((codes.len(), factor.recovery.len()), (RECOVERY_CODES, RECOVERY_CODES));

        let typed = codes[3].expose_secret().replace('-', "").to_uppercase();
        let factor = spent(&user, &factor, &format!(" {typed} ")).unwrap();

        assert_eq!(factor.recovery.len(), RECOVERY_CODES - 1);
        assert_eq!(spent(&user, &factor, codes[3].expose_secret()), None);
        assert!(spent(&user, &factor, codes[4].expose_secret()).is_some());
    }

    #[test]
    fn writes_recovery_codes_in_three_groups() {
        let code = recovery_code().unwrap();

        assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4]);
        assert_eq!(canonical(&code), Some(code));
    }

    #[test]
    fn takes_nothing_strange_for_a_code() {
        let user = user();
        let (_, digests) = recovery_codes(&sealing(), &user).unwrap();
        let factor = enroll(&sealing(), &user, now()).unwrap().factor.confirmed(1, digests);

        for text in ["", "12345", "1234567", "+12345", "12 456", "१२३४५६", "aaaa-bbbb-cccc", "0000-1111-8888", "----"]
        {
            assert_eq!(spent(&user, &factor, text), None, "{text}");
        }
    }
}
