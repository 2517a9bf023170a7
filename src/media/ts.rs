//! Reads a finished MPEG transport stream segment (ISO/IEC 13818-1): its streams and their PES packets.
//!
//! Unaware of playlists. Reads once from start to end; keeps one PES packet of each stream at a time.

mod elementary;
mod psi;

use std::io::Read;

use self::elementary::Elementary;
use super::MediaError;
use super::fields::Fields;

/// Bytes of a packet.
const PACKET: usize = 188;
/// Longest PES packet: a keyframe of 8K video is smaller.
const LONGEST_PES: usize = 64 << 20;

/// What a transport stream holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportStream {
    /// The streams of the only programme, in the order of its map.
    pub streams: Vec<Stream>,
    /// Packets in all.
    pub packets: u64,
}

/// One elementary stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// Packet identifier.
    pub pid: u16,
    /// `stream_type` of the programme map (ISO/IEC 13818-1 table 2-34): 0x1b H.264, 0x24 HEVC, 0x0f
    /// AAC with ADTS, 0x81 AC-3, 0x87 E-AC-3 (ATSC A/53 part 3), …
    pub stream_type: u8,
    /// The PES packets, in order.
    pub pes: Vec<Pes>,
    /// Packets whose continuity counter does not follow from the one before.
    pub discontinuities: u64,
}

/// One PES packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pes {
    /// 90 kHz; when its first frame is shown. Never jumps back where the 33 bits overflow.
    pub pts: Option<i64>,
    /// 90 kHz; when its first frame is decoded; the PTS where nothing else is said.
    pub dts: Option<i64>,
    /// Whether its first packet claims a random access point.
    pub random_access: bool,
    /// Bytes of elementary stream.
    pub payload: u64,
    /// Byte of the file where its first packet begins.
    pub start: u64,
    /// Byte of the file behind its last packet.
    pub end: u64,
    /// Frames: pictures of H.264 and HEVC that begin in it, frames of AAC, AC-3 and E-AC-3 that end
    /// in it. 0 for other codecs.
    pub frames: u32,
    /// Whether it holds an IDR picture. Sound always does; other codecs never.
    pub keyframe: bool,
}

impl TransportStream {
    /// Reads to the end. Errors: [`MediaError::Truncated`] where the size is not a multiple of 188,
    /// [`MediaError::Malformed`] where sync is lost or a table or frame is broken,
    /// [`MediaError::Missing`] without PAT or PMT.
    pub fn read(file: &mut impl Read) -> Result<Self, MediaError> {
        let mut demuxer = Demuxer::default();
        let mut packet = [0; PACKET];
        while let Some(offset) = next_packet(file, &mut packet, demuxer.packets)? {
            demuxer.packet(&packet, offset)?;
            demuxer.packets += 1;
        }
        demuxer.finish()
    }
}

impl Stream {
    /// Whether it carries pictures (H.264 or HEVC).
    pub fn is_video(&self) -> bool {
        matches!(self.stream_type, 0x1b | 0x24)
    }

    /// Frames in all.
    pub fn frames(&self) -> u64 {
        self.pes.iter().map(|pes| u64::from(pes.frames)).sum()
    }

    /// 90 kHz; the earliest time that a frame is shown.
    pub fn first_pts(&self) -> Option<i64> {
        self.pes.iter().filter_map(|pes| pes.pts).min()
    }

    /// Whether the first PES packet holds a keyframe and says so.
    pub fn starts_with_keyframe(&self) -> bool {
        self.pes
            .first()
            .is_some_and(|pes| pes.keyframe && (pes.random_access || !self.is_video()))
    }
}

/// Fills `packet`; `None` at the end of the file. Returns where the packet begins.
fn next_packet(
    file: &mut impl Read,
    packet: &mut [u8; PACKET],
    before: u64,
) -> Result<Option<u64>, MediaError> {
    let offset = before * PACKET as u64;
    let mut filled = 0;
    while let Some(rest) = packet.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) if filled == 0 => return Ok(None),
            Ok(0) => {
                return Err(MediaError::Truncated {
                    what: "a transport packet".to_owned(),
                    offset,
                    needed: PACKET as u64,
                    available: filled as u64,
                });
            }
            Ok(count) => filled += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Some(offset))
}

#[derive(Default)]
struct Demuxer {
    packets: u64,
    map_pid: Option<u16>,
    tracks: Vec<Track>,
    /// The first time stamp of all: the others count from it.
    origin: Option<i64>,
}

struct Track {
    stream: Stream,
    elementary: Elementary,
    continuity: Option<u8>,
    last_time: Option<i64>,
    open: Option<Open>,
}

/// The PES packet that is still being gathered.
struct Open {
    bytes: Vec<u8>,
    random_access: bool,
    start: u64,
    end: u64,
}

impl Demuxer {
    fn packet(&mut self, packet: &[u8; PACKET], offset: u64) -> Result<(), MediaError> {
        let mut fields = Fields::new("transport packet", packet);
        if fields.u8()? != 0x47 {
            return Err(MediaError::malformed(
                "the transport stream",
                format!("sync is lost at byte {offset}"),
            ));
        }
        let head = fields.u16()?;
        let starts = head & 0x4000 != 0;
        let pid = head & 0x1fff;
        let control = fields.u8()?;
        let mut random_access = false;
        if control & 0x20 != 0 {
            let length = usize::from(fields.u8()?);
            let adaptation = fields.bytes(length)?;
            random_access = adaptation.first().is_some_and(|flags| flags & 0x40 != 0);
        }
        if control & 0x10 == 0 {
            return Ok(());
        }
        let payload = fields.rest();
        if pid == 0 && starts {
            self.map_pid = Some(psi::programme_map_pid(payload)?);
        } else if Some(pid) == self.map_pid && starts {
            self.map(payload)?;
        } else if let Some(track) = self.tracks.iter_mut().find(|track| track.stream.pid == pid) {
            if track.skips(control & 15) {
                return Ok(());
            }
            if starts {
                track.close(&mut self.origin)?;
                track.open = Some(Open {
                    bytes: Vec::new(),
                    random_access,
                    start: offset,
                    end: offset,
                });
            }
            track.gather(payload, offset)?;
        }
        Ok(())
    }

