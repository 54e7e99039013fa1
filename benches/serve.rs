//! Durable answers through the real binary on one core: how many a second, how much CPU each, and how soon.
//!
//! `cargo bench --bench serve` floods the pretend Bot API server, lets `loket serve` (held to one core by `taskset`, where
//! there is one) answer, and checks each chat against what the dialogue says it must be sent, in order. Then a bare echo bot on
//! teloxide's dispatcher, which stores nothing, answers the same flood: its CPU time is the measure. Then messages come at 500
//! a second, with and without one chat that floods. `-- CHATS TURNS SECONDS` changes the sizes. Deaths are in `kills.rs`.

#![allow(clippy::print_stdout, reason = "a program that reports")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a broken assumption ends the measurement")]

#[path = "../tests/suite/bot.rs"]
mod bot;
mod load;
#[path = "../tests/suite/pretend/mod.rs"]
mod pretend;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bot::Start;
use load::{bare_sync, cpu, divide_cores, memory_mib, percentile, progress, sizes};
use loket::content_files::{embedded, today};
use loket::dialogue::{Effect, House, Input, Knowledge, Moment, State, step};
use loket::privacy::Sensitive;
use pretend::{Pretend, SentMessage, World};

/// The wanted rate of durable answers on one core.
const WANTED: f64 = 3000.0;
/// How much CPU an answer may take, as a multiple of the bare echo bot's.
const WANTED_CPU: f64 = 2.0;
/// Messages a second when it is measured how soon each is answered, and how soon 99 of 100 should be, in milliseconds.
const STEADY: u32 = 500;
const WANTED_P99: f64 = 20.0;
/// From how many chats they come.
const STEADY_CHATS: usize = 5000;
/// No part of this takes longer, whatever happens; then it says what it waited for and ends.
const PATIENCE: Duration = Duration::from_secs(180);
/// Set for the child process that is the echo bot, to the server's address.
const ECHO: &str = "LOKET_BENCH_ECHO";
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

/// What `work` comes to, with a line that tells how far it is every second; ends the measurement when `child` does.
async fn watched<T>(
    what: &str,
    pretend: &Pretend,
    wanted: usize,
    mut alive: impl FnMut() -> bool,
    work: impl Future<Output = T>,
) -> T {
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => {
                progress("");
                return done;
            }
            _ = seconds.tick() => {
                progress(&format!("{what}: {} of {wanted} messages", pretend.sent_total()));
                assert!(alive(), "{what}: the bot has ended");
            }
        }
    }
}

/// Whether it runs. If it ended, it says why.
fn lives(bot: &mut bot::Bot) -> bool {
    let ended = bot.has_ended();
    if ended {
        println!("{}", bot.logged());
    }
    !ended
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

    /// Chats that were not sent all, or not in order; and repeats in all.
    fn judge(&self, pretend: &Pretend) -> (usize, usize) {
        let (mut wrong, mut repeats) = (0, 0);
        for chat in self.chats() {
            let sent = pretend.sent(chat);
            let once = without_repeats(&sent);
            let right = once.len() == self.expected.len()
                && once.iter().zip(&self.expected).all(|(sent, expected)| sent.text.starts_with(expected.as_str()));
            wrong += usize::from(!right);
            repeats += sent.len() - once.len();
        }
        (wrong, repeats)
    }
}

