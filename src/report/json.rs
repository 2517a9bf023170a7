//! Events as JSON, one a line, as they are (NDJSON).
//!
//! Adds nothing and leaves nothing out: the shape is that of [`Event`], a written contract.

use std::io::{self, Write};
use std::time::Duration;

use super::Reporter;
use crate::event::Event;

/// One JSON object a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json;

impl Reporter for Json {
    fn report(&mut self, _at: Duration, event: &Event, out: &mut dyn Write) -> io::Result<()> {
        let mut text = serde_json::to_string(event)?;
        text.push('\n');
        out.write_all(text.as_bytes())?;
        // Whoever reads this follows along.
        out.flush()
    }
}
