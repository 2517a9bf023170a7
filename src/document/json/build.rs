//! Tokens to tree. A slip in the grammar is told, and read as what was meant.
//!
//! Unaware of how tokens are found, and of why brackets are closed that nobody wrote.

mod frame;
mod slips;
mod mark;
mod row;
mod scalar;

use super::Dialect;
use super::bracket::{Act, Change};
use super::notes::Notes;
use super::scan::Scanned;
use super::tell;
use super::token::{Bracket, Token, What};
use crate::diag::{At, Diagnostic};
use crate::document::node::{Kind, Node, duplicate_key};
use crate::document::{MAX_DEPTH, TOO_DEEP};
use crate::source::{Route, Span};

use frame::{After, Frame};

/// The tree of all tokens with these changes. `is_bare`: they are what stands in an object.
pub(super) fn build(
    notes: &mut Notes<'_>,
    scanned: &Scanned,
    changes: &[Change],
    is_bare: bool,
) -> Option<Node> {
    let mut builder = Builder {
        notes,
        scanned,
        frames: Vec::new(),
        root: None,
        too_deep: 0,
        gone: 0,
        joined: 0,
        odd_colon: None,
    };
    if is_bare {
        builder.frames.push(Frame::new(Bracket::Brace, 0));
    }
    builder.all(changes);
    builder.root
}

struct Builder<'n, 'a> {
    notes: &'n mut Notes<'a>,
    scanned: &'n Scanned,
    frames: Vec<Frame>,
    root: Option<Node>,
    /// How many brackets are open in what is not read since it lies too deep.
    too_deep: usize,
    /// Commas before the token with this number go with what is told already.
    gone: usize,
    /// Words and texts before the token with this number are parts of a value that is read already.
    joined: usize,
    /// The number of a colon that stands after a value.
    odd_colon: Option<usize>,
}

impl Builder<'_, '_> {
    fn all(&mut self, changes: &[Change]) {
        let mut changes = changes.iter().peekable();
        for (at, token) in self.scanned.tokens.iter().copied().enumerate() {
            let mut what = Some(token.what);
            while let Some(change) = changes.next_if(|change| change.at <= at) {
                match change.act {
                    Act::Close(..) => self.close(at, None),
                    Act::Open(bracket) if change.is_certain => self.open(at, token, bracket),
                    Act::Open(bracket) => self.open_unnamed(token, bracket),
                    Act::Drop | Act::DropOrOpen => {
                        what = None;
                        self.forgive_comma(at);
                        self.forgive(tell::stands_for_comma(&self.scanned.tokens, at));
                    }
                    Act::Turn(bracket, _) if matches!(what, Some(What::Open(_))) => {
                        what = Some(What::Open(bracket));
                    }
                    Act::Turn(bracket, _) => what = Some(What::Close(bracket)),
                    Act::End => return self.finish(at),
                }
            }
            match what {
                Some(What::Open(bracket)) => self.open(at, token, bracket),
                Some(What::Close(_)) => self.close(at, Some(token)),
                Some(What::Comma) if at < self.gone => {}
                Some(What::Text | What::Odd(_) | What::Word) if at < self.joined => {}
                Some(What::Comma) if self.too_deep == 0 => self.comma(at, token),
                Some(What::Colon) if self.too_deep == 0 => self.colon(at, token),
                Some(What::Text | What::Odd(_) | What::Word) if self.too_deep == 0 => {
                    self.scalar(at, token);
                }
                _ => {}
            }
        }
        // What is closed at the end for certain lacks nothing.
        let rest: Vec<&Change> = changes.collect();
        if !rest.is_empty() && rest.iter().all(|change| change.is_certain) {
            for _ in rest {
                self.close(self.scanned.tokens.len(), None);
            }
        }
        self.finish(self.scanned.tokens.len());
    }

    /// Closes what is open at the end, before the token with this number.
    fn finish(&mut self, at: usize) {
        self.too_deep = 0;
        while let Some(frame) = self.frames.last_mut() {
            frame.is_partial = true;
            self.close(at, None);
        }
    }

    fn token(&self, at: usize) -> Option<Token> {
        self.scanned.tokens.get(at).copied()
    }

    fn before(&self, at: usize) -> Option<Token> {
        self.token(at.checked_sub(1)?)
    }

    /// What was meant by an odd text.
    fn meant(&self, index: u32) -> Option<String> {
        let index = usize::try_from(index).ok()?;
        self.scanned.meant.get(index)?.clone()
    }

    /// Whether a comma may stand before a closing bracket.
    fn may_trail(&self, comma: Token) -> bool {
        self.notes.dialect != Dialect::Plain && self.notes.text(comma.start, comma.end) == ","
    }

    fn is_before_colon(&self, at: usize) -> bool {
        self.token(at + 1)
            .is_some_and(|next| next.what == What::Colon)
    }

    fn is_next_line(&self, before: Token, token: Token) -> bool {
        self.notes.text(before.end, token.start).contains('\n')
    }

