//! The articles that are measured: always the same, of any size, in every syntax.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// How many findings a text has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Faults {
    /// None for its dates and quotations.
    None,
    /// One in about twenty sentences.
    Some,
}

/// The names of files, and the format that copydesk writes them in.
pub const SYNTAXES: [(&str, Option<&str>); 7] = [
    ("story.en.news.md", None),
    ("story.en.txt", None),
    ("story.en.nitf.xml", Some("nitf")),
    ("story.en.tei.xml", Some("tei")),
    ("story.en.html", Some("html")),
    ("story.en.newsml.xml", Some("newsml-g2")),
    ("story.en.ninjs.json", Some("ninjs")),
];

const ENGLISH: [&str; 8] = [
    "Ports Minister Samira Nasser said on {weekday}, {day}, that work on the harbour was going to plan and that the new quay would open in the spring.",
    "The first phase of the project covered {n} berths, had cost {m} million euros so far, and gave work to people of three villages along the coast.",
    "Residents of the old quarter had asked, in a letter of {n} pages, that the road not be widened before the schools finish their examinations.",
    "“We have never seen so many ships here,” a fisherman said, “and none of them buys our fish, whatever the council may have told you about it.”",
    "The town expects {m} thousand passengers a day on the new line, which its engineers began to plan after the storms of {year} had broken the old one.",
    "Nobody at the company wanted to say why the contract, which was signed two months after the council had met, does not name the price of sand.",
    "The breakwater is {m} metres long, shelters the eastern basin from the waves, and will be lit from both ends during the months of winter.",
    "Where the road leaves the harbour, past the customs house and the mill, the council has put up a wall of stone against the noise of lorries.",
];
const ARABIC: [&str; 8] = [
    "قالت وزيرة الموانئ سميرة ناصر، {weekday} {day}، إن الأعمال في الميناء تسير وفق الجدول الزمني المعلن وإن الرصيف الجديد يفتتح في الربيع.",
    "وشملت المرحلة الأولى من المشروع {n} أرصفة، وبلغت كلفتها {m} مليون دولار حتى الآن، ووفرت عملاً لسكان ثلاث قرى على امتداد الساحل.",
    "وكان سكان الحي القديم قد طالبوا، في رسالة من {n} صفحات، بتأجيل توسعة الطريق حتى تنتهي المدارس من الامتحانات ويعود العمال من إجازاتهم.",
    "وقال صياد من أهل المنطقة: «لم نر قط هذا العدد من السفن هنا، ولا أحد منها يشتري سمكنا، مهما قال لكم المجلس البلدي عن ذلك».",
    "وتتوقع البلدية أن يستفيد من الخط الجديد نحو {m} ألف راكب، وقد بدأ مهندسوها التخطيط له بعد أن دمرت عواصف عام {year} الخط القديم.",
    "ولم يشأ أحد في الشركة أن يوضح لماذا لا يذكر العقد، الذي وُقّع بعد شهرين من اجتماع المجلس، سعر الرمل الذي يستخرج من الشاطئ القريب.",
    "ويبلغ طول الحاجز الجديد {m} متراً، ويحمي الحوض الشرقي من الأمواج، ويضاء من الطرفين خلال أشهر الشتاء حتى تهتدي به القوارب الصغيرة.",
    "وعند مخرج الطريق من الميناء، بعد مبنى الجمارك والمطحنة، أقام المجلس جداراً من الحجر يقي بيوت الحي من ضجيج الشاحنات.",
];
const FAULTS: [(&str, &str); 3] = [
    ("Work will end on 31 June {year}, he said.", "وقال إن العمل ينتهي في 31 يونيو {year}."),
    ("The council met on Monday, {day}, in the mill.", "واجتمع المجلس في المطحنة يوم الاثنين {day} مساء."),
    ("“The quay is closed, he said.", "وقال: «الرصيف مغلق أمام الجميع."),
];
const MONTHS: [(&str, &str); 12] = [
    ("January", "يناير"),
    ("February", "فبراير"),
    ("March", "مارس"),
    ("April", "أبريل"),
    ("May", "مايو"),
    ("June", "يونيو"),
    ("July", "يوليو"),
    ("August", "أغسطس"),
    ("September", "سبتمبر"),
    ("October", "أكتوبر"),
    ("November", "نوفمبر"),
    ("December", "ديسمبر"),
];
const WEEKDAYS: [(&str, &str); 7] = [
    ("Monday", "الاثنين"),
    ("Tuesday", "الثلاثاء"),
    ("Wednesday", "الأربعاء"),
    ("Thursday", "الخميس"),
    ("Friday", "الجمعة"),
    ("Saturday", "السبت"),
    ("Sunday", "الأحد"),
];

