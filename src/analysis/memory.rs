//! Per-block results that are reused between versions of a document.

use super::kept::Columns;
use super::quotations::Quotations;
use super::{ProjectContext, choose_ids};
use crate::actors::{self, NameMatch, NearName, Registry, Scanned, Scanner};
use crate::article::{Article, Block, BlockKind, Prose};
use crate::dates::{self, Expression, Reference, Resolved};
use crate::language::Language;
use crate::syntax::{Previous, ReadOptions, read, read_after};
use crate::text::{Fold, LineIndex, ProseRange, fold};
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
    /// The memories of the last version, by block.
    last: Vec<Arc<BlockMemory>>,
    version: Option<Version>,
    columns: Arc<Columns>,
}

/// The last version of a document.
#[derive(Debug)]
struct Version {
    text: Arc<str>,
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
        text: &Arc<str>,
        options: ReadOptions,
        context: &Arc<ProjectContext>,
    ) -> Arc<Article> {
        let is_known = self.context.as_ptr() == Arc::as_ptr(context);
        let version = self.version.take().filter(|version| is_known && version.options == options);
        let mut article = match &version {
            Some(Version { text: old, article, .. }) => {
                let common = self.columns.common(old, text);
                read_after(text, &options, &Previous { text: old, article, common })
            }
            None => read(text, &options),
        };
        choose_ids(&mut article, &context.registry);
        let article = Arc::new(article);
        if self.is_kept {
            self.version = Some(Version { text: text.clone(), options, article: article.clone() });
        }
        article
    }

    /// The lines of a new version, from those of an old one.
    pub fn lines_after(&self, (old, lines): (&Arc<str>, &LineIndex), new: &Arc<str>) -> LineIndex {
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
    pub(super) fn recall(&mut self, article: &Article, registry: &Registry) -> Vec<Arc<BlockMemory>> {
        if self.language != article.language {
            self.forget();
        } else if self.registry != registry.generation() {
            self.forget_changed(registry);
        }
        (self.registry, self.language) = (registry.generation(), article.language);
        let last = std::mem::take(&mut self.last);
        // Equal blocks share a memory, so not every block has its words from the version before.
        let is_same = |(memory, block): &(&Arc<BlockMemory>, &Block)| memory.is_of(block, article.language_of(block));
        let head = last.iter().zip(&article.blocks).take_while(is_same).count();
        let between = article.blocks.len().min(last.len()) - head;
        let tail = last.iter().rev().zip(article.blocks.iter().rev()).take(between).take_while(is_same).count();
        let scanner = Scanner::new(registry);
        let mut memories = Vec::with_capacity(article.blocks.len());
        memories.extend_from_slice(&last[..head]);
        for block in &article.blocks[head..article.blocks.len() - tail] {
            let (hash, language) = (hash_of(block.prose.text()), article.language_of(block));
            let known = self.blocks.get(&hash).filter(|memory| memory.is_of(block, language)).cloned();
            let memory = known.unwrap_or_else(|| Arc::new(read_block(block, hash, language, &scanner)));
            self.blocks.insert(hash, memory.clone());
            memories.push(memory);
        }
        memories.extend_from_slice(&last[last.len() - tail..]);
        // Blocks that are gone are dropped when there are many of them.
        if self.blocks.len() > article.blocks.len() * 2 + SPARE {
            self.blocks = memories.iter().map(|memory| (memory.hash, memory.clone())).collect();
        }
        if self.is_kept {
            self.last.clone_from(&memories);
        }
        memories
    }

    fn forget(&mut self) {
        self.blocks.clear();
        self.last.clear();
    }

    /// Forgets the blocks that can have a name that the registry did not have, or had in another form.
    fn forget_changed(&mut self, registry: &Registry) {
        self.last.clear();
        match registry.changed_since(self.registry) {
            Some(changed) => self.blocks.retain(|_, memory| !changed.concern(memory.prose.text())),
            None => self.blocks.clear(),
        }
    }

    /// The values of the dates of each block. A different reference date invalidates all of them.
    pub(super) fn resolve(
        &mut self,
        memories: &[Arc<BlockMemory>],
        reference: Option<&Reference>,
    ) -> Vec<Arc<[Resolved]>> {
        let read = |memory: &BlockMemory| -> Arc<[Resolved]> {
            dates::resolve(memory.prose.text(), &memory.expressions, memory.language, reference).into()
        };
        if self.reference.as_ref() != reference {
            self.reference = reference.copied();
            self.forget();
            return memories.iter().map(|memory| read(memory)).collect();
        }
        memories.iter().map(|memory| memory.resolved.get_or_init(|| read(memory)).clone()).collect()
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
