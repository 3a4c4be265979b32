"""The command `brief`: freezes a briefing and writes its outputs, without a browser or a server."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from community_policing.core.i18n import ProgrammeError, language, languages, listed, speaking, t
from community_policing.core.paths import DATA
from community_policing.core.settings import settings
from community_policing.dataset.load import load
from community_policing.dataset.releases import Releases, open_releases
from community_policing.dataset.releases.subject_note import OWN, RELEASES
from community_policing.measure.programme import Programme
from community_policing.protect.policy import Role

if TYPE_CHECKING:
    from community_policing.briefing.archive import Archive
    from community_policing.briefing.model import Briefing
    from community_policing.briefing.presets import BriefingRequest

ALL = "all"  # languages
SHIPPED = ("demonstration", "public_record")
IfAny = Callable[[], Releases | None]
Data = tuple[Programme, int | None, Releases | None]


def arguments(verb: argparse.ArgumentParser) -> None:
    """What the command may be asked."""
    verb.add_argument("--preset", required=True, help=t("what kind of briefing: chief, donor or governorate"))
    verb.add_argument("--out", type=Path, required=True, help=t("the folder that the files are written to"))
    verb.add_argument("--scope", default="", metavar=t("choice"),
                      help=t("as in a page's address: governorate=Ninewa&phase=P2; the whole programme when left out"))  # fmt: skip
    verb.add_argument(
        "--as-of", default="", metavar=t("day"), help=t("as in 2016-11-30; the data's own date when left out")
    )
    verb.add_argument("--language", default="en", help=t("a language code, or all: one set of numbers, told in each"))
    verb.add_argument(
        "--governorate", nargs="+", default=[], metavar=t("name"), help=t("governorates with a slide of their own")
    )
    verb.add_argument(
        "--donor", default="", metavar=t("name"),
        help=t("for a donor briefing: the donor whose view it shows, or public; by default the only donor selected, else public"),
    )  # fmt: skip
    data = verb.add_mutually_exclusive_group()
    data.add_argument("--release", type=int, help=t("number of a release; the current one when left out"))
    data.add_argument("--data", default="", help=t("demonstration, public_record, or a data package folder"))
    verb.add_argument("--only", default="", metavar=t("outputs"), help=t("some of html,pptx,brief,handout,xlsx"))
    verb.add_argument("--keep", action="store_true", help=t("also store the briefing in the archive"))


def brief(asked: argparse.Namespace, by: str, if_any: IfAny) -> tuple[Mapping[str, Any], Sequence[str]]:
    """Freeze, build and write; what is answered as JSON, and as lines.  ProgrammeError where anything cannot be done: an
    output that cannot be built is named, and the others are written."""

    keys, codes = _outputs(asked.only), _languages(asked.language)
    _folder(asked.out)
    data, now = data_of(asked, if_any), datetime.now(UTC)
    briefings: list[Briefing] = []
    files: dict[str, bytes] = {}
    failures: list[ProgrammeError] = []
    for code in codes:
        with speaking(code):
            made = _frozen(asked, by, data, now)
            briefings.append(replace(made, id=f"{briefings[0].id}-{code}") if briefings else made)
            built, refused = _built(briefings[-1], keys)
        files |= built
        failures += refused
    if asked.keep:
        archive = _archive(open_releases())
        for each in briefings:
            archive.keep(each)
    paths = [_write(asked.out / name, data) for name, data in files.items()]
    if failures:
        written = t("Written: {files}.", files=listed([*map(str, paths)])) if paths else ""
        raise ProgrammeError(
            "\n".join([*(failure.message for failure in failures), written]).rstrip(), failures[0].remedy
        )
    told = [{**_about(each), "kept": asked.keep} for each in briefings]
    lines = [t("Briefing {id}: {title}, as of {day}.", id=b.id, title=b.title, day=b.as_of_text) for b in briefings]
    answer = {
        "outcome": "accept",
        "issues": [],
        "effect": {},
        "briefing": told[0],
        **({"in_other_languages": told[1:]} if told[1:] else {}),
        "files": [*map(str, paths)],
    }
    return answer, [*lines, *map(str, paths)]


def _about(briefing: "Briefing") -> dict[str, Any]:
    from community_policing.briefing.snapshot import numbers_hash

    names = ("id", "sha256", "made_at", "title", "preset", "audience", "as_of", "release", "language")
    return {name: getattr(briefing, name) for name in names} | {"numbers_sha256": numbers_hash(briefing)}


def _built(briefing: "Briefing", keys: Sequence[str]) -> tuple[dict[str, bytes], list[ProgrammeError]]:
    """The files by name, and why others could not be built."""
    from community_policing.briefing.build import outputs

    files: dict[str, bytes] = {}
    failures: list[ProgrammeError] = []
    for key in keys:
        try:
            files[outputs.file_name(briefing, key)] = outputs.made(briefing, key)
        except ProgrammeError as error:
            failures.append(error)
    return files, failures


def _frozen(asked: argparse.Namespace, by: str, data: Data, now: datetime) -> "Briefing":
    from community_policing.briefing.audience import PUBLIC
    from community_policing.briefing.compose.composer import compose
    from community_policing.briefing.scope_query import donor_of, pcodes, scope_of
    from community_policing.briefing.snapshot import frozen

    whole, number, releases = data
    programme = whole.within(scope_of(whole, asked.scope, asked.as_of))
    request = _asked(asked, pcodes(asked.governorate), number, whole.dataset.title, releases)
    if releases and (key := RELEASES if number else _key(asked)):
        request = replace(request, subject_notes=tuple(note for note in releases.notes.all() if note.dataset == key))
    if asked.donor and not request.donor:
        raise ProgrammeError(
            t("Only a donor briefing can show a donor's view."), t("Leave out --donor, or choose --preset donor.")
        )
    if asked.donor:
        public = asked.donor.strip().casefold() == Role.PUBLIC
        request = replace(request, eyes=PUBLIC if public else donor_of(whole, asked.donor))
    return frozen(compose(programme, request), by, now)


def _asked(
    asked: argparse.Namespace, places: tuple[str, ...], number: int | None, dataset: str, releases: Releases | None
) -> "BriefingRequest":
    """What is asked of the composer: it looks back to the last such briefing that was kept, and to what is still to do."""
    from community_policing.briefing.presets import PRESETS, BriefingRequest

    if asked.preset not in PRESETS:
        keys = listed(list(PRESETS))
        raise ProgrammeError(
            t("There is no briefing “{preset}”.", preset=asked.preset), t("Choose one of: {known}.", known=keys)
        )
    archive = _archive(releases) if releases else None
    history = archive.history() if archive else ()
    earlier = (
        (archive.open(entry.id) for entry in history if (entry.preset, entry.dataset) == (asked.preset, dataset))
        if archive
        else ()
    )
    return BriefingRequest(
        asked.preset, PRESETS[asked.preset].audience, governorates=places, release=number,
        previous=next((each for each in earlier if each.language == language()), None),
        open_notes=tuple(note for note in archive.notes() if not note.done_at) if archive else (),
    )  # fmt: skip


def _archive(releases: Releases) -> "Archive":
    from community_policing.briefing.archive import Archive

    return Archive(releases)


def data_of(asked: argparse.Namespace, if_any: IfAny) -> Data:
    """The whole programme, the number of its release (None: no release), and the registry where there is one."""
    releases = open_releases() if asked.release is not None else if_any()
    if not asked.data and releases:
        release = releases.current() if asked.release is None else releases.release(asked.release)
        if release:
            return Programme.of(releases.dataset(release)), release.number, releases
    named = _named(asked)
    return Programme.of(load(DATA / named if named in SHIPPED else Path(named))), None, releases


def _named(asked: argparse.Namespace) -> str:
    """The folder of data, or the name of data that ship."""
    return asked.data or str(settings().data or SHIPPED[0])


def _key(asked: argparse.Namespace) -> str:
    """By what key the dashboard knows the data that are not published; "" for a folder that it does not open."""
    named = _named(asked)
    if named in SHIPPED:
        return named
    own = settings().data
    return OWN if own and Path(named).resolve() == own.resolve() else ""


def _outputs(only: str) -> tuple[str, ...]:
    from community_policing.briefing.build.outputs import OUTPUTS

    keys = tuple(dict.fromkeys(word.strip() for word in only.split(",") if word.strip())) or tuple(OUTPUTS)
    wrong = [key for key in keys if key not in OUTPUTS]
    if wrong:
        output_keys = listed(list(OUTPUTS))
        raise ProgrammeError(
            t("There is no output “{key}”.", key=wrong[0]), t("Choose one of: {known}.", known=output_keys)
        )
    return keys


def _languages(asked: str) -> tuple[str, ...]:
    """The languages that are asked for, the source language first.  ProgrammeError for one that there are no messages in."""
    known = languages()
    if asked != ALL and asked not in known:
        raise ProgrammeError(
            t("There is no language “{code}”.", code=asked), t("Choose one of: {known}.", known=listed(known))
        )
    return known if asked == ALL else (asked,)


def _folder(folder: Path) -> None:
    """Make the folder; a ProgrammeError where nothing can be written to it, before any work is done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial = folder / f".{token_hex(8)}.tmp"
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise _unwritable(folder, error) from error


def _write(file: Path, data: bytes) -> Path:
    temporary = file.with_name(f".{token_hex(8)}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _unwritable(file, error) from error
    return file


def _unwritable(place: Path, error: OSError) -> ProgrammeError:
    problem = t("{place} cannot be written ({reason}).", place=place, reason=error.strerror)
    return ProgrammeError(problem, t("Name a folder that you can write to, with enough space."))
