"""Labels of tables, columns and the closed vocabularies, as a person reads them."""

from collections.abc import Callable, Mapping

from community_policing.core.districts import district_name
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import N_, t
from community_policing.core.schema import TABLES, Column


def label(key: str, of: str = "") -> str:
    """A word of the closed vocabularies as a person reads it; `of` a dimension where the word means something else there."""
    return t(_LABELS.get(f"{of} {key}") or _LABELS[key])


def in_sentence(key: str) -> str:
    """A status, a stage, a kind or a dimension as it stands within a sentence."""
    return t(_IN_SENTENCE[key])


def column_label(name: str) -> str:
    """Return what a column is called; in files of the dataset it keeps the name that the schema gives it."""
    return t(_COLUMNS.get(name) or _LABELS[name])


def field_label(column: Column) -> str:
    """Return what a person calls that which a column holds: a row of another table goes by its name, whatever the cell has."""
    return column_label(column.name.removesuffix("_id") if column.refers_to else column.name)


def table_label(name: str) -> str:
    """Return what a table is called."""
    return label(f"table {name}")


def value_label(text: str, column: str) -> str:
    """Return a word of a closed vocabulary, or a governorate or district by its P-code, as a person reads it."""
    if column in _PLACES and text:
        return _PLACES[column](text)
    return label(text, column) if text in _CHOICES.get(column, ()) else text


