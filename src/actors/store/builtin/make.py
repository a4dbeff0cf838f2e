"""Writes places.tsv from CLDR's territory names and the two hand-written lists. See README.md."""

import json
import re
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent

# CLDR codes that are not territories, or parts of territories that the press does not treat as countries.
NO_COUNTRY = set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())


def hand_written(name):
    """Rows of a list: code -> (English names, Arabic names)."""
    rows = {}
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            code, english, arabic = (line.split("|") + ["", ""])[:3]
            rows[code] = tuple([n.strip() for n in names.split(",") if n.strip()] for names in (english, arabic))
    return rows


def cldr(folder, language):
    """Names by code, the main one first."""
    data = json.loads((Path(folder) / f"{language}.territories.json").read_text(encoding="utf-8"))
    names = {}
    for key, name in data["main"][language]["localeDisplayNames"]["territories"].items():
        code = key.split("-")[0]
        if re.fullmatch("[A-Z]{2}", code) and code not in NO_COUNTRY:
            name = name.replace("’", "'")
            # "Congo - Kinshasa" and "Myanmar (Burma)" are labels for lists, not names.
            if not re.search(r" - |\(", name):
                names.setdefault(code, [])
                names[code] += [name.replace(" & ", " and ")]
    return names


def merge(official, press):
    """The house form first; a name that the press list marks as weak is weak."""
    house = [name[1:] for name in press if name.startswith("=")]
    names = house + official + [name for name in press if not name.startswith("=")]
    weak = {name.lstrip("=~") for name in press if name.lstrip("=").startswith("~")}
    seen, out = set(), []
    for name in (name.lstrip("~") for name in names):
        if name not in seen:
            seen.add(name)
            out.append(("~" if name in weak else "") + name)
    return out


def slug(name):
    """`United States` -> `united-states`."""
    plain = unicodedata.normalize("NFKD", name.lstrip("~")).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", re.sub("['.]", "", plain.lower())).strip("-")


def main(folder):
    english, arabic = cldr(folder, "en"), cldr(folder, "ar")
    press, capitals = hand_written("press.txt"), hand_written("capitals.txt")
    rows, ids = [], {}
    for code in sorted(set(english) | set(press)):
        en = merge(english.get(code, []), press.get(code, ([], []))[0])
        ar = merge(arabic.get(code, []), press.get(code, ([], []))[1])
        ids[code] = {"CD": "dr-congo", "CG": "congo"}.get(code, slug(en[0]))
        rows.append((ids[code], code, "", en, ar))
    for code, (en, ar) in sorted(capitals.items()):
        rows.append((slug(en[0]), "", ids[code], en, ar))
    taken = [row[0] for row in rows]
    assert len(set(taken)) == len(taken), sorted(name for name in taken if taken.count(name) > 1)
    for identifier, code, parent, en, ar in rows:
        print(identifier, code, parent, "|".join(en), "|".join(ar), sep="\t")


if __name__ == "__main__":
    main(sys.argv[1])
