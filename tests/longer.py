"""Messages 40 % longer than English: what has no room for them would be cut, or lie on its neighbours."""

import gettext
import re

from community_policing.core import i18n

_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_END = re.compile(r"[.؟!:…\s]*$")
_WORDS = "كلمات أخرى طويلة تزيد النص طولا "


class Longer(gettext.NullTranslations):
    """The translations of a language, each with words put before its end until it is long enough."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._own = i18n._messages(code)

    def gettext(self, message: str) -> str:
        """The message, longer."""
        return longer(self._own.gettext(message), message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of a count, longer."""
        return longer(self._own.ngettext(msgid1, msgid2, n), msgid2)


def longer(text: str, english: str) -> str:
    """The text, at least 1.4 times as long as in English, in letters and blanks."""
    missing = -(-len(_PLACEHOLDER.sub("", english)) * 7 // 5) - len(_PLACEHOLDER.sub("", text))
    if missing < 2:
        return text
    end = next(_END.finditer(text)).start()
    more = " " + (_WORDS * (missing // len(_WORDS) + 1))[: missing - 1].rstrip()
    return text[:end] + more + text[end:]