_WORDED = (
    "kind",
    "status",
    "established_by",
    "participant_group",
    "sex",
    "displacement",
    "record",
    "qualifier",
    "scope",
    "question",
    "surveyed",
    "respondent_group",
    "direction",
    "weighted",
    "topic",
    "referred_to",
)
_PLACES: Mapping[str, Callable[[str], str]] = {"governorate": governorate_name, "district": district_name}
_CHOICES = {name: set[str]() for name in _PLACES} | {
    name: {choice for table in TABLES.values() for column in table.columns if column.name == name for choice in column.choices}
    for name in _WORDED
}  # fmt: skip
IN_WORDS = frozenset(_CHOICES)  # columns whose cells have labels
_LABELS = {
    "table sources": N_("Sources"),
    "table donors": N_("Donors"),
    "table phases": N_("Phases"),
    "table grants": N_("Grants"),
    "table fora": N_("Fora"),
    "table trainings": N_("Trainings, campaigns and workshops"),
    "table attendance": N_("Attendance"),
    "table infrastructure": N_("Infrastructure and equipment"),
    "table surveys": N_("Surveys"),
    "table estimates": N_("Survey results"),
    "table meetings": N_("Meetings of fora"),
    "table concerns": N_("Concerns raised at fora"),
    "table budgets": N_("Budgets"),
    "table targets": N_("Targets"),
    "table facts": N_("Published figures"),
    "table places": N_("Places"),
    "members_women": N_("Members, women"),
    "members_men": N_("Members, men"),
    "chief": N_("Chief of Mission"),
    "analyst": N_("Analyst"),
    "field": N_("Field office"),
    "public": N_("Public"),
    "iom": N_("IOM"),
    "police": N_("Local police"),
    "participant_group police": N_("Police"),
    "planned": N_("Planned"),
    "established": N_("Established"),
    "closed": N_("Closed"),
    "training": N_("Training"),
    "awareness_campaign": N_("Awareness campaign"),
    "workshop": N_("Workshop"),
    "completed": N_("Completed"),
    "cancelled": N_("Cancelled"),
    "community": N_("Community"),
    "law_enforcement": N_("Law enforcement"),
    "civil_society": N_("Civil society"),
    "judiciary": N_("Judiciary"),
    "other": N_("Other"),
    "women": N_("Women"),
    "men": N_("Men"),
    "not_recorded": N_("Not recorded"),
    "displaced": N_("Displaced"),
    "returnee": N_("Returnees"),
    "host": N_("Host community"),
    "police_station_adaptation": N_("Police station adaptation"),
    "new_venue": N_("New venue"),
    "headquarters": N_("Headquarters"),
    "vehicle": N_("Vehicles"),
    "technical_equipment": N_("Technical equipment"),
    "security_equipment": N_("Security equipment"),
    "communication_equipment": N_("Communication equipment"),
    "agreed": N_("Agreed"),
    "under_way": N_("Under way"),
    "handed_over": N_("Handed over"),
    "published": N_("Published"),
    "programme": N_("Programme record"),
    "illustrative": N_("Illustrative"),
    "exact": N_("exactly"),
    "at_least": N_("at least"),
    "about": N_("about"),
    "parallel": N_("Other agencies"),
    "period": N_("Period"),
    "governorate": N_("Governorate"),
    "district": N_("District"),
    "district_likely": N_("District only likely"),
    "phase": N_("Phase"),
    "donor": N_("Donor"),
    "established_by": N_("Established by"),
    "kind": N_("Kind"),
    "status": N_("Status"),
    "participant_group": N_("Participant group"),
    "sex": N_("Sex"),
    "displacement": N_("Displacement"),
    "month": N_("Month"),
    "done": N_("Done"),
    "on_track": N_("On track"),
    "at_risk": N_("At risk"),
    "off_track": N_("Off track"),
    "no_target": N_("No target"),
    "too_early": N_("Too early to say"),
    "not_certain": N_("Not certain"),
    "forum": N_("Forum"),
    "forum_group": N_("Group of fora"),
    "programme_site": N_("Programme site"),
    "comparison_site": N_("Comparison site, no programme"),
    "very_safe": N_("Feels very safe"),
    "violence_to_increase": N_("Expects violence to increase"),
    "family_security_improved": N_("Security of the family improved"),
    "police_positive_impact": N_("Police have a positive impact"),
    "trust_in_police": N_("Trusts the police"),
    "police_fair": N_("Police treat people fairly"),
    "would_report_crime": N_("Would report a crime"),
    "safe_after_dark": N_("Feels safe walking alone after dark"),
    "victims_who_reported": N_("Victims who reported it"),
    "dispute_resolved": N_("Dispute was resolved"),
    "surveyed programme": N_("Place with the programme"),
    "comparison": N_("Comparison place, no programme"),
    "respondent_group police": N_("Police"),
    "increased": N_("Increased"),
    "decreased": N_("Decreased"),
    "unchanged": N_("Unchanged"),
    "yes": N_("Yes"),
    "no": N_("No"),
    "topic": N_("Topic"),
    "housing_land_property": N_("Housing, land and property"),
    "water_electricity": N_("Water and electricity"),
    "documents": N_("Documents"),
    "harassment": N_("Harassment"),
    "domestic_violence": N_("Domestic violence"),
    "child_protection": N_("Child protection"),
    "trafficking": N_("Trafficking"),
    "drugs": N_("Drugs"),
    "civil_unrest": N_("Civil unrest"),
    "referred_to police": N_("Police"),
    "court": N_("Court"),
    "local_authority": N_("Local authority"),
    "government_service": N_("Government service"),
    "humanitarian_agency": N_("Humanitarian agency"),
    "community_leaders": N_("Community leaders"),
    "raised": N_("Raised"),
    "referred": N_("Referred"),
    "resolved": N_("Resolved"),
    "withdrawn": N_("Withdrawn"),
    "met_on": N_("Met on"),
    "n": N_("Answers (n)"),
    "name_ar": N_("Name in Arabic"),
    "name_ckb": N_("Name in Sorani"),
    "short_name_ar": N_("Short name in Arabic"),
    "short_name_ckb": N_("Short name in Sorani"),
    "title_ar": N_("Title in Arabic"),
    "title_ckb": N_("Title in Sorani"),
}
_IN_SENTENCE = {
    "done": N_("done"), "on_track": N_("on track"), "at_risk": N_("at risk"), "off_track": N_("off track"),
    "no_target": N_("no target"), "too_early": N_("too early to say"), "not_certain": N_("not certain"), "agreed":
    N_("agreed"), "planned": N_("planned"), "under_way": N_("under way"), "completed": N_("completed"),
    "handed_over": N_("handed over"), "cancelled": N_("cancelled"), "training": N_("training"),
    "awareness_campaign": N_("awareness campaign"), "workshop": N_("workshop"), "governorate": N_("governorate"),
    "district": N_("district"), "phase": N_("phase"), "donor": N_("donor"), "established_by": N_("established by"),
    "kind": N_("kind"), "status": N_("status"), "participant_group": N_("participant group"), "sex": N_("sex"),
    "displacement": N_("displacement"), "month": N_("month"), "period": N_("period"), "topic": N_("topic"),
}  # fmt: skip
_COLUMNS = {  # of the dataset, and of the rows behind a figure, where no word above says it
    "source_id": N_("Source id"), "title": N_("Title"), "publisher": N_("Publisher"),
    "published_on": N_("Published on"), "url": N_("Url"), "note": N_("Note"), "donor_id": N_("Donor id"),
    "name": N_("Name"), "short_name": N_("Short name"), "phase_id": N_("Phase id"), "starts_on": N_("Starts on"),
    "ends_on": N_("Ends on"), "source": N_("Source"), "grant_id": N_("Grant id"), "implementer": N_("Implementer"),
    "amount": N_("Amount"), "currency": N_("Currency"), "record": N_("Record"), "scope": N_("Scope"),
    "forum_id": N_("Forum id"), "place": N_("Place"), "latitude": N_("Latitude"), "longitude": N_("Longitude"),
    "established_on": N_("Established on"), "planned_for": N_("Planned for"), "closed_on": N_("Closed on"),
    "grants": N_("Grants"), "last_met_on": N_("Last met on"), "training_id": N_("Training id"),
    "cohort": N_("Cohort"), "attendances": N_("Attendances"), "item_id": N_("Item id"), "quantity": N_("Quantity"),
    "agreed_on": N_("Agreed on"), "due_on": N_("Due on"), "completed_on": N_("Completed on"), "cost": N_("Cost"),
    "survey_id": N_("Survey id"), "wave": N_("Wave"), "fieldwork_from": N_("Fieldwork from"),
    "fieldwork_to": N_("Fieldwork to"), "method": N_("Method"), "population": N_("Population"),
    "sampling": N_("Sampling"), "carried_out_by": N_("Carried out by"), "respondents": N_("Respondents"),
    "survey": N_("Survey"), "question": N_("Question"), "wording": N_("Wording"), "answer": N_("Answer"),
    "surveyed": N_("Surveyed"), "respondent_group": N_("Respondent group"), "percent": N_("Percent"),
    "interval_low": N_("Interval low"), "interval_high": N_("Interval high"), "weighted": N_("Weighted"),
    "direction": N_("Direction"), "community_women": N_("Community women"), "community_men": N_("Community men"),
    "police_women": N_("Police women"), "police_men": N_("Police men"), "others_women": N_("Others women"),
    "others_men": N_("Others men"), "concern_id": N_("Concern id"), "raised_in": N_("Raised in"),
    "referred_to": N_("Referred to"), "resolved_in": N_("Resolved in"), "grant": N_("Grant"),
    "quarter": N_("Quarter"), "spent": N_("Spent"), "indicator": N_("Indicator"),
    "period_starts_on": N_("Period starts on"), "baseline": N_("Baseline"), "target": N_("Target"),
    "revision": N_("Revision"), "fact_id": N_("Fact id"), "as_of": N_("As of"), "value": N_("Value"),
    "qualifier": N_("Qualifier"), "unit": N_("Unit"), "place_id": N_("Place id"), "evidence": N_("Evidence"),
    "spoken_of": N_("Spoken of"), "counts": N_("Counts"), "of": N_("Of"), "row": N_("Row"), "rows": N_("Rows"),
}  # fmt: skip
