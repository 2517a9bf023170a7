//! Rules that need no probing: a manifest becomes jobs that cannot be wrong in those ways.
//!
//! Unaware of files, of media and of where a value stands: rules see typed values and name routes.
//!
//! One rule, one file: `check/NAME.rs` holds the `CODE`, its explanation, and the `rule` that
//! raises it; one line in [`RULES`] runs it. Beside them stand the parts that rules share:
//! [`template`], [`paths`] and [`context`].

pub mod template;
pub mod paths;
pub mod address;
pub mod regular;
pub mod texts;
pub mod fill;
pub mod expand;
pub mod portray;
pub mod published;
pub mod target;
pub mod context;
pub mod spoken;
pub mod set_member;
pub mod filter_chain;

pub mod args;
pub mod unfilled;
pub mod rung_order;
pub mod owned_option;
pub mod language_tag;
pub mod lost_unit;
pub mod misnamed;

pub mod adaptation_set_gap;
pub mod adaptation_set_id;
pub mod adaptation_set_language;
pub mod adaptation_set_mix;
pub mod aes_128_dash;
pub mod args_shape;
pub mod audio_bit_rate;
pub mod audio_channels;
pub mod audio_sample_rate;
pub mod auto_limits;
pub mod backslash_path;
pub mod batch_target;
pub mod bit_rate_size;
pub mod bit_rate_order;
pub mod blank_path;
pub mod codec_container;
pub mod control_character;
pub mod crf_range;
pub mod default_tracks;
pub mod duplicate_input;
pub mod duplicate_rung;
pub mod duplicate_track;
pub mod encoder_codec;
pub mod encoder_params;
pub mod endless_source;
pub mod file_ending;
pub mod file_rungs;
pub mod filter_kind;
pub mod filter_option;
pub mod folder_name;
pub mod foreign_params;
pub mod glob_feeds_itself;
pub mod glob_syntax;
pub mod hevc_in_ts;
pub mod input_address;
pub mod input_source;
pub mod key_in_output;
pub mod key_source;
pub mod key_uri_http;
pub mod key_uri_relative;
pub mod ladder_order;
pub mod ladder_step;
pub mod ladder_without_input;
pub mod long_segments;
pub mod lossless_rung;
pub mod low_level;
pub mod not_filled_in;
pub mod output_collision;
pub mod output_case;
pub mod output_over_input;
pub mod outside_root;
pub mod owned_filter;
pub mod path_pattern;
pub mod peak_below_average;
pub mod playlist_name;
pub mod repeated_reference;
pub mod reserved_name;
pub mod rung_rate;
pub mod rung_size;
pub mod rungs_and_auto;
pub mod rungs_missing;
pub mod segment_duration;
pub mod segment_path;
pub mod several_globs;
pub mod template_leftover;
pub mod template_limit;
pub mod template_syntax;
pub mod trim_range;
pub mod ts_only_args;
pub mod unfit_setting;
pub mod unknown_filter;
pub mod unknown_name;
pub mod unknown_reference;
pub mod unused_definition;
pub mod variable_cycle;
pub mod wide_pixel_format;
pub mod width_as_height;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

pub use context::Context;
pub use expand::batch_glob;
pub use output_collision::collisions_across;
pub use target::{Target, targets};
use template::Piece;

use serde_json::Value;

use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::job::Job;
use crate::manifest::Manifest;
use crate::source::{Route, Routes};

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