/// An article of about so many bytes: paragraphs of two or three sentences.
pub fn news_markdown(language: &str, size: usize, faults: Faults) -> String {
    let is_arabic = language == "ar";
    let mut chance = Chance(20_170_918);
    let mut paragraph = 0;
    let headline = if is_arabic {
        "الميناء القديم يستقبل رصيفه الجديد"
    } else {
        "The old harbour gets its new quay"
    };
    let mut text = format!("---\nheadline: {headline}\ninLanguage: {language}\ndatePublished: 2024-03-18\n---\n");
    while text.len() < size {
        text.push('\n');
        for _ in 0..2 + chance.below(2) {
            let is_fault = faults == Faults::Some && chance.below(20) == 0;
            let sentences = if is_arabic { &ARABIC } else { &ENGLISH };
            let sentence = match is_fault {
                true if is_arabic => FAULTS[chance.below(3)].1,
                true => FAULTS[chance.below(3)].0,
                false => sentences[chance.below(8)],
            };
            let pick = |pair: (&'static str, &'static str)| if is_arabic { pair.1 } else { pair.0 };
            let (days, year) = (chance.below(400), 1990 + chance.below(30));
            let day = jiff::civil::date(2022, 6, 1).saturating_add(jiff::Span::new().days(days as i64));
            let month = pick(MONTHS[day.month() as usize - 1]);
            let weekday = pick(WEEKDAYS[day.weekday().to_monday_zero_offset() as usize]);
            let filled = sentence
                .replace("{weekday}", weekday)
                .replace("{day}", &format!("{} {month} {}", day.day(), day.year()))
                .replace("{year}", &year.to_string())
                .replace("{n}", &(3 + chance.below(7)).to_string())
                .replace("{m}", &(11 + chance.below(80)).to_string());
            let _ = write!(text, "{filled} ");
        }
        text.truncate(text.trim_end().len());
        if faults == Faults::None {
            // In a long text the few sentences would make equal paragraphs, which are findings too.
            paragraph += 1;
            let _ = if is_arabic {
                write!(text, " وتقول ذلك مذكرة في الصفحة {paragraph} من الملف.")
            } else {
                write!(text, " A note on page {paragraph} of the file says so.")
            };
        }
        text.push('\n');
    }
    text
}

/// An article of about so many bytes without faults, in the syntax of a file name.
pub fn in_syntax(copydesk: &Path, name: &str, format: Option<&str>, size: usize) -> Result<String, String> {
    let text = news_markdown("en", size, Faults::None);
    let Some(format) = format else {
        let body = text.rsplit("---\n").next().unwrap_or("").to_owned();
        return Ok(if Path::new(name).extension().is_some_and(|extension| extension == "txt") {
            format!("The old harbour gets its new quay\n\n18 March 2024\n{body}")
        } else {
            text
        });
    };
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let article = folder.path().join("story.en.news.md");
    std::fs::write(&article, text).map_err(|error| error.to_string())?;
    let output = Command::new(copydesk).args(["convert", "--to", format]).arg(&article).output();
    let output = output.map_err(|error| error.to_string())?;
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

/// `5 KB`, `1 MB`.
pub fn size_name(size: usize) -> String {
    if size < 1_000_000 { format!("{} KB", size / 1000) } else { format!("{} MB", size / 1_000_000) }
}

/// A generator of numbers that is the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }
}
