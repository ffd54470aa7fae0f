"""Mail gateways (MG1): added in two steps, edited, switched on and off, with their health."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.gateways import LMTP_PORT, AddGateway, DeleteGateway, EditGateway, GatewaySettings
from helpdesk_tui.errors import DeskError, WrongUsage
from helpdesk_tui.questions import ReadDepartments, ReadGateways
from helpdesk_tui.rules.addressed import MATCHES
from helpdesk_tui.rules.when import waited
from helpdesk_tui.screens.base import act_key, in_background
from helpdesk_tui.screens.dialogs import Choose
from helpdesk_tui.screens.fields import Field
from helpdesk_tui.screens.forms import fill
from helpdesk_tui.screens.session import Session
from helpdesk_tui.screens.setup import SetupScreen
from helpdesk_tui.views import GatewayView
from helpdesk_tui.vocab import GatewayType, TlsMode
from helpdesk_tui.widgets.key_bar import Key
from helpdesk_tui.widgets.page import text_lines
from helpdesk_tui.widgets.pieces import Piece
from helpdesk_tui.widgets.record_list import Column, Record

NOT_VERIFIED = "Senders are not verified: no trusted authserv-id is set, so nobody tells a forged one."
"""Rule 14: what a gateway without one means."""


class GatewaysScreen(SetupScreen):
    """Mail gateways, with their health."""

    TITLE_WORDS = "Mail gateways"
    EMPTY = "No mail comes in yet; {n} adds a gateway."
    COLUMNS = (Column("Name", 14), Column("Type", 8), Column("Address"), Column("To", 10, fold=True),
               Column("State", 9), Column("Last poll", 9, right=True), Column("Taken", 6, right=True, fold=True),
               Column("Error", fold=True))  # fmt: skip
    ACTS = (AddGateway, EditGateway, DeleteGateway)
    BINDINGS: ClassVar[list[BindingType]] = [
        act_key("n", AddGateway, "add"), act_key("e", EditGateway, "edit"), act_key("d", DeleteGateway, "delete"),
        Binding("t", "test", "Test connection", id="gateway.test",
                tooltip="Connect to the mailbox and say what a poll would look at; changes nothing."),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: dict[str, GatewayView] = {}
        self._tested: dict[str, tuple[str, bool]] = {}
        """What the last test of a gateway found, and whether it is bad news."""

    async def records(self) -> tuple[Record, ...]:
        """The gateways."""
        found = await self.session.read(ReadGateways())
        self._found = {one.name: one for one in found}
        now = self.session.clock.now()
        return tuple(
            Record(g.name, (g.name, g.type.value, g.address, g.department, _state(g),
                            waited(g.last_poll, now) if g.last_poll else "never", str(g.taken), g.last_error),
                   alarm=bool(g.last_error))
            for g in found
        )  # fmt: skip

    def keys(self) -> tuple[Key, ...]:
        """Testing too."""
        test = Key("t", "test", self._list.current is not None and self.session.scope.everything)
        add, edit, delete, *rest = super().keys()
        return (add, edit, delete, test, *rest)

    def detail(self, name: str) -> list[list[Piece]]:
        """What its last poll or test said."""
        one, width = self._found.get(name), self.app.size.width
        lines = text_lines(f"{name}: {one.last_error}", width, look="alarm") if one and one.last_error else []
        said, bad = self._tested.get(name, ("", False))
        if one and not one.authserv_id:
            lines += text_lines(NOT_VERIFIED, width)
        return [*(text_lines(said, width, look="alarm" if bad else "plain") if said else []), *lines]

    def action_test(self) -> None:
        """Connect to it; keys go on meanwhile."""
        one = self._found.get(str(self._list.current))
        if not self.session.scope.everything:
            self.say("Only an administrator can test a mail gateway.")
        elif one is not None:
            self.say(f"Connecting to {one.name} ...", alarm=False)
            in_background(self, partial(self._test, one), "test")

    async def _test(self, one: GatewayView) -> None:
        try:
            # As it is now: somebody may have edited it since it was listed.
            found = {gateway.name: gateway for gateway in await self.session.read(ReadGateways())}
            said, bad = await self.session.tested(found.get(one.name, one)), False
        except DeskError as failure:
            said, bad = failure.sentence, True
        self._tested[one.name] = (said, bad)
        self.show_detail()
        self.say(said, alarm=bad)

    async def add(self) -> None:
        """A new gateway, in two steps: the type, then what the type needs (MG1)."""
        departments = tuple(d.name for d in await self.session.read(ReadDepartments()))
        if not departments:
            self.say(self.keyed("Add a department first ({g} d)."))
            return
        kind = await self.ask(Choose("Type of gateway", [
            (GatewayType.IMAP, ("external: IMAP mailbox",)), (GatewayType.POP3, ("external: POP3 mailbox",)),
            (GatewayType.MAILDIR, ("local: Maildir folder",)), (GatewayType.MBOX, ("local: mbox file",)),
            (GatewayType.PIPE, ("local: pipe from the mail server (mail deliver)",)),
            (GatewayType.LMTP, ("local: LMTP, the mail server connects to the worker",)),
        ]))  # fmt: skip
        if kind is None:
            return
        common = (Field("gateway", "Name"), Field("address", "Address"),
                  Field("department", "Department", departments[0], departments))  # fmt: skip

        def added(given: dict[str, Any]) -> AddGateway:
            name, address = given.pop("gateway", ""), given.pop("address", "")
            department = given.pop("department", departments[0])
            return AddGateway(name, kind, address, department, _settings(given))

        await fill(self, f"Add {kind.value} gateway", (*common, *_fields(kind, None)), added, "The gateway is added.")

    async def edit(self, name: str) -> None:
        """Change one, switch it on or off."""
        one = self._found[name]
        departments = tuple(d.name for d in await self.session.read(ReadDepartments()))
        fields = (
            Field("enabled", "On", one.enabled), Field("address", "Address", one.address),
            Field("department", "Department", one.department, departments), *_fields(one.type, one),
        )  # fmt: skip

        def edited(given: dict[str, Any]) -> EditGateway | None:
            if not given:
                return None
            address, department = given.pop("address", None), given.pop("department", None)
            return EditGateway(name, _settings(given), address, department)

        await fill(self, f"Edit {name}", fields, edited, "The gateway is changed.")

    def deletion(self, name: str) -> Act[Any]:
        """Delete it."""
        return DeleteGateway(name)


_SERVERS = {GatewayType.IMAP: 993, GatewayType.POP3: 995}
"""Kinds with a server, and its usual port."""
_PATHS = {GatewayType.MAILDIR: "Folder", GatewayType.MBOX: "File"}
"""Kinds with a path, and what it leads to."""


def _state(gateway: GatewayView) -> str:
    if not gateway.enabled:
        return "off"
    return "failing" if gateway.last_error else "on"


def _fields(kind: GatewayType, one: GatewayView | None) -> tuple[Field, ...]:
    """What a type of gateway needs."""
    every = Field("interval", "Poll every (seconds)", str(one.interval if one else 300))
    taken = (
        Field("match", "Address stands in", one.match if one else MATCHES[0], MATCHES),
        Field("authserv_id", "Trusted authserv-id", one.authserv_id if one else ""),
    )
    delete = one.delete if one else False
    if kind in _SERVERS:
        port = str(one.port if one else _SERVERS[kind])
        folder = (Field("folder", "Folder", one.folder if one else "INBOX"),) if kind is GatewayType.IMAP else ()
        return (
            Field("host", "Server", one.host if one else ""), Field("port", "Port", port),
            Field("tls", "Encryption", (one.tls if one else TlsMode.TLS).value, tuple(TlsMode)),
            Field("login", "Login", one.login if one else ""),
            Field("password", "Password (env: file: command: oauth2:)", one.password if one else ""),
            *folder, Field("delete", "Delete from the server", delete), every, *taken,
            Field("ca_file", "CA file (PEM)", one.ca_file if one else ""),
        )  # fmt: skip
    if kind is GatewayType.LMTP:
        return (
            Field("host", "Listen at host", one.host if one else ""),
            Field("port", "and port", str(one.port if one and one.port else LMTP_PORT)),
            Field("path", "or at socket (path)", one.path if one else ""), *taken,
        )  # fmt: skip
    if kind in _PATHS:
        path = Field("path", _PATHS[kind], one.path if one else "")
        return (path, Field("delete", "Delete what was taken", delete), every, *taken)
    return taken


def _settings(given: dict[str, Any]) -> GatewaySettings:
    """The settings that were given; raises WrongUsage when a number is none."""
    values = dict(given)
    for name in ("port", "interval"):
        if name in values:
            if not (str(values[name]).isascii() and str(values[name]).isdigit()):
                raise WrongUsage("Port and interval are whole numbers.")
            values[name] = int(values[name])
    if "tls" in values:
        values["tls"] = TlsMode(values["tls"])
    return GatewaySettings(**values)
