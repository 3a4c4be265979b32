"""Routes of the API: who asks, how often, what they get, and one line of the audit log for each call.

Figures are made in threads of their own, so that neither the event loop nor the pages wait for them.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import orjson
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community_policing.core.i18n import ProgrammeError, language, listed, n, t
from community_policing.core.paths import PACKAGE
from community_policing.core.safe_text import printable
from community_policing.dataset.releases import ReleaseError, UnknownRelease
from community_policing.export import provenance
from community_policing.export.rows import file_name
from community_policing.protect import audit_log
from community_policing.protect.policy import Act, access_policy
from community_policing.server.api import openapi, source
from community_policing.server.api.door import Asker, Rate, asker
from community_policing.server.api.endpoints import ENDPOINTS, UnknownTable
from community_policing.server.api.model import FORMAT, PREFIX, Call, Content, Endpoint

log = logging.getLogger("community_policing")
THREADS = 2
ASKING = ("GET", "HEAD")
METHODS = (*ASKING, "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_NO_STORE = {"cache-control": "no-store"}


class Refused(ProgrammeError):  # noqa: N818  as a reader of the code says it
    """A call that is not answered: the status, and what a client's program reads beside it."""

    def __init__(self, status: int, message: str, remedy: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message, remedy)
        self.status, self.headers = status, headers or {}


def routes() -> list[Route]:
    """The routes of every endpoint, and of all else below the API's address, which says that there is nothing."""
    rate, threads = Rate(), CapacityLimiter(THREADS)

    def route(path: str, endpoint: Endpoint | None) -> Route:
        async def answer(request: Request) -> Response:
            return await to_thread.run_sync(partial(answered, request, endpoint, rate), limiter=threads)

        return Route(path, answer, methods=list(METHODS))

    return [*(route(PREFIX + each.path, each) for each in ENDPOINTS), route("/api/{rest:path}", None)]


def answered(request: Request, endpoint: Endpoint | None, rate: Rate) -> Response:
    """The answer to one call, whatever happens; and its line in the log."""
    calls: list[Call] = []
    who: Asker | None = None
    try:
        who = asker(request)
        _admit(who, rate.wait(who, request))
        assert who is not None
        response = _answer(request, endpoint, who, calls.append)
    except Exception as error:
        response = refusal(request.url.path, error)
    _record(request, who, response.status_code, calls[0].release if calls else None)
    return response


def only_asking() -> Refused:
    """What whoever would change something is told."""
    return Refused(405, t("The API only answers questions."), t("Ask with GET."), {"allow": ", ".join(ASKING)})


def not_too_often(wait: int) -> None:
    """Goes on only for who may ask now."""
    if wait:
        problem = t("Too many calls in a minute.")
        later = n("Ask again in {count} second.", "Ask again in {count} seconds.", wait)
        raise Refused(429, problem, later, {"retry-after": str(wait)})


def _admit(who: Asker | None, wait: int) -> None:
    """Goes on only for who may ask."""
    not_too_often(wait)
    if who is None or not who.holds:
        problem = t("This needs a valid token: there is none, or it is unknown, expired or revoked.")
        remedy = t("Send it as “Authorization: Bearer …”; the dashboard's administrator makes one.")
        raise Refused(401, problem, remedy, {"www-authenticate": "Bearer"})


def _answer(request: Request, endpoint: Endpoint | None, who: Asker, opened: Callable[[Call], None]) -> Response:
    if endpoint is None:
        remedy = t("{address} describes what there is.", address=f"{PREFIX}/openapi.json")
        raise Refused(404, t("There is nothing at this address."), remedy)
    if request.method not in ASKING:
        raise only_asking()
    asked = _parameters(request, endpoint)
    as_csv = _as_csv(request, asked)
    if (endpoint.file or as_csv) and not who.user.may(Act.EXPORT):
        raise Refused(
            403, t("The role of this token may look at figures, and take no files."), t("Ask for figures as JSON.")
        )
    if endpoint.answer is None:
        return _json(openapi.document(ENDPOINTS), _NO_STORE)
    call = source.call(who.user, asked)
    opened(call)
    tag = tag_of(call, request.url.path, request.url.query, as_csv)
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "authorization, accept"}
    if has(request, tag):
        return Response(status_code=304, headers=headers)
    content = endpoint.answer(call)
    return _csv(content, call, headers) if as_csv else _json(_held(content), headers)


