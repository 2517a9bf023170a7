//! A plan as a shell script: what rendit calls, word by word.
//!
//! Unaware of how steps are carried out.

use super::{Action, Command, Plan};

impl Plan {
    /// The calls of ffmpeg, each in its folder; rendit's own steps stand between as comments.
    pub fn to_shell(&self) -> String {
        let mut text = format!("# {}\nset -eu\n", one_line(&self.job));
        if self.root != "." {
            text += &format!("cd {}\n", quote(self.root.as_str()));
        }
        for step in &self.steps {
            text += &format!("\n# {}. {}\n", step.id + 1, one_line(&step.title));
            match &step.action {
                Action::Encode { command, makes } => {
                    if let Some(folder) = makes.first().and_then(|made| made.file.parent()) {
                        text += &format!("mkdir -p {}\n", quote(folder.as_str()));
                    }
                    text += &command.in_its_folder();
                }
                Action::Mux { command, file, .. } => {
                    if let Some(folder) = file.parent().filter(|folder| *folder != "") {
                        text += &format!("mkdir -p {}\n", quote(folder.as_str()));
                    }
                    text += &command.in_its_folder();
                }
                Action::Package(package) => {
                    for command in package
                        .renditions
                        .iter()
                        .filter_map(|track| track.remux.as_ref())
                    {
                        text += &command.in_its_folder();
                    }
                    text += "# (rendit cuts the segments and writes the playlists)\n";
                }
                Action::Verify { .. } => text += "# (rendit reads back what was written)\n",
                Action::Publish { .. } => text += "# (rendit renames it into its place)\n",
            }
        }
        text
    }
}

impl Command {
    /// The call as it is typed in the plan's root.
    fn in_its_folder(&self) -> String {
        if self.directory == "" {
            format!("{}\n", self.to_shell())
        } else {
            let folder = quote(self.directory.as_str());
            format!("(cd {folder} && {})\n", self.to_shell())
        }
    }

    /// The call as a line that a POSIX shell splits back into the same words.
    pub fn to_shell(&self) -> String {
        let mut words = vec![quote(&self.program)];
        words.extend(self.args.iter().map(|arg| quote(&arg.text)));
        words.join(" ")
    }
}

impl Command {
    /// The call as it is typed in the folder where rendit was started, for a plan whose root is
    /// `root`.
    pub fn to_shell_from(&self, root: &camino::Utf8Path) -> String {
        let folder = root.join(&self.directory);
        match folder.as_str().trim_end_matches('/') {
            "" | "." => self.to_shell(),
            folder => format!("(cd {} && {})", quote(folder), self.to_shell()),
        }
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// One word of a POSIX shell (IEEE 1003.1 §2.2.2): as it is where that is safe, else in single
/// quotes.
pub fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,+@%^".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_string()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
