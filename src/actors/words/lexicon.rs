//! Words next to a name that show what it is, or that it is not a name.

use super::clitics::{may_have_clitics, readings};
use super::normalize::{Token, Tokens, hash, tokens};
use foldhash::fast::FixedState;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Hashes of folded words.
pub(in crate::actors) type WordSet = HashSet<u64, FixedState>;

/// A set of words, in normal spelling, compared by their folded spelling.
pub(super) type Words = LazyLock<WordSet>;

fn words(list: &str) -> WordSet {
    tokens(list).list.iter().map(|token| token.hash).collect()
}

/// Whether the word at an index is in a set, ignoring clitics.
pub(in crate::actors) fn is(set: &WordSet, tokens: &Tokens, index: usize) -> bool {
    let Some(token) = tokens.list.get(index) else { return false };
    set.contains(&token.hash)
        || (token.is_arabic()
            && may_have_clitics(tokens.key(*token))
            && readings(tokens.key(*token)).any(|reading| set.contains(&hash(&reading.rest))))
}

/// Words that continue a name in Arabic.
pub(in crate::actors) static CONTINUES: Words = LazyLock::new(|| words("بن بنت أبو آل ولد"));

/// Lower-case words that continue a name in English.
pub(in crate::actors) static CONTINUES_ENGLISH: Words = LazyLock::new(|| words("bin ibn bint abu al von van der de"));

/// Given names that are common enough to show that another person's surname follows.
pub(in crate::actors) static GIVEN: Words = LazyLock::new(|| {
    words(
        "محمد أحمد محمود علي حسن حسين عمر عثمان خالد وليد سعيد سعد سعود فهد فيصل سلطان سلمان ناصر نصر جاسم حمد حامد \
         خليفة زايد راشد صالح صلاح طارق طه يوسف يونس إبراهيم إسماعيل إسحاق يعقوب موسى عيسى هارون داود سليمان مصطفى مرتضى \
         كمال جمال جلال بلال هشام هاني عادل عماد أيمن أشرف شريف كريم رفيق بهاء ماجد مازن مروان رامي سامي فادي شادي نبيل \
         نزار زياد باسم باسل بشار ماهر منذر منصور مبارك جابر صباح نواف تركي بندر مشعل عبدالله عبدالرحمن عبدالعزيز \
         عبدالكريم عبدالحميد عبدالمجيد عبدالقادر عبدالناصر فاطمة عائشة خديجة مريم زينب سارة نورة هند ليلى سلمى أميرة \
         رنا ريم لينا منى هدى ندى جورج ميشال إلياس أنطوان بيار جون مايكل ديفيد روبرت",
    )
});

/// Given names in Latin letters that are hardly ever other words.
pub(in crate::actors) static GIVEN_LATIN: Words = LazyLock::new(|| {
    words(
        "John James Robert Michael William David Richard Joseph Thomas Charles Mary Patricia Jennifer Linda Elizabeth \
         Barbara Susan Jessica Sarah Karen Nancy Margaret Lisa Anna Emma Paul Kenneth Steven Edward Brian Ronald Anthony \
         Kevin Jason Matthew Gary Timothy Larry Jeffrey Frank Eric Stephen Andrew Raymond Gregory Joshua Jerry Dennis \
         Walter Patrick Peter Harold Douglas Henry Carl Arthur Ryan Roger Muhammad Mohammed Mohamed Ahmed Ahmad Hassan \
         Hussein Omar Khaled Khalid Abdullah Fatima Aisha Maryam Layla Laila Samira Yusuf Youssef Ibrahim Mustafa \
         Mahmoud Karim Nadia Rania Hamad Tamim Faisal Salman Tariq Ziad Rami Samir Walid Vladimir Sergei Ivan Angela \
         Emmanuel Jean Pierre Marie Hans Klaus Carlos Juan Luis Maria Antonio Hani Leila Leyla Lina Mona Huda Hoda Amira \
         Salma Reem Zainab Zeinab Noura Khadija Nabil Nizar Marwan Mazen Hisham Hesham Ayman Ashraf Imad Emad Bassem \
         Fadi Shadi Suleiman Sulaiman Bilal Nawaf Abdulrahman Abdulaziz",
    )
});

