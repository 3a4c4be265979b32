"""Snapshot of a briefing as JSON and back, with a hash over all of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass, replace
from datetime import UTC, datetime
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from community_policing.briefing import model
from community_policing.briefing.model import BLOCKS, Briefing, Number, numbers
from community_policing.core.i18n import ProgrammeError, t

_OWN = ("id", "made_at", "made_by", "sha256")  # what two briefings of the same numbers need not share
_TAGGED = (*BLOCKS, Number)  # what may stand where several kinds may
_TAGS = {kind.__name__: kind for kind in _TAGGED}


def frozen(draft: Briefing, by: str, now: datetime | None = None) -> Briefing:
    """The draft with its id, time and hash; the numbers stay what they are."""
    made_at = (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    sha256 = fingerprint(draft)
    name = hashlib.sha256(f"{sha256} {made_at}".encode()).hexdigest()[:10]
    return replace(draft, id=name, made_at=made_at, made_by=by, sha256=sha256)


def fingerprint(briefing: Briefing) -> str:
    """The hash of all that is shown, in whatever order Python holds it."""
    content = {name: value for name, value in _plain(briefing).items() if name not in _OWN}
    return hashlib.sha256(_written(content).encode()).hexdigest()


def numbers_hash(briefing: Briefing) -> str:
    """The hash of what the briefing's numbers are, slide by slide: the same in whatever language they are named."""
    known = [
        [slide.key, sorted(_written([n.indicator, n.low, n.high, n.as_of, n.rows]) for n in numbers(slide))]
        for slide in briefing.slides
    ]
    return hashlib.sha256(_written(known).encode()).hexdigest()


def as_json(briefing: Briefing) -> str:
    """The briefing as JSON; `read` gives an equal one back."""
    return _written(_plain(briefing))


def read(text: str) -> Briefing:
    """The briefing in that JSON.  ProgrammeError where it is none, or is not what was frozen."""
    try:
        briefing: Briefing = _made(Briefing, json.loads(text))
        sound = fingerprint(briefing) == briefing.sha256
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProgrammeError(
            t("This briefing cannot be read: it is damaged, or was made by another version."), t("Make it again.")
        ) from error
    if not sound:
        raise ProgrammeError(
            t("Briefing {id} has changed since it was frozen: its hash differs.", id=briefing.id), t("Make it again.")
        )
    return briefing


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        values = {
            field.name: _plain(getattr(value, field.name)) for field in fields(value) if not _left_out(field, value)
        }
        return {"is": type(value).__name__, **values} if isinstance(value, _TAGGED) else values
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return value


def _left_out(field: "Field[Any]", value: Any) -> bool:
    """Whether a snapshot of an earlier version, which does not know the field, would say the same without it."""
    return bool(field.metadata.get("later")) and getattr(value, field.name) == field.default


def _made(kind: Any, value: Any) -> Any:
    """The value as what it is declared to be."""
    if isinstance(value, dict) and "is" in value:
        kind = _TAGS[value["is"]]
    if is_dataclass(kind) and isinstance(value, dict):
        hints = get_type_hints(kind, vars(model))
        known = [field for field in fields(kind) if field.name in value or not field.metadata.get("later")]
        return kind(**{field.name: _made(hints[field.name], value[field.name]) for field in known})  # type: ignore[operator]
    if isinstance(kind, UnionType) and isinstance(value, dict):
        return _made(next(each for each in get_args(kind) if is_dataclass(each)), value)
    if get_origin(kind) is tuple or isinstance(value, list):
        inner = [each for each in get_args(kind) if each is not Ellipsis]
        return tuple(_made(inner[min(place, len(inner) - 1)], each) for place, each in enumerate(value))
    return value
