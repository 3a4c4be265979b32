"""HTML made of elements, so that text can only ever be text: whatever is not an element is escaped, in one place."""

import html
import json
import re
from typing import Any

from community_policing.core.i18n import in_line

# Controls, lone surrogates and non-characters have no place in HTML; marks that turn the direction of what follows would
# let a name rearrange the words around it.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_VOID = {"meta", "link", "input", "br", "img"}


class Markup(str):
    """HTML that is safe to stand in a page: what `tag` and `raw` made, and nothing else."""

    __slots__ = ()


def clean(value: str) -> str:
    """Text without the signs that no page can show, or that would rearrange what stands around it."""
    return _UNFIT.sub("", value)


def text(value: str) -> Markup:
    """Text as HTML: legible, inert, on any line of a page or in any quoted attribute."""
    return Markup(html.escape(clean(value), quote=True))


def raw(markup: str) -> Markup:
    """Markup of our own making (style, script, a drawing), as it is.  Never text from data."""
    return Markup(markup)


def tag(name: str, /, *inside: str, **attributes: str | int | bool | None) -> Markup:
    """An element.  Attributes: `class_` for class, `_` for `-`; None and False are left out, True is a bare name."""
    written = "".join(
        _attribute(key, value) for key, value in attributes.items() if value is not None and value is not False
    )
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{together(*inside)}</{name}>")


def together(*parts: str) -> Markup:
    """Parts one after the other; those that are no markup are escaped."""
    return Markup("".join(part if isinstance(part, Markup) else text(in_line(part)) for part in parts))


def data(value: Any) -> Markup:
    """A value as JSON inside a script element, which no text in it can end.  Texts are cleaned by who gives them."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    for sign in "<>&\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(written)


def _attribute(key: str, value: str | int | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'
