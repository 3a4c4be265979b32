"""Words of published facts: the subject and the figure of each, as the public record's own keys and units say them."""

import re

from community_policing.core import bidi, formats
from community_policing.core.i18n import N_, language_in_force, n, plural, t
from community_policing.core.quantity import MANY

_DATED = ("year", "date", "direction")  # units of values that are no number of anything
_DIRECTIONS = {"increased": N_("increased"), "decreased": N_("decreased"), "unchanged": N_("unchanged")}
_SIGNS = {"at_least": "≥ ", "about": "~ "}


def subject(key: str) -> str:
    """What a fact speaks of; of a key that another record has brought along, its words."""
    return t(_SUBJECTS[key]) if key in _SUBJECTS else formats.sentence(key.replace("_", " "))


def figure(qualifier: str, value: str, unit: str) -> str:
    """The figure as it was published, with its qualifier and what it counts: "≥ 500 persons", "1 forum", "2017-02"."""
    dated = not unit or unit in _DATED
    plain = re.fullmatch(r"[0-9]{1,15}", value) and not dated
    written = formats.number(float(value)) if plain else t(_DIRECTIONS[value]) if value in _DIRECTIONS else value
    said = _SIGNS.get(qualifier, "") + written
    if language_in_force().right_to_left:
        said = bidi.figures(said)
    if dated:
        return said.strip()
    if unit in _COUNTED:
        return n(*_COUNTED[unit], int(value) if plain else MANY, figure=said, stated=said).strip()
    return t("{figure} {unit}", figure=said, unit=unit).strip()


_COUNTED = {  # by the record's units
    "fora": plural("{figure} forum", "{figure} fora"),
    "forum": plural("{figure} forum", "{figure} fora"),
    "persons": plural("{stated} person", "{stated} persons"),  # a pair has one plural, and {figure} person has people
    "governorates": plural("{figure} governorate", "{figure} governorates"),
    "vehicles": plural("{figure} vehicle", "{figure} vehicles"),
    "events": plural("{figure} event", "{figure} events"),
    "training": plural("{figure} training", "{figure} trainings"),
    "respondents": plural("{figure} respondent", "{figure} respondents"),
    "projects": plural("{figure} project", "{figure} projects"),
    "stations": plural("{figure} station", "{figure} stations"),
    "building": plural("{figure} building", "{figure} buildings"),
    "centres": plural("{figure} centre", "{figure} centres"),
    "institutions": plural("{figure} institution", "{figure} institutions"),
    "signatures": plural("{figure} signature", "{figure} signatures"),
    "memorandum": plural("{figure} memorandum", "{figure} memoranda"),
    "years": plural("{figure} year", "{figure} years"),
    "percent": plural("{figure} percent", "{figure} percent"),
}
_SUBJECTS = {  # by the record's keys
    "civil_society_members_engaged": N_("Civil society members engaged"),
    "community_members_engaged": N_("Community members engaged"),
    "community_members_trained_cumulative": N_("Community members trained cumulative"),
    "community_police_centres_handed_over": N_("Community police centres handed over"),
    "community_police_staff_trained": N_("Community police staff trained"),
    "community_police_trained": N_("Community police trained"),
    "community_policing_hq_planned": N_("Community policing headquarters planned"),
    "cpf_elected_leaders_total": N_("Fora elected leaders total"),
    "cpf_elected_leaders_women": N_("Fora elected leaders women"),
    "cpf_established": N_("Fora established"),
    "cpf_established_by_iom_cumulative": N_("Fora established by IOM cumulative"),
    "cpf_established_by_local_police": N_("Fora established by local police"),
    "cpf_established_in_period": N_("Fora established in period"),
    "cpf_established_in_year": N_("Fora established in year"),
    "cpf_established_with_iom_support_last_3_years": N_("Fora established with IOM support last 3 years"),
    "cpf_named_active": N_("Fora named active"),
    "cpf_planned": N_("Fora planned"),
    "cpf_planned_by_end_of_period": N_("Fora planned by end of period"),
    "cpf_total_all_actors": N_("Fora total all actors"),
    "cpf_total_before_al_qayyarah": N_("Fora total before al qayyarah"),
    "direction_police_positive_impact_on_security": N_("Direction police positive impact on security"),
    "direction_trust_and_fairness_of_police": N_("Direction trust and fairness of police"),
    "direction_willingness_to_report_crime": N_("Direction willingness to report crime"),
    "funding_committed": N_("Funding committed"),
    "funding_committed_additional": N_("Funding committed additional"),
    "funding_committed_cumulative_germany": N_("Funding committed cumulative germany"),
    "german_stabilisation_projects_in_iraq": N_("German stabilisation projects in iraq"),
    "government_officials_engaged": N_("Government officials engaged"),
    "governorates_planned_for_police_station_adaptation": N_("Governorates planned for police station adaptation"),
    "governorates_targeted": N_("Governorates targeted"),
    "governorates_with_cpf": N_("Governorates with fora"),
    "law_enforcement_institutions_reopened": N_("Law enforcement institutions reopened"),
    "main_partners": N_("Main partners"),
    "model_police_stations_operational": N_("Model police stations operational"),
    "mou_signed_with_moi": N_("Memorandum signed with Ministry of Interior"),
    "pct_expect_violence_to_increase": N_("Percent who expect violence to increase"),
    "pct_family_security_improved_last_year": N_("Percent who family security improved last year"),
    "pct_low_confidence_in_authorities": N_("Percent who low confidence in authorities"),
    "pct_perceive_community_very_safe": N_("Percent who perceive community very safe"),
    "people_reached_cumulative": N_("People reached cumulative"),
    "people_trained": N_("People trained"),
    "people_trained_in_period": N_("People trained in period"),
    "police_expected_to_benefit": N_("Police expected to benefit"),
    "police_officers_engaged": N_("Police officers engaged"),
    "police_trained": N_("Police trained"),
    "police_vehicles_handed_over": N_("Police vehicles handed over"),
    "programme_phase_start": N_("Programme phase start"),
    "project_duration": N_("Project duration"),
    "project_planned_end": N_("Project planned end"),
    "project_start": N_("Project start"),
    "signatures_needed_for_security_clearance": N_("Signatures needed for security clearance"),
    "survey_respondents": N_("Survey respondents"),
    "survey_respondents_baseline": N_("Survey respondents baseline"),
    "survey_respondents_endline": N_("Survey respondents endline"),
    "trainers_planned": N_("Trainers planned"),
    "training_held": N_("Training held"),
    "trainings_and_awareness_campaigns_cumulative": N_("Trainings and awareness campaigns cumulative"),
    "workshop_participants": N_("Workshop participants"),
    "workshops_cumulative": N_("Workshops cumulative"),
}  # fmt: skip
