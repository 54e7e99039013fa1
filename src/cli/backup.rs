//! `loket backup`: one file with all that is stored, as it was at one moment.
//!
//! A running `serve` holds the data folder: it is asked over its control socket and gives the backup, which is written here.
//! Where none runs, the store is opened here.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::exit::{Exit, Failure};
use super::{Common, content, store};
use crate::dialogue::Moment;
use crate::service::Clock;
use crate::service::control::{AskError, Reply, Request, ask};
use crate::service::settings::Settings;
use crate::store::Store as _;
use crate::store::backup::{BackupError, Counts, Header, verify};
use crate::store::sled::BackupFailed;

/// How the files are called.
pub(super) const EXTENSION: &str = "loket-backup";

/// What `backup` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// File to write, or folder to write a file with the date in [default: the setting backup.dir]
    #[arg(value_name = "DEST")]
    dest: Option<PathBuf>,
    /// Look whether this backup is whole, and say what is in it; writes nothing
    #[arg(long, value_name = "FILE", conflicts_with = "dest")]
    verify: Option<PathBuf>,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    if let Some(file) = &args.verify {
        return verified(file);
    }
    let settings = content::settings(common)?;
    let file = destination(args.dest.as_deref().or(settings.backup.dir.as_deref()))?;
    let data = settings.require_data_dir().map_err(|error| Failure::new(Exit::Data, error.to_string(), ""))?;
    if !data.join("head").exists() {
        let what = format!("there is nothing to back up in the data folder {}", data.display());
        return Err(Failure::new(Exit::Data, what, "name the folder with --data DIR, as `serve` has it"));
    }
    let draft = Draft::begin(&file)?;
    match ask(data, &Request::Backup) {
        Ok((Reply::Follows, from)) => receive(from, &draft)?,
        Ok((Reply::Refused(why), _)) => return Err(no_backup(&why)),
        Ok(_) => return Err(no_backup("the answer does not fit the question")),
        Err(AskError::Nobody) => make(&settings, &draft)?,
        Err(error @ AskError::Silent(_)) => return Err(no_backup(&error.to_string())),
    }
    let (header, counts) = draft.finish(&file)?;
    writeln!(io::stdout(), "{}\n{}", file.display(), described(&header, &counts))?;
    Ok(Exit::Done)
}

fn no_backup(why: &str) -> Failure {
    Failure::new(
        Exit::CouldNotRun,
        format!("no backup was made: {why}"),
        "look in the log of `loket serve`, and try again",
    )
}

fn verified(file: &Path) -> Result<Exit, Failure> {
    let opened = File::open(file).map_err(BackupError::Io);
    let mut progress = Progress::new("checked");
    let verified = opened.and_then(|opened| verify(opened, |records| progress.show(records)));
    progress.end();
    let (header, counts) = verified.map_err(|error| unusable(file, &error))?;
    writeln!(io::stdout(), "whole: {}\n{}", file.display(), described(&header, &counts))?;
    Ok(Exit::Done)
}

/// What is wrong with a backup, and what to do.
pub(super) fn unusable(file: &Path, error: &BackupError) -> Failure {
    let (exit, remedy) = match error {
        BackupError::Io(_) => (Exit::CouldNotRun, "check the path, and that this user may read it"),
        BackupError::NotOne => (Exit::Problems, "name a file that `loket backup` wrote"),
        BackupError::TooNew(_) => (Exit::Problems, "use the loket that made it, or a newer one"),
        BackupError::Damaged(_) => (Exit::Problems, "take another backup; this one cannot be trusted"),
    };
    Failure::new(exit, format!("{}: {error}", file.display()), remedy)
}

/// Two lines on what a backup holds.
pub(super) fn described(header: &Header, counts: &Counts) -> String {
    format!(
        "made {} by loket {}, up to write {}\n{} conversations, {} updates waiting, {} update ids remembered; {} records",
        in_words(header.created),
        header.loket,
        header.number,
        counts.conversations,
        counts.waiting,
        counts.seen,
        counts.records
    )
}

