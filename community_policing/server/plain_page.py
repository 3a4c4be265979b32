"""Plain pages of our own, for what is said before Streamlit runs: what happened, and what to do."""

from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup
from starlette.responses import HTMLResponse

from community_policing.core.i18n import language_in_force, t
from community_policing.core.languages import LANGUAGES

_NONE: Mapping[str, str] = MappingProxyType({})
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_ASKS = _POLICY.replace("form-action 'none'", "form-action 'self'")
_PAPER = Markup("""<!doctype html><html {language}><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>:root {{color-scheme: light dark}} body {{margin: 18vh auto; max-width: 34rem; padding: 0 1.5rem;
font: 1.0625rem/1.5 "Noto Sans", "Noto Sans Arabic", system-ui, sans-serif; color: light-dark(#1D2B30, #E8EEF0);
background: light-dark(#FFFFFF, #10191D)}} h1 {{font-size: 1.5rem; line-height: 1.25; font-weight: 650; text-wrap: balance}}
a {{color: light-dark(#14695F, #5CC4B6); text-underline-offset: 3px}}
a.button, button {{display: inline-block; padding: .6rem 1.25rem;
border-radius: .5rem; background: light-dark(#14695F, #5CC4B6); color: light-dark(#FFFFFF, #10191D); text-decoration: none;
font-weight: 600}} button {{border: 0; font: inherit; font-weight: 600; cursor: pointer}}
a.button:focus-visible, button:focus-visible {{outline: 3px solid light-dark(#1D2B30, #E8EEF0); outline-offset: 2px}}
</style>
<main><h1>{title}</h1><p>{remedy}</p>{way}{languages}</main></html>""")


def plain_page(
    title: str,
    remedy: str,
    link: tuple[str, str],
    status: int,
    button: bool = False,
    languages: Mapping[str, str] = _NONE,
) -> HTMLResponse:
    """A page of plain texts: what happened, what to do, and one link (address, words), as a button where it is what to do.
    It runs no script, asks for nothing, and is never kept.  `languages`: code -> address of the same page in it."""
    look = Markup(' class="button"') if button else ""
    way = Markup('<p><a{} href="{}">{}</a></p>').format(look, *link)
    return HTMLResponse(
        _page(title, remedy, way, languages),
        status,
        headers={"cache-control": "no-store", "content-security-policy": _POLICY},
    )


def question_page(title: str, remedy: str, words: str) -> HTMLResponse:
    """A page of plain texts whose one button, of those words, sends a POST to the page's own address."""
    way = Markup('<form method="post"><button type="submit">{}</button></form>').format(words)
    return HTMLResponse(
        _page(title, remedy, way), 200, headers={"cache-control": "no-store", "content-security-policy": _ASKS}
    )


def language_marks() -> Markup:
    """The attributes of a page's root that say its language, and its direction where that is not from left to right."""
    spoken = language_in_force()
    return Markup('lang="{}"{}').format(spoken.tag, Markup(' dir="rtl"') if spoken.right_to_left else "")


def _page(title: str, remedy: str, way: Markup, languages: Mapping[str, str] = _NONE) -> str:
    link = Markup('<a href="{}" hreflang="{}" lang="{}" dir="{}">{}</a>').format
    spoken = ((address, LANGUAGES[code]) for code, address in languages.items())
    links = Markup(" · ").join(link(to, each.tag, each.tag, each.direction, each.name) for to, each in spoken)
    named = Markup('<nav aria-label="{}">{}</nav>').format(t("Language"), links) if links else ""
    return _PAPER.format(title=title, remedy=remedy, way=way, languages=named, language=language_marks())
