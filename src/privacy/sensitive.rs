//! A value that never shows itself by accident.

use std::fmt;

use zeroize::Zeroize;

/// Something a citizen wrote, an identifier or a secret. Its `Debug` and `Display` say nothing of it.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Wraps `value`.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Each call is a place to review: nothing from it may reach a log, an error or a metric.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// Overwrites the value in memory.
    pub fn wipe(&mut self)
    where
        T: Zeroize,
    {
        self.0.zeroize();
    }

    /// The value itself, unwrapped.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[sensitive]")
    }
}

impl<T> fmt::Display for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[sensitive]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_debug_nor_display_shows_the_value() {
        let secret = Sensitive::new("mijn verhaal");
        assert_eq!(format!("{secret} {secret:?} {:?}", Some(&secret)), "[sensitive] [sensitive] Some([sensitive])");
        assert_eq!(*secret.expose(), "mijn verhaal");
    }

    #[test]
    fn what_is_wiped_is_gone() {
        let mut secret = Sensitive::new("mijn verhaal".to_owned());
        secret.wipe();
        assert_eq!(secret.expose(), "");
    }
}
