"""Planned dates: one column of dates for fora that are open and for those that are planned, told apart by their status."""

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.dataset.cells import choice
from community_policing.dataset.intake.recipe.questions import Questions, Sample, Step
from community_policing.dataset.intake.recipe.sheet import Shaped
from community_policing.dataset.intake.recipe.sheet_tables import LEAVE

DONE, PLANNED, STATUS = "established_on", "planned_for", "status"


def part_planned_dates(shaped: Shaped, header: str, questions: Questions) -> None:
    """Move the dates of planned fora to `planned_for`, where the file has no column of it and no column named `established_on`.

    The cells are read by then; `header` is what the file calls its column of dates.
    """
    columns = shaped.columns
    if shaped.table.name != "fora" or PLANNED in columns or not {DONE, STATUS} <= set(columns) or header == DONE:
        return
    dates = columns[DONE]
    rows = [at for at, status in enumerate(columns[STATUS]) if choice(status) == "planned" and dates[at].strip()]
    if not rows:
        return

    def sample(answer: str) -> Sample:
        return ((dates[at], dates[at] if answer == PLANNED else "") for at in rows)

    text = t(
        "Fora that are planned have a date in “{header}”. Is it the day they are planned for?", header=printable(header)
    )
    choices = {PLANNED: t("Yes"), LEAVE: t("No")}
    answer = questions.ask(Step.READING, f"{DONE} planned", text, choices, PLANNED, certain=True, table=shaped.table.name,
                           column=DONE, rows=len(rows), sample=sample)  # fmt: skip
    if answer == PLANNED:
        planned = set(rows)
        columns[PLANNED] = [date if at in planned else "" for at, date in enumerate(dates)]
        columns[DONE] = ["" if at in planned else date for at, date in enumerate(dates)]
        shaped.positions.setdefault(PLANNED, shaped.positions.get(DONE))
