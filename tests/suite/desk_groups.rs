//! Several groups of officers, and what waits too long in them: with the real binary and the pretend server.

use std::path::Path;

use loket::desk::Status;
use loket::dialogue::Moment;
use loket::store::sled::SledStore;
use loket::store::{DeskChanges, Store, WideWrite};

use crate::bot::Bot;
use crate::content_fixture::lay;
use crate::desk_life::{ANNA, BRAM, CITIZEN, GROUP, pass_on, start, told, topic, with_desk, with_group};
use crate::pretend::World;
use crate::serve::Scene;
use crate::serve_watch::Watched;

/// The group of the unit Limburg, and that of the data protection officer.
const LIMBURG: i64 = -1_002_000_000_003;
const DPO: i64 = -1_002_000_000_004;
/// Who sits there.
const CARLA: i64 = 7_000_003;
const DIRK: i64 = 7_000_004;

const REGIONS: &str = "\
source = \"wpg-25\"
checked = 2026-11-23
[units.limburg]
name = \"Limburg\"
municipalities = [\"Maastricht\"]
";

/// A bot with a group for a unit and one for the data protection officer, beside the front desk's.
fn start_with_groups(scene: &Scene, content: &Path) -> Bot {
    scene.start_with(|mut start| {
        start.content = content.to_owned();
        with_desk(start)
            .set("LOKET_DESK_OFFICERS", "7000001 Anna,7000002 Bram,7000003 Carla,7000004 Dirk")
            .set("LOKET_DESK_UNIT_GROUPS", &format!("Limburg = {LIMBURG}"))
            .set("LOKET_DESK_DATA_PROTECTION_OFFICER_GROUP", &DPO.to_string())
    })
}

#[tokio::test]
async fn t27_a_case_goes_to_its_unit_then_to_another_desk_and_falls_back_when_that_group_is_lost() {
    let scene = with_group(true).await;
    for (group, officer) in [(LIMBURG, CARLA), (DPO, DIRK)] {
        scene.pretend.group(group).has_members(&[officer]);
        scene.pretend.group(group).has_topics(true);
    }
    let content = lay("base");
    std::fs::write(content.path().join("answers/regions.toml"), REGIONS).unwrap();
    let bot = start_with_groups(&scene, content.path());
    let (pretend, citizen) = (&scene.pretend, scene.pretend.citizen(CITIZEN));
    citizen.says("Ik woon in Maastricht");
    told(pretend, CITIZEN, "Limburg").await;
    let code = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let card = told(pretend, LIMBURG, &code).await;
    assert!(card.text.contains("Eenheid: Limburg"), "{}", card.text);
    let thread = card.thread.expect("in a topic of its own");
    assert!(pretend.sent(GROUP).is_empty() && pretend.sent(DPO).is_empty(), "others do not see it");

    let carla = pretend.group(LIMBURG).officer(CARLA);
    carla.presses("Nemen");
    told(pretend, CITIZEN, "bekijkt nu uw vraag").await;
    carla.writes(thread, "Dat weet de FG.");
    told(pretend, CITIZEN, "Dat weet de FG.").await;
    carla.writes(thread, "/geef fg");
    told(pretend, CITIZEN, "Uw vraag gaat nu naar de functionaris gegevensbescherming").await;
    told(pretend, LIMBURG, "Deze vraag is nu voor de FG").await;
    let moved = told(pretend, DPO, "Niemand heeft deze vraag").await;
    assert!(moved.text.contains(&code) && moved.text.contains("voor de FG"), "{}", moved.text);
    told(pretend, DPO, "Dat weet de FG.").await;
    let closed = |world: &World| world.chats[&LIMBURG].topics[&thread].then_some(());
    pretend.wait_until("the topic at the unit to be closed", closed).await;
    carla.writes(thread, "Nog iets van mij.");

    let dirk = pretend.group(DPO).officer(DIRK);
    dirk.presses("Nemen");
    told(pretend, DPO, "Bij Dirk").await;
    pretend.group(DPO).kicks_bot();
    bot.has_logged("desk_group_lost").await;
    told(pretend, CITIZEN, "Uw vraag staat weer in de rij").await;
    let fallen_back = told(pretend, GROUP, "Niemand heeft deze vraag").await;
    assert!(fallen_back.text.contains(&code) && fallen_back.text.contains("voor de FG"), "{}", fallen_back.text);
    citizen.says("Bent u daar nog?");
    told(pretend, GROUP, "Bent u daar nog?").await;
    pretend.group(GROUP).officer(ANNA).presses("Nemen");
    told(pretend, GROUP, "Bij Anna").await;
    assert!(!pretend.sent(CITIZEN).iter().any(|sent| sent.text.contains("Nog iets van mij")));
    assert!(bot.stop("TERM").await.success());
}

/// Lets all cases in the data folder wait since so many minutes before now.
async fn wait_since(data: &Path, minutes: i64) {
    let store = SledStore::open(data).unwrap();
    let desk = store.desk().await.unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let since = Moment(i64::try_from(now).unwrap() - minutes * 60_000);
    let cases: Vec<_> = desk.cases.into_values().map(|case| loket::desk::Case { since, ..case }).collect();
    assert!(cases.iter().all(|case| case.status == Status::Waiting));
    let desk = DeskChanges { cases, ..DeskChanges::default() };
    store.commit_wide(WideWrite { desk, ..WideWrite::at(since) }).await.unwrap();
    store.close().await.unwrap();
}

#[tokio::test]
async fn what_waits_too_long_is_told_in_one_message_and_not_again_at_once() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    let mut codes = Vec::new();
    for citizen in 51..55 {
        codes.push(pass_on(pretend, citizen, "Mag ik mijn dossier zien, en hoe dan?").await);
    }
    told(pretend, GROUP, codes.last().unwrap()).await;
    assert!(bot.stop("TERM").await.success());
    wait_since(&scene.data(), 20).await;

    let reminders = |world: &World| -> Vec<String> {
        let texts = world.sent_to(GROUP).into_iter().map(|sent| sent.text);
        texts.filter(|text| text.contains("Deze vragen wachten te lang")).collect()
    };
    let bot = start(&scene, &[]);
    told(pretend, GROUP, "Deze vragen wachten te lang").await;
    assert!(bot.stop("TERM").await.success());
    // Another start looks again, and only then reads what an officer asks.
    let bot = start(&scene, &[]);
    pretend.group(GROUP).officer(BRAM).sends(&serde_json::json!({"text": "/wachtrij"}));
    told(pretend, GROUP, "Open vragen").await;
    let told = pretend.judged(|world| reminders(world));
    assert_eq!(told.len(), 1, "{told:?}");
    for code in &codes {
        assert!(told[0].contains(code.as_str()), "{code} is missing in {}", told[0]);
    }
    assert!(bot.stop("TERM").await.success());
}

