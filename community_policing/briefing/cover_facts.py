"""Cover facts: what the first slide says of the whole briefing."""

from community_policing.briefing.model import Briefing
from community_policing.core.i18n import t


def facts(briefing: Briefing) -> tuple[tuple[str, str], ...]:
    """Date, choice, data and licence, each with its name."""
    lines = ((t("As of"), briefing.as_of_text), (t("Scope"), briefing.chosen), (t("Data"), briefing.data))
    return (*lines, (t("Licence"), briefing.licence)) if briefing.licence else lines