    fn map(&mut self, payload: &[u8]) -> Result<(), MediaError> {
        for (pid, stream_type) in psi::streams(payload)? {
            if self.tracks.iter().all(|track| track.stream.pid != pid) {
                self.tracks.push(Track {
                    stream: Stream {
                        pid,
                        stream_type,
                        pes: Vec::new(),
                        discontinuities: 0,
                    },
                    elementary: Elementary::new(stream_type),
                    continuity: None,
                    last_time: None,
                    open: None,
                });
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<TransportStream, MediaError> {
        if self.map_pid.is_none() {
            return Err(MediaError::Missing("programme association table"));
        }
        if self.tracks.is_empty() {
            return Err(MediaError::Missing("programme map table"));
        }
        let mut streams = Vec::new();
        for mut track in self.tracks {
            track.close(&mut self.origin)?;
            track.elementary.finish()?;
            streams.push(track.stream);
        }
        Ok(TransportStream {
            streams,
            packets: self.packets,
        })
    }
}

impl Track {
    /// Counts gaps in the continuity counter; true for a packet that is sent twice, as is lawful.
    fn skips(&mut self, counter: u8) -> bool {
        let before = self.continuity.replace(counter);
        match before {
            Some(before) if before == counter => true,
            Some(before) if (before + 1) & 15 != counter => {
                self.stream.discontinuities += 1;
                false
            }
            _ => false,
        }
    }

    fn gather(&mut self, payload: &[u8], offset: u64) -> Result<(), MediaError> {
        // Bytes before the first start of a PES packet belong to an earlier segment.
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        if open.bytes.len() + payload.len() > LONGEST_PES {
            return Err(MediaError::Unsupported(format!(
                "a PES packet of more than {LONGEST_PES} bytes"
            )));
        }
        open.bytes.extend_from_slice(payload);
        open.end = offset + PACKET as u64;
        Ok(())
    }

    fn close(&mut self, origin: &mut Option<i64>) -> Result<(), MediaError> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        let header = PesHeader::read(&open.bytes)?;
        let near = self.last_time.or(*origin);
        let dts = header.dts.or(header.pts).map(|time| unwrap(time, near));
        let pts = header.pts.map(|time| unwrap(time, dts));
        self.last_time = dts.or(self.last_time);
        *origin = origin.or(dts);
        let data =
            open.bytes
                .get(header.length..header.end)
                .ok_or_else(|| MediaError::Truncated {
                    what: "a PES packet".to_owned(),
                    offset: open.start,
                    needed: header.end as u64,
                    available: open.bytes.len() as u64,
                })?;
        let found = self.elementary.pes(data)?;
        self.stream.pes.push(Pes {
            pts,
            dts,
            random_access: open.random_access,
            payload: data.len() as u64,
            start: open.start,
            end: open.end,
            frames: found.frames,
            keyframe: found.keyframe,
        });
        Ok(())
    }
}

/// The value of a 33-bit time stamp that is nearest to `near`.
fn unwrap(time: i64, near: Option<i64>) -> i64 {
    const TURN: i64 = 1 << 33;
    let Some(near) = near else { return time };
    let ahead = (time - near).rem_euclid(TURN);
    near + if ahead > TURN / 2 {
        ahead - TURN
    } else {
        ahead
    }
}

/// ISO/IEC 13818-1 §2.4.3.6.
struct PesHeader {
    pts: Option<i64>,
    dts: Option<i64>,
    length: usize,
    /// Where the packet ends, by its own account or where the bytes do.
    end: usize,
}

impl PesHeader {
    fn read(bytes: &[u8]) -> Result<Self, MediaError> {
        let mut fields = Fields::new("PES packet", bytes);
        if fields.u24()? != 1 {
            return Err(MediaError::malformed(
                "PES packet",
                "it has no start code prefix",
            ));
        }
        let stream_id = fields.u8()?;
        // Nought: as long as it takes, which is lawful for video.
        let end = match fields.u16()? {
            0 => bytes.len(),
            length => 6 + usize::from(length),
        };
        // Padding, private stream 2 and their like have no further header.
        if matches!(stream_id, 0xbc | 0xbe | 0xbf | 0xf0..=0xf2 | 0xf8 | 0xff) {
            return Ok(Self {
                pts: None,
                dts: None,
                length: 6,
                end,
            });
        }
        fields.skip(1)?;
        let flags = fields.u8()?;
        let length = usize::from(fields.u8()?);
        let mut optional = Fields::new("PES packet", fields.bytes(length)?);
        let pts = match flags & 0x80 {
            0 => None,
            _ => Some(time_stamp(&mut optional)?),
        };
        let dts = match flags & 0xc0 {
            0xc0 => Some(time_stamp(&mut optional)?),
            _ => None,
        };
        Ok(Self {
            pts,
            dts,
            length: 9 + length,
            end,
        })
    }
}

/// 33 bits in three parts, each with a marker behind it.
fn time_stamp(fields: &mut Fields) -> Result<i64, MediaError> {
    let high = i64::from(fields.u8()? >> 1 & 7);
    let middle = i64::from(fields.u16()? >> 1);
    let low = i64::from(fields.u16()? >> 1);
    Ok(high << 30 | middle << 15 | low)
}
