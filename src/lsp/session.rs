//! One editor's session: messages in, messages out, from `initialize` to `exit`.
//!
//! Unaware of what the answers say. One thread reads, this one answers, a third probes. What has
//! arrived is looked at as a whole, so that a request that was cancelled is never begun, and findings
//! are told when nobody waits for an answer.

#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: one thread reads the editor's messages"
)]

mod state;
mod mend;
mod answer;

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, sync_channel};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId};
use serde_json::{Value, json};

use super::prober::Prober;
use super::wire::{self, Incoming, Outbox};
use crate::diag::Code;
use state::State;

/// How many messages may wait; a client that sends more waits itself.
const MOST_WAITING: usize = 1024;

/// What a session is started with.
pub struct Setup {
    /// Values of `--set`.
    pub set: Vec<String>,
    /// Environment variables, for `${env.NAME}`.
    pub environment: BTreeMap<String, String>,
    /// Every code that a finding may have.
    pub codes: Vec<&'static Code>,
    /// Asks what sources hold.
    pub prober: Box<dyn Prober>,
}

/// Why a request has no result.
pub struct Refusal(pub ErrorCode, pub String);

/// What became of a request.
pub enum Answer {
    /// It is answered.
    Now(Value),
    /// Somebody else will answer it.
    Later,
}

/// Serves one client. Whether it left as the protocol asks: `shutdown`, then `exit`.
pub fn serve(
    setup: Setup,
    input: impl BufRead + Send + 'static,
    output: impl Write + Send + 'static,
) -> bool {
    let outbox = Outbox::new(output);
    let (sender, inbox) = sync_channel(MOST_WAITING);
    // It is not waited for: it may hang in a read that never ends.
    std::thread::spawn(move || {
        let mut input = input;
        loop {
            let incoming = wire::read(&mut input).unwrap_or(Incoming::End);
            let is_last = matches!(incoming, Incoming::End);
            if sender.send(incoming).is_err() || is_last {
                return;
            }
        }
    });
    Session {
        outbox,
        inbox,
        waiting: VecDeque::new(),
        phase: Phase::New(Box::new(setup)),
    }
    .run()
}

enum Phase {
    /// Before `initialize`.
    New(Box<Setup>),
    /// At work.
    Ready(Box<State>),
    /// After `shutdown`.
    Over,
}

struct Session {
    outbox: Outbox,
    inbox: Receiver<Incoming>,
    waiting: VecDeque<Incoming>,
    phase: Phase,
}

impl Session {
    fn run(mut self) -> bool {
        loop {
            while self.waiting.len() < MOST_WAITING
                && let Ok(incoming) = self.inbox.try_recv()
            {
                self.waiting.push_back(incoming);
            }
            let next = match self.waiting.pop_front() {
                Some(next) => next,
                None if self.tell() => continue,
                None => match self.inbox.recv() {
                    Ok(next) => next,
                    Err(_) => return false,
                },
            };
            match next {
                Incoming::End => return matches!(self.phase, Phase::Over),
                Incoming::Malformed(code, why) => self.outbox.refuse_nameless(code, &why),
                // Answers to what was asked need no deed.
                Incoming::Message(Message::Response(_)) => {}
                Incoming::Message(Message::Notification(told)) if told.method == "exit" => {
                    return matches!(self.phase, Phase::Over);
                }
                Incoming::Message(Message::Notification(told)) => self.told(told),
                Incoming::Message(Message::Request(request)) => self.asked(request),
            }
        }
    }

    /// Tells findings of one manifest that has changed; whether there was one.
    fn tell(&mut self) -> bool {
        let Phase::Ready(state) = &mut self.phase else {
            return false;
        };
        let outbox = &self.outbox;
        guarded(|| state.tell()).unwrap_or_else(|why| {
            log(outbox, &why);
            state.forget_changes();
            false
        })
    }

    fn told(&mut self, told: Notification) {
        if told.method == "$/cancelRequest" {
            // Whoever asked is served already, or waits in vain.
            return;
        }
        let Phase::Ready(state) = &mut self.phase else {
            return;
        };
        if let Err(why) = guarded(|| state.told(&told)) {
            log(&self.outbox, &format!("{}: {why}", told.method));
        }
    }

    fn asked(&mut self, request: Request) {
        let id = request.id.clone();
        if self.is_cancelled(&id) {
            let why = "cancelled".to_owned();
            return self.outbox.refuse(id, ErrorCode::RequestCanceled, why);
        }
        match &mut self.phase {
            Phase::New(_) if request.method == "initialize" => self.initialize(request),
            Phase::New(_) => self.outbox.refuse(
                id,
                ErrorCode::ServerNotInitialized,
                "`initialize` comes first".to_owned(),
            ),
            Phase::Over => self.outbox.refuse(
                id,
                ErrorCode::InvalidRequest,
                "after `shutdown` comes `exit`".to_owned(),
            ),
            Phase::Ready(_) if request.method == "shutdown" => {
                self.phase = Phase::Over;
                self.outbox.answer(id, Value::Null);
            }
            Phase::Ready(state) => {
                let method = request.method.clone();
                match guarded(|| state.asked(request)) {
                    Ok(Ok(Answer::Now(result))) => self.outbox.answer(id, result),
                    Ok(Ok(Answer::Later)) => {}
                    Ok(Err(Refusal(code, why))) => self.outbox.refuse(id, code, why),
                    Err(why) => {
                        let why = format!("{method}: {why}");
                        self.outbox.refuse(id, ErrorCode::InternalError, why);
                    }
                }
            }
        }
    }

    fn initialize(&mut self, request: Request) {
        let Phase::New(setup) = std::mem::replace(&mut self.phase, Phase::Over) else {
            return;
        };
        let state = State::new(*setup, &request.params, self.outbox.clone());
        self.outbox.answer(request.id, state.capabilities());
        self.phase = Phase::Ready(Box::new(state));
    }

    /// Whether a request was taken back by a message that has arrived since.
    fn is_cancelled(&mut self, id: &RequestId) -> bool {
        let Ok(id) = serde_json::to_value(id) else {
            return false;
        };
        self.waiting.iter().any(|incoming| match incoming {
            Incoming::Message(Message::Notification(told)) => {
                told.method == "$/cancelRequest" && told.params.get("id") == Some(&id)
            }
            _ => false,
        })
    }
}

/// Does something that must not end the session.
///
/// # Errors
/// The words of the panic.
pub fn guarded<T>(deed: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(deed)).map_err(|panic| {
        let words = panic
            .downcast_ref::<&str>()
            .map(|words| (*words).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned());
        format!(
            "a mistake in rendit: {}",
            words.unwrap_or_else(|| "no words".to_owned())
        )
    })
}

fn log(outbox: &Outbox, why: &str) {
    outbox.notify("window/logMessage", json!({ "type": 1, "message": why }));
}
