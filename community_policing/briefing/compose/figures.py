"""Figures, what a briefing is made of: Results measured once, and the Numbers that slides show of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from community_policing.analysis.compare.comparison import Comparison, lasts
from community_policing.briefing.model import Number
from community_policing.core import formats
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import listed, t
from community_policing.core.quantity import Quantity, Suppressed
from community_policing.export import provenance
from community_policing.measure.compute import by_governorate, measure
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result


@dataclass(frozen=True, eq=False)
class Figures:
    """A scoped programme as one audience may see it; `donor`: nothing is named below a governorate."""

    programme: Programme
    donor: bool = False

    @property
    def published(self) -> bool:
        """Whether only published figures are shown."""
        return self.programme.dataset.basis == "facts"

    def result(self, key: str, by: str = "") -> Result:
        """The measured indicator."""
        return _measured(self.programme, key, by)

    def results(self, *keys: str) -> tuple[Result, ...]:
        """Several of them."""
        return tuple(self.result(key) for key in keys)

    def places(self, key: str) -> Mapping[str, Result]:
        """P-code -> the figure of each governorate of the choice with its own target; only where it is known."""
        return _places(self.programme, key)

    def within(self, pcode: str) -> "Figures":
        """The same choice in one governorate."""
        scope = self.programme.scope.at((pcode,))
        return replace(self, programme=self.programme.whole.within(scope))

    @property
    def everywhere(self) -> "Figures":
        """The same choice in all governorates."""
        return replace(self, programme=self.programme.whole.within(self.programme.scope.at(())))

    def on(self, day: date) -> "Figures":
        """The same choice on another day."""
        return replace(self, programme=self.programme.within(replace(self.programme.scope, as_of=day)))

    def since(self, key: str, earlier: "Figures") -> Comparison:
        """An indicator on an earlier day and on this one."""
        return Comparison(earlier.result(key), self.result(key), lasts(key, self.programme))

    def number(self, key: str, result: Result, value: Quantity | None = None, place: str = "") -> Number:
        """The Result's figure as it is shown, or, where a `value` is given, that part of it."""
        quantity, unit = value if value is not None else result.value, result.indicator.unit
        return Number(
            key, result.label, formats.quantity(quantity, unit),
            quantity.low if quantity else None, quantity.high if quantity else None,
            t(unit), result.indicator.key, place or self.place(result), result.as_of.isoformat(),
            provenance.definition(result), provenance.method(result),
            " ".join(part for part in (provenance.caveat(result), result.why_absent if quantity is None else "") if part),
            _withheld(quantity, self.programme), _sources(self.programme, result.indicator.key), result.behind.count,
        )  # fmt: skip

    def unknown(self, key: str, result: Result, place: str = "") -> Number:
        """A part of the Result that nobody knows."""
        whole = self.number(key, result, Quantity(0, 0), place)
        why = result.why_absent or t("This split is not published.")
        return replace(whole, text=formats.quantity(None), low=None, high=None, caveat=why, withheld="", rows=0)

    def part(self, key: str, result: Result, value: Quantity | None, place: str = "", text: str = "") -> Number:
        """A part of the Result, be it known or not; `text` is which part, for its label.  Its rows are not counted apart."""
        number = self.unknown(key, result, place) if value is None else self.number(key, result, value, place)
        return replace(
            number, label=t("{label}: {text}", label=number.label, text=text) if text else number.label, rows=0
        )

    def place(self, result: Result) -> str:
        """Where the Result is of, by name."""
        return listed([governorate_name(pcode) for pcode in result.scope.governorates]) or t("Iraq")


@cached_on_programme
def _measured(programme: Programme, key: str, by: str) -> Result:
    return measure(key, programme, by)


@cached_on_programme
def _places(programme: Programme, key: str) -> Mapping[str, Result]:
    return MappingProxyType(by_governorate(key, programme, programme.scope.governorates or tuple(governorates())))


@cached_on_programme
def _sources(programme: Programme, key: str) -> tuple[str, ...]:
    """The titles of the sources behind the figure in the whole choice."""
    results = _measured(programme, key, "")
    return titles(programme, results.source_ids or ((results.published.source_id,) if results.published else ()))


def titles(programme: Programme, sources: Sequence[str]) -> tuple[str, ...]:
    """Sources by their titles, each once."""
    titles_of = programme.names("sources", "title")
    return tuple(dict.fromkeys(titles_of.get(source, source) for source in sources if source))


def _withheld(quantity: Quantity | None, programme: Programme) -> str:
    """Why a figure of people or concerns is not told exactly; "" where it is."""
    if quantity is None or not (quantity.about or isinstance(quantity, Suppressed)):
        return ""
    if not programme.protected:  # who sees all else as recorded is told of concerns by cells
        return t("Concerns are told in cells that are large enough, each rounded once.")
    if isinstance(quantity, Suppressed):
        return t("Fewer than {few} people are not shown, so that nobody can be identified.", few=programme.threshold)
    return t("The sum of small numbers, each rounded once to a multiple of {base}.", base=programme.rounded_to)
