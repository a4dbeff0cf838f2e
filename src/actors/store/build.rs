//! Builds the binary image of a registry.

use super::binary::{SectionKind, SectionWriter, write_number};
use super::built::Source;
use super::entry_codec::Dictionary;
use super::name_writer::NameWriter;
use super::registry::Registry;
use super::{builtin, id_index, name_index};

/// Builds the image of a registry that was read from files, with a list of these files.
pub fn build(registry: &Registry, sources: &[Source]) -> Vec<u8> {
    let mut draft = SectionWriter::default();
    let actors = registry.own_actors();
    let mut names = NameWriter::default();
    for (number, actor) in actors.iter().enumerate() {
        names.add(number, actor);
    }
    let words = names.finish(&mut draft);
    *draft.part(SectionKind::Words) = name_index::transducer(&words);
    id_index::write(registry.own_ids(), actors.len(), &mut draft);
    let dictionary = Dictionary::of(actors.iter().copied(), &mut draft);
    let (mut starts, mut records) = (vec![0u32], Vec::new());
    for actor in &actors {
        dictionary.write(actor, &mut records);
        starts.push(records.len() as u32);
    }
    *draft.part(SectionKind::Starts) = starts.into_iter().flat_map(u32::to_le_bytes).collect();
    *draft.part(SectionKind::Records) = records;
    let meta = draft.part(SectionKind::Meta);
    write_number(meta, u64::from(registry.has_builtin()));
    write_number(meta, builtin::stamp());
    write_number(meta, sources.len() as u64);
    for (number, source) in sources.iter().enumerate() {
        write_number(meta, source.path.len() as u64);
        meta.extend(source.path.as_bytes());
        let end = actors.iter().rposition(|actor| actor.file.is_some_and(|file| file <= number));
        for value in [source.size, source.modified, source.hash, end.map_or(0, |last| last as u64 + 1)] {
            write_number(meta, value);
        }
    }
    draft.finish()
}
