"""Emails that reach the desk through a list whose address is the desk's own (MG5, MG9; rules 12 to 14, ADR 0031)."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from helpdesk_tui.views import ParsedMail


def as_written(parsed: ParsedMail, ours: Set[str]) -> ParsedMail:
    """The email as it was before a list of `ours` passed it on; any other as it is.

    Such a list is a way in: its headings make no email list mail. Where it put its own address into From, the sender is
    whom it names instead (`by_list`), which proves nothing. A name that is ours, or none, leaves the email one of ours.
    """
    if not any(address in parsed.lists or address.replace("@", ".") in parsed.lists for address in ours):
        return parsed
    if parsed.kind == "list":
        parsed = replace(parsed, kind=parsed.kind_apart, machine=parsed.machine_apart)
    if len(parsed.senders) != 1 or parsed.senders[0].address not in ours:
        return parsed
    wrote = tuple(one for one in parsed.wrote_to_list if one.address not in ours)
    return replace(parsed, senders=wrote, by_list=parsed.senders[0].address) if wrote else parsed
