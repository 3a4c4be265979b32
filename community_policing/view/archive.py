"""The record's drawing and tables, made once for all readers: they hang on the dataset, not on anybody's choice."""

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from community_policing import record, theme
from community_policing.charts import timeline as charts
from community_policing.programme import Programme

if TYPE_CHECKING:
    import plotly.graph_objects as go


@lru_cache(maxsize=16)
def timeline(whole: Programme, mode: str | None) -> tuple["go.Figure | None", str, pd.DataFrame]:
    """The dated figures as a drawing, in words and as a table; no drawing where none is dated."""
    own = record.facts(whole, ("iom",))
    dated = own[own["as_of"].notna()]
    if dated.empty:
        return None, "", dated
    drawing = charts.timeline(record.marks(dated), theme.palette(mode))
    return drawing, record.alt(dated), record.table(dated, whole)


@lru_cache(maxsize=16)
def facts(whole: Programme, scopes: tuple[str, ...]) -> pd.DataFrame:
    """The facts of those scopes as a person reads them."""
    return record.table(record.facts(whole, scopes), whole)
