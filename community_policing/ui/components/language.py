"""Language of a reader's page: what it speaks, and the links to the same page in another one."""

import streamlit as st
from markupsafe import Markup

from community_policing.core import reader_language
from community_policing.core.i18n import language, t
from community_policing.core.languages import LANGUAGES
from community_policing.core.reader_language import COOKIE, PARAMETER
from community_policing.protect import streamlit_internals
from community_policing.protect.streamlit_internals import Place
from community_policing.ui.shell import address, state


def of_reader() -> str:
    """What the reader's page speaks, decided as the server did when it sent the page; "" where no reader is served."""
    if not streamlit_internals.has_reader():
        return ""
    if not state.LANGUAGE.is_set():
        context, asked = st.context, st.query_params.get(PARAMETER, "")
        accepted = context.headers.get("accept-language") or ""
        state.LANGUAGE.set(reader_language.chosen(asked, context.cookies.get(COOKIE, ""), accepted))
    return state.LANGUAGE.get()


def picker(*places: Place) -> None:
    """Links to what is seen in every other language that is offered, each in its own name; nothing where there is no other.

    They load the page anew, so that its direction and all of its texts change together."""
    here = address.link()
    link = Markup('<a href="{}{}{}={}" target="_self" hreflang="{}" lang="{}" dir="{}">{}</a>').format
    links = [
        link(here, "&" if "?" in here else "?", PARAMETER, code, each.tag, each.tag, each.direction, each.name)
        for code, each in ((code, LANGUAGES[code]) for code in reader_language.offered())
        if code != language()
    ]
    for place in places if links else ():
        place.html(
            Markup('<div class="languages" role="group" aria-label="{}">{}</div>').format(
                t("Language"), Markup().join(links)
            )
        )
