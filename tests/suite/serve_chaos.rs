//! `loket serve`, the real binary, with one call in five failing in every way there is. `benches/chaos.rs` does it with 100,000 calls.

use std::time::Duration;

use crate::bot::Start;
use crate::crowd::Crowd;
use crate::pretend::{Fault, Pace, Pretend};

/// Every way to fail that ends within a test's patience: a call that hangs costs twenty seconds.
const FAULTS: [Fault; 9] = [
    Fault::RetryAfter(1),
    Fault::BadGateway,
    Fault::ServerError,
    Fault::Refuse(404, "Not Found"),
    Fault::Refuse(400, "Bad Request: something else"),
    Fault::ResetBefore,
    Fault::ResetAfter,
    Fault::Nonsense,
    Fault::HalfAnswer,
];

#[tokio::test]
async fn t30_with_one_call_in_five_failing_nothing_is_lost_and_no_limit_is_passed() {
    let pretend = Pretend::start().await.with_patience(Duration::from_secs(120));
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let bot = Start::new(pretend.url(), pretend.token(), &data)
        .set("LOKET_PACE_OVERALL_PER_SECOND", "400")
        .set("LOKET_PACE_PER_CHAT_PER_SECOND", "20")
        .run();
    // On a busy machine messages that were spaced well arrive together: room for half a second.
    pretend.enforce(Pace::of((13.0, 20.0), (220.0, 400.0)));
    let mut crowd = Crowd::new(100..140);
    crowd.asks(&pretend, 1);
    crowd.until_answered(&pretend).await;
    pretend.fault_every(5, &FAULTS);
    crowd.asks(&pretend, 6);
    crowd.until_answered(&pretend).await;
    assert!(bot.stop("TERM").await.success());
    let verdict = pretend.judged(|world| crowd.judge(world, &[]));
    assert_eq!((verdict.lost, verdict.out_of_order), (0, 0), "{verdict:?}");
    assert_eq!(pretend.judged(|world| world.too_fast), 0, "Telegram's limits were passed");
    let (calls, messages) = (pretend.calls("sendMessage").len(), crowd.questions());
    assert!(calls * 2 < messages * 3, "{calls} calls for {messages} answers");
}

#[tokio::test]
async fn t30_when_nothing_gets_through_there_is_one_call_at_a_time() {
    let pretend = Pretend::start().await.with_patience(Duration::from_secs(120));
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let bot = Start::new(pretend.url(), pretend.token(), &data).run();
    let mut crowd = Crowd::new(100..200);
    pretend.fault_every(1, &[Fault::BadGateway]);
    crowd.asks(&pretend, 1);
    bot.has_logged("circuit_opened").await;
    pretend.fault_every(1, &[]);
    crowd.until_answered(&pretend).await;
    bot.has_logged("circuit_closed").await;
    let calls = pretend.calls("sendMessage").len();
    assert!(calls <= 200 + 110, "every chat asked again and again: {calls} calls");
    assert!(bot.stop("TERM").await.success());
}
