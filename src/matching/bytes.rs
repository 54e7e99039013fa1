//! Long rows of numbers as one run of bytes: written and read at once, for one by one they take most of a start.
//!
//! To be used as `#[serde(with = "super::bytes")]`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

use super::svm::LANES;

/// A number, or a few, of as many bytes each.
pub(super) trait Fixed: Copy {
    /// How many bytes it takes.
    const SIZE: usize;
    /// Puts its bytes, the lowest first, behind `bytes`.
    fn put(self, bytes: &mut Vec<u8>);
    /// Those that `bytes` are, one after the other; `None` if one is cut off.
    fn all(bytes: &[u8]) -> Option<Vec<Self>>;
}

macro_rules! fixed {
    ($($number:ty),*) => {$(
        impl Fixed for $number {
            const SIZE: usize = size_of::<Self>();
            fn put(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }
            fn all(bytes: &[u8]) -> Option<Vec<Self>> {
                whole(bytes, Self::from_le_bytes)
            }
        }
    )*};
}

fixed!(u32, u64, f32);

impl Fixed for [i8; LANES] {
    const SIZE: usize = LANES;
    fn put(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.map(i8::cast_unsigned));
    }
    fn all(bytes: &[u8]) -> Option<Vec<Self>> {
        whole(bytes, |bytes: [u8; LANES]| bytes.map(u8::cast_signed))
    }
}

macro_rules! some_fixed {
    ($($number:ty, $count:literal);*) => {$(
        impl Fixed for [$number; $count] {
            const SIZE: usize = size_of::<Self>();
            fn put(self, bytes: &mut Vec<u8>) {
                self.into_iter().for_each(|number| number.put(bytes));
            }
            fn all(bytes: &[u8]) -> Option<Vec<Self>> {
                whole(bytes, |bytes: [u8; size_of::<Self>()]| {
                    let (numbers, _) = bytes.as_chunks();
                    std::array::from_fn(|at| <$number>::from_le_bytes(numbers[at]))
                })
            }
        }
    )*};
}

some_fixed!(u64, 4; u32, 3);

fn whole<T, const SIZE: usize>(bytes: &[u8], get: impl Fn([u8; SIZE]) -> T) -> Option<Vec<T>> {
    let (pieces, rest) = bytes.as_chunks();
    rest.is_empty().then(|| pieces.iter().copied().map(get).collect())
}

/// Writes them as one run of bytes.
pub(super) fn serialize<T: Fixed, S: Serializer>(numbers: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(numbers.len() * T::SIZE);
    numbers.iter().for_each(|number| number.put(&mut bytes));
    serializer.serialize_bytes(&bytes)
}

/// Reads them from one run of bytes.
pub(super) fn deserialize<'de, T: Fixed, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_bytes(Run(PhantomData))
}

struct Run<T>(PhantomData<T>);

impl<T: Fixed> Visitor<'_> for Run<T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a run of bytes, {} for each number", T::SIZE)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
        T::all(bytes).ok_or_else(|| E::invalid_length(bytes.len(), &self))
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Rows {
        #[serde(with = "super")]
        keys: Vec<u64>,
        #[serde(with = "super")]
        values: Vec<f32>,
        #[serde(with = "super")]
        lanes: Vec<[i8; super::LANES]>,
        #[serde(with = "super")]
        fours: Vec<[u64; 4]>,
        #[serde(with = "super")]
        threes: Vec<[u32; 3]>,
    }

    #[test]
    fn numbers_come_back_as_they_were() {
        let (keys, values) = (vec![0, u64::MAX, 7], vec![-0.5, 3.25]);
        let (lanes, fours) = (vec![[-128; 16], [127; 16]], vec![[1, u64::MAX, 0, 5]]);
        let rows = Rows { keys, values, lanes, fours, threes: vec![[7, 0, u32::MAX]] };
        let bytes = postcard::to_stdvec(&rows).unwrap();
        assert_eq!(
            bytes.len(),
            5 + 3 * 8 + 2 * 4 + 2 * 16 + 32 + 12,
            "five lengths, and no byte more than the numbers take"
        );
        assert_eq!(postcard::from_bytes::<Rows>(&bytes).unwrap(), rows);
    }

    #[test]
    fn a_run_that_ends_within_a_number_is_refused() {
        let bytes = postcard::to_stdvec(&(vec![1_u8, 2, 3], vec![0_u8; 4], vec![0_u8; 16], vec![0_u8; 32])).unwrap();
        assert!(postcard::from_bytes::<Rows>(&bytes).is_err());
    }
}
