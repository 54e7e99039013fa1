//! Durable answers through the real binary on one core, and kill -9 under load.
//!
//! `cargo bench --bench serve` floods the pretend Bot API server, lets `loket serve` (held to one core by `taskset`, where
//! there is one) answer, and checks each chat against what the dialogue says it must be sent, in order. Then it kills and
//! restarts it twenty times under such a load. `-- KILLS CHATS TURNS` changes the sizes.

#![allow(clippy::print_stdout, reason = "a program that reports")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken assumption ends the measurement")]

#[path = "../tests/suite/bot.rs"]
mod bot;
#[path = "../tests/suite/pretend/mod.rs"]
mod pretend;

use std::io::Write as _;
use std::time::{Duration, Instant};

use bot::Start;
use loket::content_files::{embedded, today};
use loket::dialogue::{Effect, House, Input, Knowledge, Moment, State, step};
use loket::privacy::Sensitive;
use pretend::{Pretend, SentMessage, World};

/// The wanted rate of durable answers on one core.
const WANTED: f64 = 2000.0;
const FIRST_CHAT: i64 = 10_000;
/// So many characters of a message tell which one it is.
const TELLING: usize = 40;

/// Everyday questions, in an order in which no two answers in a row are the same.
const QUESTIONS: [&str; 6] = [
    "Kan ik mijn gegevens bij de politie inzien?",
    "hoeveel weken heeft de politie voor een verzoek om inzage",
    "er staat iets fout over mij in het systeem, kan dat worden verbeterd",
    "wie houdt toezicht op de politie als het om privacy gaat",
    "mag de politie mij filmen op straat?",
    "wat kan ik doen als mijn verzoek is afgewezen",
];

struct Load {
    chats: i64,
    turns: usize,
    /// What each chat must be sent, by how it begins.
    expected: Vec<String>,
}

impl Load {
    fn new(knowledge: &Knowledge, chats: i64, turns: usize) -> Self {
        Self { chats, turns, expected: expected(knowledge, turns) }
    }

    fn flood(&self, pretend: &Pretend) {
        pretend.flood(self.chats(), self.turns, |_, turn| QUESTIONS[turn % QUESTIONS.len()].to_owned());
    }

    fn chats(&self) -> std::ops::Range<i64> {
        FIRST_CHAT..FIRST_CHAT + self.chats
    }

    fn messages(&self) -> usize {
        self.expected.len() * usize::try_from(self.chats).unwrap_or_default()
    }

    /// Chats that were not sent all, or not in order; and the most repeats in one chat.
    fn judge(&self, pretend: &Pretend) -> (usize, usize, usize) {
        let (mut wrong, mut most, mut all) = (0, 0, 0);
        for chat in self.chats() {
            let sent = pretend.sent(chat);
            let once = without_repeats(&sent);
            let right = once.len() == self.expected.len()
                && once.iter().zip(&self.expected).all(|(sent, expected)| sent.text.starts_with(expected.as_str()));
            wrong += usize::from(!right);
            most = most.max(sent.len() - once.len());
            all += sent.len() - once.len();
        }
        (wrong, most, all)
    }

    fn done(&self, world: &World) -> bool {
        let last = self.expected.last().map(String::as_str).unwrap_or_default();
        self.chats().all(|chat| {
            world.sent_count(chat) >= self.expected.len()
                && world.sent_to(chat).last().is_some_and(|sent| sent.text.starts_with(last))
        })
    }
}

fn expected(knowledge: &Knowledge, turns: usize) -> Vec<String> {
    let mut state = State::default();
    let mut all = Vec::new();
    for turn in 0..turns {
        let text = Sensitive::new(QUESTIONS[turn % QUESTIONS.len()].to_owned());
        let input = Input::Text { text, app_lang: Some("nl".into()), edited: false };
        let taken = step(knowledge, &House::default(), &state, &input, Moment(0));
        for effect in &taken.effects {
            if let Effect::Send(message) = effect {
                all.push(message.text.plain().chars().take(TELLING).collect());
            }
        }
        state = taken.state;
    }
    all
}

