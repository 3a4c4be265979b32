"""Output registry of briefings.  A builder is imported when its output is asked for, so that readers never wait for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from community_policing.briefing.model import Briefing
from community_policing.core.i18n import N_, ProgrammeError, listed, speaking, t

PRESENT = "present"  # the page as it is presented: made like an output, and no file to hand over
PROFILES = "profiles"  # the governorate page on paper: handed over there, and no output of a briefing
_HOME = "community_policing.briefing"


@dataclass(frozen=True)
class Output:
    """Declare a file that a briefing is handed over as.

    Parameters
    ----------
    label
        Its name for a person, marked for translation.
    suffix, mime
        The end of its name with the dot, and its media type.
    module, builder
        The module under `briefing/` and its function, imported when the file is asked for.
    stem
        Tells it from another file of the same suffix.

    Examples
    --------
    >>> {key: output.suffix for key, output in OUTPUTS.items()}
    {'html': '.html', 'pptx': '.pptx', 'brief': '.pdf', 'handout': '.pdf', 'xlsx': '.xlsx'}
    """

    label: str
    suffix: str
    mime: str
    module: str
    builder: str
    stem: str = ""  # tells it from another file of the same suffix


_OFFICE = "application/vnd.openxmlformats-officedocument"
OUTPUTS: Mapping[str, Output] = MappingProxyType(
    {
        "html": Output(N_("Page (HTML)"), ".html", "text/html", "html.deck", "deck"),
        "pptx": Output(N_("Slides (PPTX)"), ".pptx", f"{_OFFICE}.presentationml.presentation", "pptx.slides", "slides"),
        "brief": Output(N_("Brief, A4 (PDF)"), ".pdf", "application/pdf", "pdf.document", "brief"),
        "handout": Output(N_("Handout, 16:9 (PDF)"), ".pdf", "application/pdf", "pdf.document", "handout", "-handout"),
        "xlsx": Output(N_("Numbers (XLSX)"), ".xlsx", f"{_OFFICE}.spreadsheetml.sheet", "xlsx.workbook", "workbook"),
    }
)


_ELSEWHERE: Mapping[str, Output] = MappingProxyType({
    PRESENT: OUTPUTS["html"],
    PROFILES: Output(N_("Governorate profiles, A4 (PDF)"), ".pdf", "application/pdf", "pdf.profiles", "profiles"),
})  # fmt: skip


def output(key: str) -> Output:
    """What is declared of that output.  ProgrammeError for one that does not exist."""
    declared = OUTPUTS.get(key) or _ELSEWHERE.get(key)
    if declared is None:
        keys = listed(tuple(OUTPUTS))
        raise ProgrammeError(t("There is no output “{key}”.", key=key), t("Choose one of: {known}.", known=keys))
    return declared


def made(briefing: Briefing, key: str) -> bytes:
    """The file, made here and now in the briefing's language.  ProgrammeError for an output that does not exist."""
    with speaking(briefing.language):
        return builder(key)(briefing)


def builder(key: str) -> Callable[[Briefing], bytes]:
    """What makes that output, its libraries imported.  ProgrammeError for one that does not exist."""
    declared = output(key)
    make: Callable[..., bytes] = getattr(import_module(f"{_HOME}.{declared.module}"), declared.builder)
    return (lambda briefing: make(briefing, present=True)) if key == PRESENT else make


def file_name(briefing: Briefing, key: str) -> str:
    """What the file is called: kind, as-of date, and the briefing's id, so that no two share a name."""
    declared = output(key)
    return f"cpf-briefing-{briefing.as_of}-{briefing.id}{declared.stem}{declared.suffix}"
