"""What the demonstration says of people: its survey, and how its fora meet and what is raised there, are told by rules."""

from itertools import pairwise

import pandas as pd

from community_policing.core.schema import TABLES
from tests.contracts.test_demonstration import AS_OF, BY_IOM, DATA, ESTABLISHED, FORA, OUTCOMES, TRAININGS, WORKS

SURVEYS, ESTIMATES, MEETINGS, CONCERNS = (DATA[name] for name in OUTCOMES)
LAST_MET = MEETINGS.groupby("forum_id")["met_on"].max()


def test_survey_asks_in_two_waves() -> None:
    """One survey in March and in September of 2016; its respondents are those of its nine communities together."""
    assert SURVEYS["survey_id"].nunique() == 1
    assert SURVEYS[["wave", "fieldwork_from", "fieldwork_to"]].to_numpy().tolist() == [
        ["baseline", "2016-03-06", "2016-03-24"],
        ["endline", "2016-09-18", "2016-10-06"],
    ]
    people = ESTIMATES[ESTIMATES["sex"].eq("")].astype({"n": int})
    asked = people.groupby(["wave", "question"])["n"].sum().unstack()
    assert asked.eq(SURVEYS.set_index("wave")["respondents"].astype(int), axis="index").all(axis=None)
    assert people["n"].between(150, 350).all()


def test_comparison_communities_are_never_fora() -> None:
    """A community to compare with has no forum, none planned and no event; each of the six others has a forum of IOM."""
    of = {kind: set(rows["community"]) for kind, rows in ESTIMATES.groupby("surveyed")}
    assert {kind: len(communities) for kind, communities in of.items()} == {"programme": 6, "comparison": 3}
    assert not of["comparison"] & {*FORA["place"], *TRAININGS["place"], *WORKS["place"]}
    assert of["programme"] <= set(BY_IOM["place"])
    assert ESTIMATES.loc[ESTIMATES["surveyed"].eq("programme"), "governorate"].nunique() == 6


def test_both_sexes_together_are_the_sum_of_each() -> None:
    """Where women and men are told apart their answers add up to those of all, so that no figure contradicts another."""
    rows = ESTIMATES.assign(
        said=(ESTIMATES["percent"].astype(float) * ESTIMATES["n"].astype(int) / 100).round().astype(int)
    )
    counts = rows.astype({"n": int}).pivot_table(
        index=["wave", "question", "community"], columns="sex", values=["n", "said"]
    )
    split = counts.dropna()
    assert set(split.index.get_level_values("question")) == {"would_report_crime", "safe_after_dark"}
    for column in ("n", "said"):
        assert (split[column]["women"] + split[column]["men"]).eq(split[column][""]).all()


def changes() -> pd.DataFrame:
    """Change in points of each question and community, both sexes, and what such a sample could not tell from none."""
    rows = ESTIMATES[ESTIMATES["sex"].eq("")].astype({"percent": float, "n": int})
    key = ["question", "surveyed", "community"]
    first, second = (rows[rows["wave"].eq(wave)].set_index(key) for wave in ("baseline", "endline"))
    spread = sum(wave["percent"] * (100 - wave["percent"]) / wave["n"] for wave in (first, second))
    return pd.DataFrame({"change": second["percent"] - first["percent"], "unseen": 1.96 * spread**0.5})


def test_changes_are_clear_unclear_and_wrong() -> None:
    """Trust rises clearly in most communities and safety after dark in none; in Kirkuk more people expect violence."""
    found = changes()
    clear = found[found["change"].abs().gt(found["unseen"])].groupby(["question", "surveyed"]).size().to_dict()
    assert clear["trust_in_police", "programme"] == 5
    assert ("trust_in_police", "comparison") not in clear
    assert "safe_after_dark" not in {question for question, _ in clear}
    rising = found[found["change"].gt(0)].loc[["violence_to_increase"]]
    assert rising.index.tolist() == [("violence_to_increase", "programme", "Kirkuk")]
    assert rising["change"].gt(rising["unseen"]).all()


def test_one_question_is_reworded() -> None:
    """Whether the police make the area safer was put in other words the second time, so its waves do not compare."""
    wordings = ESTIMATES.groupby("question")["wording"].nunique()
    assert wordings[wordings.gt(1)].to_dict() == {"police_positive_impact": 2}
    assert len(wordings) == 5


