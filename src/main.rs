//! The `loket` command: parses arguments, runs one command, gives its exit code.

use std::process::ExitCode;

use clap::Parser;
use loket::cli::Arguments;

fn main() -> ExitCode {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    heap::settle();
    ExitCode::from(loket::cli::run(Arguments::parse()))
}

/// How glibc keeps memory that was freed.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod heap {
    use std::env;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    /// Two heaps for all threads, for learning runs on two cores, and what is free at once given back. Otherwise what learning took
    /// stays with the threads that learnt, and answering takes the same once more: 122 MiB instead of 85 (docs/reliability.md).
    const SETTINGS: [(&str, &str); 3] =
        [("MALLOC_ARENA_MAX", "2"), ("MALLOC_MMAP_THRESHOLD_", "262144"), ("MALLOC_TRIM_THRESHOLD_", "1048576")];

    /// Begins the program anew with these settings, as the same process, for glibc reads them only at the start. Not where they
    /// are set already, as in the unit of systemd. Where it cannot be, the program goes on and takes more memory.
    pub(super) fn settle() {
        let [(set, _), ..] = SETTINGS;
        let program = env::current_exe().ok().filter(|program| program.is_file());
        if let Some(program) = program.filter(|_| env::var_os(set).is_none()) {
            let mut words = env::args_os();
            let mut again = Command::new(&program);
            again.arg0(words.next().unwrap_or_else(|| program.into_os_string()));
            // Comes back only with why it could not be.
            let _ = again.args(words).envs(SETTINGS).exec();
        }
    }
}
