//! Keys and secrets, in memory.

use async_trait::async_trait;
use pantheon_core::{
    Error, Result,
    identity::{KeyRing, PublicKey, SigningKeys, VerificationKeys},
    secret::Secrets,
};
use secrecy::SecretString;
use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Something that counts how often it is read and may be out of reach.
#[derive(Debug, Default)]
struct Reach {
    reads: AtomicUsize,
    down: AtomicBool,
}

impl Reach {
    fn check(&self, service: &'static str) -> Result<()> {
        if self.down.load(Ordering::Relaxed) { Err(Error::unavailable(service, "out of reach")) } else { Ok(()) }
    }

    fn read(&self, service: &'static str) -> Result<()> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.check(service)
    }
}

/// Signing keys in memory, which count how often they are read and may be out of reach.
#[derive(Debug, Default)]
pub struct MemorySigningKeys {
    ring: Mutex<Option<KeyRing>>,
    reach: Reach,
}

impl MemorySigningKeys {
    /// Holds these keys.
    pub fn of(ring: KeyRing) -> Self {
        Self { ring: Mutex::new(Some(ring)), ..Self::default() }
    }

    /// Puts other keys in the place of those that there were.
    pub fn put(&self, ring: KeyRing) {
        *lock(&self.ring) = Some(ring);
    }

    /// Puts the keys out of reach, or back.
    pub fn set_down(&self, down: bool) {
        self.reach.down.store(down, Ordering::Relaxed);
    }

    /// Returns how often the keys were read.
    pub fn reads(&self) -> usize {
        self.reach.reads.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl SigningKeys for MemorySigningKeys {
    async fn key_ring(&self) -> Result<Option<KeyRing>> {
        self.reach.read("the secret store")?;
        Ok(lock(&self.ring).clone())
    }

    async fn initialize(&self, keys: &KeyRing) -> Result<()> {
        self.reach.check("the secret store")?;
        lock(&self.ring).get_or_insert_with(|| keys.clone());
        Ok(())
    }

    async fn replace(&self, keys: &KeyRing) -> Result<()> {
        self.reach.check("the secret store")?;
        self.put(keys.clone());
        Ok(())
    }
}

/// Published keys in memory, which count how often they are read and may be out of reach.
#[derive(Debug, Default)]
pub struct MemoryVerificationKeys {
    keys: Mutex<Vec<PublicKey>>,
    reach: Reach,
}

impl MemoryVerificationKeys {
    /// Holds these keys.
    pub fn of(keys: Vec<PublicKey>) -> Self {
        Self { keys: Mutex::new(keys), ..Self::default() }
    }

    /// Puts other keys in the place of those that there were.
    pub fn put(&self, keys: Vec<PublicKey>) {
        *lock(&self.keys) = keys;
    }

    /// Puts the keys out of reach, or back.
    pub fn set_down(&self, down: bool) {
        self.reach.down.store(down, Ordering::Relaxed);
    }

    /// Returns how often the keys were read.
    pub fn reads(&self) -> usize {
        self.reach.reads.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl VerificationKeys for MemoryVerificationKeys {
    async fn published(&self) -> Result<Vec<PublicKey>> {
        self.reach.read("the database")?;
        Ok(lock(&self.keys).clone())
    }

    async fn publish(&self, keys: &[PublicKey]) -> Result<()> {
        self.reach.check("the database")?;
        self.put(keys.to_vec());
        Ok(())
    }
}

/// Secrets in memory.
#[derive(Debug, Default)]
pub struct MemorySecrets {
    values: Mutex<HashMap<String, SecretString>>,
}

impl MemorySecrets {
    /// Gives a secret a value.
    pub fn put(&self, name: &str, value: &str) {
        lock(&self.values).insert(name.to_owned(), SecretString::from(value));
    }
}

#[async_trait]
impl Secrets for MemorySecrets {
    async fn read(&self, name: &str) -> Result<Option<SecretString>> {
        Ok(lock(&self.values).get(name).cloned())
    }
}