def test_intervals_are_of_weighted_estimates() -> None:
    """Two communities have a weighted figure of trust with an interval, wider than that of a simple random sample."""
    rows = ESTIMATES[ESTIMATES["weighted"].eq("yes")]
    assert (ESTIMATES["interval_low"].ne("") == ESTIMATES["weighted"].eq("yes")).all()
    assert set(rows["question"]) == {"trust_in_police"}
    assert rows["community"].value_counts().to_dict() == {"Mahmudiyah": 2, "Zubair": 2}
    low, percent, high, n = (rows[name].astype(float) for name in ("interval_low", "percent", "interval_high", "n"))
    assert (low.lt(percent) & percent.lt(high)).all()
    assert ((high - low) > 2 * 1.96 * (percent * (100 - percent) / n) ** 0.5).all()


def test_last_meetings_agree() -> None:
    """Where a forum's row says when it last met, that is its last meeting; two never met, one does not say when."""
    said = ESTABLISHED.set_index("forum_id")["last_met_on"]
    assert said[said.ne("")].to_dict() == LAST_MET[said[said.ne("")].index].to_dict()
    assert set(said.index) - set(LAST_MET.index) == {"CPF-11", "CPF-25"}
    assert set(LAST_MET.index) - set(said[said.ne("")].index) == {"CPF-01"}
    assert 500 <= len(MEETINGS) <= 700


def test_fora_meet_after_they_are_set_up() -> None:
    """Only established fora meet, at most once a month, from the day they were set up to the as-of date, with gaps."""
    established = MEETINGS["forum_id"].map(ESTABLISHED.set_index("forum_id")["established_on"])
    assert (MEETINGS["met_on"].ge(established) & MEETINGS["met_on"].le(AS_OF)).all()
    months = MEETINGS.assign(month=pd.PeriodIndex(MEETINGS["met_on"], freq="M"))
    assert not months.duplicated(["forum_id", "month"]).any()
    longest = months.groupby("forum_id")["month"].agg(lambda m: max((b - a).n for a, b in pairwise([m.iloc[0], *m])))
    assert longest.ge(3).sum() >= 5
    assert (MEETINGS["met_on"].str.len().eq(7) <= MEETINGS["met_on"].lt("2014")).all()


def test_some_fora_are_dormant() -> None:
    """Ten fora have met, but not in the last three months."""
    assert LAST_MET.lt("2016-08-31").sum() == 10


def test_tables_have_few_police_women() -> None:
    """Mostly none or one woman of the police is at the table; a few meetings have no numbers of people at all."""
    counts = MEETINGS.filter(regex="_(women|men)$").replace("", pd.NA)
    assert counts.isna().any(axis="columns").eq(counts.isna().all(axis="columns")).all()
    assert 10 <= counts.isna().all(axis="columns").sum() <= 40
    police = counts["police_women"].dropna().astype(int)
    assert police.le(1).mean() > 0.7
    assert set(police) == {0, 1, 2, 3}


def test_concerns_are_raised_at_meetings() -> None:
    """Each concern is raised in a month in which its forum met."""
    met = set(zip(MEETINGS["forum_id"], MEETINGS["met_on"].str[:7], strict=True))
    assert set(zip(CONCERNS["forum_id"], CONCERNS["raised_in"], strict=True)) <= met
    assert len(CONCERNS) == 300


def test_concerns_are_resolved_after_they_are_raised() -> None:
    """Only what is resolved has a month for it, from that of its raising on; what is referred says to whom."""
    resolved = CONCERNS["status"].eq("resolved")
    assert (CONCERNS["resolved_in"].ne("") == resolved).all()
    assert CONCERNS.loc[resolved, "resolved_in"].ge(CONCERNS.loc[resolved, "raised_in"]).all()
    assert CONCERNS["resolved_in"].le(AS_OF[:7]).all()
    assert CONCERNS.loc[CONCERNS["status"].eq("referred"), "referred_to"].ne("").all()
    assert CONCERNS.loc[CONCERNS["status"].isin(["raised", "withdrawn"]), "referred_to"].eq("").all()


def test_concerns_are_of_all_kinds() -> None:
    """All topics and statuses are there; some are open for over 90 days; the gravest topics have few in a governorate."""
    assert set(CONCERNS["topic"]) == set(TABLES["concerns"].column("topic").choices)
    assert set(CONCERNS["status"]) == set(TABLES["concerns"].column("status").choices)
    still = CONCERNS["status"].isin(["raised", "referred"])
    assert (still & CONCERNS["raised_in"].lt("2016-08")).sum() == 23
    cells = CONCERNS.assign(governorate=CONCERNS["forum_id"].map(FORA.set_index("forum_id")["governorate"]))
    grave = cells[cells["topic"].isin(["domestic_violence", "trafficking"])]
    assert grave.groupby(["topic", "governorate"]).size().lt(5).all()
