"""IATI 2.03 activities: one for each of the programme's own grants, with the results of its phase by period and governorate.

Money is there only where a grant's amount was published.  Where several donors pay for a phase the results are those of the
phase, whoever pays: a grant's share of a target is on record nowhere.  They are marked as not to be added up, since each
of these grants has them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import etree
from lxml.builder import E

from community_policing.core import formats
from community_policing.core.bidi import is_arabic
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import language, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.languages import SOURCE
from community_policing.core.safe_text import printable
from community_policing.export.handed_on.activities import stated
from community_policing.measure.compute import by_governorate, measure
from community_policing.measure.names import name_of
from community_policing.measure.pace import Target
from community_policing.measure.programme import Programme, has_value
from community_policing.measure.result import Result
from community_policing.measure.targets import path_of

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
IOM = "XM-DAC-47066"  # IOM's identifier as a publisher of IATI data
POLICE = "15132"  # "Police" in IATI's code list Sector, the purpose codes of the DAC
# What is reported of each phase: outputs and, of surveys, nothing, since an answer is of one place and wave
REPORTED = (
    "fora_established_iom", "trainings_and_campaigns_held", "workshops_held", "attendances", "vehicles_handed_over",
    "equipment_handed_over", "stations_adapted", "headquarters_built",
)  # fmt: skip


def iati(programme: Programme) -> bytes:
    """The grants in scope as an IATI file.  A grant of which no date is on record is no activity, and is named in a comment."""
    root = etree.Element("iati-activities", version="2.03")
    if not any(True for _ in _grants(programme)):
        root.append(etree.Comment(" No grant in this selection. "))
    for grant in _grants(programme):
        dates = _dates(grant, programme)
        name = printable(str(grant["grant_id"])).replace("--", "-").strip("-")
        root.append(_activity(grant, dates, programme) if dates else etree.Comment(f" {name}: no date is on record. "))
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _grants(programme: Programme) -> Iterator[dict[str, Any]]:
    """The programme's own grants in scope, as rows."""
    rows, scope = programme.frames["grants"], programme.scope
    own = rows[rows["scope"] == "iom"]
    for field, chosen in (("donor_id", scope.donors), ("phase_id", scope.phases)):
        own = own[own[field].isin(chosen)] if chosen else own
    yield from ({str(name): cell for name, cell in row.items()} for row in own.to_dict("records"))


def _activity(grant: dict[str, Any], dates: Sequence[etree._Element], programme: Programme) -> etree._Element:
    made_up = "ILLUSTRATIVE-" if programme.dataset.synthetic else ""  # so that no register takes it for a real one
    title = name_of(grant, "title")
    titled = title if has_value(title) else t("Community Policing Programme")
    donor = programme.names("donors", "name").get(grant["donor_id"], grant["donor_id"])
    phase = programme.names("phases", "name").get(grant["phase_id"], "") if has_value(grant["phase_id"]) else ""
    implementer = _narrated("participating-org", grant["implementer"], role="4")
    activity = E(
        "iati-activity", E("iati-identifier", _plain(f"{IOM}-{made_up}{grant['grant_id']}")),
        _narrated("reporting-org", "International Organization for Migration", ref=IOM, type="40"),
        _narrated("title", titled), _narrated("description", f"{titled}. {phase}".strip(), type="1"),
        _narrated("description", stated(programme), type="4"), _narrated("participating-org", donor, role="1"), implementer,
        E("activity-status", code=_status(dates)), *dates, _narrated("recipient-country", "Iraq", code="IQ"),
    )  # fmt: skip
    activity.set(_LANG, language())
    activity.set("last-updated-datetime", f"{programme.dataset.as_of.isoformat()}T00:00:00Z")
    results = tuple(_results(grant, programme)) if phase else ()
    places = sorted({ref for result in results for ref in result.xpath(".//location/@ref")})
    activity.extend([*map(_place, places), E("sector", vocabulary="1", code=POLICE), *_money(grant, donor), *results])
    return activity


def _dates(grant: dict[str, Any], programme: Programme) -> tuple[etree._Element, ...]:
    """Start and end: what lies behind the as-of date is actual, what lies ahead planned; a published end is the planned one."""
    day = programme.as_of
    begun = _day(grant["starts_on"]) or programme.phase_starts.get(grant["phase_id"])
    end = _day(grant["ends_on"])
    kinds = (("2" if begun and begun <= day else "1", begun), ("3", end))
    return tuple(E("activity-date", {"type": kind, "iso-date": when.isoformat()}) for kind, when in kinds if when)


def _status(dates: Sequence[etree._Element]) -> str:
    """In pipeline where nothing has begun, else under way: that a grant was closed is on record nowhere."""
    return "2" if any(each.get("type") == "2" for each in dates) else "1"