/// A moment as people read it, in UTC.
pub(super) fn in_words(moment: Moment) -> String {
    let stamp = jiff::Timestamp::from_millisecond(moment.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    stamp.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// A moment in the name of a file, in UTC.
pub(super) fn in_a_name(moment: Moment) -> String {
    let stamp = jiff::Timestamp::from_millisecond(moment.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    stamp.strftime("%Y-%m-%dT%H%M%SZ").to_string()
}

fn destination(dest: Option<&Path>) -> Result<PathBuf, Failure> {
    let dest = dest.ok_or_else(|| {
        Failure::new(
            Exit::CouldNotRun,
            "it was not said where the backup is to go",
            "give a file or a folder, or set backup.dir",
        )
    })?;
    let file = match dest.is_dir() {
        true => dest.join(format!("loket-{}.{EXTENSION}", in_a_name(Clock::system().now()))),
        false => dest.to_owned(),
    };
    match file.symlink_metadata() {
        Ok(_) => Err(Failure::new(
            Exit::CouldNotRun,
            format!("there is a file {} already", file.display()),
            "give another name, or a folder: then each backup gets a name of its own",
        )),
        Err(_) => Ok(file),
    }
}

/// The file in the making, which has no name of a backup until it is known to be whole.
struct Draft {
    path: PathBuf,
    file: File,
}

impl Draft {
    fn begin(file: &Path) -> Result<Self, Failure> {
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let path = file.with_file_name(name);
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(true).mode(0o600).open(&path);
        let file = opened.map_err(|error| unwritable(&path, &error))?;
        Ok(Self { path, file })
    }

    /// Reads back what was written, puts it on the platter and gives it its name.
    fn finish(&self, file: &Path) -> Result<(Header, Counts), Failure> {
        let whole = File::open(&self.path).map_err(BackupError::Io).and_then(|written| verify(written, |_| {}));
        let whole = whole.map_err(|error| no_backup(&format!("it broke off ({error})")))?;
        let named =
            self.file.sync_all().and_then(|()| fs::rename(&self.path, file)).and_then(|()| sync_folder_of(file));
        named.map_err(|error| unwritable(file, &error))?;
        Ok(whole)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After it was given its name there is none of it.
        let _ = fs::remove_file(&self.path);
    }
}

fn sync_folder_of(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let what = format!("the backup cannot be written to {}: {error}", path.display());
    Failure::new(
        Exit::CouldNotRun,
        what,
        "check that the folder is there, that this user may write in it, and that there is room",
    )
}

fn receive(mut from: impl io::Read, draft: &Draft) -> Result<(), Failure> {
    let mut progress = Progress::new("KiB written");
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read.map_err(|error| no_backup(&format!("the connection broke off ({error})")))?,
        };
        if read == 0 {
            break;
        }
        (&draft.file).write_all(&buffer[..read]).map_err(|error| unwritable(&draft.path, &error))?;
        bytes += read as u64;
        progress.show(bytes >> 10);
    }
    progress.end();
    Ok(())
}

fn make(settings: &Settings, draft: &Draft) -> Result<(), Failure> {
    let opened = store::open(settings)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut progress = Progress::new("records written");
    let made = runtime.block_on(async {
        let file = draft.file.try_clone().map_err(BackupFailed::Write)?;
        let mut out = tokio::fs::File::from_std(file);
        let made = opened.back_up(Clock::system().now(), &mut out, &mut |counts| progress.show(counts.records)).await;
        opened.close().await?;
        made
    });
    progress.end();
    match made {
        Ok(_) => Ok(()),
        Err(BackupFailed::Store(error)) => Err(store::failed(&error)),
        Err(BackupFailed::Write(error)) => Err(unwritable(&draft.path, &error)),
    }
}

/// A line on a terminal that says how far it is.
pub(super) struct Progress {
    what: &'static str,
    shown: bool,
    last: std::time::Instant,
}

impl Progress {
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, shown: false, last: std::time::Instant::now() }
    }

    pub(super) fn show(&mut self, count: u64) {
        let mut err = io::stderr();
        if self.last.elapsed().as_millis() < 200 || !err.is_terminal() {
            return;
        }
        // Where standard error is gone, nobody waits.
        let _ = write!(err, "\r\x1b[K{count} {}", self.what);
        self.shown = true;
        self.last = std::time::Instant::now();
    }

    pub(super) fn end(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
