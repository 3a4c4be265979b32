"""Draw the governorates' names for the WebGL map: `python geo/name_pictures.py`, a part of `make geo`.

deck.gl draws letters one by one, so that Arabic ones stay unjoined and run backwards.  Here HarfBuzz (Pillow's raqm) shapes
each name of governorates.csv in our own font, white on nothing, for the map to tint; below them lie the plates that names
stand on.  For each language static/names-<code>.png holds the pictures, and .json where each one is, and how wide it is.
"""

from __future__ import annotations

import csv
import json
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, features

HOME = Path(__file__).resolve().parent
STATIC = HOME.parent / "community_policing" / "static"
FONT = STATIC / "fonts" / "brief" / "NotoSansArabic-SemiBold.ttf"
LANGUAGES = ("ar", "ckb")
SIZE, SCALE = (
    14,
    4,
)  # pixels of a name's letters on the map, and of a picture for each of them: a projector shows larger
HIGH = 22  # pixels of a name's picture on the map
LINES = {1: 19, 2: 34}  # lines that are written -> pixels of their plate's height
PLATES = range(26, 123, 6)  # pixels of the plates' widths
PLATE_SCALE = 2  # a plate has no letters
ROUND = 4  # pixels, of a plate's corners
WIDE = 1024  # pixels of a whole file's width
GAP = 8  # pixels between pictures: a smaller one is a mean of several
SPACE = 0.26  # of an em
SHADES = 16  # of a mask: enough for the edge of a letter


class Picture(NamedTuple):
    """A picture and its key."""

    key: str
    image: Image.Image


def main() -> int:
    """Write every file again; 1 where this machine's Pillow cannot shape letters."""
    if not features.check("raqm"):
        print("geo/name_pictures.py: Pillow has no raqm here, which shapes Arabic letters; the names stay as they are.")
        return 1
    for code in LANGUAGES:
        write(code, STATIC)
    return 0


def write(code: str, out: Path) -> None:
    """Write one language's names and plates, and where they are."""
    names = _names(code)
    pictures = [Picture(pcode, _name(name, code)) for pcode, name in names.items()]
    pictures += [Picture(f"{lines}-{wide}", _plate(wide, high)) for lines, high in LINES.items() for wide in PLATES]
    mask, places = _laid_out(pictures)
    _save(mask, out / f"names-{code}.png")
    widths = {names[each.key]: round(each.image.width / SCALE, 1) for each in pictures if each.key in names}
    written = {"size": HIGH, "names": names, "widths": widths, "places": places}
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
    (out / f"names-{code}.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _names(code: str) -> dict[str, str]:
    with (HOME / "governorates.csv").open(encoding="utf-8", newline="") as file:
        return {row["pcode"]: row[f"name_{code}"] for row in csv.DictReader(file)}


def _name(name: str, code: str) -> Image.Image:
    """The name from its last word, at the left, to its first; our Arabic font has no space, which is Noto Sans' here."""
    font = ImageFont.truetype(str(FONT), SIZE * SCALE, layout_engine=ImageFont.Layout.RAQM)
    ascent, descent = font.getmetrics()
    base = (HIGH * SCALE - ascent - descent) / 2 + ascent
    words = [(word, font.getbbox(word, direction="rtl", language=code, anchor="ls")) for word in reversed(name.split())]
    space = round(SPACE * SIZE * SCALE)
    image = Image.new("L", (round(sum(box[2] - box[0] + space for _, box in words)) - space, HIGH * SCALE))
    at = 0.0
    for word, (left, _, right, _) in words:
        ImageDraw.Draw(image).text((at - left, base), word, 255, font, direction="rtl", language=code, anchor="ls")
        at += right - left + space
    return image


def _plate(wide: int, high: int) -> Image.Image:
    size = wide * PLATE_SCALE, high * PLATE_SCALE
    image = Image.new("L", size)
    ImageDraw.Draw(image).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), ROUND * PLATE_SCALE, 255)
    return image


def _laid_out(pictures: list[Picture]) -> tuple[Image.Image, dict[str, dict[str, int | bool]]]:
    """All pictures in rows, and key -> where each one is, as deck.gl's IconLayer reads it."""
    rows: list[list[Picture]] = [[]]
    for each in pictures:
        taken = sum(other.image.width + GAP for other in rows[-1])
        if taken + each.image.width > WIDE or (rows[-1] and rows[-1][0].image.height < each.image.height):
            rows.append([])
        rows[-1].append(each)
    tops = list(accumulate((max(each.image.height for each in row) + GAP for row in rows), initial=0))
    mask, places = Image.new("L", (WIDE, tops[-1])), {}
    for row, top in zip(rows, tops, strict=False):
        left = 0
        for key, image in row:
            mask.paste(image, (left, top))
            places[key] = {"x": left, "y": top, "width": image.width, "height": image.height, "mask": True}
            left += image.width + GAP
    return mask, places


def _save(mask: Image.Image, path: Path) -> None:
    """White, and as much of it as the mask says: 16 shades, in a third of the bytes."""
    step = 255 // (SHADES - 1)
    white = mask.point([round(value / step) for value in range(256)]).convert("P")
    white.putpalette([255] * 3 * SHADES)
    white.save(path, optimize=True, bits=4, transparency=bytes(range(0, 256, step)))


if __name__ == "__main__":
    raise SystemExit(main())
