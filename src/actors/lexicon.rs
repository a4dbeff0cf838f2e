//! The words beside a name that say what it is, or that it is none.

use super::clitics::readings;
use super::normalise::{Token, Tokens, hash, tokens};
use std::collections::HashSet;
use std::sync::LazyLock;

/// A set of words, spelt as in print and compared in their folded spelling.
pub(super) type Words = LazyLock<HashSet<u64>>;

fn words(list: &str) -> HashSet<u64> {
    tokens(list).list.iter().map(|token| token.hash).collect()
}

/// Whether the word at an index is in a set, clitics aside.
pub(super) fn is(set: &HashSet<u64>, tokens: &Tokens, index: usize) -> bool {
    let Some(token) = tokens.list.get(index) else { return false };
    set.contains(&token.hash)
        || (token.is_arabic() && readings(tokens.key(*token)).any(|reading| set.contains(&hash(&reading.rest))))
}

/// What continues a name in Arabic.
pub(super) static CONTINUES: Words = LazyLock::new(|| words("بن بنت أبو آل ولد"));

/// What continues a name in English although it is no capital.
pub(super) static CONTINUES_ENGLISH: Words = LazyLock::new(|| words("bin ibn bint abu al von van der de"));

/// Given names that are common enough to tell that another man's surname follows.
pub(super) static GIVEN: Words = LazyLock::new(|| {
    words(
        "محمد أحمد محمود علي حسن حسين عمر عثمان خالد وليد سعيد سعد سعود فهد فيصل سلطان سلمان ناصر نصر جاسم حمد حامد \
         خليفة زايد راشد صالح صلاح طارق طه يوسف يونس إبراهيم إسماعيل إسحاق يعقوب موسى عيسى هارون داود سليمان مصطفى مرتضى \
         كمال جمال جلال بلال هشام هاني عادل عماد أيمن أشرف شريف كريم رفيق بهاء ماجد مازن مروان رامي سامي فادي شادي نبيل \
         نزار زياد باسم باسل بشار ماهر منذر منصور مبارك جابر صباح نواف تركي بندر مشعل عبدالله عبدالرحمن عبدالعزيز \
         عبدالكريم عبدالحميد عبدالمجيد عبدالقادر عبدالناصر فاطمة عائشة خديجة مريم زينب سارة نورة هند ليلى سلمى أميرة \
         رنا ريم لينا منى هدى ندى جورج ميشال إلياس أنطوان بيار جون مايكل ديفيد روبرت",
    )
});

/// What people are called before their names.
pub(super) static HONORIFICS: Words = LazyLock::new(|| {
    words(
        "السيد السيدة الشيخ الشيخة الأمير الأميرة الملك الملكة السلطان الدكتور الدكتورة المهندس المهندسة الأستاذ الأستاذة \
         اللواء العميد العقيد الفريق المشير الرائد النقيب السفير السفيرة النائب النائبة الرئيس الرئيسة الوزير الوزيرة \
         المستشار المستشارة القاضي المحامي الحاج البابا الإمام آية الله سمو جلالة فخامة دولة معالي سعادة الراحل الشهيد \
         د أ م \
         Mr Mrs Ms Miss Dr Prof Professor Sir Lord Lady Dame President Premier Minister Secretary Senator Congressman \
         Congresswoman Representative Rep Sen Gov Governor Mayor King Queen Prince Princess Sheikh Sheikha Emir Sultan \
         Ambassador General Gen Colonel Col Major Captain Capt Lieutenant Lt Sergeant Judge Justice Chancellor Pope \
         Imam Ayatollah Chairman Chairwoman Director Chief Late",
    )
});

/// Offices: behind the name of a country or a company they continue no name (`Apple CEO Steve Jobs`).
pub(super) static OFFICES: Words = LazyLock::new(|| {
    words(
        "CEO CFO COO CTO Chief Chairman Chairwoman President Vice Deputy Prime Premier Minister Secretary Director          Executive Spokesman Spokeswoman Spokesperson Foreign Defence Defense Finance Interior Ambassador Senator          Governor Mayor King Queen Prince Princess Emir Sheikh Crown Chancellor General Judge Attorney",
    )
});

