//! Finding names of a registry with a million labels, in bytes per second, compared with automata over the same labels. Run with
//! `cargo bench --bench actors`; compare rows with each other, not with another machine's.
//!
//! The registry is generated from parts of names and is always the same: three hundred thousand people and organisations with
//! names in Arabic and English, roles and descriptions.
//!
//! Real news is measured if available: `COPYDESK_NEWS` is a text with one sentence per line, `COPYDESK_REGISTRY` a registry file
//! whose entries are added to the million labels, so that names are as frequent as in reality. A thousand
//! sentences of Arabic newspapers are in the `testdata` of the crate `lingua-arabic-language-model` 1.1.0.

use copydesk::testing::actors::{Built, Bytes, Kind, Registry, RegistryFile, Source, build, parse, scan};
use copydesk::testing::language::Language;
use divan::counter::BytesCount;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

fn main() {
    let file = std::fs::metadata(BUILT.path()).map_or(0, |meta| meta.len());
    let registry = opened();
    let labels: usize = registry.iter().map(|actor| actor.names.len()).sum();
    println!("{} entries, {labels} labels, {} KiB built", registry.len(), file / 1024);
    for (name, text, language) in [("Arabic", &*ARABIC, Language::Arabic), ("English", &*ENGLISH, Language::English)] {
        let hits = scan(text, language, &registry).len();
        let words = text.split_whitespace().count();
        println!("{name}: {} bytes, {words} words, {hits} names", text.len());
    }
    if let Some((language, paragraphs)) = &*REAL {
        let hits: usize = paragraphs.iter().map(|text| scan(text, *language, &registry).len()).sum();
        let (bytes, words) = (bytes_of(paragraphs), paragraphs.iter().map(|text| text.split_whitespace().count()));
        println!("real news: {bytes} bytes, {} words, {hits} names", words.sum::<usize>());
    }
    divan::main();
}

/// A deterministic number generator.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    /// One item of a list, the first ones far more often, as with names.
    fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        let sides = list.len();
        let (one, other) = (self.roll(sides), self.roll(sides));
        &list[one * other / sides]
    }
}

/// Parts of names in both languages: given names, and surnames made of beginnings and ends.
struct Parts {
    given: Vec<(String, String)>,
    family: Vec<(String, String)>,
}

const GIVEN: &[(&str, &str)] = &[
    ("محمد", "Mohammed"),
    ("أحمد", "Ahmed"),
    ("ليلى", "Laila"),
    ("سميرة", "Samira"),
    ("كريم", "Karim"),
    ("خالد", "Khalid"),
    ("نادية", "Nadia"),
    ("جون", "John"),
    ("ماري", "Mary"),
    ("ديفيد", "David"),
    ("إبراهيم", "Ibrahim"),
    ("عمر", "Omar"),
    ("هدى", "Huda"),
    ("بيتر", "Peter"),
    ("آنا", "Anna"),
    ("عبد الله", "Abdullah"),
    ("يوسف", "Yusuf"),
    ("مريم", "Maryam"),
    ("توماس", "Thomas"),
    ("إيلينا", "Elena"),
];

const SYLLABLES: &[(&str, &str)] = &[
    ("با", "ba"),
    ("تو", "to"),
    ("جي", "ji"),
    ("حم", "ham"),
    ("خر", "khar"),
    ("در", "dar"),
    ("رو", "ro"),
    ("زي", "zi"),
    ("سل", "sal"),
    ("شم", "sham"),
    ("صا", "sa"),
    ("طر", "tar"),
    ("عل", "al"),
    ("غن", "ghan"),
    ("فر", "far"),
    ("قس", "qas"),
    ("كا", "ka"),
    ("لو", "lo"),
    ("مي", "mi"),
    ("نص", "nas"),
    ("هر", "har"),
    ("وا", "wa"),
    ("ين", "yan"),
    ("دي", "di"),
];

