"""Mail message: a letter as HTML and as text, with its picture and its PDF; and the one that asks to confirm an address.

Nothing in it is fetched from anywhere: the picture travels along, and no address in it tells who has opened what.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from markupsafe import Markup

from community_policing.briefing.mail.letter import Letter
from community_policing.briefing.mail.links import CONFIRM, STOP, signed_link
from community_policing.briefing.mail.subscriptions import Subscription
from community_policing.core import formats
from community_policing.core.bidi import LRM, RLM
from community_policing.core.i18n import in_line, language_in_force, t
from community_policing.core.palette import LIGHT
from community_policing.core.safe_text import printable
from community_policing.core.settings import settings

_POLICY = policy.SMTP.clone(cte_type="7bit")
_SUBJECT = 150  # characters
_LINE = 2_000
_PICTURE = "picture"
_LINKABLE = re.compile(r"://|@|(?<=[^\W\d])\.(?=[^\W\d])")
_PAGE = Markup(
    """<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8"><title>{title}</title></head>
<body style="margin:0;padding:24px;background:{page};color:{text};font:16px/1.5 sans-serif"><div style="max-width:640px">
<h1 style="font-size:22px;line-height:1.3;margin:0 0 16px">{title}</h1>
{mark}{link}{sections}{picture}
<div style="margin-top:24px;padding-top:12px;border-top:1px solid {line};color:{quiet};font-size:13px">{about}</div>
</div></body></html>"""
)


def message(of: Subscription, letter: Letter, identifier: str, now: datetime) -> bytes:
    """The mail as it travels, of the language in force.  ProgrammeError where its links cannot be made."""
    stop = signed_link(STOP, of.id)
    why = t("This address was subscribed by {account}.", account=of.user.account)
    ends = t(
        "The subscription ends on {day}: subscribe again on the Alerts page.", day=formats.day(of.expires_at.date())
    )
    about = (*letter.about, why, ends)
    made = _begun(of, letter.title, identifier, now)
    made["List-Unsubscribe"] = f"<{stop}>"
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(_text(letter, about, stop), cte="base64")
    made.add_alternative(str(_html(letter, about, stop)), subtype="html", cte="base64")
    page = made.get_payload()[-1]  # type: ignore[index]
    assert isinstance(page, EmailMessage)
    if letter.picture:
        page.add_related(
            letter.picture[0], "image", "png", cid=f"<{_PICTURE}>", filename="picture.png", disposition="inline"
        )
    if letter.file:
        name, data = letter.file
        made.add_attachment(data, "application", "pdf", filename=name)
    return made.as_bytes()


def confirmation(of: Subscription, identifier: str, now: datetime) -> bytes:
    """The mail that asks whoever reads it whether the address is to get others.  It says nothing of the data."""
    link, title = signed_link(CONFIRM, of.id), t("Confirm this address")
    asks = t("{account} asked for mails of the Community Policing dashboard to this address.", account=of.user.account)
    other = t("If you did not ask for it, do nothing: no mail follows.")
    letter = Letter(title, (("", (asks,)),), (other,), "", (link, t("Confirm this address")), 0)
    made = _begun(of, title, identifier, now)
    made.set_content(_text(letter, letter.about, ""), cte="base64")
    made.add_alternative(str(_html(letter, letter.about, "")), subtype="html", cte="base64")
    return made.as_bytes()


def plain(letter: Letter) -> tuple[str, str]:
    """Title and text for a channel."""
    return printable(letter.title, _SUBJECT), _text(letter, letter.about, "")


def message_id(subscription: str, occasion: str) -> str:
    """What names the mail of an occasion: the same one however often it is tried."""
    name = hashlib.sha256(f"{subscription}/{occasion}".encode()).hexdigest()[:32]
    return f"<{name}@{settings().smtp.sender.rpartition('@')[2] or 'localhost'}>"


def _begun(of: Subscription, title: str, identifier: str, now: datetime) -> EmailMessage:
    made = EmailMessage(policy=_POLICY)
    made["From"] = Address(printable(t("Community Policing, {organisation}", organisation=settings().organisation), 80),
                           addr_spec=settings().smtp.sender)  # fmt: skip
    made["To"] = Address(addr_spec=of.address)
    made["Subject"] = printable(title, _SUBJECT)
    made["Date"] = format_datetime(now)
    made["Message-ID"] = identifier
    made["Auto-Submitted"] = "auto-generated"
    return made


def _inert(text: str) -> str:
    """Text from data or people on one line, in which no mail program finds an address to make a link of."""
    kept = LRM + RLM if language_in_force().right_to_left else ""  # which keep a figure in order
    return _LINKABLE.sub("\\g<0>\u2060", printable(in_line(text), _LINE, kept))


def _text(letter: Letter, about: Iterable[str], stop: str) -> str:
    blocks = [[_inert(letter.title)], [letter.mark], [f"{letter.link[1]}:", letter.link[0]]]
    blocks += [
        [heading and _inert(heading), *(f"- {_inert(line)}" for line in lines)] for heading, lines in letter.sections
    ]
    blocks += [[_inert(line) for line in about]]
    blocks += [[t("Stop these mails:"), stop]] if stop else []
    return "\n\n".join(filter(None, ("\n".join(filter(None, block)) for block in blocks))) + "\n"


def _html(letter: Letter, about: Iterable[str], stop: str) -> Markup:
    mark = _each(Markup('<p style="margin:0 0 16px;font-weight:bold">{}</p>'), filter(None, (letter.mark,)))
    picture = Markup('<p><img src="cid:{cid}" alt="{alt}" width="640" style="width:100%;height:auto"></p>').format(
        cid=_PICTURE, alt=_inert(letter.picture[1])
    ) if letter.picture else Markup("")  # fmt: skip
    link = Markup('<p style="margin:0 0 16px"><a href="{}" style="color:{}">{}</a></p>').format(
        letter.link[0], LIGHT.accent, letter.link[1]
    )
    said = _each(Markup('<p style="margin:0 0 6px">{}</p>'), about)
    if stop:
        said += Markup('<p style="margin:0"><a href="{}" style="color:{}">{}</a></p>').format(
            stop, LIGHT.quiet, t("Stop these mails")
        )
    spoken = language_in_force()
    return _PAGE.format(
        language=spoken.tag, direction=spoken.direction, title=_inert(letter.title), page=LIGHT.page,
        text=LIGHT.text, quiet=LIGHT.quiet,
        line=LIGHT.line, mark=mark, sections=Markup("").join(map(_section, letter.sections)), picture=picture, link=link,
        about=said,
    )  # fmt: skip


def _section(section: tuple[str, tuple[str, ...]]) -> Markup:
    heading, lines = section
    side = "right" if language_in_force().right_to_left else "left"
    head = _each(
        Markup('<h2 style="font-size:17px;line-height:1.35;margin:20px 0 8px">{}</h2>'), filter(None, (heading,))
    )
    listed = _each(Markup("<li>{}</li>"), lines)
    return head + (
        Markup('<ul style="margin:0 0 12px;padding-{}:20px">{}</ul>').format(side, listed) if listed else Markup("")
    )


def _each(frame: Markup, lines: Iterable[str]) -> Markup:
    return Markup("").join(frame.format(_inert(line)) for line in lines)