fn expected(knowledge: &Knowledge, turns: usize) -> Vec<String> {
    let mut state = State::default();
    let mut all = Vec::new();
    for turn in 0..turns {
        let text = Sensitive::new(QUESTIONS[turn % QUESTIONS.len()].to_owned());
        let input = Input::Text { text, app_lang: Some("nl".into()), edited: false, message: None };
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

/// Microseconds of CPU an update.
async fn speed(knowledge: &Knowledge, chats: i64, turns: usize) -> f64 {
    let load = Load::new(knowledge, chats, turns);
    let pretend = Pretend::start().await.with_patience(PATIENCE);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut start = Start::new(pretend.url(), pretend.token(), &data);
    start.content = env!("CARGO_MANIFEST_DIR").into();
    let mut bot = start.run();
    divide_cores(bot.pid());
    pretend.wait_for_calls("getUpdates", 1).await;
    let before = cpu(bot.pid());
    load.flood(&pretend);
    let begun = Instant::now();
    let all = pretend.wait_for_total(load.messages());
    watched("durable answers", &pretend, load.messages(), || lives(&mut bot), all).await;
    let seconds = begun.elapsed().as_secs_f64();
    let spent = cpu(bot.pid()) - before;
    let (peak, now) = (memory_mib(bot.pid(), "VmHWM"), memory_mib(bot.pid(), "VmRSS"));
    bot.stop("TERM").await;
    let (wrong, repeats) = load.judge(&pretend);
    let updates = updates(chats, turns);
    let (rate, each) = (updates / seconds, spent.as_secs_f64() * 1e6 / updates);
    println!(
        "durable answers   {updates:.0} updates of {chats} chats in {seconds:.1} s: {rate:.0} a second, {:.2} × the bound of {WANTED}",
        rate / WANTED
    );
    println!("                  {each:.0} µs of CPU each: {:.0} a second if the core did nothing else", 1e6 / each);
    println!("order             {wrong} chats wrong, {repeats} repeats");
    println!("memory            {now:.0} MiB, {peak:.0} MiB at most (at the start, while it learns)");
    each
}

fn updates(chats: i64, turns: usize) -> f64 {
    f64::from(u32::try_from(chats).unwrap_or_default()) * turns as f64
}

/// Microseconds of CPU an update of a bot that does nothing but echo, and keeps nothing.
async fn echo_speed(chats: i64, turns: usize) -> f64 {
    let pretend = Pretend::start().await.with_patience(PATIENCE);
    let mut bot = Command::new(std::env::current_exe().unwrap())
        .env(ECHO, pretend.url())
        .stdin(Stdio::null())
        .spawn()
        .expect("the echo bot starts");
    divide_cores(bot.id());
    let alive = || bot.try_wait().is_ok_and(|ended| ended.is_none());
    watched("bare echo bot", &pretend, 0, alive, pretend.wait_for_calls("getUpdates", 1)).await;
    let before = cpu(bot.id());
    pretend.flood(FIRST_CHAT..FIRST_CHAT + chats, turns, |_, turn| QUESTIONS[turn % QUESTIONS.len()].to_owned());
    let begun = Instant::now();
    let wanted = usize::try_from(chats).unwrap() * turns;
    let alive = || bot.try_wait().is_ok_and(|ended| ended.is_none());
    watched("bare echo bot", &pretend, wanted, alive, pretend.wait_for_total(wanted)).await;
    let seconds = begun.elapsed().as_secs_f64();
    let each = (cpu(bot.id()) - before).as_secs_f64() * 1e6 / updates(chats, turns);
    bot.kill().unwrap();
    bot.wait().unwrap();
    println!("bare echo bot     {:.0} a second, {each:.0} µs of CPU each", updates(chats, turns) / seconds);
    each
}

/// A bot as teloxide's examples show it.
async fn echo(url: &str) {
    use teloxide::prelude::*;
    let client = teloxide::net::default_reqwest_settings().no_proxy().build().unwrap();
    let bot = Bot::with_client(pretend::TOKEN, client).set_api_url(url.parse().unwrap());
    let answer = |bot: Bot, message: teloxide::types::Message| async move {
        if let Some(text) = message.text() {
            bot.send_message(message.chat.id, text).await?;
        }
        Ok::<(), teloxide::RequestError>(())
    };
    Dispatcher::builder(bot, Update::filter_message().endpoint(answer)).build().dispatch().await;
}

/// How many messages of each chat are there once it has asked so often.
fn sent_after(knowledge: &Knowledge, turns: usize) -> Vec<usize> {
    (0..=turns).map(|turns| expected(knowledge, turns).len()).collect()
}

/// How soon messages are answered that come at a steady pace from many chats, with one chat flooding or not.
async fn latency(knowledge: &Knowledge, seconds: usize, flood: bool) {
    let pretend = Pretend::start().await.with_patience(PATIENCE);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut start = Start::new(pretend.url(), pretend.token(), &data);
    start.content = env!("CARGO_MANIFEST_DIR").into();
    let mut bot = start.set("LOKET_PACE_PER_CHAT_PER_SECOND", "1").run();
    divide_cores(bot.pid());
    pretend.wait_for_calls("getUpdates", 1).await;
    let (sync_half, sync_most) = bare_sync(folder.path()).unwrap();
    let count = STEADY as usize * seconds;
    let with = if flood { "with" } else { "without" };
    let what = format!("latency {with} a flood");
    let before = cpu(bot.pid());
    let asked = watched(&what, &pretend, count, || lives(&mut bot), ask_steadily(&pretend, count, flood)).await;
    let spent = (cpu(bot.pid()) - before).as_secs_f64() / count as f64 * 1e6;
    let sent_after = sent_after(knowledge, count.div_ceil(STEADY_CHATS));
    let all = |world: &World| {
        let mut chats = 0..STEADY_CHATS.min(count);
        chats.all(|chat| world.sent_count(steady_chat(chat)) >= sent_after[asked_by(chat, count)]).then_some(())
    };
    watched(&what, &pretend, count, || lives(&mut bot), pretend.wait_until("every answer", all)).await;
    bot.stop("TERM").await;
    let mut times: Vec<Duration> = (0..count)
        .filter_map(|number| {
            // All of an answer counts, so its last message.
            let last = sent_after[number / STEADY_CHATS + 1] - 1;
            let sent = pretend.sent(steady_chat(number % STEADY_CHATS));
            Some(sent.get(last)?.at.duration_since(asked[number]))
        })
        .collect();
    let (half, most) = (percentile(&mut times, 50), percentile(&mut times, 99));
    println!(
        "latency           {STEADY} a second {with} a flood of 10,000: half within {half:.1} ms, 99 of 100 within {most:.1} ms = {:.2} × the bound of {WANTED_P99} ms; {spent:.0} µs of CPU each",
        most / WANTED_P99
    );
    println!(
        "                  the disk alone just before, one write and sync: half within {sync_half:.1} ms, 99 of 100 within {sync_most:.1} ms"
    );
}

/// When each of `count` messages was said.
async fn ask_steadily(pretend: &Pretend, count: usize, flood: bool) -> Vec<Instant> {
    let mut asked = Vec::new();
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / STEADY);
    for number in 0..count {
        ticks.tick().await;
        if flood && number == count / 4 {
            pretend.flood(1..2, 10_000, |_, turn| QUESTIONS[turn % QUESTIONS.len()].to_owned());
        }
        asked.push(Instant::now());
        pretend.citizen(steady_chat(number % STEADY_CHATS)).says(QUESTIONS[number / STEADY_CHATS % QUESTIONS.len()]);
    }
    asked
}

fn steady_chat(number: usize) -> i64 {
    FIRST_CHAT + i64::try_from(number).unwrap_or_default()
}

/// How many of `count` messages the chat of this number said.
fn asked_by(chat: usize, count: usize) -> usize {
    (count + STEADY_CHATS - 1 - chat) / STEADY_CHATS
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if let Ok(url) = std::env::var(ECHO) {
        return runtime.block_on(echo(&url));
    }
    let [chats, turns, seconds] = sizes([1000, 20, 20]);
    let (catalogue, _) = loket::content::parse_catalogue(&embedded(), today());
    let knowledge = Knowledge::new(catalogue.expect("the shipped content is sound"));
    let chats = i64::try_from(chats).unwrap_or(1000);
    let own = runtime.block_on(speed(&knowledge, chats, turns));
    let bare = runtime.block_on(echo_speed(chats, turns));
    println!("CPU an update     {:.2} × the echo bot's; the bound is {WANTED_CPU}", own / bare);
    runtime.block_on(latency(&knowledge, seconds, false));
    runtime.block_on(latency(&knowledge, seconds, true));
}