fn without_repeats(sent: &[SentMessage]) -> Vec<&SentMessage> {
    let mut once: Vec<&SentMessage> = Vec::new();
    for message in sent {
        if once.last().is_none_or(|last| last.text != message.text) {
            once.push(message);
        }
    }
    once
}

/// Holds the bot to one core and this process to the others.
fn divide_cores(bot: u32) {
    for (pid, cores) in [(bot, "0"), (std::process::id(), "1-")] {
        let done = std::process::Command::new("taskset").args(["-a", "-p", "-c", cores, &pid.to_string()]).output();
        if done.is_err() {
            println!("(no taskset here: cores are shared)");
        }
    }
}

fn memory_mib(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    peak.unwrap_or_default() / 1024.0
}

async fn speed(knowledge: &Knowledge, chats: i64, turns: usize) {
    let load = Load::new(knowledge, chats, turns);
    let pretend = Pretend::start().await.with_patience(Duration::from_secs(600));
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut start = Start::new(pretend.url(), pretend.token(), &data);
    start.content = env!("CARGO_MANIFEST_DIR").into();
    let bot = start.run();
    divide_cores(bot.pid());
    pretend.wait_for_calls("getUpdates", 1).await;
    load.flood(&pretend);
    let begun = Instant::now();
    pretend.wait_for_total(load.messages()).await;
    let seconds = begun.elapsed().as_secs_f64();
    let memory = memory_mib(bot.pid());
    bot.stop("TERM").await;
    let (wrong, _, repeats) = load.judge(&pretend);
    let updates = f64::from(u32::try_from(chats).unwrap_or_default()) * turns as f64;
    let rate = updates / seconds;
    println!(
        "durable answers   {updates:.0} updates of {chats} chats in {seconds:.1} s: {rate:.0} a second, {:.2} × the bound of {WANTED}",
        rate / WANTED
    );
    println!("order             {wrong} chats wrong, {repeats} repeats");
    println!("peak memory       {memory:.0} MiB");
}

async fn kills(knowledge: &Knowledge, rounds: usize, chats: i64, turns: usize) {
    let load = Load::new(knowledge, chats, turns);
    let pretend = Pretend::start().await.with_patience(Duration::from_secs(600));
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut start = Start::new(pretend.url(), pretend.token(), &data);
    start.content = env!("CARGO_MANIFEST_DIR").into();
    load.flood(&pretend);
    for round in 1..=rounds {
        let bot = start.run();
        // Killed at another share of the work each round, wherever that happens to be.
        let before = pretend.sent_total();
        let share = load.messages() / (rounds + 2);
        pretend.wait_for_total((before + share / 2 + (round * 7919) % share.max(1)).min(load.messages())).await;
        bot.kill();
        print!("\rkill -9           round {round} of {rounds}, {} of {} sent", pretend.sent_total(), load.messages());
        std::io::stdout().flush().ok();
    }
    let bot = start.run();
    pretend.wait_until("every answer", |world| load.done(world).then_some(())).await;
    bot.stop("TERM").await;
    let (wrong, most, repeats) = load.judge(&pretend);
    println!();
    println!("lost or disordered {wrong} of {chats} chats");
    println!("repeats           {repeats} in all, at most {most} in one chat; allowed {rounds} in each");
}

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let size = |place: usize, usual: usize| sizes.get(place).copied().unwrap_or(usual);
    let (catalogue, _) = loket::content::parse_catalogue(&embedded(), today());
    let knowledge = Knowledge::new(catalogue.expect("the shipped content is sound"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let chats = i64::try_from(size(1, 1000)).unwrap_or(1000);
    runtime.block_on(speed(&knowledge, chats, size(2, 20)));
    runtime.block_on(kills(&knowledge, size(0, 20), chats / 5, size(2, 20)));
}
