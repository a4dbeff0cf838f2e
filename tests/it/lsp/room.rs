//! A temporary folder for the server of a test.

use serde_json::Value;
use std::path::PathBuf;

pub(super) struct Room {
    folder: tempfile::TempDir,
}

impl Room {
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        let room = Self { folder: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            room.write(name, text);
        }
        room
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    #[expect(clippy::disallowed_methods, reason = "the test makes a folder")]
    pub(super) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(super) fn remove(&self, name: &str) {
        std::fs::remove_file(self.path(name)).unwrap();
    }

    pub(super) fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    /// The file name and the line of each place, sorted.
    pub(super) fn places(&self, locations: &Value) -> Vec<String> {
        let root = format!("file://{}/", self.folder.path().display());
        let one = |place: &Value| {
            let (uri, range) = (place["uri"].as_str().unwrap(), &place["range"]["start"]);
            format!("{}:{}:{}", uri.strip_prefix(&root).unwrap(), range["line"], range["character"])
        };
        let mut found: Vec<String> = locations.as_array().unwrap().iter().map(one).collect();
        found.sort();
        found
    }
}
