//! `loket desk` and `loket audit verify` beside a running `serve`: the real binary on both sides of the control socket.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use crate::desk_life::{CITIZEN, GROUP, pass_on, start, told, with_group};
use crate::serve::Scene;

/// Runs `loket` with these arguments and lines on its standard input.
async fn loket(scene: &Scene, arguments: &[&str], lines: &str) -> (Option<i32>, String, String) {
    let data: PathBuf = scene.data();
    let (arguments, lines): (Vec<String>, String) =
        (arguments.iter().map(|argument| (*argument).to_owned()).collect(), lines.to_owned());
    let run = move || -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_loket"))
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
