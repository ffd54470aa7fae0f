"""What may stand in the headers of outgoing mail, and what our own headers say when they come back (MG8).

Every value passes `checked_header` (rule 20). A Message-ID that we issue carries an HMAC, so that a reply can be
threaded by it and nobody can make one up (rule 15); the subject carries `[#4812]` once.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from helpdesk_tui.errors import WrongUsage
from helpdesk_tui.text import clipped

MAX_SUBJECT = 200
MAX_ADDRESS = 254
_MAX_DOMAIN = 253
MAX_REFERENCES = 20
# RFC 5322, 2.1.1: a line has at most 998 characters; a heading that is never folded has to fit with its name.
MAX_REFERENCES_LENGTH = 900

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# RFC 5322, 3.2.3: atext; dots stand anywhere, as some large providers give such addresses out.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u00a1-\ud7ff\uf900-\U0010ffff-]{1,64}")
_MOST_LOCAL = 64
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
# Wider than RFC 5322, 3.6.4: many programs issue ids without an @ or with two, and answers have to name them.
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,400}>")
_OURS = re.compile(
    r"<?t([1-9][0-9]{0,17})\.([a-z0-9]{1,32})\.([0-9a-f]{32})@[^\s<>@]{1,253}>?", re.ASCII | re.IGNORECASE
)
_LEAVING = re.compile(r"\bunsubscribe ([1-9][0-9]{0,17})\.([0-9a-f]{32})\b", re.ASCII | re.IGNORECASE)
_ADDRESS_TOKEN = re.compile(r"([^@]{1,64})\+t([1-9][0-9]{0,17})@([^@]{1,253})", re.ASCII | re.IGNORECASE)
_NONCE = re.compile(r"[a-z0-9]{1,32}", re.ASCII)

# "Re:" as the mail programs of many languages write it, with the counters that some add ("Re[2]:", "RE^3:").
_REPLY = (
    "re|r|aw|antw|antwort|sv|vs|odp|res|resp|rif|vá|ynt|cevap|bls|atb"
    "|отв|ответ|відп|σχετ|απ|回复|回覆|答复|返信|回信|답장"
)
_COUNTER = r"(?:\[\d{1,3}\]|\(\d{1,3}\)|[\^*]\d{1,3})"
_REPLIES = re.compile(rf"(?:(?:{_REPLY})\s?{_COUNTER}?\s?[:：]\s*)+", re.IGNORECASE)
# Servers put "[EXT]" and the like before the subject of what comes from outside.
_IS_REPLY = re.compile(rf"\s*(?:\[[^\[\]]{{1,40}}\]\s*){{0,5}}{_REPLIES.pattern}", re.IGNORECASE)


def checked_header(name: str, value: str) -> str:
    """The value, if it may stand in a header: no CR, LF, NUL or other control character, nothing unencodable.

    Raises WrongUsage that names the header (rule 20).
    """
    if _CONTROL.search(value) or _SURROGATE.search(value):
        raise WrongUsage(f"{name}: “{clipped(value, 60)}” has a line break or control character in it.")
    return value


def checked_subject(subject: str) -> str:
    """The subject for a header: white space folded, other control characters left out, at most 200 characters."""
    return _cut(folded(subject), MAX_SUBJECT)


def checked_name(name: str) -> str:
    """A person's or department's name for a header, treated as a subject; quoting is up to who writes the header."""
    return checked_subject(name)


def checked_address(address: str) -> str:
    """One address as SMTP takes it: local part as written, domain in lower case and ASCII (IDNA, rule 12).

    Letters beyond ASCII may stand before the @ (RFC 6531), in NFC. Raises WrongUsage for anything else: no or several
    @, white space, quotes, letters that only look like ASCII, invisible ones.
    """
    local, at, domain = address.strip(" \t").rpartition("@")
    wire = ascii_domain(domain) if at and len(address) <= 2 * MAX_ADDRESS else None
    if wire is None or not _is_local(local) or len(local.encode()) + len(wire) >= MAX_ADDRESS:
        raise WrongUsage(f"“{clipped(address, 60)}” is no email address.")
    return f"{unicodedata.normalize('NFC', local)}@{wire}"


def _is_local(local: str) -> bool:
    """Whether it may stand before the @: at most 64 octets, visible, and no letter another form of an ASCII one."""
    if not _LOCAL.fullmatch(local):
        return False
    wide = [char for char in local if not char.isascii()]
    if any(unicodedata.category(char)[0] in "CZ" or _resembles_ascii(char) for char in wide):
        return False
    return len(local.encode()) <= _MOST_LOCAL


def _resembles_ascii(char: str) -> bool:
    return unicodedata.normalize("NFKC", char).isascii()


def compared(address: str) -> str:
    """The address in the form in which addresses are compared: lower case, domain in ASCII.

    Any text has such a form; one that is no address equals no address. Before the @, letters beyond ASCII
    are folded to lower case and NFC where nothing of them becomes ASCII: others (U+212A to k) would let one address
    pass for another (rule 12).
    """
    local, at, domain = address.strip(" \t").rpartition("@")
    wire = ascii_domain(domain) if at else None
    return f"{_folded_local(local)}@{wire}" if wire else _ascii_lower(address)


def is_plainly_written(address: str) -> bool:
    """Whether nothing in the domain becomes other letters when it is compared (rule 12).

    `compared` takes wide letters and the full stops of other scripts for ASCII, as IDNA says. Nobody's program writes
    an address so; whoever does wants it to pass for another. The local part is compared as it stands.
    """
    domain = address.rpartition("@")[2].lower()
    if domain.isascii():
        return True
    if any(stop in domain for stop in "。．｡") or unicodedata.normalize("NFKC", domain) != unicodedata.normalize(
        "NFC", domain
    ):
        return False
    try:
        return all(label.isascii() or _ascii_label(label).startswith("xn--") for label in domain.split("."))
    except UnicodeError:
        return False


def message_id(domain: str, ticket: int, nonce: str, secret: str) -> str:
    """A Message-ID of ours: `<t4812.NONCE.HMAC@domain>` (rules 15 and 17).

    `nonce` is 1 to 32 of a-z and 0-9, new for each message; `secret` is the desk's own. Raises ValueError where one of
    them is not so, since an id that anybody could make must never leave, and WrongUsage for what is no domain.
    """
    if not _NONCE.fullmatch(nonce) or not 0 < ticket < 10**18 or not secret:
        raise ValueError("a Message-ID needs a ticket's number, a nonce and a secret")
    wire = ascii_domain(domain)
    if wire is None:
        raise WrongUsage(f"“{clipped(domain, 60)}” is no domain that mail can come from.")
    return f"<t{ticket}.{nonce}.{_mac(ticket, nonce, secret)}@{wire}>"


def leaving_subject(client: int, secret: str) -> str:
    """The subject of an email by which a client asks for no more mass messages; nobody else can make it up."""
    return f"unsubscribe {client}.{_leaving_mac(client, secret)}"


def leaves(subject: str, secret: str) -> int | None:
    """The number of the client who asks for no more mass messages by this subject, None for any other."""
    match = _LEAVING.search(subject)
    if match is None or not secret:
        return None
    client = int(match[1])
    return client if hmac.compare_digest(_leaving_mac(client, secret), match[2].lower()) else None


def is_ours(message_id: str, secret: str) -> int | None:
    """The number of the ticket if we issued this Message-ID, else None; any text at all can be asked about.

    The domain does not count: it may have changed since. Compared in constant time.
    """
    match = _OURS.fullmatch(message_id.strip())
    if match is None or not secret:
        return None
    ticket, nonce = int(match[1]), match[2].lower()
    return ticket if hmac.compare_digest(_mac(ticket, nonce, secret), match[3].lower()) else None


def reply_subject(subject: str, number: int, mark: str = "#") -> str:
    """The subject of an answer: `Re: Server down [#4812]`, with one *Re* and one token however many there were.

    `mark` is what stands before the number in the token; tokens of other tickets or desks stay.
    """
    own = f"[{mark}{number}]"
    base = " ".join(_token(mark, str(number)).sub(" ", folded(subject)).split())
    replies = _REPLIES.match(base)
    base = _cut(base[replies.end() :] if replies else base, MAX_SUBJECT - len(own) - len("Re:  "))
    return " ".join(("Re:", *([base] if base else []), own))


def is_reply_subject(subject: str) -> bool:
    """Whether a subject begins as mail programs begin that of an answer ("Re:", "AW:", "[EXT] RE[2]:")."""
    return bool(_IS_REPLY.match(subject))


def marked_subject(subject: str, number: int, mark: str = "#") -> str:
    """A subject with the ticket's token at its end, once: `We have your message: Server down [#4812]`."""
    own = f"[{mark}{number}]"
    base = " ".join(_token(mark, str(number)).sub(" ", folded(subject)).split())
    return f"{_cut(base, MAX_SUBJECT - len(own) - 1)} {own}".lstrip()


