//! Rules that need no probing: a manifest becomes jobs that cannot be wrong in those ways.
//!
//! Unaware of files, of media and of where a value stands: rules see typed values and name routes.
//!
//! One rule, one file: `check/NAME.rs` holds the `CODE`, its explanation, and the `rule` that
//! raises it; one line in [`RULES`] runs it. Beside them stand the parts that rules share:
//! [`template`], [`paths`] and [`context`].

pub mod template;
pub mod paths;
pub mod texts;
pub mod fill;
pub mod expand;
pub mod context;

pub mod args;
pub mod rung_order;

pub mod adaptation_set_gap;
pub mod adaptation_set_id;
pub mod aes_128_dash;
pub mod args_shape;
pub mod audio_bit_rate;
pub mod audio_channels;
pub mod audio_sample_rate;
pub mod auto_limits;
pub mod bit_rate_order;
pub mod bit_rate_size;
pub mod codec_container;
pub mod crf_range;
pub mod default_tracks;
pub mod duplicate_rung;
pub mod duplicate_track;
pub mod encoder_codec;
pub mod file_ending;
pub mod file_rungs;
pub mod hevc_in_ts;
pub mod input_source;
pub mod key_in_output;
pub mod key_source;
pub mod key_uri_http;
pub mod ladder_order;
pub mod ladder_step;
pub mod ladder_without_input;
pub mod long_segments;
pub mod output_case;
pub mod output_collision;
pub mod output_over_input;
pub mod outside_root;
pub mod owned_option;
pub mod peak_below_average;
pub mod playlist_name;
pub mod repeated_reference;
pub mod reserved_name;
pub mod rung_rate;
pub mod rungs_and_auto;
pub mod rungs_missing;
pub mod segment_duration;
pub mod segment_path;
pub mod several_globs;
pub mod template_syntax;
pub mod trim_range;
pub mod ts_only_args;
pub mod unknown_name;
pub mod unknown_reference;
pub mod variable_cycle;
pub mod wide_pixel_format;

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

pub use context::Context;
pub use expand::batch_glob;
pub use output_collision::collisions_across;

use crate::diag::{At, Code, Diagnostic, Diagnostics};
use crate::job::Job;
use crate::manifest::Manifest;
use crate::source::Route;

/// What a manifest is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The manifest's file, as it was named.
    pub manifest_path: &'a Utf8Path,
    /// Environment variables, for `${env.NAME}`.
    pub environment: &'a BTreeMap<String, String>,
    /// What the manifest's glob ([`batch_glob`]) matches, relative to the manifest's folder, in
    /// the order of the jobs. `None` if nobody looked.
    pub items: Option<&'a [Utf8PathBuf]>,
}

