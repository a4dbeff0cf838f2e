//! Tables of people as spreadsheets have them.

use super::Folder;
use std::fmt::Write;

const GIVEN: [&str; 20] = [
    "سميرة",
    "كريم",
    "رانيا",
    "هاني",
    "نادية",
    "ليلى",
    "سالم",
    "مريم",
    "يوسف",
    "هدى",
    "طارق",
    "سلمى",
    "عمر",
    "دينا",
    "ماجد",
    "نورة",
    "فيصل",
    "ريم",
    "بدر",
    "لينا",
];
const FAMILY: [&str; 15] = [
    "الساحلي",
    "المرفئي",
    "البحري",
    "الجبلي",
    "النهري",
    "الوادي",
    "الشرقي",
    "الغربي",
    "القبلي",
    "الرملي",
    "الحجري",
    "الزيتوني",
    "النخلي",
    "الكرمي",
    "التلي",
];
const TITLES: [&str; 6] = ["وزير", "وكيل وزارة", "مدير عام", "مستشار", "رئيس قسم", "ناطق رسمي"];
const BODIES: [&str; 12] = [
    "وزارة الموانئ",
    "وزارة الأسماك",
    "هيئة المنارات",
    "شركة الساحل للشحن",
    "مجلس الجزر",
    "بنك المرفأ",
    "جامعة الشاطئ",
    "ديوان الرياح",
    "معهد المد",
    "مرصد الملح",
    "نادي الصيادين",
    "غرفة السفن",
];

/// 300 people as Excel in Arabic writes them: `sep=;`, CRLF, Windows-1256, days before months, bodies by their names. The last
/// three have the names of earlier ones.
fn people() -> String {
    let mut table = "sep=;\r\nالاسم;المنصب;الجهة;تاريخ البدء;تاريخ الانتهاء;الجنس;الهاتف\r\n".to_owned();
    for number in 0..300 {
        let (who, title) = if number < 297 {
            (format!("{} {}", GIVEN[number % 20], FAMILY[number / 20]), TITLES[number % 5])
        } else {
            (format!("{} {}", GIVEN[number - 297], FAMILY[0]), TITLES[5])
        };
        let (day, month, year) = (number % 28 + 1, number % 12 + 1, 2010 + number % 14);
        let gender = if number % 2 == 0 { "أنثى" } else { "ذكر" };
        let end = if number % 3 == 0 { String::new() } else { format!("{day:02}/{month:02}/{}", year + 2) };
        let _ = write!(
            table,
            "{who};{title};{};{day:02}/{month:02}/{year};{end};{gender};\"0{number:05}\r\nمكتب\"\r\n",
            BODIES[number % 12]
        );
    }
    table
}

