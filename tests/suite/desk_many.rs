//! Thirty citizens and five officers at once, at a pace that the pretend server enforces. `benches/desk.rs` does it with more.

use crate::desk_crowd::{Crowd, GROUP};
use crate::desk_life::start;
use crate::pretend::Pace;
use crate::serve::Scene;

const OFFICERS: [i64; 5] = [7_000_001, 7_000_002, 7_000_003, 7_000_004, 7_000_005];

#[tokio::test]
async fn many_citizens_and_officers_at_once_get_each_message_once_and_in_order_and_the_groups_limit_holds() {
    let scene = Scene::new().await;
    let group = scene.pretend.group(GROUP);
    group.has_members(&OFFICERS);
    group.has_topics(true);
    scene.pretend.enforce(Pace::of((1e6, 1e6), (1e6, 1e6)).with_group(1200.0, 20.0));
    let officers = OFFICERS.map(|officer| officer.to_string()).join(",");
    let bot = start(&scene, &[("LOKET_DESK_OFFICERS", &officers), ("LOKET_PACE_PER_GROUP_PER_MINUTE", "1200")]);
    let mut crowd = Crowd::new(&scene.pretend, 1000..1030, &OFFICERS, true);
    crowd.lives(|crowd| crowd.closed() == 30, |_| {}).await;
    assert_eq!(scene.pretend.judged(|world| world.too_fast), 0, "the group's limit holds");
    assert!(bot.stop("TERM").await.success());
}
