"""How to read each page, in three lines, and whom to ask."""

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from community_policing.analysis import glossary
from community_policing.core.i18n import N_, t
from community_policing.core.settings import settings
from community_policing.ui.shell import navigate
from community_policing.ui.shell.markdown import escape

LINES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "overview": (
            N_("The title is the answer: where the programme stands against its targets."),
            N_("Below it, what needs attention, the worst first; each line opens what it speaks of."),
            N_("“Show the working” under a figure lists the rows that it counts."),
        ),
        "map": (
            N_("Colours and marks show the figure that is chosen above the map; its legend says what each means."),
            N_("A click on a governorate opens its profile; under Options, it can filter every page instead."),
            N_("The table below the map has the same figures."),
        ),
        "targets": (
            N_(
                "Each line is a target: what was reached, what is asked, and what is missing: a minus is behind, “to go” is not."
            ),
            N_("The status compares what was reached with a steady pace towards the target's date."),
            N_("“Likely by then” says where it would end if it went on as it has."),
        ),
        "alerts": (
            N_("New is what a publication or a day brought since you marked this page as seen; the menu counts it."),
            N_("Each line says why, since when, and opens the rows behind it; nothing is told as new twice."),
            N_(
                "Alerts are of the whole programme as you may see it, whatever the filters; what raises one stands below."
            ),
        ),
        "outcomes": (
            N_("Each percentage is of the people asked in one place; places are never added or averaged."),
            N_("A change is told only where its interval leaves no doubt; else the survey could see no difference."),
            N_("Beside it stands the change in places without the programme: what would have happened anyway."),
        ),
        "fora": (
            N_(
                "Each line is a forum, the silent first; a tick is a meeting, dots are three months or longer without one."
            ),
            N_("Only meetings on record count: where nobody records them, a forum looks silent."),
            N_("Of a concern the topic, month and stage are kept; never who, where or what happened."),
        ),
        "reach": (
            N_("Attendances count seats: whoever came twice is counted twice. People are told as bounds."),
            N_("An event with several donors is counted once in the total, and under each donor."),
            N_("What the donors share is never added up twice: the table says how it is split."),
        ),
        "training": (
            N_("Each mark is an event: held, planned or cancelled."),
            N_("A click on a row opens the event and who came."),
            N_("Where the sex of those who came was not recorded, they are counted apart."),
        ),
        "infrastructure": (
            N_("Each line is a work or an item, from the agreement to the handover."),
            N_("Overdue means: the date agreed has passed, and it is neither done nor cancelled."),
            N_("A click on a row opens the item and who pays for it."),
        ),
        "governorate": (
            N_("Everything about one governorate on one page, which can be printed."),
            N_("Planned and established, and what IOM and the local police established, are counted apart."),
            N_("Its neighbours stand beside it for comparison; they are not ranked."),
        ),
        "compare": (
            N_("Choose two of a kind: what differs between them comes first."),
            N_("A difference is marked only where there is one."),
            N_("Figures that hold bounds are compared as bounds."),
        ),
        "briefing": (
            N_("A briefing freezes today's figures: screen, slides, PDF and workbook say the same for ever."),
            N_("Choose for whom it is; a donor's briefing shows what that donor may see."),
            N_("Afterwards it says what has changed in the data since."),
        ),
        "record": (
            N_("What was published about the programme, beside what these data say."),
            N_("Each figure names its source and its date."),
            N_("Rows that were set aside because of errors are listed at the end."),
        ),
        "handon": (
            N_("Each file is made at a click, of what the filters choose, as you may see it."),
            N_("5W and HXL are for OCHA, IATI for donors' systems, the layers for maps."),
            N_("What is made up, or rounded, says so in the file."),
        ),
        "import": (
            N_("Load next month's file as your office makes it; nothing changes before you publish."),
            N_("What is doubtful is asked once; your answers serve again next month."),
            N_("Before publishing you see which figures move, and why."),
        ),
        "releases": (
            N_("Each release is the whole data as published on a day; none is ever overwritten."),
            N_("Open one to see what it changed; any two can be compared."),
            N_("An earlier release can be made current again, with a reason."),
        ),
        "log": (
            N_("Who did what with the data, the newest first."),
            N_("Filter by account or kind of act."),
            N_("The log can be taken as a file; taking it is logged, too."),
        ),
        "glossary": (
            N_("What the words on these pages mean, each in two sentences."),
            N_("The search box explains a term as well."),
            N_("Sources use other words: the glossary names them."),
        ),
    }
)
FILTER_TERMS = ("as_of", "period", "established_police")  # what the filters say without a word of explanation


def page(key: str, filtered: bool) -> None:
    """Draws the three lines of that page, what its filters' terms mean, a way to the glossary, and the contact of the settings."""
    # as few elements as look the same: each is sent, and drawn again, at every click
    lines = (f"{place}. {escape(line)}" for place, line in enumerate(map(t, LINES[key]), start=1))
    st.markdown("\n".join((t("**How to read this page**"), "", *lines)))
    if filtered:
        terms = ((t(glossary.TERMS[term].name), glossary.meaning(term)) for term in FILTER_TERMS)
        st.caption("\n\n".join(f"**{escape(name)}:** {escape(meaning)}" for name, meaning in terms))
    if key != "glossary":
        st.button(t("All terms"), key="to-glossary", type="tertiary", on_click=navigate.to, args=("glossary",))
    if contact := settings().contact:
        st.markdown(escape(t("Questions: {contact}", contact=contact)))
