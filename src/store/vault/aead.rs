//! Sealing one value: XChaCha20-Poly1305, with what the value is bound to as associated data.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// A key of 256 bits, wiped from memory after use.
pub(super) type Key = Zeroizing<[u8; 32]>;

const NONCE: usize = 24;

/// A value could not be sealed: the system gives no random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoRandom;

/// So many random bytes from the system.
pub(super) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, NoRandom> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(&mut *bytes).map_err(|_| NoRandom)?;
    Ok(bytes)
}

/// The nonce and `plain` sealed with `key`, bound to `to`.
pub(super) fn seal(key: &Key, to: &[u8], plain: &[u8]) -> Result<Vec<u8>, NoRandom> {
    let nonce = random::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new((&**key).into());
    let sealed = cipher.encrypt(&XNonce::from(*nonce), Payload { msg: plain, aad: to });
    // It fails for texts of 256 GiB only.
    let sealed = sealed.map_err(|_| NoRandom)?;
    Ok([&nonce[..], &sealed].concat())
}

/// What [`seal`] sealed with `key`, if it is whole and was bound to the same.
pub(super) fn open(key: &Key, to: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new((&**key).into());
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: to }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t33_what_was_sealed_opens_where_it_was_bound_to_and_nowhere_else() {
        let (key, other) = (random().unwrap(), random().unwrap());
        let sealed = seal(&key, b"here", b"text").unwrap();
        assert_eq!(open(&key, b"here", &sealed).as_deref(), Some(&b"text"[..]));
        assert_eq!(open(&key, b"there", &sealed), None);
        assert_eq!(open(&other, b"here", &sealed), None);
        assert_ne!(seal(&key, b"here", b"text").unwrap(), sealed, "a nonce is never used twice");
        for bit in 0..sealed.len() * 8 {
            let mut turned = sealed.clone();
            turned[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&key, b"here", &turned), None, "bit {bit}");
        }
        for end in 0..sealed.len() {
            assert_eq!(open(&key, b"here", &sealed[..end]), None);
        }
    }
}
