"""Fonts that are made of others: `python -m data.fonts [FOLDER OF NOTO EMOJI]`.

Streamlit's page fetches a font of 4,300 icons, 375 KB, before its first word can be read; ours holds the icons that
it names.

For PDFs and for measuring text the screen's own fonts are made again:
Typst and matplotlib read neither woff2 nor the weights of a variable font.  So each weight becomes a file, Latin letters, letters
beyond the first 256 and signs in one family.  Emoji are a font of their own; its woff2 comes from `@fontsource/noto-emoji`.
"""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib import instancer

from community_policing.protect.streamlit_internals import FRONTEND, ICONS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE, PAGES = ROOT / "community_policing", ROOT / "pages"
FONTS = PACKAGE / "static" / "fonts"
WEIGHTS = {"Regular": 400, "SemiBold": 600}
LATIN = ("noto-sans-latin-wght-normal", "noto-sans-latin-ext-wght-normal", "noto-sans-signs")
ARABIC = ("noto-sans-arabic-arabic-wght-normal",)
MARKS = {0x200E: "leftToRightMark", 0x200F: "rightToLeftMark"}  # of a line's direction (core/bidi.py): seen by nobody
MADE = 3_500_000_000  # a fixed time in the files, so that the same fonts give the same bytes


def main() -> None:
    """Writes every file again."""
    _write_icons()
    (FONTS / "brief").mkdir(exist_ok=True)
    for style, weight in WEIGHTS.items():
        _write("Noto Sans", "NotoSans", style, weight, LATIN)
        _write("Noto Sans Arabic", "NotoSansArabic", style, weight, ARABIC)
    if len(sys.argv) > 1:
        font = TTFont(Path(sys.argv[1]) / "noto-emoji-emoji-400-normal.woff2")
        _save(font, "Noto Emoji", "NotoEmoji", "Regular", 400)


def named_icons() -> frozenset[str]:
    """The icons that Streamlit's page names, its server sends, or we ask for."""
    code = (file for folder in (FRONTEND.parent, PACKAGE, PAGES) for file in folder.rglob("*.py"))
    files = (*(FRONTEND / "static" / "js").glob("*.js"), *code)
    return frozenset(name for file in files for name in re.findall(r":material/(\w+)", file.read_text("utf-8")))


def icons_of(font: TTFont) -> dict[str, str]:
    """The icons of a font by the words that are typed for them: the name of each one's glyph."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items() if code < 128}
    tables = (
        getattr(table, "ExtSubTable", table)
        for lookup in font["GSUB"].table.LookupList.Lookup
        for table in lookup.SubTable
    )
    return {
        "".join(letters[glyph] for glyph in (first, *word.Component)): word.LigGlyph
        for table in tables
        for first, words in table.ligatures.items()
        for word in words
        if all(glyph in letters for glyph in (first, *word.Component))
    }


def _write_icons() -> None:
    font = TTFont(next(FRONTEND.glob(f"{ICONS.removeprefix('/')}*")), recalcTimestamp=False)
    icons, names = icons_of(font), named_icons()
    options = subset.Options(layout_features=["*"], layout_closure=False, flavor="woff2", notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(
        glyphs=[glyph for name, glyph in icons.items() if name in names], unicodes=map(ord, set("".join(names)))
    )
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(FONTS / "material-symbols-rounded.woff2")


def _write(family: str, file: str, style: str, weight: int, parts: tuple[str, ...]) -> None:
    with TemporaryDirectory() as folder:
        paths = [_at(part, weight, Path(folder)) for part in parts]
        font = Merger().merge([str(path) for path in paths]) if len(paths) > 1 else TTFont(paths[0])
        _hold_marks(font)
        _save(font, family, file, style, weight)


def _hold_marks(font: TTFont) -> None:
    """An empty glyph for each mark that the font lacks, so that no writer of PDF calls it missing."""
    for code, name in MARKS.items():
        if code not in font.getBestCmap():
            font.setGlyphOrder([*font.getGlyphOrder(), name])
            font["glyf"].glyphs[name], font["hmtx"].metrics[name] = Glyph(), (0, 0)
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap[code] = name


def _at(name: str, weight: int, folder: Path) -> Path:
    """One file at one weight, without hinting, as Merger wants it."""
    font = TTFont(FONTS / f"{name}.woff2")
    if "fvar" in font:
        font = instancer.instantiateVariableFont(
            font, {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": weight}
        )
    for table in (
        "fpgm",
        "prep",
        "cvt ",
        "gasp",
        "STAT",
        "DSIG",
        "MATH",
        "avar",
        "HVAR",
        "MVAR",
        "GDEF" if "signs" in name else "DSIG",
    ):
        if table in font:
            del font[table]
    font.flavor = None
    path = folder / f"{name}.ttf"
    font.save(path)
    return path


def _save(font: TTFont, family: str, file: str, style: str, weight: int) -> None:
    names = {
        1: family if style == "Regular" else f"{family} {style}",
        2: "Regular",
        3: f"{family} {style} static",
        4: f"{family} {style}",
        6: f"{file}-{style}",
        16: family,
        17: style,
    }
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in (0, 13, 14)]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["head"].created = font["head"].modified = MADE
    font.recalcTimestamp = False
    font.flavor = None
    font.save(FONTS / "brief" / f"{file}-{style}.ttf")


if __name__ == "__main__":
    main()
