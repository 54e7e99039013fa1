//! The data folder: whose it is, room, the store in it, backups of it.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Finding;
use crate::cli::backup::{EXTENSION, in_words};
use crate::cli::store;
use crate::service::Clock;
use crate::service::control::{AskError, Reply, Request, Status, ask};
use crate::service::settings::Settings;
use crate::store::Store as _;
use crate::store::backup::{Counts, Reader};
use crate::store::room::{Ballast, free};
use crate::store::sled::{BackupFailed, SledStore};
use crate::store::vault::KeyPlace;

pub(super) fn look(settings: &Settings) -> Vec<Finding> {
    let data = match settings.require_data_dir() {
        Ok(data) => data,
        Err(error) => return vec![Finding::wrong("data folder", error.to_string(), "give --data DIR")],
    };
    let mut findings = Vec::new();
    match fs::metadata(data) {
        Ok(meta) if meta.is_dir() => {
            findings.extend(of_folder(data, &meta));
            findings.push(of_room(data, settings));
            findings.extend(of_leftovers(data));
            findings.push(of_store(data, &settings.key));
        }
        Ok(_) => findings.push(Finding::wrong(
            "data folder",
            format!("there is a file in the place of {}", data.display()),
            "name another folder with data-dir",
        )),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            findings.push(Finding::note(
                "data folder",
                format!("{} is not there yet; the first start makes it", data.display()),
            ));
        }
        Err(error) => findings.push(Finding::wrong(
            "data folder",
            format!("{} cannot be looked at: {error}", data.display()),
            "let the user that runs loket enter it",
        )),
    }
    findings.push(of_backups(settings, data));
    findings
}

fn of_folder(data: &Path, meta: &fs::Metadata) -> Vec<Finding> {
    let (folder, own) = (data.display(), rustix::process::geteuid().as_raw());
    let mut wrong = Vec::new();
    if meta.mode() & 0o077 != 0 {
        wrong.push(Finding::wrong(
            "data folder",
            format!("others may look into {folder}"),
            format!("chmod 700 {folder}"),
        ));
    }
    let foreign = ["", "lock", "head", "sled", "sled/db"].into_iter().find(|name| is_anothers(&data.join(name), own));
    if let Some(name) = foreign {
        let what = format!("{} belongs to another user than the one that runs this", data.join(name).display());
        let remedy = format!("run this as the user that runs `loket serve`, or chown -R it: chown -R USER {folder}");
        wrong.push(Finding::wrong("data folder", what, remedy));
    }
    if meta.mode() & 0o700 != 0o700 {
        wrong.push(Finding::wrong(
            "data folder",
            format!("its owner may not write in {folder}"),
            format!("chmod 700 {folder}"),
        ));
    }
    match wrong.is_empty() {
        true => vec![Finding::right("data folder", format!("{folder} is for its owner alone"))],
        false => wrong,
    }
}

fn is_anothers(path: &Path, own: u32) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.uid() != own)
}

fn of_room(data: &Path, settings: &Settings) -> Finding {
    let free = match free(data) {
        Ok(free) => free >> 20,
        Err(error) => return Finding::note("disk", format!("it cannot be seen how full it is: {error}")),
    };
    let (low, ballast) = (u64::from(settings.disk.low_mib), u64::from(settings.disk.ballast_mib));
    let remedy = "make room on the disk of the data folder";
    match free {
        free if free < ballast.max(8) => {
            Finding::wrong("disk", format!("only {free} MiB are free: nothing new is taken"), remedy)
        }
        free if free < low => {
            Finding::wrong("disk", format!("only {free} MiB are free, less than disk.low-mib ({low})"), remedy)
        }
        free => {
            let ballast = Ballast::new(data, ballast << 20);
            let kept =
                if ballast.is_made() { "the ballast is in place" } else { "`serve` makes the ballast when it runs" };
            Finding::right("disk", format!("{free} MiB are free; {kept}"))
        }
    }
}

fn of_leftovers(data: &Path) -> Vec<Finding> {
    let names = fs::read_dir(data)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> =
        names.filter(|name| name == "restoring" || name.starts_with("before-restore-")).collect();
    names.sort();
    let note = |name: String| match &*name {
        "restoring" => Finding::wrong("data folder", "a restore broke off", "run `loket restore FILE --replace` again"),
        name => Finding::note(
            "data folder",
            format!("{name} holds the conversations from before a restore; remove it when it is no longer needed"),
        ),
    };
    names.into_iter().map(note).collect()
}

fn of_store(data: &Path, key: &KeyPlace) -> Finding {
    match ask(data, &Request::Status) {
        Ok((Reply::Status(status), _)) => of_status(&status),
        Ok(_) => Finding::wrong("store", "the loket that serves it is another version", "restart `loket serve`"),
        Err(AskError::Nobody) => of_closed_store(data, key),
        Err(error @ AskError::Silent(_)) => {
            Finding::wrong("store", error.to_string(), "look in its log; restart it if it hangs")
        }
    }
}