/// Looks for one kind of mistake.
pub type Look = fn(&mut Diagnostics, &Context<'_>);

/// A rule: the code that it raises, and the function that does.
#[derive(Debug)]
pub struct Rule {
    /// What it raises.
    pub code: &'static Code,
    /// Looks for it.
    pub run: Look,
    /// What it looks at.
    pub sight: Sight,
    /// Whether it compares the items of a list with each other, and says nothing of a list with a
    /// wrong one.
    pub compares: bool,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Templates as they were written: it still speaks of those that cannot be filled in.
    Templates,
    /// Values: it has nothing to say of a text that cannot be filled in.
    Values,
}

const fn values(code: &'static Code, run: Look) -> Rule {
    Rule {
        code,
        run,
        sight: Sight::Values,
        compares: false,
    }
}

const fn compares(code: &'static Code, run: Look) -> Rule {
    Rule {
        compares: true,
        ..values(code, run)
    }
}

const fn templates(code: &'static Code, run: Look) -> Rule {
    Rule {
        sight: Sight::Templates,
        ..values(code, run)
    }
}

/// Every rule, by name.
pub static RULES: &[Rule] = &[
    values(&adaptation_set_gap::CODE, adaptation_set_gap::rule),
    values(&adaptation_set_id::CODE, adaptation_set_id::rule),
    values(
        &adaptation_set_language::CODE,
        adaptation_set_language::rule,
    ),
    values(&adaptation_set_mix::CODE, adaptation_set_mix::rule),
    values(&aes_128_dash::CODE, aes_128_dash::rule),
    values(&args_shape::CODE, args_shape::rule),
    values(&audio_bit_rate::CODE, audio_bit_rate::rule),
    values(&audio_channels::CODE, audio_channels::rule),
    values(&audio_sample_rate::CODE, audio_sample_rate::rule),
    values(&auto_limits::CODE, auto_limits::rule),
    values(&backslash_path::CODE, backslash_path::rule),
    values(&batch_target::CODE, batch_target::rule),
    compares(&bit_rate_order::CODE, bit_rate_order::rule),
    values(&bit_rate_size::CODE, bit_rate_size::rule),
    values(&blank_path::CODE, blank_path::rule),
    values(&codec_container::CODE, codec_container::rule),
    values(&control_character::CODE, control_character::rule),
    values(&crf_range::CODE, crf_range::rule),
    values(&default_tracks::CODE, default_tracks::rule),
    values(&duplicate_input::CODE, duplicate_input::rule),
    compares(&duplicate_rung::CODE, duplicate_rung::rule),
    values(&duplicate_track::CODE, duplicate_track::rule),
    values(&encoder_codec::CODE, encoder_codec::rule),
    values(&encoder_params::CODE, encoder_params::rule),
    values(&endless_source::CODE, endless_source::rule),
    values(&file_ending::CODE, file_ending::rule),
    values(&file_rungs::CODE, file_rungs::rule),
    values(&filter_kind::CODE, filter_kind::rule),
    values(&filter_option::CODE, filter_option::rule),
    values(&folder_name::CODE, folder_name::rule),
    values(&foreign_params::CODE, foreign_params::rule),
    values(&glob_feeds_itself::CODE, glob_feeds_itself::rule),
    values(&glob_syntax::CODE, glob_syntax::rule),
    values(&hevc_in_ts::CODE, hevc_in_ts::rule),
    values(&input_address::CODE, input_address::rule),
    values(&input_source::CODE, input_source::rule),
    values(&key_in_output::CODE, key_in_output::rule),
    values(&key_source::CODE, key_source::rule),
    values(&key_uri_http::CODE, key_uri_http::rule),
    values(&key_uri_relative::CODE, key_uri_relative::rule),
    compares(&ladder_order::CODE, ladder_order::rule),
    compares(&ladder_step::CODE, ladder_step::rule),
    values(&ladder_without_input::CODE, ladder_without_input::rule),
    values(&language_tag::CODE, language_tag::rule),
    values(&long_segments::CODE, long_segments::rule),
    values(&lossless_rung::CODE, lossless_rung::rule),
    values(&low_level::CODE, low_level::rule),
    values(&not_filled_in::CODE, not_filled_in::rule),
    values(&output_case::CODE, output_case::rule),
    values(&output_collision::CODE, output_collision::rule),
    values(&output_over_input::CODE, output_over_input::rule),
    templates(&outside_root::CODE, outside_root::rule),
    values(&owned_filter::CODE, owned_filter::rule),
    values(&owned_option::CODE, owned_option::rule),
    values(&path_pattern::CODE, path_pattern::rule),
    values(&peak_below_average::CODE, peak_below_average::rule),
    values(&playlist_name::CODE, playlist_name::rule),
    values(&repeated_reference::CODE, repeated_reference::rule),
    values(&reserved_name::CODE, reserved_name::rule),
    values(&rung_rate::CODE, rung_rate::rule),
    values(&rung_size::CODE, rung_size::rule),
    values(&rungs_and_auto::CODE, rungs_and_auto::rule),
    values(&rungs_missing::CODE, rungs_missing::rule),
    values(&segment_duration::CODE, segment_duration::rule),
    values(&segment_path::CODE, segment_path::rule),
    values(&several_globs::CODE, several_globs::rule),
    values(&template_leftover::CODE, template_leftover::rule),
    templates(&template_limit::CODE, template_limit::rule),
    templates(&template_syntax::CODE, template_syntax::rule),
    values(&trim_range::CODE, trim_range::rule),
    values(&ts_only_args::CODE, ts_only_args::rule),
    values(&unfit_setting::CODE, unfit_setting::rule),
    values(&unknown_filter::CODE, unknown_filter::rule),
    templates(&unknown_name::CODE, unknown_name::rule),
    values(&unknown_reference::CODE, unknown_reference::rule),
    values(&unused_definition::CODE, unused_definition::rule),
    templates(&variable_cycle::CODE, variable_cycle::rule),
    values(&wide_pixel_format::CODE, wide_pixel_format::rule),
    values(&width_as_height::CODE, width_as_height::rule),
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
    tainted: &Routes,
    surroundings: &Surroundings<'_>,
) -> Option<Vec<Job>> {
    let expansion = expand::expand(manifest, tainted, surroundings);
    let outputs: Vec<_> = published::outputs(manifest).collect();
    let filled = expansion.jobs.first().map(|job| &job.manifest);
    let filled: Vec<_> = published::outputs(filled.unwrap_or(manifest)).collect();
    let targets = targets(&expansion.jobs);
    let context = Context {
        manifest,
        outputs: &outputs,
        filled_outputs: &filled,
        targets: &targets,
        tainted,
        jobs: &expansion.jobs,
        glob: expansion
            .glob
            .as_ref()
            .map(|(input, glob)| (input.as_str(), glob.as_str())),
        mistakes: &expansion.mistakes,
        texts: &expansion.written,
        by_route: OnceCell::new(),
    };
    let mut unsound = expansion.unsound.clone();
    unsound.extend(tainted.iter().cloned());
    let mut kept = Diagnostics::new();
    let mut comparisons = Diagnostics::new();
    for rule in RULES {
        let mut found = Diagnostics::new();
        (rule.run)(&mut found, &context);
        let untrusted = match rule.sight {
            Sight::Templates => tainted,
            Sight::Values => &unsound,
        };
        found.retain(|one| !rests_on(one, untrusted));
        found.change(|one| {
            let loses = |(cure, _): &(Cure, bool)| loses_placeholders(cure, &context);
            if one.cure.as_ref().is_some_and(loses) {
                one.cure = None;
            }
        });
        match rule.compares {
            true => comparisons.absorb(found),
            false => kept.absorb(found),
        }
    }
    if !comparisons.as_slice().is_empty() {
        let errors = kept.as_slice().iter();
        let errors = errors.filter(|one| one.severity() == Severity::Error);
        let wrong = errors.map(|one| &one.route).chain(unsound.iter());
        let wrong: Routes = wrong.filter_map(Route::list).collect();
        comparisons.retain(|one| !one.route.list().is_some_and(|list| wrong.cover(&list)));
        kept.absorb(comparisons);
    }
    let is_fine = !kept.has_errors() && tainted.is_empty();
    diagnostics.absorb(kept);
    if !is_fine {
        return None;
    }
    if expansion.made_up {
        return Some(Vec::new());
    }
    Some(expansion.jobs)
}

/// Whether a cure that was made of a filled-in text would put values in the place of placeholders.
fn loses_placeholders(cure: &Cure, context: &Context<'_>) -> bool {
    let (route, new) = match cure {
        Cure::Write(route, Value::String(text)) => (route, text.clone()),
        Cure::Split(route, texts) => (route, texts.join("\n")),
        _ => return false,
    };
    let Some(written) = context.typed(route) else {
        return false;
    };
    let (pieces, _) = template::parse(written);
    let mut names = pieces.iter().filter_map(|piece| match piece {
        Piece::Placeholder { range, .. } => written.get(range.clone()),
        Piece::Literal(text) => (*text == "$").then_some("$$"),
    });
    !names.all(|name| new.contains(name))
}

fn rests_on(diagnostic: &Diagnostic, routes: &Routes) -> bool {
    let holds = |looked_at: &Route| routes.cover(looked_at);
    let mut shown = diagnostic
        .labels
        .iter()
        .filter_map(|label| match &label.at {
            At::Value(route) | At::Within(route, _) => Some(route),
            // A key is there, whatever its value is.
            At::Key(_) | At::Span(_) => None,
        });
    holds(&diagnostic.route) || diagnostic.also.iter().any(holds) || shown.any(holds)
}
