//! HTTP: connections, addresses, bodies, and the faults of the wire.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, header};
use hyper_util::rt::TokioIo;
use serde_json::{Map, Value};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::error::ApiError;
use super::faults::Fault;
use super::table::TABLE;
use super::{Shared, TOKEN, methods};

/// Larger requests are cut off.
const MAX_REQUEST: usize = 1024 * 1024;

const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n";

/// Accepts connections until dropped; then they end too.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    let open = Open::count(&shared);
                    connections.spawn(connection(stream, Arc::clone(&shared), open));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>, _open: Open) {
    let _ = stream.set_nodelay(true);
    let reset = Arc::new(AtomicBool::new(false));
    let wire = Wire { stream, reset: Arc::clone(&reset) };
    let service = service_fn(|request| answer(request, Arc::clone(&shared), Arc::clone(&reset)));
    let _ = http1::Builder::new().serve_connection(TokioIo::new(wire), service).await;
}

/// Counts a connection as open until dropped.
struct Open(Arc<Shared>);

impl Open {
    fn count(shared: &Arc<Shared>) -> Self {
        shared.open.send_modify(|open| *open += 1);
        Self(Arc::clone(shared))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.send_modify(|open| *open -= 1);
    }
}

/// A connection that is reset instead of closed when it is told so.
struct Wire {
    stream: TcpStream,
    reset: Arc<AtomicBool>,
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.reset.load(Ordering::Relaxed) {
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// The body of an answer.
struct Reply {
    data: Option<Bytes>,
    end: End,
}

/// How a body ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    /// Broken off, once what was written has gone out.
    BreakLater,
    BreakNow,
}

impl Body for Reply {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(data) = self.data.take() {
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        match self.end {
            End::Whole => Poll::Ready(None),
            End::BreakNow => Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into()))),
            End::BreakLater => {
                self.end = End::BreakNow;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.data {
            Some(data) if self.end == End::Whole => SizeHint::with_exact(data.len() as u64),
            _ => SizeHint::default(),
        }
    }
}

type Answer = Result<Response<Reply>, io::Error>;

async fn answer(request: Request<Incoming>, shared: Arc<Shared>, reset: Arc<AtomicBool>) -> Answer {
    let call = match read_call(request, &shared).await {
        Ok(call) => call,
        Err(error) => return whole(error.code, "application/json", error.body()),
    };
    let chat = call.params.get("chat_id").and_then(Value::as_i64);
    let fault = shared.world().faults.next(call.method, chat);
    let cut = || {
        reset.store(true, Ordering::Relaxed);
        Err(io::ErrorKind::ConnectionReset.into())
    };
    match fault {
        None => answer_call(&shared, &call).await,
        Some(Fault::BadGateway) => whole(502, "text/html", BAD_GATEWAY.to_owned()),
        Some(Fault::ServerError) => refuse(&ApiError::server_error()),
        Some(Fault::Refuse(code, why)) => {
            if matches!(code, 400 | 403) && call.method == "sendMessage" {
                shared.world().refuse_for_good(&call.params);
                shared.tell_watchers();
            }
            refuse(&ApiError::new(code, why))
        }
        Some(Fault::Nonsense) => whole(200, "application/json", "{\"ok\":true,\"result\"".to_owned()),
        Some(Fault::RetryAfter(seconds)) => refuse(&ApiError::too_fast(seconds)),
        Some(Fault::Hang) => match std::future::pending::<Infallible>().await {},
        Some(Fault::ResetBefore) => cut(),
        Some(Fault::ResetAfter) => {
            let _ = answer_call(&shared, &call).await;
            cut()
        }
        Some(Fault::HalfAnswer) => answer_call(&shared, &call).await.map(break_off),
    }
}

async fn answer_call(shared: &Shared, call: &Call) -> Answer {
    let result = methods::handle(shared, call.method, &call.params).await;
    shared.tell_watchers();
    match result {
        Ok(result) => whole(200, "application/json", format!("{{\"ok\":true,\"result\":{result}}}")),
        Err(error) => refuse(&error),
    }
}

struct Call {
    method: &'static str,
    params: Map<String, Value>,
}

/// The call that a request makes, checked against the table.
async fn read_call(request: Request<Incoming>, shared: &Shared) -> Result<Call, ApiError> {
    let path = request.uri().path().to_owned();
    let json = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    let body = Limited::new(request.into_body(), MAX_REQUEST).collect().await;
    let body = body.map_err(|_| ApiError::bad_request("the request is too large"))?.to_bytes();

    let (token, method) =
        path.strip_prefix("/bot").and_then(|rest| rest.split_once('/')).ok_or_else(ApiError::not_found)?;
    if token != TOKEN || shared.world().token_revoked {
        let shaped = token.split_once(':').is_some_and(|(id, _)| id.chars().all(|c| c.is_ascii_digit()));
        return Err(if shaped { ApiError::unauthorized() } else { ApiError::not_found() });
    }
    let (method, fields) = TABLE.method(method).ok_or_else(ApiError::not_found)?;
    let params = match (body.is_empty(), json) {
        (true, _) => Map::new(),
        (false, true) => {
            serde_json::from_slice(&body).map_err(|_| ApiError::bad_request("the body is not a JSON object"))?
        }
        (false, false) => return Err(ApiError::bad_request("only JSON bodies are supported here")),
    };
    shared.world().record_call(method, Value::Object(params.clone()));
    shared.tell_watchers();
    TABLE.check(fields, &params)?;
    Ok(Call { method, params })
}

fn refuse(error: &ApiError) -> Answer {
    whole(error.code, "application/json", error.body())
}

fn whole(status: u16, kind: &'static str, body: String) -> Answer {
    let reply = Reply { data: Some(body.into()), end: End::Whole };
    let response = Response::builder().status(status).header(header::CONTENT_TYPE, kind).body(reply);
    response.map_err(io::Error::other)
}

/// Says how long the answer is and sends half of it.
fn break_off(response: Response<Reply>) -> Response<Reply> {
    let (mut parts, reply) = response.into_parts();
    let data = reply.data.unwrap_or_default();
    parts.headers.insert(header::CONTENT_LENGTH, data.len().into());
    Response::from_parts(parts, Reply { data: Some(data.slice(..data.len() / 2)), end: End::BreakLater })
}
