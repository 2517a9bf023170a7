//! Clips that tell what became of them: each picture carries its own number and four coloured
//! corners, and flashes come with beeps.
//!
//! Unaware of rendit.

use std::path::Path;

use crate::launch::ffmpeg;
use crate::program::{Said, end_of};

/// Red, green, blue and yellow: upper left, upper right, lower left, lower right.
pub const CORNERS: [[u8; 3]; 4] = [[200, 30, 30], [30, 150, 40], [40, 40, 200], [210, 190, 40]];

/// Seconds of a beep.
pub const BEEP: f64 = 0.04;

/// How a clip is made.
#[derive(Clone, Copy)]
pub struct Film {
    /// File name; its ending chooses the container.
    pub name: &'static str,
    /// Pixels of the picture as it is meant to be seen, before `filters`.
    pub size: [u32; 2],
    /// Frames per second.
    pub rate: &'static str,
    /// Pictures before `filters`.
    pub frames: u32,
    /// What happens to the finished picture: turned, squeezed, thinned out.
    pub filters: &'static str,
    /// Options of the video encoder.
    pub video: &'static str,
    /// Sound, if any.
    pub sound: Option<Sound>,
    /// Options of the output.
    pub options: &'static str,
    /// What is done to the file at the end.
    pub finish: fn(&Path),
}

/// How its sound is made.
#[derive(Clone, Copy)]
pub struct Sound {
    /// Seconds from the first picture to the first sound; below nought, sound is first.
    pub from: f64,
    /// Seconds from the first picture to the end of the sound.
    pub to: f64,
    /// Channels, as ffmpeg calls them.
    pub layout: &'static str,
    /// Samples per second.
    pub rate: u32,
    /// Options of the audio encoder.
    pub codec: &'static str,
    /// Filters behind the source.
    pub filters: &'static str,
}

/// Three seconds at 25 frames a second with sound from beginning to end.
pub const FILM: Film = Film {
    name: "film.mp4",
    size: [320, 180],
    rate: "25",
    frames: 75,
    filters: "null",
    video: "-c:v libx264 -preset ultrafast -bf 2 -crf 16 -pix_fmt yuv420p",
    sound: Some(SOUND),
    options: "",
    finish: |_| {},
};

/// Three seconds, as long as the picture.
pub const SOUND: Sound = Sound {
    from: 0.0,
    to: 3.0,
    layout: "stereo",
    rate: 48000,
    codec: "-c:a aac -b:a 128k",
    filters: "anull",
};

/// One second without sound: enough for what is only looked at.
pub const STILL: Film = Film {
    frames: 25,
    sound: None,
    ..FILM
};

impl Film {
    /// Frames per second.
    pub fn rate(&self) -> f64 {
        fraction(self.rate)
    }

    /// Frames from one flash to the next: a second of them.
    pub fn period(&self) -> u32 {
        self.rate().ceil() as u32
    }

    /// The first flash: about half a second in, and even, so that it stays at half the rate.
    pub fn first_flash(&self) -> u32 {
        self.period() / 4 * 2
    }

    /// How many flashes come with a whole beep.
    pub fn beeps(&self) -> usize {
        let flashes = (self.first_flash()..self.frames).step_by(self.period() as usize);
        let times = flashes.map(|frame| f64::from(frame) / self.rate());
        let heard = |sound: Sound| {
            times
                .filter(|time| *time >= sound.from && *time + BEEP <= sound.to)
                .count()
        };
        self.sound.map_or(0, heard)
    }

    /// Makes the clip in `folder`.
    pub fn make(&self, folder: &Path) {
        let mut args = words("-hide_banner -nostdin -y -v error");
        // The later of the two is shifted.
        let lead = self.sound.map_or(0.0, |sound| sound.from);
        args.extend(["-itsoffset".into(), (-lead.min(0.0)).to_string()]);
        args.extend(words("-f lavfi -i"));
        args.push(self.picture());
        if let Some(sound) = self.sound {
            args.extend(["-itsoffset".into(), lead.max(0.0).to_string()]);
            args.extend(words("-f lavfi -i"));
            args.push(self.beeping(&sound));
            args.extend(words(sound.codec));
        }
        args.extend(words(self.video));
        args.extend(words("-fps_mode passthrough"));
        args.extend(words(self.options));
        args.push(format!("file:{}", self.name));
        run(folder, &args);
        (self.finish)(&folder.join(self.name));
    }