fn of_status(status: &Status) -> Finding {
    let since = in_words(status.since);
    match (status.store, status.taking) {
        (false, _) => {
            Finding::wrong("store", "the running loket cannot write any more", "look in its log and restart it")
        }
        (true, false) => Finding::wrong(
            "store",
            "the running loket takes nothing new, for the disk is full",
            "make room on the disk; no restart is needed",
        ),
        (true, true) => {
            let (pid, backlog) = (status.pid, status.backlog);
            Finding::right(
                "store",
                format!("in use by loket {} (process {pid}, since {since}); {backlog} jobs wait", status.loket),
            )
        }
    }
}

fn of_closed_store(data: &Path, key: &KeyPlace) -> Finding {
    if !data.join("head").exists() && !data.join("sled").exists() {
        return Finding::note("store", "nothing is stored yet");
    }
    match counts(data, key) {
        Ok(counts) => Finding::right(
            "store",
            format!(
                "it can be read as a whole: {} conversations, {} updates waiting",
                counts.conversations, counts.waiting
            ),
        ),
        Err(failure) => Finding::wrong("store", failure.what, failure.remedy),
    }
}

/// Reads all of it.
fn counts(data: &Path, key: &KeyPlace) -> Result<Counts, crate::cli::exit::Failure> {
    let opened = SledStore::open_with(data, key).map_err(|error| store::cannot_open(&error))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let read = runtime.block_on(async {
        let read = opened.back_up(Clock::system().now(), &mut tokio::io::sink(), &mut |_| {}).await;
        opened.close().await?;
        read
    });
    match read {
        Ok((_, counts)) => Ok(counts),
        Err(BackupFailed::Store(error)) => Err(store::cannot_open(&error)),
        Err(BackupFailed::Write(error)) => Err(error.into()),
    }
}

fn of_backups(settings: &Settings, data: &Path) -> Finding {
    let Some(dir) = &settings.backup.dir else {
        return Finding::note("backup", "no folder for backups is set (backup.dir), so their age cannot be seen");
    };
    let limit = settings.backup.max_age_hours;
    let remedy = "run `loket backup`, and let a timer do so every day; see docs/backup.md";
    let Some((file, _)) = newest(dir) else {
        return Finding::wrong("backup", format!("there is none in {}", dir.display()), remedy);
    };
    let read = fs::File::open(&file).ok().and_then(|file| Reader::new(file).ok());
    let Some(created) = read.map(|reader| reader.header().created) else {
        let what = format!("{} is no backup that can be read", file.display());
        return Finding::wrong("backup", what, "look at it with `loket backup --verify`, and take another");
    };
    let hours = (Clock::system().now().0 - created.0) / 3_600_000;
    if hours >= i64::from(limit) {
        return Finding::wrong("backup", format!("the newest is {hours} hours old, more than {limit}"), remedy);
    }
    if fs::metadata(&file).is_ok_and(|meta| meta.mode() & 0o077 != 0) {
        let file = file.display();
        return Finding::wrong("backup", format!("others may read {file}"), format!("chmod 600 {file}"));
    }
    let same = |path: &Path| fs::metadata(path).map(|meta| meta.dev()).ok();
    let where_ =
        if same(dir) == same(data) { "; it lies on the same disk as the data, so copy it elsewhere" } else { "" };
    Finding::right("backup", format!("the newest was made {}{where_}", in_words(created)))
}

fn newest(dir: &Path) -> Option<(PathBuf, SystemTime)> {
    let files = fs::read_dir(dir).ok()?.flatten().map(|entry| entry.path());
    let backups = files.filter(|path| path.extension().is_some_and(|extension| extension == EXTENSION));
    backups
        .filter_map(|path| Some((path.clone(), fs::metadata(&path).ok()?.modified().ok()?)))
        .max_by_key(|(_, at)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::Sign;

    #[test]
    fn files_of_another_user_are_named_with_the_command_that_mends_it() {
        let folder = tempfile::tempdir().unwrap();
        let own = fs::metadata(folder.path()).unwrap().uid();
        assert!(!is_anothers(folder.path(), own) && is_anothers(folder.path(), own + 1));
        assert!(!is_anothers(&folder.path().join("missing"), own + 1));
    }

    #[test]
    fn of_a_running_loket_it_is_told_what_it_cannot_do() {
        let well = Status {
            loket: "0.1.0".into(),
            pid: 7,
            since: crate::dialogue::Moment(0),
            taking: true,
            room: "enough".into(),
            backlog: 0,
            store: true,
        };
        assert_eq!(of_status(&well).sign, Sign::Right);
        let full = of_status(&Status { taking: false, ..well.clone() });
        assert!(full.sign == Sign::Wrong && full.remedy.contains("no restart"));
        assert!(of_status(&Status { store: false, ..well }).remedy.contains("restart it"));
    }
}
