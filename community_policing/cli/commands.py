"""The command line.  Exit code 0: accepted; 1: accepted with warnings; 2: refused; 3: questions are open.  Texts are those of
the pages."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from community_policing.cli import answers, argparse_words, brief, hand_on, mail, recipes, serve, tokens, views
from community_policing.core import formats
from community_policing.core.i18n import ProgrammeError, n, t
from community_policing.core.safe_text import printable
from community_policing.dataset.issues import Severity
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases import (
    Release,
    ReleaseError,
    Releases,
    Unchanged,
    location,
    open_releases,
    write_package,
)
from community_policing.measure.programme import Programme
from community_policing.protect import audit_log

if TYPE_CHECKING:
    from community_policing.analysis.changes.diff import ReleaseDiff
    from community_policing.dataset.intake import Checked

ACCEPTED, WARNED, REFUSED, ASKED = 0, 1, 2, 3
_CODES = {"accept": ACCEPTED, "warn": WARNED, "ask": ASKED, "refuse": REFUSED}
_FIELDS = ("table", "sheet", "row", "column", "letter", "rule", "value", "severity", "message")


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    asked = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = asked.command
    try:
        return command(asked)
    except Unchanged as nothing:
        _answer(asked, {"outcome": "accept", "issues": [], "effect": {"nothing": True}}, [nothing.message])
        return ACCEPTED
    except ProgrammeError as error:
        return _told(asked, "refused", error)
    except Exception as error:  # who asked for an answer of a fixed shape gets it, whatever nobody foresaw
        if sys.flags.dev_mode:
            raise
        problem = t("An unexpected error occurred ({error}).", error=printable(f"{type(error).__name__}: {error}", 300))
        remedy = t(
            "`releases` lists what was published. `python -X dev -m community_policing` shows where it went wrong."
        )
        return _told(asked, "unforeseen", ProgrammeError(problem, remedy))
    except KeyboardInterrupt:
        print(t("Stopped. Nothing was published that `releases` does not list."), file=sys.stderr)
        return REFUSED


def _told(asked: argparse.Namespace, rule: str, error: ProgrammeError) -> int:
    """Tells an error in the shape that was asked for."""
    record = dict.fromkeys(_FIELDS, "") | {"row": None, "rule": rule, "severity": "error", "message": str(error)}
    _answer(asked, {"outcome": "refuse", "issues": [record], "effect": {}}, [error.message, error.remedy], sys.stderr)
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    argparse_words.translate()
    name = "cpf" if Path(sys.argv[0]).stem == "cpf" else "python -m community_policing"
    parser = argparse.ArgumentParser(name, description=t("The programme's dashboard and its data releases."))
    verbs = parser.add_subparsers(required=True, metavar=t("command"))
    serve.arguments(_verb(verbs, "serve", serve.serve, t("serve the dashboard to a browser")))
    check = _verb(verbs, "check", _check, t("check a file, and show what publishing it would change"), as_json=True)
    publish = _verb(verbs, "publish", _publish, t("check a file and publish it"), as_json=True)
    for verb in (check, publish):
        verb.add_argument(
            "path", type=Path, help=t("a workbook, a CSV file, a zip of CSV files, or a data package folder")
        )
        verb.add_argument("--table", default="", help=t("the table that a single CSV file holds"))
        answers.arguments(verb)
    publish.add_argument("--confirm", action="append", default=[], metavar=t("key"), help=t("confirm a large change"))
    _verb(verbs, "releases", _releases, t("list what was published, newest first"), as_json=True)
    rollback = _verb(verbs, "rollback", _rollback, t("make an earlier release current again"), as_json=True)
    rollback.add_argument("release", type=int, help=t("number of the release"))
    for verb in (publish, rollback):
        verb.add_argument("--note", required=True, help=t("what changed and why"))
        verb.add_argument("--by", default="", help=t("who publishes; the user of this machine when left out"))
    export = _verb(
        verbs, "export", _export, t("write a release as a folder of CSV files, or in a format that others read")
    )
    export.add_argument("--release", type=int, help=t("number of the release; the current one when left out"))
    export.add_argument("--out", type=Path, required=True, help=t("a folder that is new or empty"))
    hand_on.arguments(export)
    prune = _verb(verbs, "prune", _prune, t("list stored files that no release refers to, or delete them"))
    prune.add_argument("--delete", action="store_true", help=t("delete them"))
    prune.add_argument("--days", type=float, default=1, help=t("only those that are at least so many days old"))
    brief_verb = _verb(
        verbs, "brief", _brief, t("freeze a briefing and write its slides, pages and workbook"), as_json=True
    )
    brief_verb.add_argument("--by", default="", help=t("who makes it; the user of this machine when left out"))
    brief.arguments(brief_verb)
    recipes.arguments(
        _verb(verbs, "recipes", _recipes, t("list, show, export or delete how files are read"), as_json=True)
    )
    token = _verb(verbs, "token", _tokens, t("make, list or revoke tokens of the API"), as_json=True)
    token.add_argument("--by", default="", help=t("who makes or revokes it; the user of this machine when left out"))
    tokens.arguments(token)
    saved = t("list the views that readers saved, export an account's, or delete all that it keeps")
    views.arguments(_verb(verbs, "views", _views, saved, as_json=True))
    mail_verb = _verb(verbs, "mail", _mail, t("send what is due, list or stop subscriptions"), as_json=True)
    mail_verb.add_argument("--by", default="", help=t("who does it; the user of this machine when left out"))
    mail.arguments(mail_verb)
    _verb(verbs, "migrate", _migrate, t("upgrade the registry of releases to this version"))
    return parser


def _verb(
    verbs: Any, name: str, command: Callable[[argparse.Namespace], int], help_text: str, *, as_json: bool = False
) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(name, help=help_text, description=help_text)
    verb.set_defaults(command=command, json=False, by="")
    if as_json:
        verb.add_argument("--json", action="store_true", help=t("answer in JSON"))
    return verb


def _check(asked: argparse.Namespace) -> int:
    base = _current_dataset(_releases_if_any())
    with _checked(asked, base) as checked:
        effect = _effect(base, checked.dataset)
        _answer(asked, _report(checked, effect), [*_lines(checked, effect), _outcome(checked)])
    return _CODES[checked.outcome]


def _publish(asked: argparse.Namespace) -> int:
    from community_policing.dataset.intake.corrections import in_words, with_corrections

    releases = open_releases()
    current = releases.current()
    base = releases.dataset(current) if current else None
    with _checked(asked, base) as checked:
        effect = _effect(base, checked.dataset)
        if checked.dataset is None or effect is None:
            _answer(asked, _report(checked, effect), [*_lines(checked, effect), _outcome(checked)])
            return _CODES[checked.outcome]
        confirmed = _confirmed(effect, asked.confirm)
        release = releases.publish(
            checked.dataset,
            note=asked.note,
            by=_by(asked),
            source=checked.source,
            base=current.number if current else None,
            effect=with_corrections(effect.as_json(), checked.corrections),
        )
    _log(asked, "publish", in_words(checked.source.name, len(checked.corrections)), release.number)
    for sentence in [*checked.confirmed(checked.lasting_answers), *confirmed]:
        _log(asked, "confirm", sentence, release.number)
    lines = [*_lines(checked, effect), t("Published as release {number}.", number=release.number)]
    _answer(asked, {**_report(checked, effect), "release": release.as_json()}, lines)
    return _CODES[checked.outcome]


def _confirmed(effect: "ReleaseDiff", confirmed: Sequence[str]) -> list[str]:
    """The large changes, each of which is named.  ProgrammeError where one is not."""
    from community_policing.analysis.changes.confirmations import confirmations

    large = confirmations(effect)
    open_ = {key: sentence for key, sentence in large.items() if key not in confirmed}
    if open_:
        problem = n(
            "A large change needs your confirmation:", "{count} large changes need your confirmation:", len(open_)
        )
        listed = [f"  --confirm {key}: {sentence}" for key, sentence in open_.items()]
        raise ProgrammeError("\n".join([problem, *listed]), t("If this is intended, publish again with these options."))
    return list(large.values())


def _releases(asked: argparse.Namespace) -> int:
    history = open_releases().history()
    everything = {"releases": [{**r.as_json(), "current": not i} for i, r in enumerate(history)]}
    lines = [_line(release, current=not i) for i, release in enumerate(history)]
    _answer(asked, everything, lines or [t("Nothing was published yet.")])
    return ACCEPTED


def _line(release: Release, *, current: bool) -> str:
    at = release.published_at
    day = f"{formats.day(at.date())} {at:%H:%M} UTC"
    what = t("release {number} made current again", number=release.points_at or 0) if release.points_at else ""
    cells = [str(release.number).rjust(4) + ("*" if current else " "), day, release.published_by, release.note]
    return "  ".join(filter(None, [*cells, what or release.source_name]))


def _rollback(asked: argparse.Namespace) -> int:
    releases = open_releases()
    current = releases.current()
    base = current.number if current else None
    release = releases.rollback(asked.release, note=asked.note, by=_by(asked), base=base)
    _log(asked, "rollback", t("to release {number}", number=asked.release), release.number)
    message = t(
        "Release {earlier} is current again, as release {number}.", earlier=asked.release, number=release.number
    )
    _answer(asked, {"outcome": "accept", "issues": [], "effect": {}, "release": release.as_json()}, [message])
    return ACCEPTED


def _export(asked: argparse.Namespace) -> int:
    releases = open_releases()
    release = releases.current() if asked.release is None else releases.release(asked.release)
    if release is None:
        raise ProgrammeError(t("Nothing was published yet."), t("Publish a file first."))
    if asked.format:
        files = hand_on.hand_on(asked, Programme.of(releases.dataset(release)))
        for file in files:
            _log(asked, "export", file.name, release.number)
        print(*files, sep="\n")
        return ACCEPTED
    write_package(releases.dataset(release), asked.out, release)
    _log(asked, "export", asked.out.name, release.number)  # the whole path may name a person
    print(t("Release {number} is in {folder}.", number=release.number, folder=asked.out))
    return ACCEPTED


def _prune(asked: argparse.Namespace) -> int:
    loose = open_releases().prune(delete=asked.delete, older_than=timedelta(days=max(asked.days, 0)))
    for name in loose:
        print(name)
    if asked.delete:
        _log(asked, "prune", " ".join(loose))
        print(n("One file deleted.", "{count} files deleted.", len(loose)))
    else:
        print(n("One file can be deleted: add --delete.", "{count} files can be deleted: add --delete.", len(loose)))
    return ACCEPTED


def _migrate(_asked: argparse.Namespace) -> int:
    before, after = open_releases(upgrade=False).migrate()
    same = t("The registry is at step {step}, the newest. There was nothing to do.", step=after or "")
    moved = t("The registry went from step {before} to step {after}.", before=before or "0", after=after or "")
    print(same if before == after else moved)
    return ACCEPTED


def _recipes(asked: argparse.Namespace) -> int:
    everything, lines = recipes.run(asked, open_releases().recipes, _by(asked))
    _answer(asked, everything, lines)
    return ACCEPTED


def _tokens(asked: argparse.Namespace) -> int:
    def data() -> Programme:
        return brief.data_of(asked, _releases_if_any)[0]

    everything, lines = tokens.run(asked, open_releases().tokens, _by(asked), partial(_log, asked), data)
    _answer(asked, everything, lines)
    return ACCEPTED


def _views(asked: argparse.Namespace) -> int:
    releases = open_releases()
    everything, lines = views.run(asked, releases.views, releases.alerts)
    if "deleted" in everything:
        _log(
            asked,
            "delete_view",
            " ".join([*everything["deleted"], *(["alerts_seen"] if everything["alerts_seen"] else [])]),
        )
    _answer(asked, everything, lines)
    return ACCEPTED


def _mail(asked: argparse.Namespace) -> int:
    everything, lines = mail.run(asked, open_releases(), partial(_log, asked))
    _answer(asked, everything, lines)
    return ACCEPTED


def _brief(asked: argparse.Namespace) -> int:
    answer, lines = brief.brief(asked, _by(asked), _releases_if_any)
    _log(asked, "briefing", answer["briefing"]["id"], answer["briefing"]["release"])
    _answer(asked, answer, lines)
    return ACCEPTED


def _log(asked: argparse.Namespace, what: str, detail: str, release: int | None = None) -> None:
    """Tells the audit log; what cannot be handed over now waits for a server, or for the next command."""
    audit_log.keep(what, _by(asked), "", detail, t("command line"), release)
    with suppress(ReleaseError):
        audit_log.log().hand_over()


def _releases_if_any() -> Releases | None:
    """What was published; None where nothing ever was, so that a check alone leaves nothing behind."""
    return open_releases() if location.used() else None


def _current_dataset(releases: Releases | None) -> Dataset | None:
    current = releases.current() if releases else None
    return releases.dataset(current) if releases and current else None


@contextmanager
def _checked(asked: argparse.Namespace, base: Dataset | None) -> "Iterator[Checked]":
    """The file, checked as one from outside; what it brought is kept as long as it is looked at."""
    from community_policing.dataset.intake import check  # only where a file is read

    given, saved = answers.given(asked), answers.recipes_for(asked, _releases_if_any)
    with TemporaryDirectory(prefix="cpf-draft-") as draft:
        checked = check(
            asked.path, draft=Path(draft), base=base, table=asked.table, answers=given, recipes=saved, mode=asked.mode,
            about=answers.about(asked), corrections=answers.corrections(asked),
        )  # fmt: skip
        answers.save(asked, checked, open_releases, _by(asked))
        yield checked


def _effect(base: Dataset | None, after: Dataset | None) -> "ReleaseDiff | None":
    from community_policing.analysis.changes.diff import release_diff

    if after is None:
        return None
    return release_diff(Programme.of(base) if base else None, Programme.of(after))


def _report(checked: "Checked", effect: "ReleaseDiff | None") -> dict[str, Any]:
    from community_policing.dataset.intake.corrections import as_json

    issues = [{name: getattr(issue, name, "") for name in _FIELDS} for issue in checked.issues]
    return {
        "outcome": checked.outcome, "questions": answers.as_json(checked), "issues": issues,
        "corrections": as_json(checked.corrections),
        "effect": effect.as_json() if effect else {},
    }  # fmt: skip


def _lines(checked: "Checked", effect: "ReleaseDiff | None") -> list[str]:
    from community_policing.analysis.changes import wording
    from community_policing.dataset.intake.corrections import sentence

    words = {Severity.ERROR: t("error"), Severity.WARNING: t("warning")}
    issues = [f"{words[issue.severity]}: {issue.message}" for issue in checked.issues]
    corrections = [t("corrected: {what}", what=sentence(each)) for each in checked.corrections]
    return [*answers.lines(checked), *corrections, *issues, *(wording.sentences(effect) if effect else ())]


def _outcome(checked: "Checked") -> str:
    return {
        "accept": t("The file can be published."),
        "warn": t("The file can be published; its warnings are shown beside the figures they touch."),
        "ask": t("The file cannot be published until its questions are answered: --answers takes a file of answers."),
        "refuse": t("The file cannot be published until its errors are corrected."),
    }[checked.outcome]


def _by(asked: argparse.Namespace) -> str:
    try:
        return asked.by or getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return str(os.getuid())


def _answer(asked: argparse.Namespace, everything: Mapping[str, Any], lines: Sequence[str], out: Any = None) -> None:
    if asked.json:
        print(json.dumps(everything, ensure_ascii=False, indent=2))
    else:
        print(*filter(None, lines), sep="\n", file=out or sys.stdout)