    fn picture(&self) -> String {
        let Film { rate, frames, .. } = self;
        let [width, height] = self.size;
        let mut graph = format!("color=gray:s={width}x{height}:r={rate},trim=end_frame={frames}");
        graph += ",format=rgb24";
        for (place, [red, green, blue]) in [
            "x=0:y=0",
            "x=iw-iw/8:y=0",
            "x=0:y=ih-ih/4",
            "x=iw-iw/8:y=ih-ih/4",
        ]
        .into_iter()
        .zip(CORNERS)
        {
            graph += &format!(
                ",drawbox={place}:w=iw/8:h=ih/4:t=fill:c=0x{red:02x}{green:02x}{blue:02x}"
            );
        }
        graph += ",drawbox=y=ih*3/8:h=ih/4:t=fill:c=black";
        for bit in 0..8 {
            let (half, whole) = (1 << bit, 2 << bit);
            graph += &format!(
                ",drawbox=x={bit}*iw/8:y=ih*3/8:w=iw/8:h=ih/4:t=fill:c=white\
                 :enable='gte(mod(n,{whole}),{half})'"
            );
        }
        let period = self.period();
        let flash = self.first_flash();
        graph += &format!(
            ",drawbox=y=ih*5/8:h=ih/8:t=fill:c=white:enable='eq(mod(n,{period}),{flash})'"
        );
        format!("{graph},{}", self.filters)
    }

    fn beeping(&self, sound: &Sound) -> String {
        let (rate, period) = (self.rate, self.period());
        let Sound {
            from,
            to,
            layout,
            rate: samples,
            filters,
            ..
        } = sound;
        // Seconds since the first flash.
        let since = format!("(t+({from})-{}/({rate}))", self.first_flash());
        let beep = format!(
            "0.8*sin(2*PI*1000*{since})*gte({since},0)*lt(mod({since},{period}/({rate})),{BEEP})"
        );
        let channels = match *layout {
            "mono" => 1,
            "5.1" => 6,
            _ => 2,
        };
        let beeps = vec![beep; channels].join("|");
        format!(
            "aevalsrc='{beeps}':s={samples}:c={layout}:d={},{filters}",
            to - from
        )
    }
}

/// Runs ffmpeg in `folder`, to success; gives what it said.
pub fn run(folder: &Path, args: &[String]) -> Said {
    let mut command = std::process::Command::new(ffmpeg());
    let said = end_of(command.args(args).current_dir(folder));
    assert_eq!(
        said.code,
        Some(0),
        "ffmpeg {}\n{}",
        args.join(" "),
        said.err
    );
    said
}

/// Runs ffmpeg in `folder`, to success, with arguments parted by blanks.
pub fn make(folder: &Path, args: &str) {
    let all = format!("-hide_banner -nostdin -y -v error {args}");
    run(folder, &words(&all));
}

pub fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The number that `30000/1001` stands for.
pub fn fraction(text: &str) -> f64 {
    let (num, den) = text.split_once('/').unwrap_or((text, "1"));
    num.parse::<f64>().unwrap() / den.parse::<f64>().unwrap()
}

/// Writes a display matrix into the first track header (ISO/IEC 14496-12 §8.3.2).
pub fn turn(file: &Path, [a, b, c, d]: [i32; 4]) {
    let mut bytes = std::fs::read(file).unwrap();
    let name = bytes.windows(4).position(|four| four == b"tkhd").unwrap();
    assert_eq!(bytes[name + 4], 0, "version 0");
    let matrix = name + 4 + 4 + 20 + 16;
    let one = 65536;
    let numbers = [a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30];
    for (index, number) in numbers.into_iter().enumerate() {
        let at = matrix + 4 * index;
        bytes[at..at + 4].copy_from_slice(&number.to_be_bytes());
    }
    std::fs::write(file, bytes).unwrap();
}
