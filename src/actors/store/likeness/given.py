#!/usr/bin/env python3
"""Writes widely known names, one group of spellings per line; see README.md.

usage: given.py PERSON_NAMES > given.txt
"""
import re
import sys

# A name with this many spellings is probably known in many languages.
FORMS = 9
WORD = re.compile(r"[a-z]{3,14}|[\u0621-\u064A]{3,12}")


def fold(word):
    word = re.sub("[\u064B-\u0652\u0640]", "", word)
    return word.translate(str.maketrans("أإآٱىة", "اااايه"))


def main(path):
    groups = set()
    for line in open(path, encoding="utf-8"):
        forms = [form.strip() for form in line.split("=>")[0].split(",")]
        if len(forms) < FORMS:
            continue
        words = sorted({fold(form) for form in forms if WORD.fullmatch(fold(form))})
        if words:
            groups.add(" ".join(words))
    print("\n".join(sorted(groups)))


if __name__ == "__main__":
    main(*sys.argv[1:])
