"""Where LMTP is listened at (SPEC MG1, MG2): named, opened, looked at, and left as it was found."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk_tui.errors import Unavailable, WrongUsage
from helpdesk_tui.mail.gateways import sources
from helpdesk_tui.mail.gateways.lmtp_place import Place, listening_at, looked_at, place_named, place_of
from helpdesk_tui.vocab import GatewayType
from tests.mail.making import gateway
from tests.mail.scripted import Peer, Scripted
from tests.servers.daemon import HOST, as_root, free_ports


@pytest.mark.parametrize(
    ("text", "place", "shown", "others"),
    [
        ("127.0.0.1:2424", Place("127.0.0.1", 2424), "127.0.0.1:2424", False),
        (":24", Place("127.0.0.1", 24), "127.0.0.1:24", False),
        ("localhost:2424", Place("localhost", 2424), "localhost:2424", False),
        ("[::1]:2424", Place("::1", 2424), "[::1]:2424", False),
        ("0.0.0.0:2424", Place("0.0.0.0", 2424), "0.0.0.0:2424", True),
        ("[::]:2424", Place("::", 2424), "[::]:2424", True),
        ("127.acme.example:2424", Place("127.acme.example", 2424), "127.acme.example:2424", True),
        ("mail.acme.example:2424", Place("mail.acme.example", 2424), "mail.acme.example:2424", True),
        ("unix:/run/desk/lmtp.sock", Place(path="/run/desk/lmtp.sock"), "unix:/run/desk/lmtp.sock", False),
    ],
)
def test_a_place_is_named(text: str, place: Place, shown: str, others: bool) -> None:
    assert place_named(text) == place
    assert (str(place), place.open_to_others) == (shown, others)


@pytest.mark.parametrize(
    "text", ["", "2424", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "x:65536", "x:٣", "unix:", "x:-1"]
)
def test_what_is_no_place(text: str) -> None:
    with pytest.raises(WrongUsage, match="is no place to listen at: HOST:PORT or unix:PATH"):
        place_named(text)


def test_the_gateway_says_where() -> None:
    lmtp = {"type": GatewayType.LMTP, "host": "127.0.0.1", "port": 2424}
    assert place_of(gateway(**lmtp)) == Place("127.0.0.1", 2424)
    assert place_of(gateway(**lmtp | {"host": "", "path": "/run/lmtp.sock"})) == Place(path="/run/lmtp.sock")
    with pytest.raises(WrongUsage, match="of type maildir: say where with --listen"):
        place_of(gateway(type=GatewayType.MAILDIR, path="/var/mail/support"))


def reachable(place: Place) -> bool:
    made = socket.socket(socket.AF_UNIX)
    try:
        made.connect(place.path)
    except OSError:
        return False
    finally:
        made.close()
    return True


# ------------------------------------------------------------ a socket in the file system


def test_the_socket_is_for_the_owner_and_the_group_and_goes_with_the_listener(tmp_path: Path) -> None:
    place = Place(path=str(tmp_path / "lmtp.sock"))
    with listening_at(place):
        assert stat.S_IMODE(os.lstat(place.path).st_mode) == 0o660
        assert reachable(place)
    assert list(tmp_path.iterdir()) == []


def test_a_socket_that_a_killed_listener_left_is_replaced(tmp_path: Path) -> None:
    place = Place(path=str(tmp_path / "lmtp.sock"))
    left = socket.socket(socket.AF_UNIX)
    left.bind(place.path)
    left.close()
    with listening_at(place):
        assert reachable(place)
    assert list(tmp_path.iterdir()) == []


def test_a_socket_at_which_somebody_answers_is_left_to_them(tmp_path: Path) -> None:
    place = Place(path=str(tmp_path / "lmtp.sock"))
    with listening_at(place):
        with pytest.raises(Unavailable, match=r"Cannot listen at unix:.*: another program does") as refused, \
                listening_at(place):  # fmt: skip
            pass
        assert (refused.value.exit_code, refused.value.code) == (69, "address_in_use")
        assert reachable(place)


def file(path: Path) -> None:
    path.write_text("precious")


def folder(path: Path) -> None:
    path.mkdir()


def link(path: Path) -> None:
    path.with_name("target").write_text("precious")
    path.symlink_to(path.with_name("target"))


@pytest.mark.parametrize("make", [file, folder, link])
def test_what_is_no_socket_is_never_removed(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "lmtp.sock"
    make(path)
    place = Place(path=str(path))
    with pytest.raises(Unavailable, match="what is there is no socket, and was left alone"), listening_at(place):
        pass
    with pytest.raises(Unavailable, match="what is there is no socket"):
        looked_at(place)
    assert os.path.lexists(path)


def test_the_socket_of_another_that_took_its_place_stays(tmp_path: Path) -> None:
    place = Place(path=str(tmp_path / "lmtp.sock"))
    other = socket.socket(socket.AF_UNIX)
    with listening_at(place):
        os.unlink(place.path)
        other.bind(place.path)
    other.close()
    assert [path.name for path in tmp_path.iterdir()] == ["lmtp.sock"]


@pytest.mark.parametrize(
    ("path", "reason"), [("/nowhere/at/all.sock", "No such file or directory"), ("/tmp/" + "x" * 120, "path too long")]
)
def test_a_path_that_cannot_be(path: str, reason: str) -> None:
    with pytest.raises(Unavailable, match=reason), listening_at(Place(path=path)):
        pass


# ------------------------------------------------------------ a port


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    place = Place(HOST, free_ports(1)[0])
    with listening_at(place):
        with pytest.raises(Unavailable, match=f"Cannot listen at {place}: Address already in use") as refused, \
                listening_at(place):  # fmt: skip
            pass
        assert (refused.value.exit_code, refused.value.code) == (69, "address_in_use")
    with listening_at(place):
        pass


@pytest.mark.parametrize(
    ("host", "reason"), [("192.0.2.1", "Cannot assign"), ("no.such.host.invalid", "not known|resol")]
)
def test_a_host_that_is_not_here(host: str, reason: str) -> None:
    with pytest.raises(Unavailable, match=reason), listening_at(Place(host, 2424)):
        pass


# ------------------------------------------------------------ gateway test


def test_mg1_a_test_says_whether_somebody_listens_or_could(tmp_path: Path) -> None:
    for place in (Place(HOST, free_ports(1)[0]), Place(path=str(tmp_path / "lmtp.sock"))):
        assert looked_at(place) == (f"Nobody listens at {place} now, and it can be listened at: the worker does.",)
    assert list(tmp_path.iterdir()) == []


def test_mg1_somebody_else_is_told_apart() -> None:
    def greets(peer: Peer) -> None:
        peer.say(b"220 mail.acme.example ESMTP \x1b[2JPostfix")
        peer.line()

    with Scripted(greets) as other:
        place = Place(other.host, other.port)
        with pytest.raises(Unavailable) as found:
            looked_at(place)
    assert found.value.sentence == (
        f"Another program listens at {place}: it says “220 mail.acme.example ESMTP ␛[2JPostfix”."
    )


def test_mg1_a_folder_that_is_not_there_or_closed(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="there is no folder /nowhere"):
        looked_at(Place(path="/nowhere/lmtp.sock"))
    if not as_root():
        tmp_path.chmod(0o500)
        with pytest.raises(Unavailable, match="Permission denied"):
            looked_at(Place(path=str(tmp_path / "lmtp.sock")))


def test_mg1_a_place_that_others_reach_is_warned_of() -> None:
    found = sources.tested(gateway(type=GatewayType.LMTP, host="0.0.0.0", port=free_ports(1)[0]))
    assert (found.takes, found.unread, found.left_alone) == (0, 0, 0)
    assert "can be reached from other computers" in found.words("support")


def test_mg1_a_pipe_says_what_to_do() -> None:
    found = sources.tested(gateway(name="alias", type=GatewayType.PIPE))
    assert found.words("alias") == (
        "The mail server runs `helpdesk-tui mail deliver --gateway alias` for each email; try it so."
    )


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".example"])
def test_a_name_that_is_none_is_said_in_a_sentence(host: str) -> None:
    """MG2: neither listening nor looking fails in the program."""
    place = Place(host, 2424, "")
    with pytest.raises(Unavailable, match="no name of a computer"), listening_at(place):
        pass
