//! The languages that articles are written in.

mod detect;

/// A language of articles and names. Registered names are found in all of them; dates in words are understood where the
/// language has a file in `src/dates/lexicon`, and text in any other is checked for what needs no words (numeric dates,
/// annotations).
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
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
    /// Dutch.
    Dutch,
    /// Russian.
    Russian,
    /// Urdu.
    Urdu,
    /// Hebrew.
    Hebrew,
    /// Chinese.
    Chinese,
    /// Japanese.
    Japanese,
    /// Hindi.
    Hindi,
    /// Indonesian.
    Indonesian,
    /// Any other language, or none known.
    #[default]
    Other,
}

impl Language {
    /// All named languages, in a fixed order.
    pub const ALL: [Self; 17] = [
        Self::Arabic,
        Self::English,
        Self::French,
        Self::Spanish,
        Self::German,
        Self::Persian,
        Self::Turkish,
        Self::Italian,
        Self::Portuguese,
        Self::Dutch,
        Self::Russian,
        Self::Urdu,
        Self::Hebrew,
        Self::Chinese,
        Self::Japanese,
        Self::Hindi,
        Self::Indonesian,
    ];

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
            Self::Italian => "it",
            Self::Portuguese => "pt",
            Self::Dutch => "nl",
            Self::Russian => "ru",
            Self::Urdu => "ur",
            Self::Hebrew => "he",
            Self::Chinese => "zh",
            Self::Japanese => "ja",
            Self::Hindi => "hi",
            Self::Indonesian => "id",
            Self::Other => "und",
        }
    }

    /// Whether the language is written from right to left.
    pub fn is_right_to_left(self) -> bool {
        matches!(self, Self::Arabic | Self::Persian | Self::Urdu | Self::Hebrew)
    }

    /// The language of a text, from its script and its commonest words; `None` where it has too few words to say, and
    /// [`Language::Other`] where its words are of no language known here.
    pub fn of_text<'a>(parts: &(impl Iterator<Item = &'a str> + Clone)) -> Option<Self> {
        detect::of_text(parts)
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
