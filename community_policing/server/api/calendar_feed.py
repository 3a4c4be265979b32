"""Calendar feed: the events of a role's own view, for a calendar program that fetches them by a signed address.

The address is all that such a program can send, so it is a secret: no log has it, and whatever it does not open is answered alike.
"""

from collections.abc import Callable
from functools import partial

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community_policing.core.i18n import t
from community_policing.export.handed_on.registry import FORMATS
from community_policing.export.rows import file_name
from community_policing.protect import api_tokens, audit_log
from community_policing.server.api import api, source
from community_policing.server.api.door import Asker, Rate, subscriber
from community_policing.server.api.model import Call

SHOWN = f"{api_tokens.CALENDARS}/….ics"


def routes() -> list[Route]:
    """All below the calendars' address, by whatever method; before those of the API, which log what is asked."""
    rate, threads = Rate(), CapacityLimiter(api.THREADS)

    async def answer(request: Request) -> Response:
        return await to_thread.run_sync(partial(answered, request, rate), limiter=threads)

    return [Route(f"{api_tokens.CALENDARS}/{{address:path}}", answer, methods=list(api.METHODS))]


def answered(request: Request, rate: Rate) -> Response:
    """The answer to one fetch, whatever happens; and its line in the log."""
    calls: list[Call] = []
    who: Asker | None = None
    try:
        who = subscriber(request)
        api.not_too_often(rate.wait(who, request))
        response = _calendar(request, who, calls.append)
    except Exception as error:
        response = api.refusal(SHOWN, error)
    _record(request, who, response.status_code, calls[0].release if calls else None)
    return response


def _calendar(request: Request, who: Asker | None, opened: Callable[[Call], None]) -> Response:
    if who is None or not who.holds:
        remedy = t("Make a new address on the page Hand on.")
        raise api.Refused(404, t("There is no calendar at this address, or no longer."), remedy)
    if request.method not in api.ASKING:
        raise api.only_asking()
    call = source.call(who.user, {})
    opened(call)
    tag = api.tag_of(call, "calendar")
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if api.has(request, tag):
        return Response(status_code=304, headers=headers)
    made = FORMATS["ics"]
    name = file_name("ics", call.whole, call.whole.as_of, made.extension, dataset=call.dataset)
    said = {"content-disposition": f'inline; filename="{name}"'}
    return Response(made.write(call.whole), 200, {**headers, **said}, made.media_type)


def _record(request: Request, who: Asker | None, status: int, release: int | None) -> None:
    """One line of the audit log for each calendar that went out.  Programs ask many times a day: what brought nothing new, and what
    was refused, is a line of the server's log alone."""
    detail = f"{request.method} {SHOWN} {status}" + (f", {who.token}" if who else "")
    account = who.user.account if who and status == 200 else ""
    audit_log.record("calendar", account, who.user.role if who else "", detail, release=release)
