//! Exact numbers read, print and round.

use rendit::rational::Rational;

#[test]
fn reads_and_prints() {
    for (text, num, den) in [
        ("30000/1001", 30000, 1001),
        ("29.97", 2997, 100),
        ("-0.021", -21, 1000),
        ("64:45", 64, 45),
        ("25", 25, 1),
    ] {
        assert_eq!(
            Rational::parse(text),
            Some(Rational::new(num, den)),
            "{text}"
        );
    }
    for text in ["", ".", "1/0", "x", "1.2.3", "N/A"] {
        assert_eq!(Rational::parse(text), None, "{text}");
    }
    assert_eq!(Rational::new(1001, 250).decimal(6), "4.004000");
    assert_eq!(Rational::new(-1, 3).decimal(3), "-0.333");
    assert_eq!(Rational::new(5, 2).round(), 3);
    assert_eq!(Rational::new(-5, 2).round(), -3);
    assert_eq!(Rational::new(-5, 2).floor(), -3);
    assert_eq!(Rational::new(-5, 2).ceil(), -2);
}
