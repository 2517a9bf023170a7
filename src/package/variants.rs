//! Which pictures go with which sound in a multivariant playlist.
//!
//! Unaware of how a playlist is written.

use super::presentation::{Media, Presentation, Rendition, average_bit_rate};

/// Sound tracks that replace each other: one codec, one rung, any number of languages.
pub(super) struct Group<'a> {
    pub name: &'a str,
    pub members: Vec<&'a Rendition>,
}

/// One line of the choice that a player has.
pub(super) struct Variant<'a> {
    /// The picture, or the sound of a package without pictures.
    pub rendition: &'a Rendition,
    /// The sound that goes with it.
    pub group: Option<&'a Group<'a>>,
}

/// The audio groups in the order of their first members.
pub(super) fn groups(presentation: &Presentation) -> Vec<Group<'_>> {
    let mut groups: Vec<Group> = Vec::new();
    for rendition in &presentation.renditions {
        let Media::Audio { group: name, .. } = &rendition.media else {
            continue;
        };
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.members.push(rendition),
            None => groups.push(Group {
                name,
                members: vec![rendition],
            }),
        }
    }
    groups
}

/// The variants, pictures in ladder order.
///
/// Sound of different codecs or channel counts is a choice that every player makes by what it can
/// play, so every picture is offered with each kind. Rungs of one kind differ only in rate: there the
/// poorer pictures go with the poorer sound and the better with the better, each rung at least once,
/// rather than every picture with every rung; players switch by the sum anyhow.
pub(super) fn variants<'a>(
    presentation: &'a Presentation,
    groups: &'a [Group<'a>],
) -> Vec<Variant<'a>> {
    let videos: Vec<&Rendition> = presentation
        .renditions
        .iter()
        .filter(|rendition| matches!(rendition.media, Media::Video { .. }))
        .collect();
    if videos.is_empty() {
        return groups
            .iter()
            .filter_map(|group| {
                Some(Variant {
                    rendition: group.first_choice()?,
                    group: Some(group),
                })
            })
            .collect();
    }
    if groups.is_empty() {
        return videos
            .into_iter()
            .map(|rendition| Variant {
                rendition,
                group: None,
            })
            .collect();
    }
    videos
        .iter()
        .flat_map(|video| {
            groups
                .iter()
                .filter(|group| belongs(video, group, &videos, groups))
                .map(|group| Variant {
                    rendition: video,
                    group: Some(group),
                })
        })
        .collect()
}

impl Group<'_> {
    /// The default track, else the first.
    pub fn first_choice(&self) -> Option<&Rendition> {
        let default = self
            .members
            .iter()
            .find(|member| matches!(member.media, Media::Audio { default: true, .. }));
        default.or(self.members.first()).copied()
    }

    fn kind(&self) -> Option<(&str, u32)> {
        let first = self.members.first()?;
        match first.media {
            Media::Audio { channels, .. } => Some((family(first), channels)),
            Media::Video { .. } => None,
        }
    }

    fn bit_rate(&self) -> u64 {
        self.members
            .iter()
            .map(|member| average(member))
            .max()
            .unwrap_or(0)
    }
}

/// The sample entry's name in a codec string.
fn family(rendition: &Rendition) -> &str {
    rendition.codecs.split('.').next().unwrap_or_default()
}

fn average(rendition: &Rendition) -> u64 {
    average_bit_rate(&rendition.pieces(), rendition.timescale)
}

fn belongs(video: &Rendition, group: &Group, videos: &[&Rendition], groups: &[Group]) -> bool {
    let mut rungs: Vec<(u64, &str)> = groups
        .iter()
        .filter(|other| other.kind() == group.kind())
        .map(|other| (other.bit_rate(), other.name))
        .collect();
    let mut ladder: Vec<(u64, &str)> = videos
        .iter()
        .filter(|other| family(other) == family(video))
        .map(|other| (average(other), other.id.as_str()))
        .collect();
    if ladder.len() < rungs.len() {
        return true;
    }
    rungs.sort_unstable();
    ladder.sort_unstable();
    let place = ladder
        .iter()
        .position(|(_, id)| *id == video.id)
        .unwrap_or(0);
    let rung = place * rungs.len() / ladder.len().max(1);
    rungs.get(rung).is_some_and(|(_, name)| *name == group.name)
}
