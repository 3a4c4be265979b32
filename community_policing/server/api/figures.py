"""Figures of the API: a Result as records, one for the whole and one for each part, in the numbers that pages show."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from community_policing.briefing.scope_query import scope_of
from community_policing.core import formats
from community_policing.core.bidi import without_marks
from community_policing.core.i18n import N_, ProgrammeError, listed, t
from community_policing.core.indicators import INDICATORS, Indicator
from community_policing.core.quantity import Quantity, Suppressed
from community_policing.core.safe_text import printable
from community_policing.export import provenance
from community_policing.export.table import as_number
from community_policing.measure.compute import splits_of
from community_policing.measure.programme import Programme
from community_policing.measure.result import EARLIER, FINER, TOO_FEW, WITHHELD, Result
from community_policing.protect.policy import Act
from community_policing.server.api.model import DAY, FLAG, PREFIX, SCOPE, SOURCE, Call, Column, or_null
from community_policing.ui.components.working import names
from community_policing.ui.shell import session

_NUMBER = or_null({"type": "number"})
_TEXT = or_null({"type": "string"})
FIGURE: Mapping[str, Column] = MappingProxyType({
    "indicator": Column(N_("Key of the indicator.")),
    "label": Column(N_("What the figure is called.")),
    "by": Column(N_("Dimension by which the figure is split; null for the whole."), _TEXT),
    "key": Column(N_("Key of the part; empty for what is not on record, null for the whole."), _TEXT),
    "name": Column(N_("Name of the part; null for the whole."), _TEXT),
    "value": Column(N_("The figure where it is one number; else null, and its bounds say what is known."), _NUMBER),
    "lower": Column(N_("Lower bound; null where there is no figure."), _NUMBER),
    "upper": Column(N_("Upper bound; null where none is known."), _NUMBER),
    "approximate": Column(N_("Whether the numbers are put together from rounded ones."), FLAG),
    "withheld": Column(N_("Whether the figure, or how small it is, is not shown in this view."), FLAG),
    "shown": Column(N_("The figure as pages write it.")),
    "unit": Column(N_("What one of it is.")),
    "absent": Column(N_("Why there is no figure, or no split; null where there is one."), _TEXT),
    "as_of": Column(N_("Day that the figure speaks of."), DAY),
    "dataset": Column(N_("Key of the dataset.")),
    "release": Column(N_("Name of the content, as pages show it.")),
    "release_number": Column(N_("Number of the release; null for a dataset that is none."), or_null({"type": "integer"})),
    "source": Column(N_("Sources of the rows behind the figure.")),
    "illustrative": Column(N_("Whether the data are made up, for demonstration."), FLAG),
    "rows": Column(N_("Address of the rows behind the figure; null where this view has no such list."), _TEXT),
})  # fmt: skip
_OF_VIEW = (WITHHELD, TOO_FEW, EARLIER, FINER)  # why a figure is absent that another reader may see
_NARROWED = ("governorate", "district", "phase", "donor", "established_by")  # dimensions that a scope can choose, too


def scoped(call: Call) -> Programme:
    """The programme in the scope that is asked for.  ProgrammeError for what is not in the data."""
    pairs = [(each.name, value) for each in SCOPE for value in call.asked.get(each.name, ())]
    return session.scoped(call.whole, scope_of(call.whole, urlencode(pairs)))


def indicator_of(key: str) -> Indicator:
    """The indicator of that key.  ProgrammeError for an unknown one."""
    if key not in INDICATORS:
        problem = t("There is no indicator “{key}”.", key=printable(key))
        raise ProgrammeError(problem, t("{address} lists them.", address=f"{PREFIX}/indicators"))
    return INDICATORS[key]


def result_of(key: str, programme: Programme, by: str = "") -> Result:
    """The figure, as pages have it.  ProgrammeError where it is unknown or cannot be split so in this view."""
    indicator = indicator_of(key)
    possible = splits_of(indicator, programme)
    if by and by not in possible:
        problem = t(
            "{indicator} cannot be split by {dimension}.", indicator=t(indicator.label), dimension=printable(by)
        )
        raise ProgrammeError(problem, t("Choose one of: {dimensions}.", dimensions=listed(possible)))
    return session.result(key, programme, by)


def records(call: Call, programme: Programme, result: Result) -> Iterator[dict[str, Any]]:
    """A record for the whole, and one for each part."""
    unit = result.indicator.unit
    shared = {
        "indicator": result.indicator.key, "label": result.label, "unit": t(unit), "as_of": result.as_of,
        "dataset": call.dataset, "release": programme.dataset.release, "release_number": call.release,
        "source": provenance.source(programme, result), "illustrative": programme.dataset.synthetic,
    }  # fmt: skip
    unsplit = t("This split is not published.") if result.by and not result.parts and result.from_facts else None
    whole = {
        "by": None, "key": None, "name": None, "absent": result.why_absent or unsplit, **_numbers(result.value, unit),
        "rows": _rows(call, result, {}),
    }  # fmt: skip
    whole["withheld"] |= result.absent in _OF_VIEW
    yield _ordered(shared | whole)
    called = names(result.by, programme, result.indicator.table)
    for key, part in result.parts.items():
        narrowed = {result.by: (key,)} if key and result.by in _NARROWED else None
        rows = None if narrowed is None else _rows(call, result, narrowed)
        told = {"by": result.by, "key": key, "name": called(key), "absent": None, "rows": rows}
        yield _ordered(shared | told | _numbers(part, unit))


def _ordered(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: record[name] for name in FIGURE}


def _numbers(value: Quantity | None, unit: str) -> dict[str, Any]:
    """What is known of a figure: one number, bounds, or that it is small."""
    withheld = isinstance(value, Suppressed)
    low, high = (as_number(value.low), as_number(value.high)) if value else (None, None)
    return {
        "value": low if value and value.exact and not withheld else None, "lower": low, "upper": high,
        "approximate": bool(value and value.about), "withheld": withheld, "shown": without_marks(formats.quantity(value, unit)),
    }  # fmt: skip


def _rows(call: Call, result: Result, narrowed: Mapping[str, tuple[str, ...]]) -> str | None:
    """The address of the rows, or cells, behind a figure, for who may take files."""
    if not call.user.may(Act.EXPORT):
        return None
    kept = {each.name: call.asked[each.name] for each in (*SOURCE, *SCOPE) if each.name in call.asked}
    return f"{PREFIX}/rows?{urlencode({'indicator': result.indicator.key, **kept, **narrowed}, doseq=True)}"