#[test]
fn a_table_from_excel_in_arabic_is_imported_as_it_is() {
    let table = people();
    let (bytes, _, has_failed) = encoding_rs::WINDOWS_1256.encode(&table);
    assert!(!has_failed);
    let folder = Folder::new(&[]);
    folder.write("people.csv", &bytes);
    let planned = folder.run(&["actors", "import", "people.csv", "--dry-run"]).code(1);
    assert!(planned.out.lines().count() == 312 && planned.out.contains("وزير"), "{}", planned.out);
    let args = ["actors", "import", "people.csv", "--into", "actors.toml"];
    let ran = folder.run(&args).code(1);
    assert!(ran.err.lines().count() <= 14, "{}", ran.err);
    assert_eq!(ran.err.matches("warning:").count(), 1, "{}", ran.err);
    assert_eq!(ran.err.matches("note:").count(), 3, "{}", ran.err);
    for words in
        ["Windows-1256", "name\n", "from, dates are day/month/year", "ignored", "another office", "312 imported"]
    {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    let registry = folder.text("actors.toml");
    assert_eq!(registry.matches("[[actor]]").count(), 312);
    assert_eq!(registry.matches("kind = \"organisation\"").count(), 12);
    assert!(registry.contains("from = 2010-01-01") && registry.contains("name.ar = \"سميرة الساحلي\""), "{registry}");
    let lint = folder.run(&["lint", "--fail-on", "warning", "actors.toml"]);
    assert!(!lint.out.contains("dangling-reference"), "{}", lint.out);
    folder.run(&args).code(1).says(&["0 imported, 0 merged, 312 already known"]);
    assert_eq!(folder.text("actors.toml"), registry);
}

#[test]
fn dates_with_two_orders_are_asked_for() {
    let table = "Name,Position,Start date\r\nRania Saleh,Minister,03/04/2019\r\n\r\nHani Murad,Mayor,05/06/2020\r\n";
    let folder = Folder::new(&[("people.csv", table)]);
    let args = ["actors", "import", "people.csv"];
    let ran = folder.run(&args).code(1).says(&["people.csv:2: warning:", "2 such dates are left out; say --dates dmy"]);
    assert!(!ran.out.contains("from ="), "{}", ran.out);
    let ran = folder.run(&[&args[..], &["--dates", "mdy"]].concat()).code(0);
    assert!(ran.out.contains("from = 2019-03-04") && ran.out.contains("from = 2020-05-06"), "{}", ran.out);
    let table = table.replace("05/06/2020", "soon").replace("\r\n\r\n", "\r\n\"\r\n\",,\r\n");
    folder.write("people.csv", table.as_bytes());
    folder
        .run(&[&args[..], &["--dates", "dmy"]].concat())
        .code(1)
        .says(&["people.csv:5: warning: `from` is not a date: `soon`"]);
}

#[test]
fn bodies_are_found_by_name_in_the_project() {
    let folder = Folder::new(&[
        ("copydesk.toml", "registry = [\"bodies.toml\", \"people.toml\"]\n"),
        ("bodies.toml", "[[actor]]\nid = \"ports\"\nkind = \"organisation\"\nname.en = \"Ministry of Ports\"\n"),
        (
            "people.csv",
            "Full name,Job title,Employer,Employer (AR)\nRania Saleh,Minister,Ministry of Ports,\nHani Murad,Clerk,Tide Office,مكتب المد\nNadia Farah,Head,tide office,\n",
        ),
    ]);
    folder.run(&["actors", "import", "people.csv", "--into", "people.toml"]).code(0);
    let people = folder.text("people.toml");
    assert!(people.contains("org = \"ports\"") && !people.contains("id = \"ports\""), "{people}");
    assert_eq!(people.matches("org = \"tide-office\"").count(), 2, "{people}");
    assert!(people.contains("name.en = \"Tide Office\"\nname.ar = \"مكتب المد\""), "{people}");
    let lint = folder.run(&["lint", "--fail-on", "warning", "people.toml"]);
    assert!(!lint.out.contains("dangling-reference"), "{}", lint.out);
    folder.run(&["actors", "import", "people.csv", "--into", "people.toml"]).code(0).says(&["0 imported, 0 merged"]);
    assert_eq!(folder.text("people.toml"), people);
}

#[test]
fn namesakes_are_kept_apart_and_one_person_is_not() {
    let table = "Name,Date of birth,Position,Organisation,Start date,Bio\n\
                 Ali Hasan,1950-02-03,Minister,Ministry of Ports,2010,\n\
                 Ali Hasan,1950-02-03,Governor,Bank of Tides,2015,\n\
                 Ali Hasan,1980-01-01,Striker,Tide Club,2018,\n\
                 Mona Adel,,Judge,High Court,2012,\n\
                 Mona Adel,,Singer,City Opera,2014,\n";
    let folder = Folder::new(&[("people.csv", table)]);
    let args = ["actors", "import", "people.csv", "--into", "a.toml"];
    let ran = folder.run(&args).code(0);
    assert_eq!(ran.err.matches("it becomes").count(), 2, "{}", ran.err);
    let text = folder.text("a.toml");
    for id in ["ali-hasan", "ali-hasan-2", "mona-adel", "mona-adel-2"] {
        assert!(text.contains(&format!("id = \"{id}\"\n")), "{id}: {text}");
    }
    assert_eq!(text.matches("kind = \"person\"").count(), 4, "{text}");
    folder.run(&args).code(0).says(&["0 imported, 0 merged"]);
    assert_eq!(folder.text("a.toml"), text);
}

#[test]
fn a_column_of_genders_is_one_whatever_its_header() {
    let table = "الاسم,النوع,تاريخ الميلاد\nسميرة ناصر,أنثى,1971-05-02\nكريم عادل,ذكر,1960-01-01\n";
    let folder = Folder::new(&[("people.csv", table)]);
    let args = ["actors", "import", "people.csv", "--into", "actors.toml"];
    let ran = folder.run(&args).code(0);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
    let registry = folder.text("actors.toml");
    assert!(registry.contains("gender = \"f\"") && registry.contains("gender = \"m\""), "{registry}");
    let again = folder.run(&args).code(0).says(&["0 imported, 0 merged, 2 already known"]);
    assert!(!again.err.contains("note:"), "nothing changed, so there is nothing to note: {}", again.err);
    folder.run(&["actors", "import", "peopel.csv"]).code(2).says(&["peopel.csv: no such file or folder"]);
    folder.write("people.docx", b"PK");
    let ran = folder.run(&["actors", "import", "people.docx"]).code(2).says(&["it is a document", ".xlsx"]);
    assert!(!ran.err.contains("read 0 entries"), "{}", ran.err);
}

#[test]
fn a_table_without_names_is_refused_once() {
    let folder = Folder::new(&[("people.csv", "Worker;Phone\nRania Saleh;1\nHani Murad;2\n"), ("people.json", "{}")]);
    let ran = folder.run(&["actors", "import", "people.csv"]).code(1);
    assert_eq!(ran.out, "");
    assert_eq!(ran.err.matches("warning").count(), 1, "{}", ran.err);
    ran.says(&["no column is recognised as a name", "--columns \"name=Worker\"", "2 skipped"]);
    let ran = folder.run(&["actors", "import", "people.csv", "--columns", "name=Worker"]).code(1);
    assert!(ran.out.contains("name.en = \"Rania Saleh\""), "{}", ran.out);
    folder.run(&["actors", "import", "people.json"]).code(2).says(&["which format", "--from"]);
}

#[test]
fn a_template_is_read_as_it_was_made() {
    for (language, name) in [("en", "Rania Saleh"), ("ar", "رانيا صالح")] {
        let folder = Folder::new(&[]);
        let template = folder.run(&["actors", "template", "--lang", language]).code(0).out;
        let columns = template.matches(',').count();
        folder.write("people.csv", format!("{template},{name}{}\n", ",".repeat(columns - 1)).as_bytes());
        let ran = folder.run(&["actors", "import", "people.csv"]).code(0);
        assert!(ran.out.contains("kind = \"person\"") && ran.out.contains(name), "{}", ran.out);
        assert!(!ran.err.contains("ignored"), "{}", ran.err);
    }
}

#[test]
fn workbooks_are_read() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let write = [("Staff list 2024", "", ""), ("Name", "Position", "Start date"), ("Rania Saleh", "Minister", "")];
    for (row, (a, b, c)) in (0_u32..).zip(write) {
        for (column, cell) in (0_u16..).zip([a, b, c]) {
            if !cell.is_empty() {
                sheet.write_string(row, column, cell).expect("a cell");
            }
        }
    }
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2020, 1, 5).expect("a date");
    let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_datetime_with_format(2, 2, &date, &format).expect("a cell");
    sheet.write_string(1_048_575, 16_383, "far").expect("a cell");
    let folder = Folder::new(&[]);
    folder.write("people.xlsx", &book.save_to_buffer().expect("a workbook"));
    folder.write("people.ods", include_bytes!("people.ods"));
    for name in ["people.xlsx", "people.ods"] {
        let ran = folder.run(&["actors", "import", name]);
        assert!(
            ran.out.contains("name.en = \"Rania Saleh\"") && ran.out.contains("from = 2020-01-05"),
            "{}{}",
            ran.out,
            ran.err
        );
    }
    folder.write("broken.xlsx", b"PK\x03\x04 no workbook");
    folder.run(&["actors", "import", "broken.xlsx"]).code(1).says(&["the spreadsheet cannot be read"]);
}
