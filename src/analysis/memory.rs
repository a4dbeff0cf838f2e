//! Per-block results that are reused between versions of a document.

use super::kept::Columns;
use super::quotations::Quotations;
use super::{BlockDates, Edit, ProjectContext, choose_ids};
use crate::actors::{self, NameMatch, NearName, Registry, Scanned, Scanner};
use crate::article::{Article, Block, BlockKind, Prose, Splice};
use crate::dates::{self, Expression, Reference, Resolved};
use crate::language::Language;
use crate::syntax::{ReadOptions, read, read_after};
use crate::text::{Fold, LineIndex, ProseRange, Text, fold};
use foldhash::HashMap;
use std::sync::{Arc, OnceLock, Weak};
use xxhash_rust::xxh3::xxh3_64;

/// How many blocks that are gone are kept before they are dropped.
const SPARE: usize = 64;

/// Data that depends only on the words of a block, its language and the registry.
#[derive(Debug)]
pub(super) struct BlockMemory {
    /// The hash of its words.
    hash: u64,
    prose: Prose,
    language: Language,
    furniture: bool,
    pub(super) matches: Vec<NameMatch>,
    pub(super) near: Vec<NearName>,
    pub(super) expressions: Arc<[Expression]>,
    /// The values of the dates on the reference date of the memory.
    resolved: OnceLock<Arc<[Resolved]>>,
    /// Words that look like names of persons; found when a rule first asks.
    name_like: OnceLock<Box<[ProseRange]>>,
    /// Quotations; found when a rule first asks.
    quotations: OnceLock<Quotations>,
    /// The hash of the loosely folded words; computed when a rule first asks.
    key: OnceLock<u64>,
}

/// The blocks of the last version of a document.
#[derive(Debug, Default)]
pub struct Memory {
    registry: u64,
    language: Language,
    reference: Option<Reference>,
    context: Weak<ProjectContext>,
    epoch: u64,
    is_kept: bool,
    blocks: HashMap<u64, Arc<BlockMemory>>,
    /// The memories of the last version, by block, and their dates; `None` if they are out of date.
    last: Option<Arc<Vec<Arc<BlockMemory>>>>,
    dates: Option<Arc<Vec<BlockDates>>>,
    /// The blocks of the last version with names, by their indexes.
    named: Vec<usize>,
    version: Option<Version>,
    /// How many versions have been read.
    versions: u64,
    columns: Arc<Columns>,
}

/// The last version of a document.
#[derive(Debug)]
struct Version {
    text: Text,
    options: ReadOptions,
    article: Arc<Article>,
}

impl Memory {
    /// The memory of a document that is edited: results for its blocks are kept for the next version.
    pub fn of_document() -> Self {
        Self { is_kept: true, ..Self::default() }
    }

    /// Whether there will be another version.
    pub(super) fn is_kept(&self) -> bool {
        self.is_kept
    }

    /// Parses an article; after an edit, only what it changed.
    pub(super) fn read(
        &mut self,
        text: &Text,
        options: ReadOptions,
        context: &Arc<ProjectContext>,
    ) -> (Arc<Article>, Option<Edit>) {
        let is_known = self.context.as_ptr() == Arc::as_ptr(context);
        self.versions += 1;
        let version = self.version.take().filter(|version| is_known && version.options == options);
        let (mut article, edit) = match version {
            Some(Version { text: old, article, .. }) => {
                let common = self.columns.common(&old, text);
                let (article, splice) = read_after(text, &options, &old, article, common);
                (article, splice.map(|splice| Edit { splice, common }))
            }
            None => (Arc::new(read(text, &options)), None),
        };
        choose_ids(Arc::make_mut(&mut article), &context.registry);
        if self.is_kept {
            self.version = Some(Version { text: text.clone(), options, article: article.clone() });
        }
        (article, edit)
    }

    /// How many versions have been read.
    pub(super) fn versions(&self) -> u64 {
        self.versions
    }

    /// Notes how many bytes at the start and at the end a new version has in common with an old one.
    pub fn edited(&self, old: &Text, new: &Text, common: (usize, usize)) {
        self.columns.set_common(old, new, common);
    }

    /// The lines of a new version, from those of an old one.
    pub fn lines_after(&self, (old, lines): (&Text, LineIndex), new: &Text) -> LineIndex {
        lines.after(new, self.columns.common(old, new))
    }

    /// The results of rules for blocks.
    pub(super) fn columns(&self) -> Arc<Columns> {
        self.columns.clone()
    }

    /// Counts contexts: the number changes with the settings and the registry. If nothing is kept, it counts versions.
    pub(super) fn epoch_of(&mut self, context: &Arc<ProjectContext>) -> u64 {
        if !self.is_kept || self.context.as_ptr() != Arc::as_ptr(context) {
            self.context = Arc::downgrade(context);
            self.epoch += 1;
        }
        self.epoch
    }

