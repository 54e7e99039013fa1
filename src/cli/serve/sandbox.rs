//! The sandbox: from here on this process reaches its data, its content and its sockets, and no other file (threats T16, T38).
//!
//! Landlock, where the kernel has it; without it, and where `sandbox = false`, the unit's own walls are left. Entered before any
//! thread is started, for it binds this thread and those that come of it.

use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, NetPort, PathBeneath, PathFd, Ruleset,
    RulesetAttr as _, RulesetCreated, RulesetCreatedAttr as _, RulesetError, RulesetStatus,
};

use crate::content_files::{Root, locate};
use crate::service::settings::{Listen, Settings};

/// The newest rules of the kernel that are known here; an older kernel enforces what it knows.
const RULES: ABI = ABI::V5;

/// What finding the address of a name needs, and where a program sees its own memory. Never the whole of `/etc`.
const SYSTEM: [&str; 14] = [
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/host.conf",
    "/etc/nsswitch.conf",
    "/etc/gai.conf",
    "/etc/services",
    "/run/systemd/resolve",
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/zoneinfo",
    "/proc",
    "/dev/urandom",
];

/// Enters it. What cannot be enforced is told, and stops nothing: an old kernel is no reason not to serve.
pub(super) fn enter(settings: &Settings) {
    if !settings.sandbox {
        tracing::warn!(event = "not_sandboxed", "the sandbox is switched off by the setting sandbox");
        return;
    }
    match restrict(settings) {
        Ok(RulesetStatus::FullyEnforced) => tracing::info!(event = "sandboxed", fully = true),
        Ok(RulesetStatus::PartiallyEnforced) => tracing::info!(event = "sandboxed", fully = false),
        Ok(RulesetStatus::NotEnforced) => {
            tracing::warn!(event = "not_sandboxed", "this kernel has no Landlock; rely on the unit's own walls");
        }
        Err(error) => tracing::warn!(event = "not_sandboxed", %error),
    }
}

fn restrict(settings: &Settings) -> Result<RulesetStatus, RulesetError> {
    let all = AccessFs::from_all(RULES);
    let reading = AccessFs::from_read(RULES);
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(all)?
        .handle_access(AccessNet::BindTcp)?
        .create()?;
    for path in written(settings) {
        rules = allow(rules, &path, all & !AccessFs::Execute)?;
    }
    for path in read(settings) {
        rules = allow(rules, &path, reading & !AccessFs::Execute)?;
    }
    for port in ports(settings) {
        rules = rules.add_rule(NetPort::new(port, AccessNet::BindTcp))?;
    }
    Ok(rules.restrict_self()?.ruleset)
}

/// What is not there needs no rule.
fn allow(
    rules: RulesetCreated,
    path: &Path,
    access: landlock::BitFlags<AccessFs>,
) -> Result<RulesetCreated, RulesetError> {
    let Ok(opened) = PathFd::new(path) else { return Ok(rules) };
    let of_files = AccessFs::from_file(RULES);
    let access = if path.is_dir() { access } else { access & of_files };
    rules.add_rule(PathBeneath::new(opened, access))
}

/// Folders in which files are made and changed.
fn written(settings: &Settings) -> Vec<PathBuf> {
    let data = settings.data_dir.clone();
    let key = data.as_deref().map(|data| settings.key.path(data)).filter(|key| !key.exists());
    let sockets = [settings.webhook.as_ref().map(|webhook| &webhook.listen), settings.watch_listen.as_ref()];
    let folder_of = |path: &Path| path.parent().map(Path::to_owned);
    let unix = sockets.into_iter().flatten().filter_map(|listen| match listen {
        Listen::Unix(path) => folder_of(path),
        Listen::Tcp(_) => None,
    });
    data.into_iter().chain(key.as_deref().and_then(folder_of)).chain(unix).collect()
}

/// What is only read.
fn read(settings: &Settings) -> Vec<PathBuf> {
    let content = match locate(settings.content_dir.as_deref()) {
        Root::Folder(folder) if settings.content_dir.is_some() => vec![folder],
        Root::Folder(folder) => vec![folder.join("intents"), folder.join("answers")],
        Root::Embedded => Vec::new(),
    };
    let key = settings.data_dir.as_deref().map(|data| settings.key.path(data));
    content.into_iter().chain(key).chain(SYSTEM.map(PathBuf::from)).collect()
}

/// The ports that are listened on.
fn ports(settings: &Settings) -> Vec<u16> {
    let sockets = [settings.webhook.as_ref().map(|webhook| &webhook.listen), settings.watch_listen.as_ref()];
    let port = |listen: &Listen| match listen {
        Listen::Tcp(address) => Some(address.port()),
        Listen::Unix(_) => None,
    };
    sockets.into_iter().flatten().filter_map(port).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::net::TcpListener;

    /// What came of each attempt in a thread that is in the sandbox; nothing where this kernel has none.
    fn attempts(settings: Settings, tries: fn(&Path) -> Vec<(&'static str, bool)>) -> Vec<(&'static str, bool)> {
        let entered = std::thread::spawn(move || {
            let data = settings.data_dir.clone().unwrap();
            let status = restrict(&settings).unwrap();
            if status == RulesetStatus::NotEnforced { Vec::new() } else { tries(&data) }
        });
        entered.join().unwrap()
    }

    fn settings(data: &Path) -> Settings {
        let data = data.display().to_string();
        Settings::load(None, move |name| (name == "LOKET_DATA_DIR").then(|| data.clone())).unwrap()
    }

    #[test]
    fn t38_within_the_sandbox_only_our_own_files_can_be_reached_and_nothing_is_run() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        fs::write(folder.path().join("beside"), "secret").unwrap();
        let came = attempts(settings(&data), |data| {
            let beside = data.with_file_name("beside");
            vec![
                ("reading /etc/passwd", fs::read("/etc/passwd").is_ok()),
                ("reading beside the data", fs::read(&beside).is_ok()),
                ("writing beside the data", fs::write(&beside, "x").is_ok()),
                ("a way out by ..", fs::read(data.join("../beside")).is_ok()),
                ("a way out by a link", {
                    let link = data.join("link");
                    std::os::unix::fs::symlink("/etc/passwd", &link).is_ok() && fs::read(&link).is_ok()
                }),
                ("running a program", std::process::Command::new("/bin/true").status().is_ok()),
                ("listening elsewhere", TcpListener::bind("127.0.0.1:0").is_ok()),
                ("its own data", !(fs::write(data.join("x"), "x").is_ok() && fs::read(data.join("x")).is_ok())),
            ]
        });
        if came.is_empty() {
            println!("THE SANDBOX WAS NOT PROVEN: this kernel has no Landlock");
        }
        let wrong: Vec<&str> = came.iter().filter(|(_, done)| *done).map(|(what, _)| *what).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
