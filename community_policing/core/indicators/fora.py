"""Forum indicators: set up by IOM or by local police, planned, and women's share of their members."""

from collections.abc import Callable

import narwhals as nw

from community_policing.core.engine import Tables
from community_policing.core.i18n import N_
from community_policing.core.indicators.indicator import Indicator, Rows

_FORA = ("governorate", "district", "phase", "donor", "established_by")
_NOT_DONORS = N_("A forum that two donors pay for counts under each of them, and once in the total.")


def _fora(tables: Tables) -> Rows:
    """Fora that were set up: each counts one from its first day until it closes."""
    fora = tables["fora"].filter(~nw.col("established_on").is_null())
    return fora.with_columns(
        nw.lit(1).alias("value"), nw.col("established_on").alias("on"), nw.col("closed_on").alias("until")
    )


def _fora_by(who: str) -> Callable[[Tables], Rows]:
    return lambda tables: _fora(tables).filter(nw.col("established_by") == who)


def _plans(tables: Tables) -> Rows:
    """Fora planned: each counts one from the start of its phase until it is set up."""
    ahead = nw.col("established_on").is_null() | (nw.col("established_on") > nw.col("plan_from"))
    fora = tables["fora"].filter(~nw.col("planned_for").is_null(), ahead)
    return fora.with_columns(
        nw.lit(1).alias("value"), nw.col("plan_from").alias("on"), nw.col("established_on").alias("until")
    )


def _members(tables: Tables) -> Rows:
    """Women and all members of the fora whose members are known by sex."""
    counted_members = _fora(tables).filter(~nw.col("members_women").is_null() & ~nw.col("members_men").is_null())
    return counted_members.with_columns(
        nw.col("members_women").alias("value"), (nw.col("members_women") + nw.col("members_men")).alias("whole")
    )


FORA = (
    Indicator(
        "fora_established", N_("Fora established"),
        N_("Community policing fora set up by IOM or by local police on their own, and not closed."),
        N_("number of fora established on or before the date, and not closed by then"),
        (N_("IOM's own fora and those of the local police are different results: read them apart."), _NOT_DONORS),
        "fora", _fora, N_("fora"), _FORA, ("governorate", "district", "phase", "established_by"), published="cpf_total_all_actors"),
    Indicator(
        "fora_established_iom", N_("Fora established by IOM"),
        N_("Community policing fora set up by the programme since 2012, and not closed."),
        N_("number of fora established by IOM on or before the date, and not closed by then"),
        (_NOT_DONORS,), "fora", _fora_by("iom"), N_("fora"), _FORA, ("governorate", "district", "phase"),
        published="cpf_established_by_iom_cumulative"),
    Indicator(
        "fora_established_police", N_("Fora established by local police"),
        N_("Fora that local police set up on their own, building on the programme's model."),
        N_("number of fora established by local police on or before the date, and not closed by then"),
        (N_("Not a result of the programme itself: never added to IOM's own without saying so."),),
        "fora", _fora_by("police"), N_("fora"), _FORA, ("governorate", "district", "phase"),
        published="cpf_established_by_local_police"),
    Indicator(
        "fora_planned", N_("Fora planned"),
        N_("Fora that are planned and not yet set up. They are never counted as established."),
        N_("number of fora with a planned date and none of establishment by the date"),
        (N_("The date when a plan was made is not recorded: the plan is assumed to exist from the start of its phase."),),
        "fora", _plans, N_("fora"), _FORA, ("governorate", "district", "phase", "established_by"),
        published="cpf_planned_by_end_of_period"),
    Indicator(
        "women_share_of_members", N_("Women's share of forum members"),
        N_("Women among the members of established fora whose members are known by sex."),
        N_("women members ÷ (women members + men members) × 100, summed before dividing"),
        (N_("Fora whose members are not known by sex are left out of both sums. Shares are never averaged."),),
        "fora", _members, N_("percent"), _FORA, (), share=True, persons=True),
)  # fmt: skip
