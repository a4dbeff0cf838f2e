//! The languages that articles are written in.

mod detect;

/// A language of articles and names. Registered names are found in all languages. Dates in words need a file in
/// `src/dates/lexicon`; in other languages only numeric dates and annotations are checked.
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
    /// Any other language, or an unknown one.
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

    /// Parses a BCP 47 tag by its primary subtag: `ar-QA` is Arabic. `None` for any other language.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or("").trim();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// Parses what the markup of a text states: a language that has no name here is [`Language::Other`]. `None` if it states no
    /// language: `und`, `mul`, an empty value.
    pub fn stated(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or("").trim().to_ascii_lowercase();
        let is_tag = matches!(primary.len(), 2..=3) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_language = is_tag && !matches!(primary.as_str(), "und" | "mul" | "mis" | "zxx");
        Self::from_tag(&primary).or(is_language.then_some(Self::Other))
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

    /// Detects the language of a text from its script and most common words. `None` if it has too few words;
    /// [`Language::Other`] if its words belong to no known language.
    pub fn of_text<'a>(parts: &(impl Iterator<Item = &'a str> + Clone)) -> Option<Self> {
        detect::of_text(parts)
    }

    /// The language of the prevailing script: Arabic or English. `None` without letters of either script.
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
            // Arabic text often contains Latin names, links and ids; English text rarely contains Arabic.
            _ if arabic * 3 >= latin => Some(Self::Arabic),
            _ => Some(Self::English),
        }
    }
}
