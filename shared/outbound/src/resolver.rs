//! How names become addresses: all of them are checked before any is connected to.

use crate::address::is_public;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::{fmt, future::Future, io, net::SocketAddr, pin::Pin, sync::Arc};

/// The addresses of a name, some time later.
type Found = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;

/// Finds the addresses of a name.
pub(crate) type Lookup = dyn Fn(String) -> Found + Send + Sync;

/// Resolves names to public addresses; the connection goes to what it returns and nowhere else.
#[derive(Clone)]
pub(crate) struct Guard(Arc<Lookup>);

impl Guard {
    /// Asks the resolver of the system.
    pub(crate) fn of_system() -> Self {
        Self::asking(|name| Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) }))
    }

    /// Asks somebody else.
    pub(crate) fn asking(lookup: impl Fn(String) -> Found + Send + Sync + 'static) -> Self {
        Self(Arc::new(lookup))
    }
}

/// A name belongs to an address inside.
#[derive(Debug)]
pub(crate) struct Inside;

impl fmt::Display for Inside {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the host has an address that is not public")
    }
}

impl std::error::Error for Inside {}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let found = (self.0)(name.as_str().to_owned());
        Box::pin(async move {
            let addresses = found.await?;
            // One address inside condemns the name: otherwise a second attempt might use it.
            if addresses.iter().all(|address| is_public(address.ip())) {
                Ok(Box::new(addresses.into_iter()) as Addrs)
            } else {
                Err(Inside.into())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn resolve(addresses: &[&str]) -> Result<Vec<SocketAddr>, bool> {
        let addresses: Vec<SocketAddr> = addresses.iter().map(|text| text.parse().unwrap()).collect();
        let guard = Guard::asking(move |_| {
            let addresses = addresses.clone();
            Box::pin(async move { Ok(addresses) })
        });
        let resolved = guard.resolve("login.example.com".parse().unwrap()).await;
        resolved.map(Iterator::collect).map_err(|error| error.is::<Inside>())
    }

    #[tokio::test]
    async fn returns_the_public_addresses_of_a_name() {
        let addresses = ["1.1.1.1:0", "[2606:4700:4700::1111]:0"];

        assert_eq!(resolve(&addresses).await.unwrap(), addresses.map(|text| text.parse().unwrap()));
    }

    #[tokio::test]
    async fn refuses_a_name_with_any_address_inside() {
        for addresses in [
            &["127.0.0.1:0"][..],
            &["169.254.169.254:0"],
            &["1.1.1.1:0", "10.0.0.1:0"],
            &["[::1]:0"],
            &["1.1.1.1:0", "[fd00:ec2::254]:0"],
            &["[::ffff:10.0.0.1]:0"],
        ] {
            assert_eq!(resolve(addresses).await, Err(true), "{addresses:?}");
        }
    }
}