const SUFFIXES: &[(&str, &str)] =
    &[("ي", "i"), ("ان", "an"), ("سون", "son"), ("وف", "ov"), ("ة", "a"), ("يان", "ian"), ("ر", "er"), ("", "")];

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn parts(people: usize, dice: &mut Dice) -> Parts {
    let mut word = |syllables: usize| {
        let (mut arabic, mut latin) = (String::new(), String::new());
        for _ in 0..syllables {
            let (ar, en) = SYLLABLES[dice.roll(SYLLABLES.len())];
            arabic.push_str(ar);
            latin.push_str(en);
        }
        let (ar, en) = SUFFIXES[dice.roll(SUFFIXES.len())];
        (arabic + ar, capital(&(latin + en)))
    };
    let mut given: Vec<(String, String)> = GIVEN.iter().map(|(ar, en)| ((*ar).into(), (*en).into())).collect();
    given.extend((0..people / 100 + 40).map(|_| word(2)));
    let family = (0..people / 6 + 60).map(|_| word(3)).collect();
    Parts { given, family }
}

const OFFICES: &[(&str, &str)] = &[
    ("وزير الخارجية", "Minister of Foreign Affairs"),
    ("وزيرة النقل", "Minister of Transport"),
    ("رئيس البلدية", "Mayor"),
    ("السفير", "Ambassador"),
    ("الرئيس التنفيذي", "Chief Executive"),
    ("المتحدث باسم الحكومة", "Government Spokesman"),
];

const BODIES: &[(&str, &str)] =
    &[("شركة", "Company"), ("معهد", "Institute"), ("بنك", "Bank"), ("جمعية", "Society"), ("هيئة", "Authority")];

/// A registry as TOML with about a number of labels, and the names that stories use.
fn toml(labels: usize) -> (String, Vec<(String, String)>) {
    let mut dice = Dice(7);
    let entries = labels * 276 / 1000;
    let parts = parts(entries, &mut dice);
    let mut out = String::new();
    let mut names = Vec::new();
    for number in 0..entries {
        let (family_ar, family_en) = dice.pick(&parts.family).clone();
        if number % 6 == 5 {
            let (ar, en) = dice.pick(BODIES);
            let (place_ar, place_en) = dice.pick(&parts.family);
            let name = (format!("{ar} {family_ar} {place_ar}"), format!("{family_en} {place_en} {en}"));
            let _ = write!(
                out,
                "[[actor]]\nid = \"{}-{number}\"\nkind = \"organisation\"\nname = {{ ar = \"{}\", en = \"{}\" }}\nalso.en = [\"{place_en} {en}\"]\n",
                en.to_lowercase(),
                name.0,
                name.1
            );
            names.push(name);
            continue;
        }
        let (given_ar, given_en) = dice.pick(&parts.given).clone();
        let (middle_ar, middle_en) = dice.pick(&parts.given).clone();
        let full = (format!("{given_ar} {middle_ar} {family_ar}"), format!("{given_en} {middle_en} {family_en}"));
        let usual = (format!("{given_ar} {family_ar}"), format!("{given_en} {family_en}"));
        let _ = write!(
            out,
            "[[actor]]\nid = \"{}-{}-{number}\"\nkind = \"person\"\nname = {{ ar = \"{}\", en = \"{}\" }}\n",
            given_en.to_lowercase().replace(' ', "-"),
            family_en.to_lowercase(),
            usual.0,
            usual.1
        );
        // Few people are known by their surname alone.
        if number % 16 == 0 {
            let _ = writeln!(out, "short = {{ ar = \"{family_ar}\", en = \"{family_en}\" }}");
        }
        if number % 5 < 4 {
            let _ = writeln!(out, "also = {{ ar = \"{}\", en = \"{}\" }}", full.0, full.1);
        }
        if number % 4 == 0 {
            let (ar, en) = dice.pick(OFFICES);
            let year = 1990 + dice.roll(30);
            let _ = write!(
                out,
                "[[actor.role]]\ntitle = {{ ar = \"{ar}\", en = \"{en}\" }}\nfrom = {year}-02-01\nto = {}-01-31\n",
                year + 4
            );
        }
        names.push(usual);
    }
    (out, names)
}