/// A rule: the code that it raises, and the function that does.
#[derive(Debug)]
pub struct Rule {
    /// What it raises.
    pub code: &'static Code,
    /// Looks for it.
    pub run: fn(&mut Diagnostics, &Context<'_>),
    /// What it looks at.
    pub sight: Sight,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Templates as they were written: it still speaks of those that cannot be filled in.
    Templates,
    /// Values: it has nothing to say of a text that cannot be filled in.
    Values,
}

/// Every rule, by name.
pub static RULES: &[Rule] = &[
    Rule {
        code: &adaptation_set_gap::CODE,
        run: adaptation_set_gap::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &adaptation_set_id::CODE,
        run: adaptation_set_id::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &aes_128_dash::CODE,
        run: aes_128_dash::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &args_shape::CODE,
        run: args_shape::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &audio_bit_rate::CODE,
        run: audio_bit_rate::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &audio_channels::CODE,
        run: audio_channels::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &audio_sample_rate::CODE,
        run: audio_sample_rate::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &auto_limits::CODE,
        run: auto_limits::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &bit_rate_order::CODE,
        run: bit_rate_order::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &bit_rate_size::CODE,
        run: bit_rate_size::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &codec_container::CODE,
        run: codec_container::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &crf_range::CODE,
        run: crf_range::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &default_tracks::CODE,
        run: default_tracks::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &duplicate_rung::CODE,
        run: duplicate_rung::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &duplicate_track::CODE,
        run: duplicate_track::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &encoder_codec::CODE,
        run: encoder_codec::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &file_ending::CODE,
        run: file_ending::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &file_rungs::CODE,
        run: file_rungs::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &hevc_in_ts::CODE,
        run: hevc_in_ts::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &input_source::CODE,
        run: input_source::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &key_in_output::CODE,
        run: key_in_output::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &key_source::CODE,
        run: key_source::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &key_uri_http::CODE,
        run: key_uri_http::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &ladder_order::CODE,
        run: ladder_order::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &ladder_step::CODE,
        run: ladder_step::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &ladder_without_input::CODE,
        run: ladder_without_input::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &long_segments::CODE,
        run: long_segments::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &output_case::CODE,
        run: output_case::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &output_collision::CODE,
        run: output_collision::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &output_over_input::CODE,
        run: output_over_input::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &outside_root::CODE,
        run: outside_root::rule,
        sight: Sight::Templates,
    },
    Rule {
        code: &owned_option::CODE,
        run: owned_option::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &peak_below_average::CODE,
        run: peak_below_average::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &playlist_name::CODE,
        run: playlist_name::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &repeated_reference::CODE,
        run: repeated_reference::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &reserved_name::CODE,
        run: reserved_name::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &rung_rate::CODE,
        run: rung_rate::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &rungs_and_auto::CODE,
        run: rungs_and_auto::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &rungs_missing::CODE,
        run: rungs_missing::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &segment_duration::CODE,
        run: segment_duration::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &segment_path::CODE,
        run: segment_path::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &several_globs::CODE,
        run: several_globs::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &template_syntax::CODE,
        run: template_syntax::rule,
        sight: Sight::Templates,
    },
    Rule {
        code: &trim_range::CODE,
        run: trim_range::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &ts_only_args::CODE,
        run: ts_only_args::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &unknown_name::CODE,
        run: unknown_name::rule,
        sight: Sight::Templates,
    },
    Rule {
        code: &unknown_reference::CODE,
        run: unknown_reference::rule,
        sight: Sight::Values,
    },
    Rule {
        code: &variable_cycle::CODE,
        run: variable_cycle::rule,
        sight: Sight::Templates,
    },
    Rule {
        code: &wide_pixel_format::CODE,
        run: wide_pixel_format::rule,
        sight: Sight::Values,
    },
];

/// The code called `name`, if a rule raises it.
pub fn code(name: &str) -> Option<&'static Code> {
    let rule = RULES.iter().find(|rule| rule.code.name == name)?;
    Some(rule.code)
}

/// Checks a manifest and fills in its templates: one job, or one for each item of a batch; none if
/// nobody looked for the items. `None` if a mistake was found or a stand-in is left.
///
/// `tainted` are the routes where a stand-in replaces what was invalid; what rests on one is not
/// reported.
pub fn check(
    diagnostics: &mut Diagnostics,
    manifest: &Manifest,
    tainted: &[Route],
    surroundings: &Surroundings<'_>,
) -> Option<Vec<Job>> {
    let expansion = expand::expand(manifest, tainted, surroundings);
    let context = Context {
        manifest,
        jobs: &expansion.jobs,
        mistakes: &expansion.mistakes,
    };
    let mut unsound = expansion.unsound.clone();
    unsound.extend_from_slice(tainted);
    let mut kept = Diagnostics::new();
    for rule in RULES {
        let mut found = Diagnostics::new();
        (rule.run)(&mut found, &context);
        let untrusted = match rule.sight {
            Sight::Templates => tainted,
            Sight::Values => &unsound,
        };
        let trusted = found.as_slice().iter();
        kept.extend(trusted.filter(|one| !rests_on(one, untrusted)).cloned());
    }
    let is_fine = !kept.has_errors() && tainted.is_empty();
    diagnostics.extend(kept.as_slice().iter().cloned());
    if !is_fine {
        return None;
    }
    if expansion.made_up {
        return Some(Vec::new());
    }
    Some(expansion.jobs)
}

fn rests_on(diagnostic: &Diagnostic, routes: &[Route]) -> bool {
    let holds = |looked_at: &Route| routes.iter().any(|route| route.holds(looked_at));
    let mut shown = diagnostic
        .labels
        .iter()
        .filter_map(|label| match &label.at {
            At::Value(route) | At::Key(route) | At::Within(route, _) => Some(route),
            At::Span(_) => None,
        });
    holds(&diagnostic.route) || diagnostic.also.iter().any(holds) || shown.any(holds)
}
