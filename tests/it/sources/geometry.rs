//! Turned, squeezed, odd and upright pictures, and the ways in which colours are stored.

use super::film::{FILM, Film, STILL, turn};
use super::{BOTH, CASE, Case, hold};

const STILL_CASE: Case = Case {
    film: STILL,
    ..CASE
};

#[test]
fn pictures_come_out_upright_and_square() {
    let turned = |name, filters, finish| Case {
        outputs: BOTH,
        name,
        film: Film {
            filters,
            finish,
            ..STILL
        },
        ..STILL_CASE
    };
    hold(
        "geometry",
        &[
            turned("turned right", "transpose=2", |file| {
                turn(file, [0, 1, -1, 0])
            }),
            turned("turned over", "hflip,vflip", |file| {
                turn(file, [-1, 0, 0, -1])
            }),
            turned("turned left", "transpose=1", |file| {
                turn(file, [0, -1, 1, 0])
            }),
            turned("mirrored", "hflip", |file| turn(file, [-1, 0, 0, 1])),
            turned("mirrored down", "vflip", |file| turn(file, [1, 0, 0, -1])),
            turned("mirrored and turned", "transpose=0", |file| {
                turn(file, [0, 1, 1, 0])
            }),
            Case {
                name: "turned portrait",
                film: Film {
                    size: [180, 320],
                    filters: "transpose=2",
                    finish: |file| turn(file, [0, 1, -1, 0]),
                    ..STILL
                },
                size: [90, 160],
                ..STILL_CASE
            },
            Case {
                name: "portrait",
                film: Film {
                    size: [180, 320],
                    name: "film.mkv",
                    ..STILL
                },
                size: [90, 160],
                ..STILL_CASE
            },
            Case {
                name: "pixels 16 to 11",
                film: Film {
                    size: [256, 144],
                    filters: "scale=176:144,setsar=16/11",
                    ..STILL
                },
                height: 72,
                size: [128, 72],
                ..STILL_CASE
            },
            Case {
                name: "pixels 8 to 9 in ts",
                film: Film {
                    size: [320, 240],
                    filters: "scale=360:240,setsar=8/9",
                    name: "film.ts",
                    ..STILL
                },
                height: 120,
                size: [160, 120],
                ..STILL_CASE
            },
            Case {
                name: "pixels 16 to 11 turned",
                film: Film {
                    size: [256, 144],
                    filters: "scale=176:144,setsar=16/11,transpose=2",
                    finish: |file| turn(file, [0, 1, -1, 0]),
                    ..STILL
                },
                height: 72,
                size: [128, 72],
                ..STILL_CASE
            },
            Case {
                name: "odd",
                film: Film {
                    size: [853, 481],
                    video: "-c:v libx264 -preset ultrafast -crf 16 -pix_fmt yuv444p",
                    ..STILL
                },
                height: 1080,
                size: [852, 480],
                ..STILL_CASE
            },
            Case {
                name: "small",
                film: Film {
                    size: [48, 34],
                    ..STILL
                },
                height: 34,
                size: [48, 34],
                ..STILL_CASE
            },
        ],
    );
}

#[test]
fn colours_stay_what_they_are() {
    let stored = |name, file, video| Case {
        name,
        film: Film {
            name: file,
            video,
            ..STILL
        },
        ..STILL_CASE
    };
    hold(
        "colour",
        &[
            stored(
                "motion jpeg of full range",
                "film.avi",
                "-c:v mjpeg -q:v 2 -pix_fmt yuvj422p",
            ),
            stored(
                "red green blue",
                "film.mkv",
                "-c:v libx264rgb -preset ultrafast -crf 10",
            ),
            stored(
                "prores of ten bits",
                "film.mov",
                "-c:v prores_ks -profile:v 3 -pix_fmt yuv422p10le",
            ),
            stored("a palette", "film.gif", ""),
            stored(
                "vp9",
                "film.webm",
                "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -crf 10 -b:v 0",
            ),
            Case {
                name: "named bt709",
                film: Film {
                    filters: "scale=out_color_matrix=bt709,format=yuv420p,\
                        setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
                    video: "-c:v libx264 -preset ultrafast -crf 16 -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv",
                    ..FILM
                },
                ..CASE
            },
            Case {
                name: "full range h264",
                film: Film {
                    filters: "scale=out_range=full,format=yuvj420p",
                    video: "-c:v libx264 -preset ultrafast -crf 16",
                    ..STILL
                },
                ..STILL_CASE
            },
        ],
    );
}