    /// The memories of all blocks of an article. Blocks that the last versions lacked are scanned.
    pub(super) fn recall(
        &mut self,
        article: &Article,
        edit: Option<&Edit>,
        registry: &Registry,
    ) -> Arc<Vec<Arc<BlockMemory>>> {
        if self.language != article.language {
            self.forget();
        } else if self.registry != registry.generation() {
            self.forget_changed(registry);
        }
        (self.registry, self.language) = (registry.generation(), article.language);
        let scanner = Scanner::new(registry);
        let memories = match (self.last.take(), edit) {
            (Some(mut last), Some(Edit { splice, .. })) => {
                let new: Vec<_> =
                    splice.after.clone().map(|at| self.memory_of(article, &article.blocks[at], &scanner)).collect();
                self.update_named(splice, &new);
                Arc::make_mut(&mut last).splice(splice.before.clone(), new);
                last
            }
            (last, _) => {
                // Equal blocks share a memory, so not every block has its words from the version before.
                let last = last.as_ref().map_or(&[][..], |last| last);
                let is_same =
                    |(memory, block): &(&Arc<BlockMemory>, &Block)| memory.is_of(block, article.language_of(block));
                let mut memories: Vec<_> =
                    last.iter().zip(&article.blocks).take_while(is_same).map(|(memory, _)| memory.clone()).collect();
                for block in &article.blocks[memories.len()..] {
                    memories.push(self.memory_of(article, block, &scanner));
                }
                let named = memories.iter().enumerate().filter(|(_, memory)| !memory.matches.is_empty());
                self.named = named.map(|(at, _)| at).collect();
                Arc::new(memories)
            }
        };
        // Blocks that are gone are dropped when there are many of them.
        if self.blocks.len() > article.blocks.len() * 2 + SPARE {
            self.blocks = memories.iter().map(|memory| (memory.hash, memory.clone())).collect();
        }
        self.last = self.is_kept.then(|| memories.clone());
        memories
    }

    /// The blocks of the article with names, by their indexes in order.
    pub(super) fn named(&self) -> &[usize] {
        &self.named
    }

    /// Lists the blocks with names again after some were replaced.
    fn update_named(&mut self, splice: &Splice, new: &[Arc<BlockMemory>]) {
        let before = |block: usize| self.named.partition_point(|at| *at < block);
        let replaced = before(splice.before.start)..before(splice.before.end);
        if splice.before != splice.after {
            self.named[replaced.end..].iter_mut().for_each(|at| *at = splice.index(*at));
        }
        let named = splice.after.clone().zip(new).filter(|(_, memory)| !memory.matches.is_empty());
        self.named.splice(replaced, named.map(|(at, _)| at));
    }

    /// The memory of a block, which is scanned if the last versions lacked it.
    fn memory_of(&mut self, article: &Article, block: &Block, scanner: &Scanner<'_>) -> Arc<BlockMemory> {
        let (hash, language) = (hash_of(block.prose.text()), article.language_of(block));
        let known = self.blocks.get(&hash).filter(|memory| memory.is_of(block, language)).cloned();
        let memory = known.unwrap_or_else(|| Arc::new(read_block(block, hash, language, scanner)));
        self.blocks.insert(hash, memory.clone());
        memory
    }

    fn forget(&mut self) {
        self.blocks.clear();
        (self.last, self.dates) = (None, None);
    }

    /// Forgets the blocks that can have a name that the registry did not have, or had in another form.
    fn forget_changed(&mut self, registry: &Registry) {
        (self.last, self.dates) = (None, None);
        match registry.changed_since(self.registry) {
            Some(changed) => self.blocks.retain(|_, memory| !changed.concern(memory.prose.text())),
            None => self.blocks.clear(),
        }
    }

    /// The dates of each block with their values. Another reference date invalidates all of them.
    pub(super) fn resolve(
        &mut self,
        memories: &[Arc<BlockMemory>],
        edit: Option<&Edit>,
        reference: Option<&Reference>,
    ) -> Arc<Vec<BlockDates>> {
        let is_known = self.reference.as_ref() == reference;
        if !is_known {
            self.reference = reference.copied();
            self.forget();
        }
        let of = |memory: &Arc<BlockMemory>| {
            let read = || dates::resolve(memory.prose.text(), &memory.expressions, memory.language, reference).into();
            let resolved = if is_known { memory.resolved.get_or_init(read).clone() } else { read() };
            BlockDates { expressions: memory.expressions.clone(), resolved }
        };
        let dates = match (self.dates.take(), edit) {
            (Some(mut dates), Some(Edit { splice, .. })) => {
                let new = memories[splice.after.clone()].iter().map(of);
                Arc::make_mut(&mut dates).splice(splice.before.clone(), new);
                dates
            }
            _ => Arc::new(memories.iter().map(of).collect()),
        };
        self.dates = (self.is_kept && is_known).then(|| dates.clone());
        dates
    }
}

impl BlockMemory {
    /// The words that look like names of persons who are not in the registry.
    pub(super) fn name_like(&self) -> &[ProseRange] {
        self.name_like.get_or_init(|| {
            let mut found = actors::name_like(self.prose.text());
            found.retain(|range| !self.prose.is_opaque(*range));
            found.into()
        })
    }

    /// The hash of the loosely folded words.
    pub(super) fn key(&self) -> u64 {
        *self.key.get_or_init(|| hash_of(&fold(self.prose.text().trim(), Fold::Loose)))
    }

    /// The quotations of the block.
    pub(super) fn quotations(&self) -> &Quotations {
        self.quotations.get_or_init(|| Quotations::of(&self.prose.readable()))
    }

    fn is_of(&self, block: &Block, language: Language) -> bool {
        self.language == language && self.prose.reads_as(&block.prose) && self.furniture == is_furniture(block)
    }
}

fn is_furniture(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Furniture(_))
}

fn read_block(block: &Block, hash: u64, language: Language, scanner: &Scanner<'_>) -> BlockMemory {
    let prose = block.prose.text();
    let opaque = block.prose.opaque();
    let furniture = is_furniture(block);
    let scanned = if furniture { Scanned::default() } else { scanner.scan(prose, opaque, language) };
    BlockMemory {
        hash,
        prose: block.prose.clone(),
        language,
        furniture,
        matches: scanned.matches,
        near: scanned.near,
        expressions: if furniture { Vec::new().into() } else { dates::scan(&block.prose.readable(), language).into() },
        resolved: OnceLock::new(),
        name_like: OnceLock::new(),
        quotations: OnceLock::new(),
        key: OnceLock::new(),
    }
}

fn hash_of(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}
