//! The language server: what an editor asks about manifests while they are written.
//!
//! Unaware of the command line. An effects room: it reads the files that manifests extend, and
//! speaks the Language Server Protocol 3.17 over two streams. Its answers are made by pure parts,
//! text and position in, answer out: [`outline`], [`guide`], [`complete`], [`hover`], [`names`],
//! [`symbols`], [`hints`]. [`session`] joins them.

pub mod protocol;
pub mod wire;
pub mod uri;
pub mod paper;
pub mod outline;
pub mod guide;
pub mod write;
pub mod names;
pub mod complete;
pub mod meaning;
pub mod hover;
pub mod findings;
pub mod lasting;
pub mod actions;
pub mod symbols;
pub mod hints;
pub mod desk;
pub mod recognise;
pub mod family;
pub mod prober;
pub mod session;
