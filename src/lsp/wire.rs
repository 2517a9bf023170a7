//! Messages on the wire: frames of the base protocol (LSP 3.17, "Base Protocol").
//!
//! Unaware of what messages mean. `lsp-server` gives their types; its own reader ends a session at
//! the first malformed message, this one answers it and goes on.

use std::io::{self, BufRead, Read, Write};
use std::sync::{Arc, Mutex};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

/// Bytes of one message. A manifest has kilobytes; whoever sends more is broken.
const LARGEST: usize = 8 << 20;

/// Bytes of one header line.
const LONGEST_HEADER: u64 = 4096;

/// What comes from the client.
#[derive(Debug)]
pub enum Incoming {
    /// A message.
    Message(Message),
    /// Something that is no message: an error code and why. It must be answered.
    Malformed(ErrorCode, String),
    /// The client has closed the stream.
    End,
}

/// Reads one message.
///
/// # Errors
/// The stream breaks.
pub fn read(input: &mut impl BufRead) -> io::Result<Incoming> {
    let mut length: Option<usize> = None;
    let mut seen = false;
    loop {
        let mut line = Vec::new();
        let read = input
            .by_ref()
            .take(LONGEST_HEADER)
            .read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(Incoming::End);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            if length.is_some() {
                break;
            }
            if seen {
                return Ok(malformed("a header without Content-Length"));
            }
            continue;
        }
        seen = true;
        // What is no header is skipped, so that one broken frame does not end the session.
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
    let length = length.unwrap_or(0);
    if length > LARGEST {
        let skipped = u64::try_from(length).unwrap_or(u64::MAX);
        io::copy(&mut input.by_ref().take(skipped), &mut io::sink())?;
        return Ok(malformed("a message of more than 8 MiB"));
    }
    let mut body = vec![0; length];
    if let Err(error) = input.read_exact(&mut body) {
        return match error.kind() {
            io::ErrorKind::UnexpectedEof => Ok(Incoming::End),
            _ => Err(error),
        };
    }
    let value: Value = match serde_json::from_slice(&body) {
        Ok(value) => value,
        Err(error) => return Ok(malformed(&error.to_string())),
    };
    Ok(match serde_json::from_value(value) {
        Ok(message) => Incoming::Message(message),
        Err(_) => Incoming::Malformed(
            ErrorCode::InvalidRequest,
            "neither request, notification nor response".to_owned(),
        ),
    })
}

fn malformed(why: &str) -> Incoming {
    Incoming::Malformed(ErrorCode::ParseError, why.to_owned())
}

/// Where messages to the client go; any thread may use it.
#[derive(Clone)]
pub struct Outbox(Arc<Mutex<Box<dyn Write + Send>>>);

impl Outbox {
    /// Writes to `output`, to which nothing else may be written.
    pub fn new(output: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Box::new(output))))
    }

    /// Answers a request.
    pub fn answer(&self, id: RequestId, result: Value) {
        self.send(Message::Response(Response::new_ok(id, result)));
    }

    /// Refuses a request.
    pub fn refuse(&self, id: RequestId, code: ErrorCode, why: String) {
        self.send(Message::Response(Response::new_err(id, code as i32, why)));
    }

    /// Refuses what is no message, and so has no id.
    pub fn refuse_nameless(&self, code: ErrorCode, why: &str) {
        let text = json!({
            "jsonrpc": "2.0",
            "id": null,
            "error": { "code": code as i32, "message": why },
        })
        .to_string();
        let mut output = self.0.lock().unwrap_or_else(|held| held.into_inner());
        let frame = format!("Content-Length: {}\r\n\r\n{text}", text.len());
        // A client that is gone ends the session by the end of its stream.
        let _ = output
            .write_all(frame.as_bytes())
            .and_then(|()| output.flush());
    }

    /// Tells something.
    pub fn notify(&self, method: &str, params: Value) {
        self.send(Message::Notification(Notification {
            method: method.to_owned(),
            params,
        }));
    }

    /// Asks the client for something. Nobody waits for the answer.
    pub fn ask(&self, id: &str, method: &str, params: Value) {
        self.send(Message::Request(Request {
            id: RequestId::from(id.to_owned()),
            method: method.to_owned(),
            params,
        }));
    }

    fn send(&self, message: Message) {
        let mut output = self.0.lock().unwrap_or_else(|held| held.into_inner());
        let _ = message.write(&mut *output);
    }
}