type Newsroom = (Vec<Arc<RegistryFile>>, Vec<(String, String)>);

static LARGE: LazyLock<Newsroom> = LazyLock::new(|| {
    let (text, names) = toml(1_000_000);
    // Files of some thousand entries, as in a newsroom.
    let mut files = Vec::new();
    let mut piece = String::new();
    for entry in text.split_inclusive("\n[[actor]]") {
        piece.push_str(entry);
        if piece.len() > 1 << 21 {
            let cut = piece.len() - "[[actor]]".len();
            let rest = piece.split_off(cut);
            files.push(Arc::new(parse(&format!("{}.toml", files.len()), &std::mem::replace(&mut piece, rest))));
        }
    }
    files.push(Arc::new(parse("last.toml", &piece)));
    if let Some((path, text)) = given("COPYDESK_REGISTRY") {
        files.push(Arc::new(parse(&path, &text)));
    }
    (files, names)
});

/// The file named by an environment variable, and its text.
#[expect(clippy::disallowed_methods, reason = "the bench reads the given files")]
fn given(variable: &str) -> Option<(String, String)> {
    let path = std::env::var(variable).ok()?;
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{variable}: {path}: {error}"));
    Some((path, text))
}

/// The large registry in a file.
static BUILT: LazyLock<tempfile::NamedTempFile> = LazyLock::new(|| {
    let registry = Registry::new(LARGE.0.clone(), true);
    let sources = registry.files.iter().map(|file| Source { path: file.path.clone(), ..Source::default() });
    let bytes = build(&registry, &sources.collect::<Vec<_>>());
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    std::io::Write::write_all(&mut file, &bytes).expect("written");
    file
});

#[expect(clippy::disallowed_methods, reason = "the bench reads its own file")]
fn opened() -> Registry {
    let bytes: Bytes = Arc::new(std::fs::read(BUILT.path()).expect("a file"));
    Registry::over(Arc::new(Built::open(bytes).expect("a built registry")), &[], Vec::new())
}

static REGISTRY: LazyLock<Registry> = LazyLock::new(opened);

const ARABIC_NEWS: &[&str] = &[
    "قالت {} إن المفاوضات بين الجانبين بدأت في العاصمة بعد أكثر من شهرين من الاتصالات، وإن الحكومة رصدت للمشروع مبلغاً كبيراً منذ مطلع العام الجاري.",
    "وأضاف المسؤول في تصريحات للصحفيين أن الأعمال في الميناء تسير وفق الخطة المقررة، مشيراً إلى أن نسبة الإنجاز تجاوزت النصف وأن العمل سيكتمل قبل نهاية الصيف المقبل.",
    "من جهته أعلن {} خلال مؤتمر صحفي عقده مساء أمس أن اللجنة ستجتمع مجدداً لمناقشة الملفات العالقة، ومن بينها تمويل المرحلة الثانية وتوزيع العائدات على الأطراف المشاركة.",
    "وتشهد المنطقة منذ أسابيع ارتفاعاً في درجات الحرارة دفع السلطات المحلية إلى تحذير السكان من الخروج في ساعات الظهيرة، كما طالبت المزارعين بترشيد استهلاك المياه.",
    "ورحبت منظمات دولية بالاتفاق الذي وصفته بأنه خطوة مهمة نحو استقرار الأسواق، في حين حذر خبراء من أن النتائج لن تظهر قبل عدة أشهر على الأقل.",
    "وكان التقرير السنوي قد أشار إلى تراجع معدلات البطالة بين الشباب في المدن الكبرى مقابل ارتفاعها في القرى البعيدة التي تعاني نقصاً في الخدمات الأساسية.",
];