def _parameters(request: Request, endpoint: Endpoint) -> dict[str, tuple[str, ...]]:
    """What is asked, by name.  ProgrammeError for what the endpoint does not take, lacks, or takes once."""
    asked: dict[str, tuple[str, ...]] = {name: (str(value),) for name, value in request.path_params.items()}
    takes = {name: each for name, each in endpoint.takes.items() if not each.in_path}
    for name in request.query_params:
        if name not in takes:
            known = t("The parameters are: {known}.", known=listed(list(takes))) if takes else t("Leave it out.")
            raise ProgrammeError(t("There is no parameter “{name}” here.", name=printable(name)), known)
        asked[name] = tuple(request.query_params.getlist(name))
        if len(asked[name]) > 1 and not takes[name].many:
            raise ProgrammeError(t("“{name}” is said more than once.", name=name), t("Say it once."))
    if missing := [name for name, each in takes.items() if each.required and not any(asked.get(name, ()))]:
        example = f"{PREFIX}/figures?indicator=fora_established"
        raise ProgrammeError(
            t("“{name}” is missing.", name=missing[0]), t("Write it as in {example}.", example=example)
        )
    return asked


def _as_csv(request: Request, asked: Mapping[str, tuple[str, ...]]) -> bool:
    if named := "".join(asked.get(FORMAT.name, ())):
        formats: list[str] = FORMAT.schema["enum"]
        if named not in formats:
            problem = t("There is no format “{name}”.", name=printable(named))
            raise ProgrammeError(problem, t("There are: {listed}.", listed=listed(formats)))
        return named == "csv"
    accepted = request.headers.get("accept", "")
    return "text/csv" in accepted and "application/json" not in accepted


def has(request: Request, tag: str) -> bool:
    """Whether who asks has the answer of that ETag already."""
    return tag in (each.strip() for each in request.headers.get("if-none-match", "").split(","))


def tag_of(call: Call, *question: object) -> str:
    """The ETag: of the data, of what this reader may see of them, of the question, and of the program that answers it."""
    held, user = access_policy().protection(call.user), call.user
    parts = (call.dataset, call.release, call.whole.dataset.release, user.role, held, *question, language(), _program())
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@cache
def _program() -> str:
    """What tells this version of the program from others, which may count otherwise."""
    digest = hashlib.sha256()
    for file in sorted(each for each in PACKAGE.rglob("*") if each.suffix in (".py", ".toml")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _held(content: Content) -> dict[str, Any]:
    programme = content.programme
    about = {"illustrative": provenance.made_up(programme), "protected": provenance.protected(programme)}
    return {"about": about, "records": content.as_records()}


def _json(body: object, headers: Mapping[str, str], status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, dict(headers), "application/json")


def _csv(content: Content, call: Call, headers: Mapping[str, str]) -> Response:
    name = file_name(content.stem, content.programme, content.programme.as_of, dataset=call.dataset)
    said = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content.as_csv(), 200, {**headers, **said}, "text/csv")


def refusal(where: str, error: Exception) -> Response:
    """What went wrong, where, and what to do; what is the server's own trouble is in its log alone, for it may name its places."""
    headers: Mapping[str, str] = {}
    if isinstance(error, Refused):
        status, headers = error.status, error.headers
    elif isinstance(error, UnknownRelease | UnknownTable):
        status = 404
    elif isinstance(error, ReleaseError):
        log.warning("The API cannot read its data: %s", error)
        status, headers = 503, {"retry-after": "60"}
        error = ProgrammeError(t("The data cannot be read just now."), t("Try again in a minute."))
    elif isinstance(error, ProgrammeError):
        status = 400
    else:
        log.error("An answer of the API failed: %.200r", where, exc_info=error)
        status, error = 500, ProgrammeError(t("The request failed."), t("Nothing was changed; try again."))
    body = {"error": error.message, "where": where, "remedy": error.remedy}
    return _json(body, {**_NO_STORE, **headers}, status)


def _record(request: Request, who: Asker | None, status: int, release: int | None) -> None:
    """One line of the audit log.  Calls of nobody, and those beyond the rate, are a line of the server's log alone: a client
    that hammers does not fill the disk."""
    names = dict.fromkeys(request.query_params)
    scope = "; ".join(f"{name}: {', '.join(request.query_params.getlist(name))}" for name in sorted(names))
    detail = f"{request.method} {request.url.path} {status}" + (f", {who.token}" if who and who.token else "")
    account = who.user.account if who and status != 429 else ""
    audit_log.record("api", account, who.user.role if who else "", detail, scope, release)