    fn open(&mut self, at: usize, token: Token, bracket: Bracket) {
        if self.too_deep > 0 {
            self.too_deep += 1;
            return;
        }
        self.before_value(at, token);
        if self.frames.len() >= MAX_DEPTH {
            self.too_deep = 1;
            let here = self.notes.span(token.start, token.end);
            self.notes.push(too_deep(self.route(), here.clone()));
            self.put(Node::new(here, Kind::Bad));
            return;
        }
        self.frames.push(Frame::new(bracket, token.start));
    }

    /// Opens what has a key that nobody knows.
    fn open_unnamed(&mut self, token: Token, bracket: Bracket) {
        if self.too_deep > 0 {
            self.too_deep += 1;
            return;
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.drops = true;
            frame.is_partial = true;
        }
        self.frames.push(Frame::new(bracket, token.start));
    }

    /// A bracket closes; without a token, one that is missing, before the token with this number.
    fn close(&mut self, at: usize, token: Option<Token>) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        // Python has a comma behind the last item, and behind the only one.
        let is_tuple = token.is_some_and(|token| self.notes.text(token.start, token.end) == ")");
        let has_comma = matches!(frame.after, After::Comma(_));
        match (frame.after, token) {
            (After::Comma(comma), Some(_)) if !is_tuple && !self.may_trail(comma) => {
                slips::trailing_comma(self.notes, comma);
            }
            (After::Key(key), Some(_)) => frame.bare.push(key),
            (After::Colon(colon), Some(_)) if !frame.drops => {
                slips::missing_value(self.notes, colon);
            }
            _ => {}
        }
        frame.leave_hole();
        // What is not closed, and has nothing yet, is being written.
        let is_unwritten = token.is_none() && frame.is_empty() && !self.frames.is_empty();
        let end = match token {
            Some(token) => token.end,
            None => self.before(at).map_or(0, |last| last.end),
        };
        let whole = self.notes.span(frame.start, end.max(frame.start));
        if frame.is_list_in_braces() {
            slips::list_in_braces(self.notes, &whole);
        } else {
            for key in &frame.bare {
                slips::bare_key(self.notes, *key);
            }
        }
        let is_partial = frame.is_partial;
        let is_round = whole.text().starts_with('(');
        let is_one = is_round && !has_comma;
        let only = if is_one { frame.only_item() } else { None };
        let node = match only {
            _ if is_unwritten => Node::new(whole, Kind::Bad),
            Some(node) => node,
            None => Node {
                partial: is_partial,
                ..Node::new(whole, frame.into_kind())
            },
        };
        self.put(node);
        self.forgive(token.is_none());
    }

    /// The comma after the bracket with this number goes with it, if there is one before it.
    fn forgive_comma(&mut self, at: usize) {
        let is_before = |frame: &Frame| matches!(frame.after, After::Start | After::Comma(_));
        let has_comma = self
            .token(at + 1)
            .is_some_and(|next| next.what == What::Comma);
        if has_comma && self.frames.last().is_some_and(is_before) {
            self.gone = at + 2;
        }
    }

    /// Whether a comma may be missing after the value that was read last.
    fn forgive(&mut self, is_forgiven: bool) {
        if let Some(frame) = self.frames.last_mut() {
            frame.is_forgiven = is_forgiven;
        }
    }

    fn put(&mut self, node: Node) {
        let Some(frame) = self.frames.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        frame.is_forgiven = false;
        if let Some(again) = frame.put(node) {
            let route = self.route().key(again.key);
            self.notes
                .push(duplicate_key(route, again.here, Some(again.first)));
        }
    }

    /// The route of the value that comes next.
    fn route(&self) -> Route {
        let next = |route: Route, frame: &Frame| frame.next(&route);
        self.frames.iter().fold(Route::root(), next)
    }

    /// What has to stand before a value that is an object or list, or stands in a list.
    fn before_value(&mut self, at: usize, token: Token) {
        let before = self.before(at);
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if let After::Comma(comma) = frame.after
            && !self.notes.text(comma.end, token.start).contains('\n')
            && frame.takes_back_key()
        {
            return slips::comma_for_colon(self.notes, comma);
        }
        match (frame.bracket, frame.after) {
            (Bracket::Square, After::Value) => {
                if let Some(before) = before.filter(|_| !frame.is_forgiven) {
                    slips::missing_comma(self.notes, before);
                }
            }
            (Bracket::Brace, After::Key(key)) => slips::missing_colon(self.notes, key),
            (Bracket::Brace, After::Start | After::Comma(_) | After::Value) => {
                slips::no_key(self.notes, token);
                frame.drops = true;
                frame.is_partial = true;
            }
            (_, After::Colon(_) | After::Start | After::Comma(_) | After::Key(_)) => {}
        }
    }
}

/// The finding for a bracket that lies too deep.
pub(super) fn too_deep(route: Route, at: Span) -> Diagnostic {
    Diagnostic::new(&TOO_DEEP, route, "values lie too deeply in each other")
        .label(At::Span(at), "too deep")
}
