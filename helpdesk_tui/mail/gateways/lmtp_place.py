"""Where an LMTP gateway listens: a host and port, or a socket in the file system (MG2)."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from helpdesk_tui.config.values import is_loopback
from helpdesk_tui.errors import Unavailable, WrongUsage
from helpdesk_tui.text import clipped
from helpdesk_tui.views import GatewayView
from helpdesk_tui.vocab import GatewayType

LOOPBACK = "127.0.0.1"
WARNING = "{} can be reached from other computers, and whoever reaches it can hand emails in."
_MODE = 0o660
_BACKLOG = 128
_ASK_SECONDS = 5.0
_OURS = b"LMTP helpdesk-tui"


@dataclass(frozen=True, slots=True)
class Place:
    """`path` of a socket, or `host` and `port`."""

    host: str = ""
    port: int = 0
    path: str = ""

    def __str__(self) -> str:
        if self.path:
            return f"unix:{clipped(self.path, 120)}"
        host = clipped(self.host, 100)
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"

    @property
    def open_to_others(self) -> bool:
        """Whether other computers may reach it: LMTP asks nobody who they are."""
        return not (self.path or is_loopback(self.host))


def place_named(text: str) -> Place:
    """`HOST:PORT`, `[HOST]:PORT`, `:PORT` on this computer, or `unix:PATH`; raises WrongUsage."""
    if text.startswith("unix:") and len(text) > len("unix:"):
        return Place(path=os.path.abspath(os.path.expanduser(text.removeprefix("unix:"))))
    host, colon, port = text.rpartition(":")
    host = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not (colon and port.isascii() and port.isdigit() and 0 < int(port) < 65536) or text.startswith("unix:"):
        raise WrongUsage(f"“{clipped(text, 60)}” is no place to listen at: HOST:PORT or unix:PATH.")
    return Place(host or LOOPBACK, int(port))


def place_of(gateway: GatewayView) -> Place:
    """Where the gateway's settings say that it listens; raises WrongUsage when they say nothing."""
    if gateway.type is not GatewayType.LMTP:
        raise WrongUsage(f"Gateway {gateway.name} is of type {gateway.type}: say where with --listen.")
    return Place(path=gateway.path) if gateway.path else Place(gateway.host or LOOPBACK, gateway.port)


@contextmanager
def listening_at(place: Place) -> Iterator[list[socket.socket]]:
    """Sockets on which clients come in; gone afterwards. Raises Unavailable with the reason why not."""
    sockets: list[socket.socket] = []
    made: os.stat_result | None = None
    try:
        try:
            if place.path:
                _clear(place)
                sockets.append(_at_path(place.path))
                made = os.lstat(place.path)
            else:
                sockets.extend(_at_port(place))
            for one in sockets:
                one.listen(_BACKLOG)
        except OSError as failed:
            raise _cannot(place, failed) from None
        yield sockets
    finally:
        for one in sockets:
            one.close()
        if made is not None:
            with contextlib.suppress(OSError):
                now = os.lstat(place.path)
                if (now.st_ino, now.st_dev) == (made.st_ino, made.st_dev):
                    os.unlink(place.path)


def looked_at(place: Place) -> tuple[str, ...]:
    """Whether somebody listens there, or somebody could, in sentences; hands nothing in and changes nothing.

    Raises Unavailable when neither is so.
    """
    others = (WARNING.format(place),) if place.open_to_others else ()
    return _looked_at(place), *others


def _looked_at(place: Place) -> str:
    try:
        with connected(place) as asking:
            greeting = asking.recv(512)
            asking.sendall(b"QUIT\r\n")
    except (ConnectionRefusedError, FileNotFoundError):
        _try_out(place)
        return f"Nobody listens at {place} now, and it can be listened at: the worker does."
    except OSError as failed:
        raise Unavailable(f"Whoever listens at {place} does not answer: {_reason(failed)}.") from None
    if _OURS not in greeting:
        raise Unavailable(f"Another program listens at {place}: it says “{clipped(greeting.decode('latin-1'), 60)}”.")
    return f"A listener of helpdesk-tui answers at {place}."


def _try_out(place: Place) -> None:
    try:
        if place.path:
            if os.path.lexists(place.path) and not stat.S_ISSOCK(os.lstat(place.path).st_mode):
                raise _no_socket(place)
            folder = os.path.dirname(place.path)
            if not os.path.isdir(folder):
                raise FileNotFoundError(errno.ENOENT, f"there is no folder {clipped(folder, 100)}")
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            return
        for one in _at_port(place):
            one.close()
    except OSError as failed:
        raise _cannot(place, failed) from None


def _at_port(place: Place) -> list[socket.socket]:
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except UnicodeError:
        raise OSError(errno.EINVAL, "that is no name of a computer") from None
    sockets: list[socket.socket] = []
    try:
        for family, address in dict.fromkeys((family, address) for family, _, _, _, address in found):
            sockets.append(socket.socket(family, socket.SOCK_STREAM))
            sockets[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                sockets[-1].setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            sockets[-1].bind(address)
    except OSError:
        for one in sockets:
            one.close()
        raise
    return sockets


def _at_path(path: str) -> socket.socket:
    """A socket file that the owner and the owner's group may connect to."""
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        made.bind(path)
        # Nobody can connect before `listen`, so nobody was early.
        os.chmod(path, _MODE)
    except BaseException:
        made.close()
        raise
    return made


def _clear(place: Place) -> None:
    """Remove what a listener left that was killed: a socket at which nobody answers, and nothing else."""
    try:
        there = os.lstat(place.path).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(there):
        raise _no_socket(place)
    try:
        with connected(place):
            raise Unavailable(f"Cannot listen at {place}: another program does.", code="address_in_use")
    except ConnectionRefusedError:
        os.unlink(place.path)


def connected(place: Place) -> socket.socket:
    """A connection to whoever listens there; raises OSError."""
    if not place.path:
        try:
            return socket.create_connection((place.host, place.port), _ASK_SECONDS)
        except UnicodeError:
            raise OSError(errno.EINVAL, "that is no name of a computer") from None
    asking = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        asking.settimeout(_ASK_SECONDS)
        asking.connect(place.path)
    except BaseException:
        asking.close()
        raise
    return asking


def _no_socket(place: Place) -> Unavailable:
    return Unavailable(f"Cannot listen at {place}: what is there is no socket, and was left alone.")


def _cannot(place: Place, failed: OSError) -> Unavailable:
    code = "address_in_use" if failed.errno == errno.EADDRINUSE else None
    return Unavailable(f"Cannot listen at {place}: {_reason(failed)}.", code=code)


def _reason(failed: OSError) -> str:
    return clipped(failed.strerror or str(failed) or type(failed).__name__, 200)
