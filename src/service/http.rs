//! A small HTTP server for what is spoken to from this machine alone: a reverse proxy, a monitor.
//!
//! Start with [`serve`]. hyper reads and writes the protocol; the limits are ours: so many connections, so long for a head, so much
//! and so long for a body. Only this module names hyper. Always holds: nothing of a body is read before whoever answers asks
//! for it.

use std::convert::Infallible;
use std::io;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::{Body as _, Bytes};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

use super::settings::Listen;

pub(super) use hyper::header::HeaderValue;
pub(super) use hyper::{Method, StatusCode, header};

/// A request whose body has not been read.
pub(super) type Request = hyper::Request<hyper::body::Incoming>;
/// An answer.
pub(super) type Reply = hyper::Response<Full<Bytes>>;

/// So long may a head take; also how long a connection may say nothing.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// No head is longer.
const HEAD_SIZE: usize = 16 * 1024;
/// So long may answers take that are on their way when the service stops.
const DRAIN: Duration = Duration::from_millis(300);
/// How long after a failed accept it is tried again.
const AGAIN: Duration = Duration::from_millis(50);

/// Where requests come in.
#[derive(Debug)]
pub enum Listener {
    /// A port of loopback.
    Tcp(TcpListener),
    /// A socket in the file system.
    Unix(UnixListener, SocketFile),
}

/// A socket's file; removed when dropped.
#[derive(Debug)]
pub struct SocketFile(PathBuf);

impl Drop for SocketFile {
    fn drop(&mut self) {
        // Already gone is gone.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Listener {
    /// Listens. A socket file that an ended process left is replaced; one in use is not.
    ///
    /// # Errors
    /// When the port or the path cannot be used.
    pub async fn bind(listen: &Listen) -> io::Result<Self> {
        match listen {
            Listen::Tcp(address) => TcpListener::bind(address).await.map(Self::Tcp),
            Listen::Unix(path) => {
                remove_left_over(path)?;
                let listener = UnixListener::bind(path)?;
                let file = SocketFile(path.clone());
                // For the user and its group, to which the proxy belongs; for nobody else.
                std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660))?;
                Ok(Self::Unix(listener, file))
            }
        }
    }

    /// The port, if it is one.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        match self {
            Self::Tcp(listener) => listener.local_addr().ok().map(|address| address.port()),
            Self::Unix(..) => None,
        }
    }
}

fn remove_left_over(path: &Path) -> io::Result<()> {
    let is_socket = std::fs::symlink_metadata(path).is_ok_and(|about| about.file_type().is_socket());
    let in_use = is_socket && std::os::unix::net::UnixStream::connect(path).is_ok();
    if is_socket && !in_use { std::fs::remove_file(path) } else { Ok(()) }
}

/// Answers requests by `answer`, at most `most` connections at a time, until `stop` says true; then lets answers that
/// are on their way go out.
pub(super) async fn serve<A, F>(listener: Listener, most: usize, answer: A, mut stop: watch::Receiver<bool>)
where
    A: Fn(Request) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Reply> + Send + 'static,
{
    let slots = Arc::new(Semaphore::new(most));
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = told(&mut stop) => break,
            Some(_) = connections.join_next() => {}
            accepted = accept(&listener, &slots) => {
                let Some((stream, slot)) = accepted else { break };
                let (answer, stop) = (answer.clone(), stop.clone());
                connections.spawn(async move {
                    converse(stream, answer, stop).await;
                    drop(slot);
                });
            }
        }
    }
    drop(listener);
    let drained = async { while connections.join_next().await.is_some() {} };
    // What takes longer is broken off; whoever asked hears nothing and asks again.
    let _ = tokio::time::timeout(DRAIN, drained).await;
}

/// Resolves when `stop` says true, or nobody can say it any more.
async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

/// A connection of either kind.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// The next connection, once there is room for one.
async fn accept(listener: &Listener, slots: &Arc<Semaphore>) -> Option<(Box<dyn Stream>, OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots).acquire_owned().await.ok()?;
    loop {
        let accepted: io::Result<Box<dyn Stream>> = match listener {
            Listener::Tcp(listener) => listener.accept().await.map(|(stream, _)| Box::new(stream) as _),
            Listener::Unix(listener, _) => listener.accept().await.map(|(stream, _)| Box::new(stream) as _),
        };
        match accepted {
            Ok(stream) => return Some((stream, slot)),
            // Too many open files, or a connection that was over before it began.
            Err(_) => tokio::time::sleep(AGAIN).await,
        }
    }
}

async fn converse<A, F>(stream: Box<dyn Stream>, answer: A, mut stop: watch::Receiver<bool>)
where
    A: Fn(Request) -> F,
    F: Future<Output = Reply>,
{
    let service = service_fn(|request| {
        let answer = answer(request);
        async move { Ok::<_, Infallible>(answer.await) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(HEAD_SIZE);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    // Whoever breaks off or speaks no HTTP has nothing to hear.
    tokio::select! {
        _ = connection.as_mut() => {}
        () = told(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// Why a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    TooLarge,
    Slow,
    Broken,
}

/// The body of `request`, of at most `most` bytes, if it comes `within` this time.
pub(super) async fn body(request: Request, most: usize, within: Duration) -> Result<Bytes, Unread> {
    if request.body().size_hint().lower() > most as u64 {
        return Err(Unread::TooLarge);
    }
    match tokio::time::timeout(within, Limited::new(request.into_body(), most).collect()).await {
        Err(_) => Err(Unread::Slow),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Unread::TooLarge),
        Ok(Err(_)) => Err(Unread::Broken),
        Ok(Ok(body)) => Ok(body.to_bytes()),
    }
}

/// An answer with this text.
pub(super) fn reply(status: StatusCode, kind: &'static str, text: impl Into<Bytes>) -> Reply {
    let mut reply = Reply::new(Full::new(text.into()));
    *reply.status_mut() = status;
    reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    reply.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    reply
}
