#!/usr/bin/env python3
"""What it costs to check a whole archive: cold, warm, with one article changed.

    cargo build --release
    benches/archive.py [COPYDESK] [--articles 20000] [--folder FOLDER]

Writes an archive of articles (20,000 of about 5 KB, half of them Arabic) in the words of this file, about the actors of
the example newsroom, and prints wall time, megabytes a second and the most memory that each run held. Every archive of a
size is the same to the byte.
"""

import argparse
import datetime
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent

ARABIC_MONTHS = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
ARABIC_DAYS = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()

ARABIC = [
    "قالت وزيرة الموانئ [سميرة ناصر](actor:samira-nasser)، {weekday} {day}، إن الأعمال في الميناء تسير وفق الجدول الزمني المعلن.",
    "وأوضحت ناصر أن المرحلة {n} من المشروع شملت {m} رصيفاً، وأن الكلفة بلغت {k} مليون دولار حتى الآن.",
    "من جهته، أكد [كريم عادل](actor:karim-adel) أن الشركة وقّعت العقد في [{day}](date:{iso})، بعد أكثر من {n} أسابيع من المفاوضات.",
    "وأضاف أن السفن التي ترسو هنا تحمل ما يقارب {k} ألف حاوية في العام، معظمها من الحبوب والأخشاب ومواد البناء.",
    "وكان سكان الحي القديم قد طالبوا، في رسالة من {m} صفحة، بتأجيل توسعة الطريق حتى تنتهي المدارس من الامتحانات.",
    "وتتوقع البلدية أن يستفيد من الخط الجديد نحو {k} ألف راكب يومياً، «وهو رقم لم نعرفه من قبل»، بحسب بيانها رقم {n}.",
    "ويبلغ طول الحاجز الجديد {k} متراً، ويحمي الحوض الشرقي من الأمواج التي أغرقت {m} قارباً في الشتاء.",
]
ENGLISH = [
    "Ports Minister [Samira Nasser](actor:samira-nasser) said on {weekday}, {day}, that work on the harbour was going to plan.",
    "Nasser added that phase {n} of the project covered {m} berths and had cost {k} million dollars so far.",
    "For his part, [Karim Adel](actor:karim-adel) said the contract was signed on [{day}](date:{iso}), after more than {n} weeks of talks.",
    "The ships that berth here carry close to {k} thousand containers a year, most of them with grain, timber and building material.",
    "Residents of the old quarter had asked, in a letter of {m} pages, that the road not be widened before the schools finish their exams.",
    "The town expects some {k} thousand passengers a day on the new line, “a number we have never seen”, its statement no. {n} said.",
    "The new breakwater is {k} metres long and shelters the eastern basin from waves that sank {m} boats in the winter.",
]
# One article in twenty has an error of each kind.
ERRORS = {
    "ar": ["وقال إن العمل ينتهي في 31 يونيو {year}.", "وحضر كريم عادل الاجتماع، «ثم غادر."],
    "en": ["Work will end on 31 June {year}, he said.", "Karim Adel and others were there, “he said."],
}


def in_words(day, language):
    if language == "ar":
        return f"{day.day} {ARABIC_MONTHS[day.month - 1]} {day.year}", ARABIC_DAYS[day.weekday()]
    return day.strftime("%-d %B %Y"), day.strftime("%A")


def article(chance, language, size):
    """An article of about so many bytes."""
    published = datetime.date(2023, 6, 5) + datetime.timedelta(days=chance.randrange(500))
    headline = f"توسعة الميناء: المرحلة {chance.randrange(2, 99)}" if language == "ar" else f"Harbour to grow, phase {chance.randrange(2, 99)}"
    out = f'---\nheadline: "{headline}"\ndatePublished: {published}\ninLanguage: {language}\n---\n\n'
    length = len(out.encode())
    paragraphs = []
    sentences = ARABIC if language == "ar" else ENGLISH
    while length < size:
        some = []
        for template in chance.sample(sentences, 3):
            day = published - datetime.timedelta(days=chance.randrange(1, 300))
            words, weekday = in_words(day, language)
            numbers = {"n": chance.randrange(3, 999), "m": chance.randrange(11, 99), "k": chance.randrange(100, 999)}
            some.append(template.format(day=words, weekday=weekday, iso=day, **numbers))
        paragraphs.append(" ".join(some))
        length += len(paragraphs[-1].encode()) + 2
    for error in ERRORS[language]:
        if chance.randrange(20) == 0:
            paragraphs.append(error.format(year=published.year))
    return out + "\n\n".join(paragraphs) + "\n"


def generate(folder, count, size=5000):
    chance = random.Random(7)
    shutil.copy(ROOT / "examples/newsroom/actors.toml", folder)
    (folder / "copydesk.toml").write_text("")
    total = 0
    for number in range(count):
        language = "ar" if number % 2 else "en"
        text = article(chance, language, size)
        path = folder / f"{number // 200:03}" / f"{number:05}.{language}.news.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        total += len(text.encode())
    return total


def run(copydesk, folder, *arguments):
    """Wall seconds, seconds of processors, and the most memory in MiB."""
    start = time.monotonic()
    command = [copydesk, "lint", *(arguments if "--format" in arguments else ("--format", "concise", *arguments)), "."]
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    child.returncode = code
    if code not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, command))} ended with {code}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("copydesk", nargs="?", default=ROOT / "target/release/copydesk", type=pathlib.Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--folder", type=pathlib.Path, help="where the archive is written and kept")
    options = parser.parse_args()
    copydesk = options.copydesk.resolve()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or pathlib.Path(scratch, "archive")
        folder.mkdir(exist_ok=True)
        size = generate(folder, options.articles) / 1e6
        print(f"{options.articles} articles, {size:.1f} MB, {os.cpu_count()} processors")
        cached = ["--cache-dir", pathlib.Path(scratch, "cache")]
        changed = folder / "000" / "00001.ar.news.md"

        def row(name, *arguments):
            wall, busy, memory = run(copydesk, folder, *arguments)
            print(f"{name:<34}{wall:8.2f} s {size / wall:8.1f} MB/s {size / busy:8.1f} MB/s a core {memory:8.1f} MiB")

        run(copydesk, folder, "--no-cache")  # The disk is warm from here on.
        row("no cache, one thread", "--no-cache", "--jobs", "1")
        row("no cache", "--no-cache")
        row("cold", *cached)
        row("warm", *cached)
        changed.write_text(changed.read_text().rstrip("\n") + " \n\nفقرة أخرى.\n")
        row("one article changed", *cached)
        row("JSON, warm", *cached, "--format", "json")


if __name__ == "__main__":
    main()
