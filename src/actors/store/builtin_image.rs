//! The built-in places as a built registry inside the binary, so that a start without a registry indexes nothing.
//!
//! `builtin/places.actors` is made from `builtin/places.tsv`; a test compares the two and writes the file again if
//! `UPDATE_EXPECT` is set.

use super::binary::Bytes;
use super::built::Built;
use std::sync::{Arc, LazyLock};

const IMAGE: &[u8] = include_bytes!("builtin/places.actors");

static PLACES: LazyLock<Option<Arc<Built>>> = LazyLock::new(|| {
    let bytes: Bytes = Arc::new(IMAGE);
    Built::open(bytes).ok().map(Arc::new)
});

/// The places. `None` if the image is of another version than the program; then they are indexed at the start.
pub(super) fn places() -> Option<Arc<Built>> {
    PLACES.clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::store::build::build;
    use crate::actors::{Registry, RegistryFile, scan};
    use crate::language::Language;

    /// The places as they are indexed at the start, over an empty file.
    fn indexed() -> Registry {
        Registry::new(vec![Arc::new(RegistryFile::default())], true)
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test writes what it compares")]
    fn the_image_is_that_of_the_places() {
        let made = build(&indexed(), &[]);
        if made != IMAGE && std::env::var_os("UPDATE_EXPECT").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/actors/store/builtin/places.actors");
            std::fs::write(path, &made).unwrap();
            return;
        }
        assert!(made == IMAGE, "the image is of other places: set UPDATE_EXPECT and run the test again");
    }

    #[test]
    fn the_image_answers_like_indexed_places() {
        let (image, indexed) = (Registry::new(Vec::new(), true), indexed());
        assert!(places().is_some() && image.len() == indexed.len());
        for (text, language) in [
            ("Qatar, Saudi Arabia and the UAE met in Doha, not in London or Amman.", Language::English),
            ("قالت قطر والمملكة العربية السعودية إن الاجتماع في الدوحة لا في عمّان.", Language::Arabic),
        ] {
            let names = |registry: &Registry| {
                let found = scan(text, language, registry);
                let ids = found.iter().map(|name| {
                    let of = name.candidates.iter().map(|(actor, place)| (registry.actor(*actor).id.clone(), *place));
                    (name.range, of.collect::<Vec<_>>())
                });
                ids.collect::<Vec<_>>()
            };
            assert!(names(&image).len() > 3);
            assert_eq!(names(&image), names(&indexed));
        }
        assert_eq!(image.near_ids("quatar"), indexed.near_ids("quatar"));
        let ids = |registry: &Registry| {
            registry.ids_with("sa", 20, &|_| true).iter().map(|at| registry.actor(*at).id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&image), ids(&indexed));
    }
}
