"""Signed addresses: what a mail or a calendar carries so that it opens one thing, and nothing else, without signing in.

An address tells by its signature that this server made it; what it opens is asked in the registry each time, where it can be
revoked.  The key is made of the rounding secret, which all replicas share, and of the purpose.
"""

from itsdangerous import BadSignature, URLSafeSerializer

from community_policing.protect.rounding_secret import rounding_secret


def signed(purpose: str, subject: str) -> str:
    """Text for an address (letters, digits, "-", "_" and ".") that names the subject to that purpose alone.

    ProgrammeError where the secret cannot be read."""
    text = _serializer(purpose).dumps(subject)
    return text if isinstance(text, str) else text.decode()


def subject_of(purpose: str, text: str) -> str | None:
    """What `signed` was given; None for whatever this server did not sign to that purpose."""
    try:
        subject = _serializer(purpose).loads(text)
    except (BadSignature, UnicodeEncodeError):  # half a letter is no text that was ever signed
        return None
    return subject if isinstance(subject, str) else None


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(rounding_secret(), salt=f"address of {purpose}")
