//! What the programs that drive the real binary share: cores, CPU time and memory of a process, percentiles.
#![allow(dead_code, reason = "each program that includes this uses a part of it")]

use std::io::Write as _;
use std::process::Command;
use std::time::Duration;

/// Holds the bot to one core and this process to the others.
pub(crate) fn divide_cores(bot: u32) {
    for (pid, cores) in [(bot, "0"), (std::process::id(), "1-")] {
        let done = Command::new("taskset").args(["-a", "-p", "-c", cores, &pid.to_string()]).output();
        if done.is_err() {
            println!("(no taskset here: cores are shared)");
        }
    }
}

/// CPU time of all threads of a process so far.
pub(crate) fn cpu(pid: u32) -> Duration {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    // The first number is the time on a core in nanoseconds.
    let spent = tasks.filter_map(|task| {
        let times = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        times.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(spent.sum())
}

/// A line of `/proc/…/status` in MiB: `VmHWM` is the peak, `VmRSS` what is in memory now.
pub(crate) fn memory_mib(pid: u32, line: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':')?.trim().strip_suffix(" kB"));
    found.and_then(|kib| kib.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

/// All files below a folder, in MiB.
pub(crate) fn folder_mib(folder: &std::path::Path) -> f64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(data) if data.is_dir() => folder_mib(&entry.path()),
            Ok(data) => data.len() as f64 / 1024.0 / 1024.0,
            Err(_) => 0.0,
        })
        .sum()
}

/// What the disk under `folder` takes for one bare write of a kilobyte and its sync: half within, 99 of 100 within, in
/// milliseconds.
///
/// # Errors
/// What writing there fails with.
pub(crate) fn bare_sync(folder: &std::path::Path) -> std::io::Result<(f64, f64)> {
    let path = folder.join("bare-sync");
    let mut file = std::fs::File::create(&path)?;
    let mut times = Vec::new();
    for _ in 0..300 {
        let begun = std::time::Instant::now();
        file.write_all(&[7; 1024])?;
        file.sync_data()?;
        times.push(begun.elapsed());
    }
    std::fs::remove_file(path)?;
    Ok((percentile(&mut times, 50), percentile(&mut times, 99)))
}

/// The value below which so many hundredths lie, in milliseconds.
pub(crate) fn percentile(times: &mut [Duration], hundredths: usize) -> f64 {
    times.sort_unstable();
    let place = (times.len() * hundredths / 100).min(times.len().saturating_sub(1));
    times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

/// A line that is written over by the next one.
pub(crate) fn progress(line: &str) {
    print!("\r{line}\u{1b}[K");
    std::io::stdout().flush().ok();
}

/// The numbers among the arguments, with the usual ones for those that are not given.
pub(crate) fn sizes<const N: usize>(usual: [usize; N]) -> [usize; N] {
    let given: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    std::array::from_fn(|place| given.get(place).copied().unwrap_or(usual[place]))
}
