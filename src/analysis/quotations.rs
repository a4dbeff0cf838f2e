//! Which places of a block are inside a quotation.

/// The quotation marks of one block, with what is open behind each.
#[derive(Debug, Default)]
pub(super) struct Quotations {
    /// The offset behind each mark, and whether a quotation is open there.
    marks: Vec<(u32, bool)>,
}

impl Quotations {
    pub(super) fn of(prose: &str) -> Self {
        let (mut guillemets, mut curly, mut straight) = (0i32, 0i32, false);
        let mut marks = Vec::new();
        let candidates = prose.char_indices().filter(|(_, c)| matches!(c, '«' | '»' | '“' | '”' | '"'));
        for (at, c) in candidates {
            match c {
                '«' => guillemets += 1,
                '»' => guillemets -= 1,
                '“' => curly += 1,
                '”' => curly -= 1,
                _ => straight = !straight,
            }
            marks.push(((at + c.len_utf8()) as u32, guillemets > 0 || curly > 0 || straight));
        }
        Self { marks }
    }

    /// Whether a quotation that began before an offset of the block's prose is still open there.
    pub(super) fn is_open_at(&self, offset: u32) -> bool {
        let before = self.marks.partition_point(|(end, _)| *end <= offset);
        before > 0 && self.marks[before - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_open_and_close() {
        let prose = "He “said «this» and” left; \"so\" did I.";
        let quoted = Quotations::of(prose);
        let inside = |words: &str| quoted.is_open_at(prose.find(words).unwrap() as u32);
        for words in ["said", "«", "this", "and", "so"] {
            assert!(inside(words), "{words}");
        }
        for words in ["He", "left", " did"] {
            assert!(!inside(words), "{words}");
        }
    }
}
