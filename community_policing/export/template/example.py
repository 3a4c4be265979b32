"""Example rows of the template: one a table, that show how a row is written and are never loaded.

An id that begins with EXAMPLE tells the reader of files so (dataset/intake/recipe/table_rows.py).
"""

from collections.abc import Mapping

from community_policing.core.i18n import N_, t
from community_policing.core.schema import Column, Table
from community_policing.dataset.intake.recipe.table_rows import EXAMPLE

Cell = str | int | float
_SOURCE, _DONOR, _PHASE, _GRANT = (EXAMPLE + name for name in ("S1", "D1", "P1", "G1"))
_FORUM, _EVENT, _ITEM, _FACT, _PLACE = (EXAMPLE + name for name in ("F1", "T1", "I1", "X1", "L1"))
_SURVEY, _CONCERN = EXAMPLE + "V1", EXAMPLE + "C1"
_WHERE: Mapping[str, Cell] = {"governorate": "IQG08", "district": "IQG08Q03", "place": N_("Baghdad"), "latitude": 33.325,
                              "longitude": 44.386}  # fmt: skip
_PAID: Mapping[str, Cell] = {"phase_id": _PHASE, "grants": _GRANT, "record": "programme", "source": _SOURCE}
_EXAMPLES: Mapping[str, Mapping[str, Cell]] = {
    "sources": {
        "source_id": _SOURCE, "title": N_("Report of the third quarter"), "publisher": "IOM Iraq", "published_on": "2016-10",
    },
    "donors": {"donor_id": _DONOR, "name": N_("Full name of the donor"), "short_name": N_("Short name")},
    "phases": {"phase_id": _PHASE, "name": N_("Phase 1"), "starts_on": "2016-03", "ends_on": "2017-12", "source": _SOURCE},
    "grants": {
        "grant_id": _GRANT, "donor_id": _DONOR, "phase_id": _PHASE, "implementer": "IOM", "title": N_("Title of the project"),
        "starts_on": "2016-03", "ends_on": "2017-12", "amount": 4000000, "currency": "EUR", "source": _SOURCE,
        "record": "programme",
    },
    "fora": {
        "forum_id": _FORUM, "name": N_("Forum Karkh"), **_WHERE, "established_by": "iom", "status": "established",
        "established_on": "2016-05-10", **_PAID, "members_women": 4, "members_men": 11, "last_met_on": "2016-11-20",
    },
    "trainings": {
        "training_id": _EVENT, "title": N_("Introduction to community policing"), "kind": "training", "status": "completed",
        "starts_on": "2016-09-04", "ends_on": "2016-09-06", "governorate": "IQG08", "district": "IQG08Q03", "place": N_("Baghdad"),
        "forum_id": _FORUM, **_PAID,
    },
    "attendance": {
        "training_id": _EVENT, "participant_group": "police", "sex": "women", "displacement": "not_recorded", "attendances": 7,
    },
    "infrastructure": {
        "item_id": _ITEM, "name": N_("Police vehicles"), "kind": "vehicle", "status": "handed_over", **_WHERE, "quantity": 3,
        "agreed_on": "2016-02", "due_on": "2016-08-31", "completed_on": "2016-08-30", "cost": 90000, "currency": "USD", **_PAID,
    },
    "surveys": {
        "survey_id": _SURVEY, "wave": N_("baseline"), "title": N_("Perceptions of safety"), "fieldwork_from": "2016-07",
        "fieldwork_to": "2016-08", "method": N_("face to face at home"), "population": N_("adults of five communities"),
        "sampling": N_("random walk"), "carried_out_by": "IOM", "respondents": 1500, "record": "programme", "source": _SOURCE,
    },
    "estimates": {
        "survey_id": _SURVEY, "wave": N_("baseline"), "question": "very_safe", "wording": N_("How safe do you feel here?"),
        "answer": N_("very safe"), "governorate": "IQG08", "community": N_("Baghdad"), "surveyed": "programme", "percent": 41.5,
        "n": 303, "weighted": "no", "record": "programme", "source": _SOURCE,
    },
    "meetings": {
        "forum_id": _FORUM, "met_on": "2016-11-20", "community_women": 4, "community_men": 9, "police_women": 1,
        "police_men": 3, "others_women": 0, "others_men": 1, "record": "programme", "source": _SOURCE,
    },
    "concerns": {
        "concern_id": _CONCERN, "forum_id": _FORUM, "raised_in": "2016-09", "topic": "water_electricity",
        "referred_to": "local_authority", "status": "resolved", "resolved_in": "2016-11", "record": "programme",
        "source": _SOURCE,
    },
    "budgets": {
        "grant_id": _GRANT, "quarter": "2016-Q3", "planned": 600000, "spent": 512000, "currency": "EUR", "record": "programme",
        "source": _SOURCE,
    },
    "targets": {
        "indicator": "fora_established_iom", "governorate": "IQG08", "phase_id": _PHASE, "period_starts_on": "2016-01-01",
        "due_on": "2016-12-31", "baseline": 0, "target": 5, "record": "programme", "source": _SOURCE,
    },
    "facts": {
        "fact_id": _FACT, "as_of": "2016-11", "published_on": "2016-12", "indicator": N_("fora established"), "value": "34",
        "qualifier": "at_least", "scope": "iom", "source": _SOURCE,
    },
    "places": {
        "place_id": _PLACE, "name": N_("Karkh"), "governorate": "IQG08", "kind": "forum", "evidence": N_("named once"),
        "source": _SOURCE,
    },
}  # fmt: skip


def example(table: Table) -> list[Cell | None]:
    """The cells of the table's example row, in the order of its columns; words in the language in force."""
    cells = _EXAMPLES[table.name]
    return [_said(cells.get(column.name), column) for column in table.columns]


def _said(cell: Cell | None, column: Column) -> Cell | None:
    """A word of a closed list stays as it is read again."""
    return t(cell) if isinstance(cell, str) and not column.choices else cell