#[tokio::test]
async fn whoever_watches_sees_how_the_desk_does_and_when_a_group_is_lost() {
    let watched = Watched::start(with_group(true).await, with_desk).await;
    let pretend = &watched.scene.pretend;
    watched.counts(&["loket_desk_cases{state=\"waiting\"} 0", "loket_desk_groups_lost 0"]).await;
    let code = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let thread = topic(pretend, &code).await;
    watched.counts(&["loket_desk_cases{state=\"waiting\"} 1", "loket_desk_officers_on_shift 0"]).await;
    let anna = pretend.group(GROUP).officer(ANNA);
    anna.presses("Nemen");
    anna.writes(thread, "/dienst");
    anna.writes(thread, "Ja, dat mag.");
    told(pretend, CITIZEN, "Ja, dat mag.").await;
    let seen = [
        "loket_desk_cases{state=\"waiting\"} 0",
        "loket_desk_cases{state=\"taken\"} 1",
        "loket_desk_officers_on_shift 1",
        "loket_desk_replies_total{outcome=\"delivered\"} 1",
        "loket_desk_overdue{by=\"acknowledge\"} 0",
    ];
    watched.counts(&seen).await;
    pretend.group(GROUP).kicks_bot();
    watched.counts(&["loket_desk_groups_lost 1", "loket_desk_cases{state=\"waiting\"} 1"]).await;
    let (status, report) = watched.is("degraded").await;
    let desk = &report["components"]["desk"];
    assert_eq!((status, &desk["condition"]), (200, &"degraded".into()), "citizens are answered all the same: {report}");
    assert_eq!(desk["reason"], "the group of the front desk is lost: nobody is handed over");
    assert!(!report.to_string().contains(&GROUP.to_string()), "no number of a group: {report}");
    assert!(watched.bot.stop("TERM").await.success());
}
