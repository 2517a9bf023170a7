//! Shows plans, findings and events; the only writer to the terminal.

pub mod plan;
