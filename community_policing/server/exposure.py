"""Bind check: without sign-in the server answers its own machine only, unless the operator configures otherwise."""

import os
import sys
from collections.abc import Iterator
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

import streamlit as st

from community_policing.core.i18n import t
from community_policing.core.settings import settings
from community_policing.protect.policy import access_policy, public_address

OPEN = "everybody who reaches this address may see and change everything"
_BOUND = ("--host", "--bind", "--server.address")
_SOCKETS = ("--uds", "--fd")
_BELIEVED = "--forwarded-allow-ips"
_EVERYWHERE = "0.0.0.0"  # noqa: S104  # nosec B104  what no address means; it is refused


def is_loopback(host: str | None) -> bool:
    """Whether an address or name is this machine's own; False for none, and for a socket's path."""
    if host == "localhost":
        return True
    try:
        address = ip_address((host or "").strip("[]"))
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def hosts() -> tuple[str, ...]:
    """The names, beside this machine's own, under which readers ask for this server: CPF_HOSTS and the public address's."""
    public = urlsplit(public_address()).hostname
    return (*(name.lower() for name in settings().hosts), *((public,) if public else ()))


def guarded() -> bool:
    """Whether others may come in: sign-in is set up, or the keeper said that there is to be none."""
    return access_policy().sign_in is not None or settings().open == OPEN


def exposed() -> str:
    """The address at which others would reach everything; "" where none would, or where they may."""
    return "" if guarded() else next((where for where in _told() if not is_loopback(where)), "")


def refuse_exposed() -> None:
    """Ends the process, with what to do, where others would reach everything, or where anybody could say who he is."""
    if where := exposed():
        raise SystemExit(
            t("Not started: {where} is open to others, and sign-in is off. Set up sign-in (CPF_ACCESS), serve on 127.0.0.1 "
              'only, or set CPF_OPEN="{words}".', where=where, words=OPEN)
        )  # fmt: skip
    believed = ",".join([*_given(_BELIEVED), os.environ.get("FORWARDED_ALLOW_IPS", "")])
    if not all(is_loopback(name) for part in believed.split(",") if (name := part.strip())):
        raise SystemExit(
            t("Not started: with {setting}, any client could fake its address. Leave it out and list your proxies in "
              "CPF_PROXIES.", setting=f"{_BELIEVED} / FORWARDED_ALLOW_IPS")
        )  # fmt: skip


def _told() -> Iterator[str]:
    """Every address that the command line and the settings name."""
    for name in _BOUND:
        yield from (_host(value) for value in _given(name))
    for name in _SOCKETS:  # whoever opens the socket's file has no address that could be asked for
        yield from _given(name)
    for variable in ("UVICORN_HOST", "UVICORN_UDS", "UVICORN_FD", "STREAMLIT_SERVER_ADDRESS"):
        if os.environ.get(variable):
            yield os.environ[variable]
    if address := st.get_option("server.address"):
        yield str(address)
    yield from hosts()


def _given(option: str) -> Iterator[str]:
    """The values of an option of the command line: `--host x` and `--host=x`; an empty one means every address."""
    for place, word in enumerate(sys.argv):
        if word == option:
            yield (sys.argv[place + 1] if place + 1 < len(sys.argv) else "") or _EVERYWHERE
        elif word.startswith(f"{option}="):
            yield word.partition("=")[2] or _EVERYWHERE


def _host(address: str) -> str:
    """An address without its port: `127.0.0.1:80`, `[::1]:80`."""
    host, colon, port = address.rpartition(":")
    return host if colon and port.isdecimal() and (":" not in host or host.endswith("]")) else address
