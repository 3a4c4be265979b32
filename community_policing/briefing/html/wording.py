"""Wording of the HTML deck beside its slides: keys, panels, notes, and the working of a number."""

from datetime import date

from community_policing.briefing.html.markup import clean
from community_policing.briefing.model import Number
from community_policing.core import formats
from community_policing.core.i18n import in_line, language_in_force, t


def words() -> dict[str, object]:
    """The texts that the script writes; `{name}` in them is filled in there."""
    return {
        "keys": t("Keys"), "close": t("Close"), "slide": t("Slide"), "black": t("The screen is black. Press B to continue."),
        "working": t("Show the working"), "none": t("This slide has no numbers."),
        "notes": t("Presenter's notes"), "no_notes": t("No notes for this slide."),
        "jump": t("To slide {number}: press Enter", number="{number}"),
        "next": t("Next slide in {seconds} s · any key pauses", seconds="{seconds}"), "paused": t("Paused · P continues, A ends"),
        "ended": t("Last slide: auto-advance has ended"),
        "kept": t("Saved: {text}", text="{text}"),
        "unsent": t("Not sent yet: {count}", count="{count}"),
        "note": t("Note a decision or an action"), "kind": t("Kind"), "decision": t("Decision"), "action": t("Action"),
        "text": t("What was decided, or is to be done"), "owner": t("Owner's role"),
        "owner_hint": t("A role, not a person's name"),
        "due": t("Due date"), "about": t("About"), "about_none": t("No particular figure"), "keep": t("Save this note"),
        "noted": t("Noted in this briefing, on this device"), "nothing_noted": t("Nothing noted yet."), "sent": t("sent"),
        "waiting": t("not sent yet"),
        "refused": t("not accepted: {why}", why="{why}"),
        "need_text": t("Write what was decided, or is to be done."),
        "help": _keys(),
    }  # fmt: skip


def _keys() -> list[tuple[str, str]]:
    onward = language_in_force().onward
    back = "→" if onward == "←" else "←"
    return [
        (f"{onward}  PgDn  Space", t("next slide")), (f"{back}  PgUp  Shift+Space", t("previous slide")),
        ("Home  End", t("first, last slide")), ("12 Enter", t("to slide 12")), ("O", t("all slides at once")),
        ("W", t("show the working: every number of the slide")), ("S", t("presenter's notes under the slide")),
        ("N", t("note a decision or an action (in the presented page)")), ("B  .", t("black screen")),
        ("F  F5", t("full screen")), ("A", t("advance by itself, on or off")), ("P", t("pause and continue")),
        ("Esc", t("close what is open, leave full screen")), ("?  H", t("these keys")),
    ]  # fmt: skip


def working(number: Number) -> dict[str, object]:
    """A number as the panel shows it: its label, its text, and lines of what is asked and what is answered."""
    lines = [
        (t("Place"), number.place), (t("Bounds"), _bounds(number)), (t("Unit"), number.unit),
        (t("What is counted"), number.definition),
        (t("How"), number.method), (t("What to know"), number.caveat), (t("Withheld"), number.withheld),
        (t("Sources"), " · ".join(number.sources)), (t("As of"), _day(number.as_of)),
        (t("Rows behind it"), formats.number(number.rows) if number.rows else ""),
    ]  # fmt: skip
    return {
        "label": in_line(clean(number.label)), "text": in_line(clean(number.text)),
        "lines": [(asked, in_line(clean(answer))) for asked, answer in lines if answer],
    }  # fmt: skip


def _bounds(number: Number) -> str:
    """In words, where the number is not exact; its text says the rest."""
    if number.low is None:
        return t("not known")
    if number.high is None:
        return t("at least {low}; no upper bound is known", low=_exact(number.low))
    if number.high == number.low:
        return t("exactly {low}", low=_exact(number.low))
    return t("at least {low}, at most {high}", low=_exact(number.low), high=_exact(number.high))


def _exact(value: float) -> str:
    return formats.number(value, 0 if float(value).is_integer() else 2)


def _day(day: str) -> str:
    try:
        return formats.day(date.fromisoformat(day))
    except ValueError:
        return day
