"""The job of examples/spark on a local Spark. Usage: test_archive.py COPYDESK"""

import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import pyarrow.parquet

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COPYDESK = sys.argv[1]
JOB = ROOT / "examples/spark/annotate_archive.py"
NEWSROOM = ROOT / "examples/newsroom"
SUBMIT = pathlib.Path(sys.executable).with_name("spark-submit")

SENTENCES = [
    "قالت سميرة ناصر، أمس الثلاثاء، إن العقد وُقّع في 31 يونيو 2024.",
    "Samira Nasser said on Tuesday, 18 March 2024, that “work had begun.",
    "غادر كريم عادل قبل شهرين. 😀",
    "Karim Adel left last week.",
]


def archive(folder, count=400):
    """Articles with ids of both kinds, in an order that is not theirs."""
    chance = random.Random(7)
    lines = []
    for number in range(count):
        text = " ".join(chance.choices(SENTENCES, k=chance.randrange(1, 12)))
        identifier = number if number % 3 == 0 else f"قصة/{number}"
        lines.append(json.dumps({"key": identifier, "body": text, "date": "2024-03-18"}, ensure_ascii=number % 2 == 0))
    chance.shuffle(lines)
    path = folder / "archive.jsonl"
    path.write_text("\n".join(lines) + "\n")
    return path


def job(folder, source, name, *more):
    """A run of the job on two cores, in four partitions."""
    settings = ["spark.ui.enabled=false", f"spark.local.dir={folder / 'scratch'}", f"spark.sql.warehouse.dir={folder / 'house'}"]
    command = [SUBMIT, "--master", "local[2]", *(part for setting in settings for part in ("--conf", setting)), JOB]
    command += [source, folder / name, "--copydesk", COPYDESK, "--newsroom", NEWSROOM, "--partitions", "4", *more]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    environment.pop("SPARK_HOME", None)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)


def alone(source, *more):
    """copydesk's own run over the whole file."""
    command = [COPYDESK, "export", "--jsonl", "--fields", "id=key,text=body", *more, source]
    ran = subprocess.run(command, cwd=NEWSROOM, capture_output=True, check=True)
    return ran.stdout.decode()


def json_lines_are_those_of_one_run(folder):
    source = archive(folder)
    ran = job(folder, source, "out", "--fields", "id=key,text=body")
    assert ran.returncode == 0, ran.stderr[-3000:]
    parts = sorted((folder / "out").glob("part-*"))
    assert len(parts) >= 4 and all(part.stat().st_size for part in parts), parts
    assert (folder / "out/_SUCCESS").exists()
    expected = alone(source)
    assert len(expected.splitlines()) == 400 and '"code":"impossible-date"' in expected
    assert "".join(part.read_text() for part in parts) == expected


def a_table_holds_the_same(folder):
    source = archive(folder)
    ran = job(folder, source, "table", "--fields", "id=key,text=body", "--format", "parquet")
    assert ran.returncode == 0, ran.stderr[-3000:]
    rows = pyarrow.parquet.read_table(folder / "table").to_pylist()
    expected = [json.loads(line) for line in alone(source).splitlines()]
    assert len(rows) == len(expected) == 400
    kept = {row["id"]: row for row in rows}
    for article in expected:
        row = kept[article["id"]]
        # `path` is for articles in files of their own.
        assert row.pop("path") is None
        # `field` is for records that have a headline of their own.
        for part in ("mentions", "dates", "findings"):
            assert all(item.pop("field", None) is None for item in row[part])
        assert row == article, (row, article)


def a_part_alone_can_be_asked_for(folder):
    source = archive(folder, 40)
    ran = job(folder, source, "out", "--fields", "id=key,text=body", "--only", "dates", "--lang", "ar")
    assert ran.returncode == 0, ran.stderr[-3000:]
    found = "".join(part.read_text() for part in sorted((folder / "out").glob("part-*")))
    assert found == alone(source, "--only", "dates", "--lang", "ar")


def a_line_that_cannot_be_read_fails_the_job_with_copydesks_message(folder):
    source = archive(folder)
    lines = source.read_text().splitlines()
    lines[250] = '{"key": "x", "body": 3}'
    source.write_text("\n".join(lines) + "\n")
    for more in [("--format", "json"), ("--format", "parquet")]:
        ran = job(folder, source, f"out-{more[1]}", "--fields", "id=key,text=body", *more)
        assert ran.returncode != 0
        said = re.search(r"partition (\d+): copydesk failed\n\s*copydesk: -:(\d+): the field `body` is missing or is not a string", ran.stderr)
        assert said, ran.stderr[-3000:]
        assert int(said[1]) > 0, "the line is not in the first part"
        assert not (folder / f"out-{more[1]}/_SUCCESS").exists()


def a_program_that_dies_fails_the_job(folder):
    source = archive(folder, 40)
    dying = folder / "dying"
    # It writes what it has read of the first partition, and is killed where it meets one article.
    dying.write_text(f'#!/bin/sh\ninput=$(cat)\ncase $input in *قصة/7\\"*) echo "out of luck" >&2; kill -9 $$;; esac\nprintf "%s\\n" "$input" | {COPYDESK} "$@"\n')
    dying.chmod(0o755)
    ran = job(folder, source, "out", "--fields", "id=key,text=body", "--copydesk", dying)
    assert ran.returncode != 0 and "copydesk failed" in ran.stderr and "out of luck" in ran.stderr, ran.stderr[-3000:]
    assert not (folder / "out/_SUCCESS").exists()


def articles_without_ids_are_refused(folder):
    source = archive(folder, 40)
    ran = job(folder, source, "out", "--fields", "id=nothing,text=body")
    assert ran.returncode != 0 and "an article has no id; name its field" in ran.stderr, ran.stderr[-3000:]


def a_program_that_is_not_there_is_told(folder):
    ran = job(folder, archive(folder, 4), "out", "--fields", "id=key,text=body", "--copydesk", "/no/such/copydesk")
    assert ran.returncode != 0 and "/no/such/copydesk" in ran.stderr and "not found" in ran.stderr, ran.stderr[-3000:]


def main():
    checks = [
        json_lines_are_those_of_one_run,
        a_table_holds_the_same,
        a_part_alone_can_be_asked_for,
        a_line_that_cannot_be_read_fails_the_job_with_copydesks_message,
        a_program_that_dies_fails_the_job,
        articles_without_ids_are_refused,
        a_program_that_is_not_there_is_told,
    ]
    passed = failed = 0
    for check in checks:
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(pathlib.Path(folder))
                passed += 1
                print(f"ok: {check.__name__}", flush=True)
            except Exception as error:  # noqa: BLE001, every error is reported and counted
                failed += 1
                print(f"{check.__name__}: {type(error).__name__}: {error}", flush=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
