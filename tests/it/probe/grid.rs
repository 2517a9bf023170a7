//! The constant rate for an encode, from claims and from timestamps.

use rendit::facts::{VideoStream, steady_rate};
use rendit::rational::Rational;

use super::rational;

fn stream(finest: &str, average: &str) -> VideoStream {
    VideoStream {
        frame_rate: rational(finest),
        average_frame_rate: rational(average),
        ..VideoStream::default()
    }
}

#[test]
fn from_claims() {
    // r_frame_rate, avg_frame_rate, the grid, whether timestamps should be looked at
    for (finest, average, grid, doubt) in [
        ("24000/1001", "24000/1001", "24000/1001", false),
        ("25", "25", "25", false),
        ("60", "60", "60", false),
        ("60000/1001", "60000/1001", "60000/1001", false),
        ("2997/100", "2997/100", "30000/1001", false),
        ("23976/1000", "23976/1000", "24000/1001", false),
        ("15", "15", "15", true),
        ("100", "100", "100", true),
        // Rounded durations.
        ("30000/1001", "126000/4217", "30000/1001", false),
        ("30000/1001", "1000/33", "30000/1001", false),
        ("30", "89.5/3", "30", false),
        // Telephones and screens.
        ("30", "29.83", "30", false),
        ("30", "201/10", "30", true),
        ("60", "30", "60", true),
        ("30", "30000/1001", "30", false),
        ("90000", "30000/1001", "30000/1001", true),
        ("90000", "29.83", "30", true),
        ("1000", "19.9", "30", true),
        ("1000", "24.98", "25", true),
        ("90000", "41", "60", true),
        ("90000", "118.2", "118.2", true),
        ("120", "33", "60", true),
        // Nothing much.
        ("25", "-", "25", false),
        ("-", "12", "30", true),
        ("90000", "-", "-", true),
        ("-", "-", "-", true),
    ] {
        let average = average.replace("89.5/3", "179/6");
        let stream = stream(finest, &average);
        assert_eq!(stream.grid(), rational(grid), "{finest} {average}");
        assert_eq!(stream.rate_in_doubt(), doubt, "{finest} {average}");
    }
    let woven = VideoStream {
        field_order: Some("tt".to_owned()),
        ..stream("50", "25")
    };
    assert_eq!(woven.grid(), rational("25"));
    assert!(!woven.rate_in_doubt());
}

/// Pictures at multiples of 1/rate, those that `keep` drops left out, rounded to whole ticks.
fn times(rate: &str, count: i64, ticks: i64, keep: impl Fn(i64) -> bool) -> Vec<Rational> {
    let rate = Rational::parse(rate).unwrap();
    (0..count)
        .filter(|index| keep(*index))
        .map(|index| {
            let time = Rational::whole(index) / rate * Rational::whole(ticks);
            Rational::new(time.round(), ticks)
        })
        .collect()
}

#[test]
fn from_timestamps() {
    let scattered = |index: i64| (index * 7919 % 13) * 100 / 13;
    for (name, times, claims, rate) in [
        (
            "even",
            times("30", 300, 15360, |_| true),
            ("30", "30"),
            "30",
        ),
        (
            "slow",
            times("12.5", 60, 1000, |_| true),
            ("12.5", "12.5"),
            "25/2",
        ),
        (
            "milliseconds",
            times("24000/1001", 400, 1000, |_| true),
            ("1000", "23.98"),
            "24000/1001",
        ),
        (
            "one in three missing, in Matroska",
            times("30", 400, 1000, |index| {
                index % 3 != 1 || scattered(index) > 50
            }),
            ("20.1", "20.1"),
            "30",
        ),
        (
            "60 claimed, every second frame there",
            times("60", 400, 90000, |index| index % 2 == 0),
            ("60", "30"),
            "30",
        ),
        (
            "60 claimed and used now and then",
            times("60", 400, 90000, |index| index % 2 == 0 || index % 100 < 30),
            ("60", "39"),
            "60",
        ),
        (
            "telecine: 2 and 3 fields in turn",
            times("60000/1001", 500, 1000, |index| {
                [0, 2].contains(&(index % 5))
            }),
            ("30000/1001", "24000/1001"),
            "24000/1001",
        ),
        (
            "screen recording with rests",
            times("30", 2000, 1000, |index| index % 200 < 60),
            ("1000", "9.1"),
            "30",
        ),
        (
            "a picture a second",
            times("1", 30, 1000, |index| index % 4 != 0),
            ("1000", "0.76"),
            "24",
        ),
        (
            "raw stream",
            times("30000/1001", 300, 1_200_000, |_| true),
            ("60000/1001", "25"),
            "30000/1001",
        ),
        (
            "a clock of 150 in Matroska, pictures early or late by a tick or two",
            (0..90)
                .map(|index| Rational::new(index * 5 + (index * 7 + 2) % 5 - 2, 150))
                .collect(),
            ("150", "150"),
            "30",
        ),
        (
            "faster than usual",
            times("120", 400, 90000, |index| index % 9 != 0),
            ("90000", "106.6"),
            "120",
        ),
    ] {
        let stream = stream(claims.0, claims.1);
        assert_eq!(steady_rate(&times, &stream), rational(rate), "{name}");
    }
}

/// A telephone: 30 a second, each picture early or late by up to 4 ms, one in fifty missing.
#[test]
fn from_timestamps_that_tremble() {
    let times: Vec<Rational> = (0..400_i64)
        .filter(|index| index % 50 != 7)
        .map(|index| Rational::new(index * 3000 + (index * 7919 % 721) - 360, 90000))
        .collect();
    assert_eq!(
        steady_rate(&times, &stream("90000", "29.4")),
        rational("30")
    );
    // Any order, and the same time twice.
    let mut mixed: Vec<Rational> = times.iter().rev().copied().collect();
    mixed.extend(times.first());
    assert_eq!(
        steady_rate(&mixed, &stream("90000", "29.4")),
        rational("30")
    );
}

#[test]
fn from_too_few_or_absurd_timestamps() {
    let whole =
        |times: &[i64]| -> Vec<Rational> { times.iter().copied().map(Rational::whole).collect() };
    let claims = stream("90000", "30");
    for times in [&[][..], &[1], &[1, 2], &[5, 5, 5]] {
        assert_eq!(steady_rate(&whole(times), &claims), None, "{times:?}");
    }
    let far = whole(&[i64::MIN, -1, 0, 1, i64::MAX]);
    let rate = steady_rate(&far, &claims).unwrap();
    assert!(
        rate >= Rational::ONE && rate <= Rational::whole(300),
        "{rate}"
    );
}
