"""Presets of briefings: slides, audience and governorates that may be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from community_policing.briefing.model import KINDS, Briefing, Kind, Note
from community_policing.core.i18n import N_
from community_policing.dataset.releases.subject_note import SubjectNote

DONOR = "donor"  # an audience that sees governorates, and nothing finer
_INTERNAL: tuple[Kind, ...] = ("actions",)  # what was noted is free text: it may name anything
# Six slides are told in ten minutes: a seventh, what changed for people, is added on purpose
_PEOPLE: tuple[Kind, ...] = ("people",)


@dataclass(frozen=True)
class Preset:
    """A kind of briefing: what it is called, its slides in their order, for whom it is made, and what may be added."""

    label: str
    kinds: tuple[Kind, ...]
    audience: str
    optional: tuple[Kind, ...] = ()

    @property
    def offered(self) -> tuple[Kind, ...]:
        """The slides that may be asked for, in their order: its own, and those that it leaves out unless somebody adds them."""
        return tuple(kind for kind in KINDS if kind in (*self.kinds, *self.optional))


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "chief": Preset(N_("Chief of Mission"), KINDS, "internal"),
        "donor": Preset(N_("Donor"), ("answer", "map", "targets", "money", "risk", "ask", "annex"), DONOR, _PEOPLE),
        "governorate": Preset(N_("Governorate"), ("answer", "governorate", "ask", "annex"), "internal", _PEOPLE),
    }
)


@dataclass(frozen=True)
class BriefingRequest:
    """One briefing as it was asked for.

    `slides` () are the preset's; `governorates` are P-codes, a slide each, () those of the scope.  `previous` is the briefing
    that "what changed" looks back to, `open_notes` what was noted in briefings and is not done, `subject_notes` what was noted
    on things of these data, `title` "" the preset's own.  `eyes`, of a briefing for donors: the donor whose screen it equals,
    "" for the public's, None for the only donor of the choice.
    """

    preset: str
    audience: str = "internal"
    slides: tuple[Kind, ...] = ()
    governorates: tuple[str, ...] = ()
    release: int | None = None
    previous: Briefing | None = None
    open_notes: tuple[Note, ...] = ()
    subject_notes: tuple[SubjectNote, ...] = ()
    title: str = ""
    eyes: str | None = None

    @property
    def donor(self) -> bool:
        """Whether it is for donors: a donor's preset is, whatever else was asked."""
        return DONOR in (self.audience, PRESETS[self.preset].audience)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The slides in their order: a briefing opens with what is still to be done and with what moved since the last one."""
        asked = self.slides or _opening(PRESETS[self.preset].kinds, self)
        return tuple(kind for kind in dict.fromkeys(asked) if not (self.donor and kind in _INTERNAL))


def _opening(kinds: tuple[Kind, ...], asked: BriefingRequest) -> tuple[Kind, ...]:
    early: list[Kind] = []
    early += ["actions"] if asked.open_notes and "actions" in kinds else []
    early += ["since"] if asked.previous and "since" in kinds else []
    first, *rest = kinds
    return (first, *early, *(kind for kind in rest if kind not in early))
