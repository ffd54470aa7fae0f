"""Who wrote an email that a member of staff passed on (MG6, MG11): one answer, for screens and acts alike."""

from __future__ import annotations

from helpdesk_tui.rules.authentication import Sender, sender_by
from helpdesk_tui.rules.headers import compared
from helpdesk_tui.views import Address, ParsedMail


def writer(sender: Address, parsed: ParsedMail | None, of_staff: bool, authserv_id: str) -> Address:
    """Its sender, or who first sent what the sender passed on, where the sender is `of_staff`.

    Anybody can name a member of staff in From: where a gateway trusts a server (`authserv_id`), it has to vouch for
    them.
    """
    if parsed is None or parsed.forwarded is None or not of_staff:
        return sender
    if parsed.by_list or sender.address not in {one.address for one in parsed.senders}:
        return sender  # A list named them.
    return parsed.forwarded if is_proven(authserv_id, parsed) else sender


def answered_at(sender: Address, parsed: ParsedMail | None, of_staff: bool, authserv_id: str) -> tuple[str, str]:
    """The address that an answer without a ticket is proposed for, and why it is not the sender's; "" where it is.

    Whoever first sent what a colleague passed on, else whom Reply-To names, as that of a web form does. A proposal:
    staff see it before they send, and nobody becomes anybody's client by it (rule 12).
    """
    first = writer(sender, parsed, of_staff, authserv_id)
    if first.address != sender.address:
        return first.address, f"first sent it, {sender.address} passed it on"
    named = parsed.reply_to if parsed is not None else None
    if named is not None and not of_staff and named.address != sender.address:
        return named.address, f"is whom the email of {sender.address} asks to answer (Reply-To)"
    return sender.address, ""


def proof_of(authserv_id: str, parsed: ParsedMail) -> Sender:
    """What the trusted server says of an email's sender (MG11); of whom a list names it says nothing."""
    domain = compared(parsed.senders[0].address).rpartition("@")[2] if len(parsed.senders) == 1 else ""
    said = sender_by(parsed.authentication_results, authserv_id, parsed.results_below, parsed.received_by, domain)
    return Sender.UNKNOWN if parsed.by_list and said is Sender.PROVEN else said


def is_proven(authserv_id: str, parsed: ParsedMail) -> bool:
    """Whether the sender counts as who they say: vouched for, or no server is trusted to do so (rule 14).

    Whom a list names never does: another could have written its headings, and a server judges From alone.
    """
    return not parsed.by_list and (not authserv_id or proof_of(authserv_id, parsed) is Sender.PROVEN)
