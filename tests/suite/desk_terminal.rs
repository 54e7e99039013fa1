//! `loket desk` and `loket audit verify` beside a running `serve`: the real binary on both sides of the control socket.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use crate::desk_life::{CITIZEN, GROUP, pass_on, start, told, with_group};
use crate::serve::Scene;

/// Runs `loket` with these arguments and lines on its standard input.
pub(crate) async fn loket(scene: &Scene, arguments: &[&str], lines: &str) -> (Option<i32>, String, String) {
    let data: PathBuf = scene.data();
    let (arguments, lines): (Vec<String>, String) =
        (arguments.iter().map(|argument| (*argument).to_owned()).collect(), lines.to_owned());
    let run = move || -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_loket"))
            .envs([("LOKET_DESK_OFFICERS", "7000001"), ("LOKET_DESK_GROUP", "-1002000000001")])
            .args(&arguments)
            .arg("--data")
            .arg(&data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        child.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("it reads");
        child.wait_with_output().expect("it ends")
    };
    let output = tokio::task::spawn_blocking(run).await.expect("it ran");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[tokio::test]
async fn a_case_lives_at_the_terminal_with_the_same_rights_and_the_same_audit() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[]);
    let pretend = &scene.pretend;
    let code = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    told(pretend, GROUP, "Niemand heeft deze vraag").await;

    let anna = ["desk", "--officer", "7000001"];
    let (status, out, _) = loket(&scene, &anna, &format!("lees {code}\nwat een vraag\nzeg Nog niet van mij.\n")).await;
    assert_eq!(status, Some(0), "{out}");
    assert!(out.contains(&code) && out.contains("Mag ik mijn dossier zien"), "{out}");
    assert!(out.contains("niets verstuurd") && out.contains("Neem de vraag eerst"), "{out}");

    let lines = format!("neem {code}\n// even uitzoeken\nzeg Ja, dat mag. Het gaat per brief.\nwachtrij\n");
    let (_, out, _) = loket(&scene, &anna, &lines).await;
    assert!(out.contains("U heeft deze vraag nu") && out.contains("onderweg"), "{out}");
    told(pretend, CITIZEN, "Ja, dat mag. Het gaat per brief.").await;
    told(pretend, GROUP, "Bij Anna").await;

    let (_, out, _) = loket(&scene, &["desk", "--officer", "7000002"], &format!("lees {code}\nzeg Ik ook!\n")).await;
    assert!(out.contains("Een collega heeft deze vraag"), "{out}");
    let mut read = out;
    while !read.contains("aangekomen") {
        (_, read, _) = loket(&scene, &anna, &format!("lees {code}\n")).await;
    }
    let (status, _, err) = loket(&scene, &["desk", "--officer", "99"], "wachtrij\n").await;
    assert_eq!(status, Some(2));
    assert!(err.contains("no officer's"), "{err}");

    let (_, out, _) = loket(&scene, &anna, &format!("lees {code}\nsluit\n")).await;
    assert!(out.contains("De vraag is gesloten"), "{out}");
    told(pretend, CITIZEN, "heeft uw vraag afgesloten").await;
    assert!(
        !pretend
            .sent(CITIZEN)
            .iter()
            .any(|sent| ["uitzoeken", "Ik ook", "Nog niet"].iter().any(|no| sent.text.contains(no)))
    );

    let (status, out, _) = loket(&scene, &["audit", "verify"], "").await;
    assert_eq!(status, Some(0), "{out}");
    assert!(out.contains("each as it was written"), "{out}");
    assert!(bot.stop("TERM").await.success());
    let (status, stopped, _) = loket(&scene, &["audit", "verify"], "").await;
    assert_eq!((status, stopped), (Some(0), out), "the same without a process");
    let (status, _, err) = loket(&scene, &anna, "").await;
    assert_eq!(status, Some(2));
    assert!(err.contains("no loket listens"), "{err}");
}

#[tokio::test]
async fn a_program_at_the_terminal_gets_one_json_object_for_each_command() {
    let scene = with_group(true).await;
    let bot = start(&scene, &[("LOKET_DESK_SENIORS", "7000002")]);
    let pretend = &scene.pretend;
    let code = pass_on(pretend, CITIZEN, "Mag ik mijn dossier zien, en hoe dan?").await;
    let read = |out: &str| -> Vec<serde_json::Value> {
        out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
    };
    let junior = ["desk", "--json", "--officer", "7000001"];
    let lines = format!("wachtrij\nlees\nwat\n\nneem {code}\n// even zoeken\nzeg Ja, dat mag.\nlees\nlees K7-M4Q\n");
    let (status, out, _) = loket(&scene, &junior, &lines).await;
    let told = read(&out);
    assert_eq!((status, told.len()), (Some(0), 8), "one line each, none for an empty one: {out}");
    assert_eq!((&told[0]["queue"][0]["code"], &told[0]["queue"][0]["taken"]), (&code.as_str().into(), &false.into()));
    assert_eq!((&told[1]["error"], &told[2]["error"]), (&"no-case-at-hand".into(), &"unknown-command".into()));
    assert_eq!((&told[3]["hint"], &told[4]["hint"]), (&"taken-by-you".into(), &"noted".into()));
    assert_eq!(told[5]["hint"], "waits-for-senior");
    assert!(told[5]["words"].as_str().unwrap().contains("senior"), "{out}");
    let case = &told[6]["case"];
    assert_eq!((&case["status"], &case["draft"]["words"]), (&"drafted".into(), &"Ja, dat mag.".into()));
    assert_eq!((&case["lines"][0]["by"], &case["lines"][1]["by"]), (&"citizen".into(), &"note".into()));
    assert!(case["since"].as_str().unwrap().ends_with('Z'), "{case}");
    assert_eq!(told[7]["error"], "no-case");
    let senior = ["desk", "--json", "--officer", "7000002"];
    let (_, out, _) = loket(&scene, &senior, &format!("lees {code}\ngoed\n")).await;
    assert_eq!(read(&out)[1]["hint"], "sent", "{out}");
    crate::desk_life::told(pretend, CITIZEN, "Ja, dat mag.").await;
    let (status, out, err) = loket(&scene, &["desk", "--json", "--officer", "99"], "wachtrij\n").await;
    assert_eq!((status, out.as_str()), (Some(2), ""), "{err}");
    assert!(bot.stop("TERM").await.success());
}
