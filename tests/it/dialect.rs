//! Advice is given in the syntax of the file.

use rendit::diag::{Diagnostic, Diagnostics};
use rendit::source::{Route, SourceFile};

fn told(name: &str, text: &str, help: &str) -> String {
    let mut found = Diagnostics::new();
    let document = rendit::document::parse(&mut found, &SourceFile::new(name, text)).unwrap();
    let code = &rendit::check::RULES[0].code;
    let finding = Diagnostic::new(code, Route::root().key("a"), "m").help(help);
    document.settle(finding).help.unwrap()
}

#[test]
fn advice_speaks_the_files_syntax() {
    let toml = "write `codec = \"h264\"`, or `sets = [{ id = 2, x = \"a = b\" }]`; a = b stays";
    assert_eq!(told("a.toml", "a = 1", toml), toml);
    assert_eq!(
        told("a.yaml", "a: 1", toml),
        "write `codec: \"h264\"`, or `sets: [{ id: 2, x: \"a = b\" }]`; a = b stays"
    );
    assert_eq!(
        told("a.json", "{\"a\": 1}", toml),
        "write `\"codec\": \"h264\"`, or `\"sets\": [{ \"id\": 2, \"x\": \"a = b\" }]`; a = b stays"
    );
}
