//! Where to listen: a port of loopback or a Unix socket, never anything that another machine can reach.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::source::Source;

/// A place to listen that only this machine reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// A port of loopback.
    Tcp(SocketAddr),
    /// A socket in the file system.
    Unix(PathBuf),
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => write!(f, "{address}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// The place under `key`.
pub(super) fn find(source: &mut Source<'_>, key: &str) -> Option<Listen> {
    let text = source.text(key)?;
    let parsed = parse(text.trim());
    parsed.map_err(|what| source.refuse(key, what, "write 127.0.0.1:8080 or unix:/run/loket/loket.sock")).ok()
}

fn parse(text: &str) -> Result<Listen, &'static str> {
    if let Some(path) = text.strip_prefix("unix:") {
        let path = Path::new(path);
        return if path.is_absolute() { Ok(Listen::Unix(path.to_owned())) } else { Err("the path is not absolute") };
    }
    let address: SocketAddr = text.parse().map_err(|_| "is neither an address with a port nor unix: with a path")?;
    if !address.ip().is_loopback() {
        return Err("other machines could reach it there, without encryption; a reverse proxy belongs before it");
    }
    Ok(Listen::Tcp(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_and_absolute_paths_are_places_to_listen() {
        for good in ["127.0.0.1:8080", "[::1]:9000", "127.8.8.8:1", "unix:/run/loket/loket.sock"] {
            assert_eq!(parse(good).unwrap().to_string(), good);
        }
        for bad in
            ["", "8080", ":8080", "localhost", "unix:", "unix:loket.sock", "0.0.0.0:8080", "[::]:1", "10.0.0.1:1"]
        {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
