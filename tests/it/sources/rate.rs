//! Frame rates: those of film and broadcast, and pictures that come when they like.

use std::path::Path;

use super::film::{FILM, Film, SOUND, Sound, make};
use super::{ALL, BOTH, CASE, Case, hold};

#[test]
fn every_frame_once_at_its_time() {
    let steady = |name, file, rate, frames| Case {
        name,
        film: Film {
            name: file,
            rate,
            frames,
            ..FILM
        },
        rate,
        ..CASE
    };
    hold(
        "rate",
        &[
            steady("23.976", "film.mp4", "24000/1001", 72).with(BOTH),
            steady("29.97", "film.mp4", "30000/1001", 90).with(ALL),
            steady("59.94", "film.mp4", "60000/1001", 180).with(BOTH),
            steady("23.976 in mkv", "film.mkv", "24000/1001", 72),
            steady("29.97 in mov", "film.mov", "30000/1001", 89),
            steady("59.94 in ts", "film.ts", "60000/1001", 181).with(BOTH),
            steady("15", "film.mp4", "15", 45),
            Case {
                name: "50 to 25",
                film: Film {
                    rate: "50",
                    frames: 149,
                    sound: Some(Sound { to: 2.98, ..SOUND }),
                    ..FILM
                },
                ladder: "max_frame_rate = 30",
                numbers: Some(|| (0..149).step_by(2).collect()),
                outputs: BOTH,
                ..CASE
            },
        ],
    );
}

#[test]
fn uneven_pictures_lie_on_an_even_grid() {
    /// What is seen when some pictures do not come: the one before.
    fn thinned(frames: u32, comes: fn(u32) -> bool) -> Vec<u32> {
        let mut shown = 0;
        let pictures = (0..frames).map(|frame| {
            if comes(frame) {
                shown = frame;
            }
            shown
        });
        pictures.collect()
    }
    fn drops(frame: u32) -> bool {
        frame % 7 != 3 && frame % 11 != 5
    }
    fn halts(frame: u32) -> bool {
        !(31..=61).contains(&frame)
    }
    let uneven = |name, file, filters, numbers| Case {
        name,
        film: Film {
            name: file,
            rate: "30",
            frames: 90,
            filters,
            ..FILM
        },
        rate: "30",
        numbers: Some(numbers),
        ..CASE
    };
    const SELECT: &str = "select=not(eq(mod(n\\,7)\\,3)+eq(mod(n\\,11)\\,5))";
    const TREMBLE: &str = "settb=1/90000,setpts=PTS+600*(mod(N*7+4\\,5)-2)*gt(N\\,0)";
    const HALT: &str = "select=not(between(n\\,31\\,61))";
    const JOIN: &str = "select=lt(n\\,44)+not(mod(n\\,2))+eq(n\\,89)";
    let remuxed = |name, filters, numbers| {
        let made = uneven(name, "film.mkv", filters, numbers);
        let film = Film {
            options: "-f mp4",
            finish: remux,
            ..made.film
        };
        Case { film, ..made }
    };
    hold(
        "uneven",
        &[
            uneven("drops in mp4", "film.mp4", SELECT, || thinned(90, drops)),
            uneven("drops in mkv", "film.mkv", SELECT, || thinned(90, drops)),
            uneven("drops in ts", "film.ts", SELECT, || thinned(90, drops)),
            Case {
                beeps: Some(2),
                ..uneven("halts in mp4", "film.mp4", HALT, || thinned(90, halts))
            },
            Case {
                beeps: Some(2),
                ..uneven("halts in mkv", "film.mkv", HALT, || thinned(90, halts))
            },
            // A telephone's clock is a few milliseconds early or late.
            uneven("trembles", "film.mp4", TREMBLE, || (0..90).collect()).with(BOTH),
            remuxed("trembles in mkv", TREMBLE, || (0..90).collect()),
            // Half at 30, then every second picture, as where clips were joined.
            remuxed("joined", JOIN, || {
                thinned(90, |frame| frame < 44 || frame % 2 == 0 || frame == 89)
            }),
        ],
    );
}

/// Copies what is MP4 in spite of its name.
fn remux(file: &Path) {
    let folder = file.parent().unwrap();
    std::fs::rename(file, folder.join("whole.mp4")).unwrap();
    make(folder, "-i whole.mp4 -c copy film.mkv");
}