/// What begins the name of a company or body that ends in the name of a country.
pub(super) static COMPANIES: Words = LazyLock::new(|| words("Air Royal Radio Team Bank Group Visit Invest Miss Save"));

/// What stands between a title and a name, and changes whose or when.
pub(super) static QUALIFIERS: Words = LazyLock::new(|| {
    words(
        "السابق السابقة الأسبق الراحل الراحلة المنتخب المنتخبة المكلف المكلفة الجديد الجديدة الحالي الحالية المؤقت \
         المؤقتة بالوكالة بالإنابة العام العامة آنذاك وقتها حينها \
         elect designate former ex then current acting incoming outgoing late the a an his her its new interim US UK \
         American British French German Russian Egyptian Saudi Qatari Turkish Iranian Israeli",
    )
});

/// Institutions that are named after people.
pub(super) static INSTITUTIONS: Words = LazyLock::new(|| {
    words(
        "مؤسسة جائزة مطار جامعة مستشفى مسجد جامع شارع مدرسة معهد قاعدة سد ميدان ملعب استاد كلية جسر حي متحف صندوق مكتبة \
         ضريح مجمع مخيم ساحة طريق دوار قلعة قصر مدينة مركز أكاديمية كتيبة لواء حديقة قاعة برج",
    )
});

/// The same in English, where they follow.
pub(super) static INSTITUTIONS_ENGLISH: Words = LazyLock::new(|| {
    words(
        "Foundation Prize Award Airport University College Institute Center Centre Stadium Hospital School Library \
         Museum Memorial Street Avenue Boulevard Road Bridge Highway Hall Medal Trust Fund Mosque Building Tower \
         International Square Park Academy Dam Base",
    )
});

/// The kind of thing a weak name must be for it to be that name.
pub(super) static CUES: Words = LazyLock::new(|| {
    words(
        "حركة حزب قناة شبكة شركة منظمة جماعة تنظيم صحيفة مؤسسة مجموعة هيئة وكالة مجلة موقع بنك مصرف نادي فريق ميليشيا \
         كتائب لواء جبهة تيار ائتلاف إذاعة تلفزيون جمهورية دولة مملكة سلطنة إمارة مدينة العاصمة ولاية محافظة بلدة قرية \
         جزيرة السيد السيدة الشيخ الأمير الملك الدكتور المهندس الأستاذ اللواء العميد السفير النائب الرئيس الوزير الوزيرة \
         Mr Mrs Ms Miss Dr President Minister Senator Sheikh Prince King Emir Republic Kingdom channel movement party \
         group company city capital state newspaper",
    )
});

/// The same behind the name, in English.
pub(super) static CUES_BEHIND: Words = LazyLock::new(|| {
    words("movement party channel network group company militia newspaper agency Inc Corp Ltd LLC plc government")
});

/// Prepositions before a place whose name is a common word.
pub(super) static INSIDE: Words = LazyLock::new(|| words("في شمالي جنوبي شرقي غربي"));

/// Capitalised words that continue no name: they begin an adverbial of time, or are grammar in a headline.
pub(super) static NO_NAME: Words = LazyLock::new(|| {
    words(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August \
         September October November December I The A An And Or But In On At To For Of With From By As Is Are Was Were \
         Has Had Have Will Would Says Said He She It They We If When While After Before Since Until Although Though \
         Because So Yet Nor Not No Yes This That These Those There Here What Who Whom Which Where Why How Then Now Today \
         Yesterday Tomorrow Meanwhile However Moreover Also Still Only Even Just Like Unlike Under Over Between During \
         Despite Once Earlier Later Both Neither Either Instead Thus Hence His Her Its Their Our Your My According Asked \
         Speaking Mr Mrs Ms Dr",
    )
});

/// Common English words that are also short names: at the start of a sentence their capital says nothing.
pub(super) static COMMON_ENGLISH: Words =
    LazyLock::new(|| words("Ban May Will Mark Rose Brown Bush Hope Grace Young Long Price Power Rice Grant Bill Case"));

