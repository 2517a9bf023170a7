//! Carries out plans: what runs when, one ffmpeg call from its start to its end, and what its words mean.
//!
//! Does not know how a plan came to be, nor how events are shown. Only [`local`] and [`signals`]
//! touch the system; [`run`] joins the parts and keeps the time; everything else here is pure.

pub mod words;
pub mod excerpt;
pub mod progress;
pub mod cancel;
pub mod launcher;
pub mod failure;
pub mod schedule;
pub mod signals;
pub mod local;
pub mod run;