const ENGLISH_NEWS: &[&str] = &[
    "{} said on Monday that talks between the two sides had begun in the capital after more than two months of contacts, and that the government had set aside a large sum for the project since early this year.",
    "The official told reporters that work on the harbour was going according to plan, adding that more than half of it had been completed and that the rest would be finished before the end of next summer.",
    "Speaking at a news conference late on Thursday, {} announced that the committee would meet again to discuss the open questions, among them the financing of the second phase and the sharing of revenues.",
    "For weeks the region has seen rising temperatures that led local authorities to warn residents against going out around noon, and to ask farmers to use less water.",
    "International organisations welcomed the agreement, which they called an important step towards more stable markets, while experts warned that results would not be seen for several months at least.",
    "The annual report had pointed to falling unemployment among young people in large cities and to a rise in remote villages that lack the most basic services.",
];

/// News of about a number of bytes: every other word comes from another sentence, so that no sentence occurs twice, and about
/// every second sentence has a registered name.
fn news(sentences: &[&str], bytes: usize, arabic: bool) -> String {
    let mut dice = Dice(11);
    let names = &LARGE.1;
    let words: Vec<&str> = sentences.iter().flat_map(|sentence| sentence.split(' ')).collect();
    let mut out = String::new();
    while out.len() < bytes {
        for own in sentences[dice.roll(sentences.len())].split(' ') {
            let word = if dice.roll(2) == 0 { words[dice.roll(words.len())] } else { own };
            let name = &names[dice.roll(names.len())];
            let name = if arabic { &name.0 } else { &name.1 };
            let _ = write!(out, "{} ", word.replace("{}", name));
        }
    }
    out
}

static ARABIC: LazyLock<String> = LazyLock::new(|| news(ARABIC_NEWS, 1 << 20, true));
static ENGLISH: LazyLock<String> = LazyLock::new(|| news(ENGLISH_NEWS, 1 << 20, false));

const LANGUAGES: [Language; 2] = [Language::Arabic, Language::English];

fn text(language: Language) -> &'static str {
    if language == Language::Arabic { &ARABIC } else { &ENGLISH }
}

/// The first bytes of the news, whole sentences.
fn article(language: Language) -> &'static str {
    let text = text(language);
    &text[..=text.as_bytes()[..4096].iter().rposition(|byte| *byte == b'.').unwrap_or(0)]
}

/// Open the file, find one id.
#[divan::bench]
fn open_and_first_lookup(bencher: divan::Bencher<'_, '_>) {
    let id = REGISTRY.iter().nth(777).map(|actor| actor.id.clone()).unwrap_or_default();
    bencher.bench(|| opened().lookup(&id));
}

/// Open the file, read one article.
#[divan::bench(args = LANGUAGES)]
fn open_and_first_article(bencher: divan::Bencher<'_, '_>, language: Language) {
    bencher.bench(|| scan(article(language), language, &opened()).len());
}

/// Real news, as paragraphs of five sentences.
static REAL: LazyLock<Option<(Language, Vec<String>)>> = LazyLock::new(|| {
    let (_, text) = given("COPYDESK_NEWS")?;
    let lines: Vec<&str> = text.lines().collect();
    let language = Language::of_script(&text).unwrap_or_default();
    Some((language, lines.chunks(5).map(|five| five.join(" ")).collect()))
});

fn bytes_of(paragraphs: &[String]) -> usize {
    paragraphs.iter().map(String::len).sum()
}

/// Real news, if available.
#[divan::bench]
fn scan_real_news(bencher: divan::Bencher<'_, '_>) {
    let Some((language, paragraphs)) = &*REAL else { return bencher.bench(|| ()) };
    let registry = &*REGISTRY;
    let bytes = BytesCount::new(bytes_of(paragraphs));
    bencher.counter(bytes).bench(|| paragraphs.iter().map(|text| scan(text, *language, registry).len()).sum::<usize>());
}

