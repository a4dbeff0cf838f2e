#!/usr/bin/env python3
"""What it costs to check a whole archive: cold, warm, with one article changed, and next to the linters of others.

    cargo build --release
    benches/archive.py [COPYDESK] [--articles 20000] [--folder FOLDER]
    benches/archive.py --peers [--of FOLDER]

Writes an archive of articles (20,000 of about 5 KB, half of them Arabic) in the words of this file, about the actors of
the example newsroom, and prints wall time, megabytes a second and the most memory that each run held. Every archive of a
size is the same to the byte.

With `--peers`, typos and rumdl are installed from PyPI into `target/peers`, and everything runs on one core, over the
same files: the Markdown and plain text of a folder, or such an archive of 2,000 articles. The time is that of the
processor, the best of five runs. Where `valgrind` is installed, instructions are counted over the first 300 KB. One short
article is timed next to `true`, from spawn to exit. `COPYDESK_BENCH_QUICK=1` makes the archive small and installs
nothing: such a run proves only that it works.
"""

import argparse
import datetime
import os
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = ROOT / "target/peers"
QUICK = "COPYDESK_BENCH_QUICK" in os.environ

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


def measure(command, folder):
    """Wall seconds, seconds of processors, the most memory in MiB, and the exit code."""
    start = time.monotonic()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode


def run(copydesk, folder, *arguments):
    """Wall seconds, seconds of processors, and the most memory in MiB."""
    command = [copydesk, "lint", *(arguments if "--format" in arguments else ("--format", "concise", *arguments)), "."]
    *figures, code = measure(command, folder)
    if code not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, command))} ended with {code}")
    return figures


def linters(copydesk):
    """The command of each linter on one core, and its version."""
    pin = ["taskset", "-c", "0"] if shutil.which("taskset") else []
    found = {"copydesk": [*pin, copydesk, "lint", "--no-cache", "--jobs", "1", "--format", "json"]}
    if QUICK:
        return found
    if not (PEERS / "bin/typos").exists():
        venv.create(PEERS, with_pip=True)
        subprocess.run([PEERS / "bin/pip", "install", "--quiet", "typos", "rumdl"], check=True)
    commands = {"typos": ["--threads", "1"], "rumdl": ["check", "--no-cache"]}
    for name, arguments in commands.items():
        program = PEERS / "bin" / name
        version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        found[version.replace("-cli", "")] = [*pin, program, *arguments]
    return found


def instructions(command, folder):
    """The instructions of a run, counted by valgrind; None without it."""
    if not shutil.which("valgrind"):
        return None
    bare = command[3:] if command[0] == "taskset" else command
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *bare, "."]
    output = subprocess.run(valgrind, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    counted = re.search(r"refs:\s*([0-9,]+)", output.stderr)
    return int(counted[1].replace(",", "")) if counted else None


def copy_texts(source, target, limit=None):
    """Copies Markdown and plain text. Returns how many bytes there are."""
    total = 0
    for path in sorted(source.rglob("*")):
        if path.suffix not in (".md", ".txt") or not path.is_file() or ".copydesk" in path.parts:
            continue
        if limit is not None and total > limit:
            break
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
        total += path.stat().st_size
    (target / "copydesk.toml").write_text('articles = ["**/*.md", "**/*.txt"]\n')
    return total


def compare(copydesk, source):
    """copydesk and its peers over the same files."""
    with tempfile.TemporaryDirectory() as scratch:
        whole, part = pathlib.Path(scratch, "whole"), pathlib.Path(scratch, "part")
        if source is None:
            source = pathlib.Path(scratch, "generated")
            source.mkdir()
            generate(source, 20 if QUICK else 2000)
        size, part_size = copy_texts(source, whole), copy_texts(source, part, 300_000)
        print(f"{source.name}: {size / 1e6:.1f} MB, one core")
        first = None
        for name, command in linters(copydesk).items():
            seconds = min(measure([*command, "."], whole)[1] for _ in range(1 if QUICK else 5))
            first = first or seconds
            counted = instructions(command, part)
            per_byte = f"{counted / part_size:8.0f} instructions a byte" if counted else ""
            print(f"{name:<20}{size / 1e6 / seconds:8.1f} MB/s {first / seconds:6.2f} x copydesk{per_byte}")


def spawn_to_exit(command, folder):
    """Median wall milliseconds of a run."""
    return 1000 * statistics.median(measure(command, folder)[0] for _ in range(3 if QUICK else 101))


def one_article(copydesk):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "story.en.news.md").write_text(article(random.Random(7), "en", 5000))
        floor = spawn_to_exit(["true"], folder)
        own = spawn_to_exit([copydesk, "lint", "--no-cache", "story.en.news.md"], folder)
        print(f"one article of 5 KB, spawn to exit: {own:.2f} ms, true {floor:.2f} ms, {own / floor:.1f} x")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("copydesk", nargs="?", default=ROOT / "target/release/copydesk", type=pathlib.Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--folder", type=pathlib.Path, help="where the archive is written and kept")
    parser.add_argument("--peers", action="store_true", help="compare with typos and rumdl")
    parser.add_argument("--of", type=pathlib.Path, help="the texts that are compared")
    options = parser.parse_args()
    copydesk = options.copydesk.resolve()
    if not copydesk.is_file():
        sys.exit(f"{copydesk} is missing: run `cargo build --release` first")
    if options.peers:
        compare(copydesk, options.of and options.of.resolve())
        return one_article(copydesk)
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
