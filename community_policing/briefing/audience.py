"""Audience of a briefing: one for donors is made from that donor's protected Programme, or the public's; every other from what
a chief may see, since it is handed over and kept where chiefs read it."""

from community_policing.briefing.presets import BriefingRequest
from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.protection_level import ConcernLevel, ProtectionLevel
from community_policing.measure.programme import Programme, Scope, cached_on_programme
from community_policing.protect import concerns
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import Role, User, access_policy
from community_policing.protect.rounding_secret import rounding_secret

PUBLIC = ""  # through whose eyes a briefing is made that goes to several donors, or to any


def eyes(asked: BriefingRequest, scope: Scope) -> str:
    """The donor whose screen the briefing is to equal: the one that was asked for, else the only one of the choice; PUBLIC where
    there is none, or are several: each of them would see what is between another one and the programme."""
    if asked.eyes is not None:
        return asked.eyes
    return scope.donors[0] if len(scope.donors) == 1 else PUBLIC


def seen(programme: Programme, asked: BriefingRequest) -> Programme:
    """The scoped programme as those may see it who the briefing is for: what that donor, the public, or a chief has on the screen.
    ProgrammeError where the secret of the rounding cannot be had, and for quarters or districts chosen, which they do not know."""
    if programme.protected:
        return programme
    if not asked.donor:
        whole = programme.whole
        hidden = concerns.on_record(whole.dataset)
        return _protected(whole, access_policy().concerns).within(programme.scope) if hidden else programme
    guard = access_policy().guard(_reader(eyes(asked, programme.scope)))
    assert guard is not None, "neither sees rows"
    there = _protected(programme.whole, guard).within(programme.scope)
    if there.scope != programme.scope:
        raise ProgrammeError(
            t("A briefing for donors knows years and governorates, neither quarters nor districts."),
            t("Choose whole years and governorates above the page, or none."),
        )
    return there


def whose_eyes(programme: Programme, asked: BriefingRequest) -> str:
    """Through whose eyes the briefing is made, in words; "" where it shows what was recorded."""
    if not asked.donor:
        return ""
    donor = eyes(asked, programme.scope)
    if donor == PUBLIC:
        return t("as the public sees it")
    return t("as {donor} sees it", donor=programme.names("donors", "short_name").get(donor, donor))


def _reader(donor: str) -> User:
    return User("", Role.PUBLIC) if donor == PUBLIC else User("", Role.DONOR, grants=(donor,))


@cached_on_programme
def _protected(whole: Programme, guard: ProtectionLevel | ConcernLevel) -> Programme:
    return Programme.of(protect(whole.dataset, guard, rounding_secret()))