def token_address(address: str, number: int) -> str:
    """The address with a ticket's number in it: `support+t4812@desk.example` (MG8)."""
    local, at, domain = address.rpartition("@")
    return f"{local}+t{number}{at}{domain}"


def address_ticket(address: str) -> tuple[str, int | None]:
    """An address without a ticket's number, and that number; as it is, and None, where it holds none."""
    found = _ADDRESS_TOKEN.fullmatch(address)
    return (f"{found[1]}@{found[3]}", int(found[2])) if found else (address, None)


def subject_tickets(subject: str, mark: str = "#") -> tuple[int, ...]:
    """The numbers in the tokens `[#4812]` of a subject, the last first; at most ten.

    There may be more than one: the client's own desk adds its token too.
    """
    found = _token(mark, r"[1-9][0-9]{0,17}").findall(subject)
    return tuple(dict.fromkeys(int(number) for number in reversed(found)))[:10]


def is_message_id(text: str) -> bool:
    """Whether the text is one Message-ID: printable ASCII in angle brackets, at most 400 characters."""
    return bool(_MESSAGE_ID.fullmatch(text))


def references_for(existing: Iterable[str], parent: str) -> tuple[str, ...]:
    """The References of an answer: those of its parent, then the parent's own Message-ID (RFC 5322, 3.6.4).

    What is no Message-ID is left out, doubles too. Where there are too many, the first, which the thread began with,
    and the newest stay: at most 20, and at most 900 characters.
    """
    known = [found for found in dict.fromkeys(existing) if is_message_id(found) and found != parent]
    if is_message_id(parent):
        known.append(parent)
    first, newest = known[:1], known[1:][-(MAX_REFERENCES - 1) :]
    while newest[1:] and len(" ".join(first + newest)) > MAX_REFERENCES_LENGTH:
        newest = newest[1:]
    return (*first, *newest)


