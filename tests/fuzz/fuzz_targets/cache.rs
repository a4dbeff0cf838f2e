//! A cache of any bytes: it is thrown away, or what it holds fits the text. Half of the files get a checksum that is right, as
//! nobody but a forger would make them.

#![no_main]

use copydesk::testing::analysis::ProjectContext;
use copydesk::testing::lint::lint_text;
use copydesk::testing::workspace::{Buffers, Cache, Project, Overrides, open};
use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use xxhash_rust::xxh3::Xxh3;

const STORY: &str = "---\ndate: 2024-03-18\n---\nسيحضر [أمس](date:2024-03-19) الثلاثاء 18 مارس 2024 (قال «ذلك.\n";
const NAME: &str = "story.ar.news.md";

struct Known {
    folder: tempfile::TempDir,
    project: Project,
    file: PathBuf,
    bytes: Vec<u8>,
}

fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let project = open(folder.path(), &Overrides::default(), &Buffers::new());
        let cache = Cache::open(folder.path(), &project, &Overrides::default());
        cache.keep(NAME, STORY, &[], &lint_text(STORY, NAME, &Arc::new(ProjectContext::standard())));
        cache.save().expect("a cache");
        let is_cache =
            |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("lint-"));
        let entries = std::fs::read_dir(folder.path()).expect("a folder");
        let file = entries.flatten().map(|entry| entry.path()).find(is_cache).expect("a file");
        let bytes = std::fs::read(&file).expect("a file");
        Known { folder, project, file, bytes }
    })
}

// Places with the bytes that come there, what comes behind the head, and whether the checksum is made right.
fuzz_target!(|input: (Vec<(u16, u8)>, &[u8], bool)| {
    let (damage, rest, is_sealed) = input;
    let Known { folder, project, file, bytes } = known();
    let mut bytes = bytes.clone();
    if !rest.is_empty() {
        bytes.truncate(48 + rest.len() % (bytes.len() - 48));
        bytes.extend_from_slice(rest);
    }
    for (at, byte) in damage {
        let at = usize::from(at) % bytes.len();
        bytes[at] = byte;
    }
    if is_sealed {
        let mut hash = Xxh3::new();
        hash.update(&bytes[..32]);
        hash.update(&bytes[48..]);
        bytes[32..48].copy_from_slice(&hash.digest128().to_le_bytes());
    }
    std::fs::write(file, &bytes).expect("a file");
    let cache = Cache::open(folder.path(), project, &Overrides::default());
    for finding in cache.find(NAME, STORY, &[]).unwrap_or_default() {
        assert!(STORY.get(finding.range.to_usize()).is_some());
        for fix in &finding.fixes {
            fix.edits.apply(STORY);
        }
    }
    cache.find(NAME, "", &[]);
});