def _money(grant: dict[str, Any], donor: str) -> Iterator[etree._Element]:
    """The commitment, where its amount was published, with its currency and a day to value it on."""
    began = _day(grant["starts_on"])
    known = began and has_value(grant["amount"]) and has_value(grant["currency"])
    if not began or not known or grant["record"] != "published":
        return
    day = began.isoformat()
    value = E("value", f"{grant['amount']:.2f}", {"currency": grant["currency"], "value-date": day})
    yield E(
        "transaction", E("transaction-type", code="11"), E("transaction-date", {"iso-date": day}), value,
        _narrated("provider-org", donor), _narrated("receiver-org", grant["implementer"], ref=IOM),
    )  # fmt: skip


def _results(grant: dict[str, Any], programme: Programme) -> Iterator[etree._Element]:
    phase = replace(programme.scope, phases=(grant["phase_id"],), donors=())
    scoped = programme.within(phase)
    payers = {row["donor_id"] for row in _grants(programme.within(phase))}
    note = t("Figures of the phase, all its donors together.") if len(payers) > 1 else t("Figures of the phase.")
    for key in REPORTED:
        result = measure(key, scoped)
        if result.value is None or not (result.value.high != 0 or result.target):
            continue
        indicator = E(
            "indicator", {"measure": "1", "aggregation-status": "0"}, _narrated("title", result.label),
            _narrated("description", t(INDICATORS[key].definition)),
        )  # fmt: skip
        targets = path_of(INDICATORS[key], scoped)
        indicator.extend(_baselines(targets))
        indicator.extend(_periods(key, scoped, targets, grant))
        yield E(
            "result", {"type": "1", "aggregation-status": "0"}, _narrated("title", result.label),
            _narrated("description", note), indicator,
        )  # fmt: skip


def _baselines(targets: Sequence[Target]) -> Iterator[etree._Element]:
    for first in targets[:1]:
        day = first.starts_on
        yield E("baseline", {"iso-date": day.isoformat(), "year": str(day.year), "value": f"{first.baseline:g}"})


def _periods(key: str, scoped: Programme, targets: Sequence[Target], grant: dict[str, Any]) -> Iterator[etree._Element]:
    """A period for each target that has begun; where there is none, the time from the start of the grant or its phase on."""
    asked = scoped.as_of
    since = scoped.phase_starts.get(grant["phase_id"]) or _day(grant["starts_on"]) or asked
    spans: list[tuple[date, date, Target | None]] = [
        (each.starts_on, each.due_on, each) for each in targets if each.starts_on <= asked
    ]
    for first, last, target in spans or [(since, asked, None)]:
        there = scoped.within(replace(scoped.scope, as_of=min(last, asked)))
        period = E(
            "period",
            E("period-start", {"iso-date": first.isoformat()}),
            E("period-end", {"iso-date": last.isoformat()}),
        )
        places = by_governorate(key, there, governorates())
        if target:
            period.append(E("target", value=f"{target.target:g}"))
        for pcode, result in places.items():
            if result.target and (result.target.starts_on, result.target.due_on) == (first, last):
                period.append(E("target", E("location", ref=pcode), value=f"{result.target.target:g}"))
        period.append(_actual(measure(key, there), there))
        period.extend(
            _actual(each, there, pcode) for pcode, each in places.items() if each.value and each.value.low > 0
        )
        yield period


def _actual(result: Result, programme: Programme, pcode: str = "") -> etree._Element:
    """A figure as it was measured for this reader: a value where it is one number, else in words alone."""
    value = result.value
    actual = E("actual", {"value": f"{value.low:g}"} if value and value.exact else {})
    if pcode:
        actual.append(E("location", ref=pcode))
    words = formats.in_words(value, result.indicator.unit) if value else result.why_absent
    until = t("{figure}, by {day}", figure=words, day=formats.day(programme.as_of))
    actual.append(_narrated("comment", until))
    return actual


def _place(pcode: str) -> etree._Element:
    return E("location", {"ref": pcode}, E("location-reach", code="1"), _narrated("name", f"{governorate_name(pcode)} ({pcode})"),
             E("exactness", code="2"), E("location-class", code="1"))  # fmt: skip


def _narrated(tag: str, text: str, **attributes: str) -> etree._Element:
    narrative = E("narrative", _plain(text))
    if language() != SOURCE and not is_arabic(text):  # names in the data stay in the language that they were written in
        narrative.set(_LANG, SOURCE)
    return E(tag, attributes, narrative)


def _plain(text: str) -> str:
    """The text as XML can hold it."""
    return printable(str(text), 4_000)


def _day(cell: Any) -> date | None:
    return cell.date() if has_value(cell) else None
