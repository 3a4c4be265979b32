"""`python -m translations`: keeps the catalogues in step with the code and passes them to reviewers.  See CONTRIBUTING.md."""

import argparse
import re
import sys
from pathlib import Path

from community_policing.core.languages import LANGUAGES, SOURCE
from community_policing.core.paths import ROOT
from translations import catalogues, review
from translations.messages import messages
from translations.rules import faults


def main() -> int:
    """Runs one command; 1 where a message has no translation or one that breaks a rule."""
    parser = argparse.ArgumentParser(prog="python -m translations", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "update", help="bring new messages into every catalogue, take old ones out, say what is missing"
    )
    for name, what in (("export", "write a workbook for reviewers"), ("import", "read a reviewed workbook back")):
        command = commands.add_parser(name, help=what)
        command.add_argument("code", choices=[code for code in LANGUAGES if code != SOURCE])
        command.add_argument("file", type=Path)
    asked = parser.parse_args()
    if asked.command == "update":
        faulty = max(_update(code) for code in LANGUAGES if code != SOURCE)
        _tell()
        return faulty
    if asked.command == "export":
        review.write_workbook(asked.code, messages(), asked.file)
        return 0
    return _take(asked.code, asked.file)


def _update(code: str) -> int:
    known, there = messages(), catalogues.read(code)
    catalogues.write(code, there, known)
    wrong = 0
    for key in known:
        for fault in faults(code, key, there.get(key, catalogues.Translation(("",))).forms):
            print(f"{code}: “{key[0]}”: {fault}")
            wrong += 1
    reviewed = sum(there[key].reviewed for key in known if key in there)
    print(f"{code}: {len(known)} messages, {reviewed} reviewed by a speaker, {wrong} faults")
    return int(wrong > 0)


def _tell() -> None:
    """Writes into the README how much was reviewed."""
    page = ROOT / "README.md"
    words = catalogues.reviewed_in_words()
    page.write_text(re.sub(r"\*\*Reviewed by a speaker: [^*]*\*\*", lambda _: words, page.read_text("utf-8")), "utf-8")


def _take(code: str, file: Path) -> int:
    known = messages()
    result = review.read_workbook(code, known, file)
    catalogues.write(code, result.translations, known)
    _tell()
    print("\n".join(result.refused))
    print(
        f"{code}: {result.confirmed} of {len(known)} messages are reviewed; {len(result.refused)} lines were not taken"
    )
    return int(bool(result.refused))


if __name__ == "__main__":
    sys.exit(main())
