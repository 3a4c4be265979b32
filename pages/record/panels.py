"""Public record panels: drawing and tables, made once for all users; no filter narrows them."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from community_policing.analysis import public_record
from community_policing.core import palette
from community_policing.core.formats import number
from community_policing.core.i18n import languages, reviewed, t
from community_policing.core.languages import LANGUAGES, SOURCE
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.ui.charts import timeline as charts

if TYPE_CHECKING:
    import plotly.graph_objects as go


@cached_on_programme
def timeline(whole: Programme, mode: str | None, wide: int) -> tuple["go.Figure | None", str]:
    """The dated figures as a drawing and in words; no drawing where none is dated."""
    own = public_record.facts(whole, ("iom",))
    dated = own[own["as_of"].notna()]
    if dated.empty:
        return None, ""
    drawing = charts.timeline(public_record.marks(dated), palette.for_mode(mode), wide)
    return drawing, public_record.alt(dated)


def legend(public: bool) -> str:
    """What the drawing's marks mean, and, where all of it can be looked up, that none of it is made up."""
    marks = t("One mark for each published figure, at the date it describes: ● exactly, ▶ at least, ◇ about.")
    bar = t("A bar: only the month or year is known.")
    own = t("These figures were published; none is made up. Stocks and flows never add up: see Conflicts.")
    return f"{marks} {bar}" + (f"\n\n{own}" if public else "")


@cached_on_programme
def facts(whole: Programme, scopes: tuple[str, ...]) -> pd.DataFrame:
    """The facts of those scopes as a person reads them."""
    return public_record.table(public_record.facts(whole, scopes), whole)


def languages_told() -> None:
    """How far speakers have reviewed each language; nothing where only the source language is there."""
    others = [code for code in languages() if code != SOURCE]
    if not others:
        return
    st.header(t("Languages"))
    st.caption(t("Words that no speaker has reviewed yet are drafts. Figures are the same in every language."))
    for code in others:
        done, count = reviewed(code)
        words = {"language": LANGUAGES[code].name, "reviewed": number(done), "count": number(count)}
        st.markdown(t("{language}: {reviewed} of {count} messages reviewed by a speaker", **words))