/// Common Arabic words that are also labels of actors.
static COMMON_ARABIC: Words = LazyLock::new(|| {
    words(
        "على في من إلى عن مع هذا هذه بان سلام أمل قطر مالي عمان المغرب النصر الشعب الوحدة الوطن العمل الأهلي الاتحاد الفتح \
         فتح حماس الحزب الدولة الحكومة الوزارة الجيش الشرطة المجلس البنك الشركة الجامعة الهلال الشباب نور نهر شمس جمال \
         كريم سعيد أمين صالح عادل فرح هدى منى ربيع شهر يوم سنة خالد",
    )
});

/// Whether a label is one word that prose uses otherwise.
pub fn is_common_word(label: &str) -> bool {
    let tokens = tokens(label);
    let sets: [&Words; 3] = [&NO_NAME, &COMMON_ENGLISH, &COMMON_ARABIC];
    tokens.list.len() == 1 && sets.iter().any(|set| set.contains(&tokens.list[0].hash))
}

/// Adjectives in the form of a family name that say when or which.
pub(super) static NO_FAMILY: Words = LazyLock::new(|| {
    words(
        "الذي التي الماضي الحالي التالي الثاني الجاري الآتي الرسمي الحكومي الدولي الوطني الإقليمي العربي الإسلامي الأجنبي \
         الصحفي الصحافي السياسي العسكري الأمني الاقتصادي المالي الإعلامي الرئاسي الوزاري السنوي اليومي الأسبوعي الشهري \
         الاستثنائي الثنائي النووي الخارجي الداخلي الرئيسي الأساسي الحقيقي النهائي التنفيذي",
    )
});

/// Units after a diameter.
pub(super) static UNITS: Words = LazyLock::new(|| {
    words(
        "سنتيمتر سنتيمترا سنتيمترات سنتمتر سنتم سم متر مترا مترين أمتار مليمتر مليمترا مليمترات ملم ملليمتر كيلومتر \
         كيلومترا كيلومترات كلم كم بوصة بوصات إنش قدم أقدام ميكرون نانومتر",
    )
});

/// What has a diameter.
pub(super) static ROUND: Words = LazyLock::new(|| {
    words(
        "الدائرة الأنبوب الأنابيب الإطار الكرة الثقب العدسة الفوهة الحفرة القرص الأسطوانة البئر النفق الأرض القمر الشمس دائرة أنبوب كرة ثقب",
    )
});

/// What makes `قطر` after it a radius or another word.
pub(super) static BEFORE_DIAMETER: Words = LazyLock::new(|| words("نصف أنصاف بنصف"));

/// What makes `المغرب` the evening prayer.
pub(super) static PRAYER: Words = LazyLock::new(|| words("صلاة أذان صلاتي آذان وقت"));

/// A ligament, where الرباط is no city.
pub(super) static LIGAMENT: Words = LazyLock::new(|| words("الصليبي الجانبي الداخلي الخارجي"));

/// Parts of the American continent.
pub(super) static CONTINENT: Words =
    LazyLock::new(|| words("اللاتينية الجنوبية الشمالية الوسطى Latin South North Central"));

/// Seas, rivers and what else is named after a country.
pub(super) static NATURE: Words = LazyLock::new(|| {
    words("خليج بحر نهر وادي قناة مضيق جبل جبال بحيرة هضبة صحراء Gulf Sea Lake River Strait Straits Bay Mount Valley")
});

/// What makes another place of a country's name.
pub(super) static REGIONS: Words = LazyLock::new(|| {
    words("New Northern Southern Eastern Western Latin Central Upper Lower Greater Inner Outer Little")
});

/// Arabic adjectives of nations and relations end so; a title may be followed by one.
pub(super) fn is_relational(tokens: &Tokens, token: Token) -> bool {
    let key = tokens.key(token);
    token.is_arabic()
        && key
            .strip_prefix("ال")
            .is_some_and(|stem| stem.chars().count() >= 3 && (stem.ends_with('ي') || stem.ends_with("يه")))
}