/// Forms of address and titles that a name always follows.
pub(in crate::actors) static ADDRESS: Words = LazyLock::new(|| {
    words(
        "Mr Mrs Ms Dr Prof Professor Sir Dame Sheikh Sheikha Senator Sen Rep Congressman Congresswoman President Premier \
         Minister Ambassador Governor Mayor Chancellor Spokesman Spokeswoman Colonel Captain Lieutenant \
         السيد السيدة الدكتور الدكتورة المهندس المهندسة الأستاذ الأستاذة الشيخ الشيخة الأمير الأميرة الوزير الوزيرة الرئيس \
         الرئيسة النائب النائبة السفير السفيرة اللواء العميد العقيد القاضي المحامي",
    )
});

/// Nouns of office that are followed by the organisation and then by a name.
pub(in crate::actors) static POSTS: Words = LazyLock::new(|| {
    words("وزير وزيرة رئيس رئيسة مدير مديرة سفير سفيرة المتحدث متحدث متحدثة أمين أمينة قائد نائب نائبة عضو محافظ حاكم")
});

/// Honorifics before names.
pub(in crate::actors) static HONORIFICS: Words = LazyLock::new(|| {
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

/// Offices: after the name of a country or company they do not continue the name (`Apple CEO Steve Jobs`).
pub(in crate::actors) static OFFICES: Words = LazyLock::new(|| {
    words(
        "CEO CFO COO CTO Chief Chairman Chairwoman President Vice Deputy Prime Premier Minister Secretary Director \
         Executive Spokesman Spokeswoman Spokesperson Foreign Defence Defense Finance Interior Ambassador Senator \
         Governor Mayor King Queen Prince Princess Emir Sheikh Crown Chancellor General Judge Attorney",
    )
});

/// Words for the forces of a country after its name: *US Air Force* is an organisation, not the country.
pub(in crate::actors) static FORCES: Words = LazyLock::new(|| words("Air Army Navy Marine Marines Coast"));

/// First words of company names that end in the name of a country.
pub(in crate::actors) static COMPANIES: Words =
    LazyLock::new(|| words("Air Royal Radio Team Bank Group Visit Invest Miss Save"));

/// Words between a title and a name that change the owner or the time of the title.
pub(in crate::actors) static QUALIFIERS: Words = LazyLock::new(|| {
    words(
        "السابق السابقة الأسبق الراحل الراحلة المنتخب المنتخبة المكلف المكلفة الجديد الجديدة الحالي الحالية المؤقت \
         المؤقتة بالوكالة بالإنابة العام العامة آنذاك وقتها حينها \
         elect designate former ex then current acting incoming outgoing late the a an his her its new interim US UK \
         American British French German Russian Egyptian Saudi Qatari Turkish Iranian Israeli",
    )
});

/// Words for a person who no longer holds an office.
pub(in crate::actors) static FORMER: Words =
    LazyLock::new(|| words("former ex previous erstwhile onetime السابق السابقة الأسبق السابقين سابقا"));

/// Words for a person who is elected but not yet in office.
pub(in crate::actors) static ELECT: Words = LazyLock::new(|| words("elect المنتخب المنتخبة"));

/// Words next to a title that place it in another time.
pub(super) static THEN: Words = LazyLock::new(|| {
    words(
        "then late time when had under during future incoming outgoing ousted deposed departed designate nominee candidate \
         الراحل الراحلة المرحوم المرحومة آنذاك حينها حينذاك حينئذ وقتها وقتذاك وقتئذ يومها أيامها الوقت المخلوع المعزول \
         المعزولة المقال المقالة المستقيل المستقيلة المكلف المكلفة المرشح المرشحة كان كانت عندما عهد حقبة إبان زمن ولاية",
    )
});

/// Words before a title that make it another office.
pub(super) static OTHER_OFFICE: Words = LazyLock::new(|| {
    words(
        "predecessor successor succeed succeeds succeeded succeeding replace replaces replaced replacing deputy vice under assistant acting interim shadow associate wife widow son daughter family estate biographer \
         نائب نائبة مساعد مساعدة وكيل وكيلة مستشار إقصاء عزل إطاحة خلع ouster overthrow زوجة أرملة نجل ابنة عائلة أسرة إدارة حكم رئاسة حكومة أيام سلف سلفه سلفها خلف خلفا بدلا",
    )
});

/// Words after a title and name that make it a time or a body: "the Obama administration".
pub(super) static ERAS: Words = LazyLock::new(|| words("administration era government years presidency term tenure"));

/// Nations before an English title.
pub(in crate::actors) static NATIONS: Words = LazyLock::new(|| {
    words(
        "US UK EU UN American British French German Russian Chinese Egyptian Saudi Qatari Turkish Iranian Israeli \
         Lebanese Syrian Iraqi Jordanian Emirati Kuwaiti Bahraini Omani Yemeni Libyan Tunisian Algerian Moroccan \
         Sudanese Palestinian Italian Spanish Greek Dutch Belgian Polish Ukrainian Japanese Indian Pakistani Afghan \
         Canadian Australian Mexican Brazilian Indonesian Malaysian Korean Swedish Norwegian Danish Finnish Austrian \
         Swiss Portuguese Irish Scottish",
    )
});

/// Verbs of speaking and writing, in the past tense and as in headlines.
pub(in crate::actors) static SPEECH: Words = LazyLock::new(|| {
    words(
        "said says added stated noted argued insisted claims claimed commented replied explained stressed \
         قال قالت يقول تقول أضاف أضافت أوضح أوضحت أكد أكدت ذكر ذكرت اعتبر اعتبرت شدد شددت رأى رأت لفت لفتت أشار أشارت نفى نفت \
         تابع تابعت",
    )
});

/// Verbs of actions on a certain day.
pub(in crate::actors) static ACTS: Words = LazyLock::new(|| {
    words(
        "told tells met meets announced announces visited visits received hosted welcomed declared arrived arrives \
         travelled traveled flew signed attended addressed warned confirmed denied tweeted telephoned phoned called \
         urged condemned praised pledged vowed resigned thanked thanks demanded demands appealed appeals threatened rejected \
         welcomes attends visits signs opened opens \
         صرح صرحت أعلن أعلنت يعلن تعلن التقى التقت يلتقي تلتقي استقبل استقبلت يستقبل تستقبل زار زارت يزور تزور اجتمع اجتمعت \
         وصل وصلت غادر غادرت وقع وقعت بحث بحثت ترأس ترأست افتتح افتتحت شارك شاركت حضر حضرت دعا دعت أدان أدانت حذر حذرت أبلغ \
         أبلغت هاتف هاتفت هنأ هنأت تعهد تعهدت غرد غردت استقال استقالت طالب طالبت يطالب تطالب ناشد ناشدت يناشد تناشد شكر \
         شكرت هدد هددت استنكر استنكرت رحب رحبت رفض رفضت عين عينت وجه وجهت",
    )
});

/// Verbs of publishing, which are actions of a day if the object is a statement.
pub(super) static ISSUES: Words = LazyLock::new(|| {
    words("issued issues published publishes released releases أصدر أصدرت يصدر تصدر نشر نشرت ينشر تنشر")
});

/// Publications of an office.
pub(super) static STATEMENTS: Words = LazyLock::new(|| {
    words(
        "statement statements ranking rankings report figures list warning appeal call data survey forecast results order \
         بيانا بيان تصنيف تصنيفه تصنيفها تقرير تقريرا تقريره تقريرها أرقاما نداء تحذيرا نتائج قائمة أمرا قرارا",
    )
});

/// Words for the end of a life.
pub(super) static DEATH: Words = LazyLock::new(|| {
    words(
        "death died murder killing assassination dying وفاته وفاتها وفاة مقتله مقتلها مقتل رحيله رحيلها اغتياله اغتيالها موته موتها",
    )
});

/// Words that put one time before another.
pub(super) static BEFORE: Words = LazyLock::new(|| words("before until قبل قبيل حتى"));

/// Verbs of taking over an office.
pub(super) static HANDOVER: Words = LazyLock::new(|| {
    words(
        "succeed succeeds succeeded succeeding replace replaces replaced replacing handover transition inauguration \
         تسلم تسلمت يتسلم تتسلم تسلمه تسليم سلم سلمت خلف خلفت يخلف تخلف خلفا تنصيب",
    )
});

/// Verbs whose object is a person who was met.
pub(super) static MEETINGS: Words = LazyLock::new(|| {
    words("told met meets visited visits received hosted welcomed telephoned phoned called urged condemned praised")
});

/// Words between a name and its verb.
pub(super) static ADVERBS: Words =
    LazyLock::new(|| words("also later then on again today yesterday earlier himself herself reportedly publicly"));

/// Words that place a verb in a time before the story.
pub(super) static EARLIER: Words = LazyLock::new(|| {
    words(
        "had once have has as after since before until when whether قد كان كانت سبق كما أن لقد منذ عندما حين لما بعدما",
    )
});

/// Words that show that a sentence is a remembrance.
pub(super) static MEMORY: Words = LazyLock::new(|| {
    words(
        "late posthumous posthumously memoir memoirs autobiography biography diary diaries book letter letters archive \
         archives recording recordings film documentary novel poem play interview anniversary commemoration memorial tribute \
         remembered recalled recalls will foundation prize family widow century file files document documents records minutes \
         transcript transcripts dossier emails cables \
         الراحل الراحلة المرحوم المرحومة مذكرات مذكراته مذكراتها كتاب كتابه كتابها رسالة رسالته رسائله يوميات يومياته أرشيف \
         أرشيفية تسجيل تسجيلات فيلم وثائقي رواية قصيدة مسرحية ذكرى الذكرى تأبين يستذكر استذكر وصية وصيته رحمه يوما كما \
         وثيقة وثائق الوثيقة الوثائق محضر محاضر ملف ملفات سجلات برقيات",
    )
});

/// Institutions that are named after people.
pub(in crate::actors) static INSTITUTIONS: Words = LazyLock::new(|| {
    words(
        "مؤسسة جائزة مطار جامعة مستشفى مسجد جامع شارع مدرسة معهد قاعدة سد ميدان ملعب استاد كلية جسر حي متحف صندوق مكتبة \
         ضريح مجمع مخيم ساحة طريق دوار قلعة قصر مدينة مركز أكاديمية كتيبة لواء حديقة قاعة برج",
    )
});

/// The same in English, where they follow the name.
pub(in crate::actors) static INSTITUTIONS_ENGLISH: Words = LazyLock::new(|| {
    words(
        "Foundation Prize Award Airport University College Institute Center Centre Stadium Hospital School Library \
         Museum Memorial Street Avenue Boulevard Road Bridge Highway Hall Medal Trust Fund Mosque Building Tower \
         International Square Park Academy Dam Base",
    )
});

/// Things that are named after the place that follows: clubs, streets, banks, papers.
pub(in crate::actors) static PLACE_BODIES: Words = LazyLock::new(|| {
    words(
        "نادي فريق اتحاد منتخب بطولة كأس دوري صحيفة جريدة مجلة قناة إذاعة مصرف بنك بورصة سرايا كتائب كتيبة لواء فرقة شارع \
         حي ميدان ساحة جسر طريق فندق مطار جامعة معهد مدرسة كلية مستشفى مسجد جامع كنيسة متحف استاد ملعب قصر برج مؤسسة جائزة \
         معرض مهرجان أتلتيك أتلتيكو ريال إنتر سبورتينغ دينامو",
    )
});

/// The same in English, before `of`.
pub(in crate::actors) static BODIES_OF: Words = LazyLock::new(|| {
    words(
        "University Bank College Institute Academy School Museum Library Church Cathedral Party Union League Federation \
         Association Society Council Congress Front Army Movement Scouts Services Service Company Corporation Cup Masters \
         Stadium Theatre Theater Orchestra Order Treaty Battle Times Voice Radio",
    )
});

/// Legal forms at the end of a company name.
pub(in crate::actors) static LEGAL_FORMS: Words = LazyLock::new(|| {
    words("Inc Corp Corporation LLC Ltd Limited PLC plc Group Co Company Holdings SpA SA AG GmbH SE NV BV AB AS Oyj")
});

/// Words that show that the next word is a city.
pub(in crate::actors) static CITY: Words = LazyLock::new(|| words("العاصمة مدينة city capital"));

/// Words that show that the next word is a country.
pub(in crate::actors) static COUNTRY: Words =
    LazyLock::new(|| words("سلطنة مملكة دولة جمهورية إمارة sultanate kingdom republic"));

/// Rulers and governments, before `of` and the name of a country.
pub(in crate::actors) static HEADS_OF_STATE: Words = LazyLock::new(|| {
    words("king queen emir sultan monarch shah prince princess president premier minister ambassador")
});

/// Adjectives of time, which do not continue a name.
pub(in crate::actors) static WHEN: Words = LazyLock::new(|| {
    words("الماضي الماضية الحالي الحالية التالي التالية الثاني الثانية الجاري الجارية الآتي الآتية الذي التي")
});

/// Kinds of things that confirm a weak name after them.
pub(in crate::actors) static CUES: Words = LazyLock::new(|| {
    words(
        "حركة حزب قناة شبكة شركة منظمة جماعة تنظيم صحيفة مؤسسة مجموعة هيئة وكالة مجلة موقع بنك مصرف نادي فريق ميليشيا \
         كتائب لواء جبهة تيار ائتلاف إذاعة تلفزيون جمهورية دولة مملكة سلطنة إمارة مدينة العاصمة ولاية محافظة بلدة قرية \
         جزيرة السيد السيدة الشيخ الأمير الملك الدكتور المهندس الأستاذ اللواء العميد السفير النائب الرئيس الوزير الوزيرة \
         Mr Mrs Ms Miss Dr President Minister Senator Sheikh Prince King Emir Republic Kingdom channel movement party \
         group company city capital state newspaper",
    )
});

/// The same after the name, in English.
pub(in crate::actors) static CUES_BEHIND: Words = LazyLock::new(|| {
    words("movement party channel network group company militia newspaper agency Inc Corp Ltd LLC plc government")
});

/// Prepositions before a place whose name is a common word.
pub(in crate::actors) static INSIDE: Words = LazyLock::new(|| words("في شمالي جنوبي شرقي غربي"));

/// Capitalised words that do not continue a name: they start an adverbial of time, or are function words in a headline.
pub(in crate::actors) static NO_NAME: Words = LazyLock::new(|| {
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

/// Common English words that are also short names; at the start of a sentence their capital is not evidence.
pub(in crate::actors) static COMMON_ENGLISH: Words =
    LazyLock::new(|| words("Ban May Will Mark Rose Brown Bush Hope Grace Young Long Price Power Rice Grant Bill Case"));

/// Words of everyday prose, which are probably not meant as a name even if a registry has one.
pub(super) static COMMON: Words = LazyLock::new(|| {
    words(
        "من في على إلى عن هذا هذه ذلك تلك الذي التي كان كانت قال قالت بعد قبل بين عند حتى كل بعض غير أي ما لا لم لن هو هي هم \
         نحن أنا أنت هنا هناك اليوم أمس غدا الآن ثم أو أم إن أن لكن قد لقد مع ضد حول خلال منذ عام شهر يوم ساعة مدينة دولة \
         حكومة رئيس وزير شعب حرب سلام أمل نور حياة الحياة النهار الشرق الغرب الشمال الجنوب الوطن المستقبل الجزيرة العربية \
         الأهرام السفير الأخبار البيان الخليج الرأي الدستور الثورة الصباح المساء الجمهورية العالم القدس الوسط البلد \
         بان وعد هدى منى شمس قمر بحر نصر فرح سعيد جديد كبير صغير طويل قديم \
         the a an and or but of in on at to for from by with as is are was were be been has had have he she it they we i you \
         this that these those there here what who which when where why how not no yes all some any one two first last \
         new old good more most other will would can could may might must said say says time year day week month world \
         people man woman state government president minister party city country today news star sun mirror times post \
         mail guardian independent observer nation hill void it us who reading nice split mobile bath cork buffalo \
         march august hope grace young long price power rice grant bill case rose brown bush mark ban",
    )
});

/// Whether a name is a single word of everyday prose, or too short: one letter, or two that are not an acronym.
pub fn is_common_word(name: &str) -> bool {
    let read = tokens(name);
    let [only] = read.list.as_slice() else { return false };
    if only.is_all_capitals() {
        return false;
    }
    read.key(*only).chars().count() <= 2 || COMMON.contains(&only.hash)
}

/// Adjectives of time or kind that look like an Arabic family name.
pub(in crate::actors) static NO_FAMILY: Words = LazyLock::new(|| {
    words(
        "الذي التي الماضي الحالي التالي الثاني الجاري الآتي الرسمي الحكومي الدولي الوطني الإقليمي العربي الإسلامي الأجنبي \
         الصحفي الصحافي السياسي العسكري الأمني الاقتصادي المالي الإعلامي الرئاسي الوزاري السنوي اليومي الأسبوعي الشهري \
         الاستثنائي الثنائي النووي الخارجي الداخلي الرئيسي الأساسي الحقيقي النهائي التنفيذي",
    )
});

/// Units after a diameter.
pub(in crate::actors) static UNITS: Words = LazyLock::new(|| {
    words(
        "سنتيمتر سنتيمترا سنتيمترات سنتمتر سنتم سم متر مترا مترين أمتار مليمتر مليمترا مليمترات ملم ملليمتر كيلومتر \
         كيلومترا كيلومترات كلم كم بوصة بوصات إنش قدم أقدام ميكرون نانومتر",
    )
});

/// Things that have a diameter.
pub(in crate::actors) static ROUND: Words = LazyLock::new(|| {
    words(
        "الدائرة الأنبوب الأنابيب الإطار الكرة الثقب العدسة الفوهة الحفرة القرص الأسطوانة البئر النفق الأرض القمر الشمس دائرة أنبوب كرة ثقب",
    )
});

/// Words after which `قطر` is a radius or another word.
pub(in crate::actors) static BEFORE_DIAMETER: Words = LazyLock::new(|| words("نصف أنصاف بنصف"));

/// Words that make `المغرب` the evening prayer.
pub(in crate::actors) static PRAYER: Words = LazyLock::new(|| words("صلاة أذان صلاتي آذان وقت"));

/// Ligaments, where الرباط is not a city.
pub(in crate::actors) static LIGAMENT: Words = LazyLock::new(|| words("الصليبي الجانبي الداخلي الخارجي"));

/// Parts of the American continent.
pub(in crate::actors) static CONTINENT: Words =
    LazyLock::new(|| words("اللاتينية الجنوبية الشمالية الوسطى Latin South North Central"));

/// Seas, rivers and other things that are named after a country.
pub(in crate::actors) static NATURE: Words = LazyLock::new(|| {
    words("خليج بحر نهر وادي قناة مضيق جبل جبال بحيرة هضبة صحراء Gulf Sea Lake River Strait Straits Bay Mount Valley")
});

/// Words that turn a country's name into another place.
pub(in crate::actors) static REGIONS: Words = LazyLock::new(|| {
    words("New Northern Southern Eastern Western Latin Central Upper Lower Greater Inner Outer Little")
});

/// Endings of Arabic adjectives of nations and relations, which can follow a title.
pub(in crate::actors) fn is_relational(tokens: &Tokens, token: Token) -> bool {
    let key = tokens.key(token);
    token.is_arabic()
        && key
            .strip_prefix("ال")
            .is_some_and(|stem| stem.chars().count() >= 3 && (stem.ends_with('ي') || stem.ends_with("يه")))
}

/// Whether a word is a given name: `محمود`, `عبدالله`, or `الرحمن` after `عبد`.
pub(in crate::actors) fn is_given_name(read: &Tokens, at: usize) -> bool {
    let is_servant = |at: usize| read.key_at(at) == "عبد";
    let key = read.key_at(at);
    is(&GIVEN, read, at)
        || (key.starts_with("عبدال") && key.chars().count() > 6)
        || (key.starts_with("ال") && at.checked_sub(1).is_some_and(is_servant))
}