def _leaving_mac(client: int, secret: str) -> str:
    return hmac.new(secret.encode(), f"unsubscribe {client}".encode(), hashlib.sha256).hexdigest()[:32]


def _mac(ticket: int, nonce: str, secret: str) -> str:
    text = f"message-id {ticket} {nonce}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


@lru_cache(64)
def _token(mark: str, number: str) -> re.Pattern[str]:
    return re.compile(rf"\[\s?{re.escape(mark)}\s?({number})\s?\]", re.ASCII)


def folded(text: str) -> str:
    """Text in one line: white space folded, other control characters left out."""
    return _CONTROL.sub("", _SURROGATE.sub("\ufffd", " ".join(text.split())))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def ascii_domain(domain: str) -> str | None:
    """The domain in lower case and ASCII, None when it is none."""
    return None if len(domain) > _MAX_DOMAIN else _wire(domain)


@lru_cache(1024)
def _wire(domain: str) -> str | None:
    try:
        wire = ".".join(_ascii_label(label) for label in re.split("[.。．｡]", domain.lower()))
    except UnicodeError:
        return None
    return wire if len(wire) <= _MAX_DOMAIN and all(_LABEL.fullmatch(label) for label in wire.split(".")) else None


def _ascii_label(label: str) -> str:
    """The label as DNS has it; raises UnicodeError for one that has no such form or holds invisible characters."""
    if label.isascii():
        return label
    if any(unicodedata.category(char)[0] == "C" for char in label):
        raise UnicodeError("an invisible or unassigned character")
    # The codec follows IDNA 2003, which makes "ss" of "ß"; since RFC 5891 these are domains of two owners.
    if "ß" in label or "ς" in label:
        return "xn--" + unicodedata.normalize("NFC", label).encode("punycode").decode("ascii")
    return label.encode("idna").decode("ascii").lower()


def _folded_local(local: str) -> str:
    if local.isascii():
        return local.lower()
    if any(not char.isascii() and _resembles_ascii(char) for char in local):
        return local
    return "".join(_lower(char) for char in unicodedata.normalize("NFC", local))


def _lower(char: str) -> str:
    """A letter in lower case; as it is where that has ASCII in it, as that of the Turkish capital with a dot."""
    low = char.lower()
    return low if char.isascii() or not any(one.isascii() for one in low) else char


def _ascii_lower(text: str) -> str:
    return text.lower() if text.isascii() else text
