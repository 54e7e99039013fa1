//! The room on the disk of the data folder, as the settings want it watched.

use std::path::Path;

use super::Bot;
use crate::cli::exit::{Exit, Failure};
use crate::service::health::{Component, Condition, Health};
use crate::service::room::{self, Limits, Room};
use crate::service::settings::Settings;
use crate::store::room::{Ballast, free};

/// Gives the store room to be opened in on a full disk.
pub(super) fn before_opening(settings: &Settings) -> Result<(), Failure> {
    let Some(data) = settings.data_dir.as_deref().filter(|data| data.is_dir()) else { return Ok(()) };
    let (ballast, limits) = watched(data, settings);
    room::before_opening(&ballast, limits, free(data)).map_err(|error| {
        let what = format!("the disk is full and the ballast in {} cannot be removed: {error}", data.display());
        Failure::new(Exit::Data, what, "make room on the disk")
    })
}

/// Watches until it is dropped.
pub(super) async fn watch(service: &Bot, settings: &Settings) {
    let Some(data) = settings.data_dir.as_deref() else { return std::future::pending().await };
    let (ballast, limits) = watched(data, settings);
    room::watch_room(service, ballast, limits, || free(data), |room| show(service.health(), room)).await;
}

/// Shows whoever watches how much room there is.
fn show(health: &Health, room: Room) {
    match room {
        Room::Enough => health.set_ok(Component::Disk),
        Room::Low => health.set(Component::Disk, Condition::Degraded, "the disk gets full"),
        Room::Full => health.set(Component::Disk, Condition::Failed, "the disk is full"),
    }
}

fn watched(data: &Path, settings: &Settings) -> (Ballast, Limits) {
    let ballast = Ballast::new(data, u64::from(settings.disk.ballast_mib) << 20);
    let limits = Limits::new(u64::from(settings.disk.low_mib) << 20, &ballast);
    (ballast, limits)
}
