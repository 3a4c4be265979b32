"""A drawing of a briefing as a PNG, for a mail: shapes with their labels set over them, as in the PDFs."""

import json

from community_policing.briefing.drawing.draw import draw
from community_policing.briefing.drawing.text_width import FAMILIES, FONTS
from community_policing.briefing.model import Bullets, Drawing
from community_policing.briefing.pdf import document
from community_policing.core.i18n import ProgrammeError, language, language_in_force, t
from community_policing.core.palette import LIGHT
from community_policing.core.safe_text import printable

WIDTH = 640  # pixels as it is shown; the file has twice as many
_TEXT = 13.0  # pixels of a label's height
_TALL = 400.0
_DENSITY = 144.0  # two pixels a point


def png(drawing: Drawing) -> bytes:
    """The picture.  ProgrammeError where it cannot be drawn."""
    import typst  # 20 MB, only where a picture is made

    high = len(drawing.rows) * 56.0 + 30 if isinstance(drawing, Bullets) else _TALL
    held = document.picture(draw(drawing, WIDTH, high, _TEXT))
    told = {
        **held,
        "alt": "",
        "fonts": FAMILIES,
        "language": language(),
        "direction": language_in_force().direction,
        "page": LIGHT.page,
    }
    template = document.TEMPLATES / "picture.typ"
    try:
        made: bytes = typst.compile(
            str(template), format="png", ppi=_DENSITY, root=str(document.TEMPLATES), font_paths=[str(FONTS)],
            ignore_system_fonts=True, sys_inputs={"briefing": json.dumps(told, ensure_ascii=False)},
        )  # fmt: skip
    except typst.TypstError as error:
        reason = printable(str(error), 300)
        raise ProgrammeError(
            t("The picture cannot be drawn ({reason}).", reason=reason), t("Change the text that the reason names.")
        ) from error
    return made
