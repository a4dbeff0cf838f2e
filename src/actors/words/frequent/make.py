#!/usr/bin/env python3
"""Writes the frequent words of Arabic from open data; see README.md.

usage: make.py WORDFREQ CITIES PERSON_NAMES PLACES > ar.txt
"""
import gzip
import json
import re
import sys

import msgpack

# Number of the most common words that are examined. Less common words are rarely used by chance.
WORDS = 6000
# Organisations, sites and products that are among them because the press names them so often.
BODIES = """حماس داعش فيسبوك تويتر يوتيوب انستغرام إنستغرام انستقرام واتساب غوغل جوجل قوقل ياهو أبل آبل مايكروسوفت سامسونج
    سامسونغ نوكيا هواوي أمازون سوني ناسا الناتو ناتو أوبك اوبك الفيفا فيفا الفيسبوك التويتر أرامكو سابك الأونروا اليونسكو
    اليونيسف رويترز يورو""".split()
ARABIC = re.compile(r"[\u0621-\u064A]+")
CLITICS = re.compile(r"^(?:و|ف)?(?:لل|ال|ب|ل|ك)?")


def fold(word):
    """Unifies spellings that are used interchangeably."""
    word = re.sub("[\u064B-\u0652\u0640]", "", word)
    return word.translate(str.maketrans("أإآٱىة", "ااااىه")).replace("ى", "ي")


def ranked(folder):
    with gzip.open(f"{folder}/data/large_ar.msgpack.gz") as file:
        buckets = msgpack.load(file, raw=False)
    return [word for bucket in buckets[1:] for word in bucket if ARABIC.fullmatch(word)]


def place_names(cities, places):
    names = set()
    for city in json.load(open(cities, encoding="utf-8")).values():
        # Shorter names are more often words than cities.
        names.update(name for name in city["alternatenames"] if ARABIC.fullmatch(name) and len(name) > 3)
    for line in open(places, encoding="utf-8"):
        for name in line.rstrip("\n").split("\t")[4].split("|"):
            names.update([name.lstrip("~")])
    return {fold(name) for name in names}


def person_names(path):
    names = set()
    for line in open(path, encoding="utf-8"):
        names.update(name.strip() for name in line.split("=>")[0].split(","))
    return {fold(name) for name in names if ARABIC.fullmatch(name)}


def main(wordfreq, cities, names, places):
    places, people = place_names(cities, places), person_names(names)
    bodies = {fold(body) for body in BODIES}
    seen = set()
    for word in ranked(wordfreq)[:WORDS]:
        key = fold(word)
        stems = {key[len(match.group()):] for match in [CLITICS.match(key)] if match} | {key[1:], key[2:], key[3:]}
        stems = {stem for stem in stems if len(stem) > 2}
        if key in seen or len(key) < 2 or key in bodies or key in places:
            continue
        # A place or a person after a one-letter word.
        if key[0] in "وفبلك" and key not in people and stems & (places | bodies) and not stems & people - places:
            continue
        seen.add(key)
        print(("~" if key in people else "") + key)


if __name__ == "__main__":
    main(*sys.argv[1:])