/// A megabyte of news as paragraphs of five sentences or so.
#[divan::bench(args = LANGUAGES)]
fn scan_news(bencher: divan::Bencher<'_, '_>, language: Language) {
    let text = text(language);
    let registry = &*REGISTRY;
    let paragraphs = paragraphs(text);
    bencher
        .counter(BytesCount::of_str(text))
        .bench(|| paragraphs.iter().map(|text| scan(text, language, registry).len()).sum::<usize>());
}

fn paragraphs(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.as_bytes().iter().skip(1000).position(|byte| *byte == b'.') {
        let (one, other) = rest.split_at(end + 1001);
        out.push(one);
        rest = other;
    }
    out.push(rest);
    out
}

#[divan::bench(args = LANGUAGES)]
fn scan_article(bencher: divan::Bencher<'_, '_>, language: Language) {
    let text = article(language);
    let registry = &*REGISTRY;
    bencher.counter(BytesCount::of_str(text)).bench(|| scan(text, language, registry).len());
}

#[divan::bench(args = ["sa", "khal", "kharz", "محمد", "م", "mohammed sal"])]
fn complete(bencher: divan::Bencher<'_, '_>, typed: &str) {
    let registry = &*REGISTRY;
    bencher.bench(|| registry.complete(typed, Language::Arabic, 50).len());
}

#[divan::bench(args = ["karim-hamdaro-12", "bank-100018", "nobody"])]
fn near_ids(bencher: divan::Bencher<'_, '_>, id: &str) {
    let registry = &*REGISTRY;
    bencher.bench(|| registry.near_ids(id).len());
}

#[divan::bench(args = ["ka", "son"])]
fn ids_with(bencher: divan::Bencher<'_, '_>, typed: &str) {
    let registry = &*REGISTRY;
    bencher.bench(|| registry.ids_with(typed, 50, &|actor| actor.kind == Kind::Person).len());
}

/// The countries and capitals, indexed at start without a built registry.
#[divan::bench]
fn index_builtin(bencher: divan::Bencher<'_, '_>) {
    bencher.bench(|| Registry::new(Vec::new(), true).len());
}

/// Ten thousand labels that were read from TOML, indexed at start.
#[divan::bench]
fn index_ten_thousand(bencher: divan::Bencher<'_, '_>) {
    let file = Arc::new(parse("actors.toml", &toml(10_000).0));
    bencher.bench(|| Registry::new(vec![file.clone()], true).len());
}

/// The labels as they are spelt, for automata without word boundaries.
fn labels() -> Vec<&'static str> {
    let mut labels: Vec<&str> = LARGE
        .0
        .iter()
        .flat_map(|file| &file.actors)
        .flat_map(|actor| &actor.names)
        .map(|name| name.text.as_str())
        .collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}

static AHO_CORASICK: LazyLock<aho_corasick::AhoCorasick> = LazyLock::new(|| {
    let mut builder = aho_corasick::AhoCorasickBuilder::new();
    builder.match_kind(aho_corasick::MatchKind::LeftmostLongest);
    builder.kind(Some(aho_corasick::AhoCorasickKind::ContiguousNFA));
    builder.build(labels()).expect("an automaton")
});

static DAACHORSE: LazyLock<daachorse::CharwiseDoubleArrayAhoCorasick<u32>> = LazyLock::new(|| {
    daachorse::CharwiseDoubleArrayAhoCorasickBuilder::new()
        .match_kind(daachorse::MatchKind::LeftmostLongest)
        .build(labels())
        .expect("an automaton")
});

#[divan::bench(args = LANGUAGES)]
fn beside_aho_corasick(bencher: divan::Bencher<'_, '_>, language: Language) {
    let (text, automaton) = (text(language), &*AHO_CORASICK);
    bencher.counter(BytesCount::of_str(text)).bench(|| automaton.find_iter(text).count());
}

#[divan::bench(args = LANGUAGES)]
fn beside_daachorse(bencher: divan::Bencher<'_, '_>, language: Language) {
    let (text, automaton) = (text(language), &*DAACHORSE);
    bencher.counter(BytesCount::of_str(text)).bench(|| automaton.leftmost_find_iter(text).count());
}
