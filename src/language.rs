//! The languages that articles are written in.

/// A language of articles. Dates and names are understood in the named ones; text in [`Language::Other`] is
/// checked for what needs no language (numeric dates, annotations, registered names).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Language {
    /// Arabic.
    Arabic,
    /// English.
    English,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// German.
    German,
    /// Persian.
    Persian,
    /// Turkish.
    Turkish,
    /// Any other language, or none known.
    #[default]
    Other,
}

impl Language {
    /// All named languages, in a fixed order.
    pub const ALL: [Self; 7] =
        [Self::Arabic, Self::English, Self::French, Self::Spanish, Self::German, Self::Persian, Self::Turkish];

    /// The language of a BCP 47 tag, by its primary subtag: `ar-QA` is Arabic. `None` for any other language.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or("").trim();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The primary subtag of BCP 47, `und` for [`Language::Other`].
    pub fn tag(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::German => "de",
            Self::Persian => "fa",
            Self::Turkish => "tr",
            Self::Other => "und",
        }
    }

    /// Whether the language is written from right to left.
    pub fn is_right_to_left(self) -> bool {
        matches!(self, Self::Arabic | Self::Persian)
    }

    /// The language that a text's script suggests: Arabic where Arabic letters prevail, else English.
    /// `None` where there are no letters of either script.
    pub fn of_script(text: &str) -> Option<Self> {
        let (mut arabic, mut latin) = (0usize, 0usize);
        for c in text.chars().take(20_000) {
            match c {
                '\u{0620}'..='\u{06FF}' | '\u{FB50}'..='\u{FEFC}' => arabic += 1,
                c if c.is_ascii_alphabetic() => latin += 1,
                _ => {}
            }
        }
        match (arabic, latin) {
            (0, 0) => None,
            // Arabic copy carries Latin names, links and ids; English copy hardly ever carries Arabic.
            _ if arabic * 3 >= latin => Some(Self::Arabic),
            _ => Some(Self::English),
        }
    }
}
