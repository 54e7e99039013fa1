//! Work done on all cores. The outcome never depends on how many there are.

use std::cmp::Reverse;
use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// So many small jobs are taken at once.
const PIECE: usize = 512;

/// Does `job` for 0 up to `count` on all cores; the outcomes in order.
pub fn in_parallel<T: Send>(count: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let places = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&at| at < count));
        places.map(|at| (at, job(at))).collect::<Vec<_>>()
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..cores().min(count)).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_else(|fault| resume_unwind(fault)));
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Does `job` for each of `items` on all cores, the largest first, so that no core ends on a long one while the others have
/// nothing left; the outcomes in the order of the items.
pub fn largest_first<I: Sync, T: Send>(
    items: &[I],
    size: impl Fn(&I) -> usize,
    job: impl Fn(&I) -> T + Sync,
) -> Vec<T> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|&at| Reverse(size(&items[at])));
    let done = in_parallel(order.len(), |turn| job(&items[order[turn]]));
    let mut done: Vec<(usize, T)> = order.into_iter().zip(done).collect();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Does `job` for each of `items`, with its place, on all cores; the outcomes in the order of the items. For many small jobs: a
/// few hundred are taken at once.
pub fn each<I: Sync, T: Send>(items: &[I], job: impl Fn(usize, &I) -> T + Sync) -> Vec<T> {
    let pieces: Vec<&[I]> = items.chunks(PIECE).collect();
    let done = in_parallel(pieces.len(), |piece| {
        let items = pieces[piece].iter().enumerate();
        items.map(|(at, item)| job(piece * PIECE + at, item)).collect::<Vec<_>>()
    });
    done.into_iter().flatten().collect()
}

/// Does two jobs side by side.
pub fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|fault| resume_unwind(fault)), other)
    })
}

fn cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| std::thread::available_parallelism().map_or(1, NonZeroUsize::get))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_stand_in_the_order_of_what_they_are_of() {
        assert_eq!(in_parallel(100, |at| at * 2), (0..100).map(|at| at * 2).collect::<Vec<_>>());
        assert_eq!(in_parallel(0, |at| at), Vec::<usize>::new());
        let words = ["bb", "a", "dddd", "ccc"];
        assert_eq!(largest_first(&words, |word| word.len(), |word| word.len()), [2, 1, 4, 3]);
        let numbers: Vec<usize> = (0..3 * PIECE + 7).collect();
        assert_eq!(
            each(&numbers, |at, number| at + number),
            numbers.iter().map(|number| number * 2).collect::<Vec<_>>()
        );
        assert_eq!(both(|| 1, || "two"), (1, "two"));
    }
}
