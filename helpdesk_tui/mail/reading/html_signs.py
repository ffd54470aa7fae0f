"""What elements of HTML mail mean beyond their tag: hidden, quoted history, signature (MG8).

Mail programs mark the history below an answer in their own ways; these are the marks, read from tag, class, id
and style before the HTML becomes text.
"""

from __future__ import annotations

import re

Attributes = dict[str, str | None]

HISTORY = "history"
REST = "rest"
SIGNATURE = "signature"
CONTAINER = "container"

_HISTORY_CLASSES = frozenset((
    "gmail_attr", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra",
    "freshdesk_quote", "front-blockquote", "gmx_quote", "rcmbq",
))  # fmt: skip
_CONTAINER_CLASSES = frozenset(("gmail_quote", "gmail_quote_container"))
_HISTORY_IDS = frozenset(("olk_src_body_section", "blockquote_zmail", "mail-editor-reference-message-container"))
_REST_IDS = frozenset(("divrplyfwdmsg", "appendonsend", "zwchr", "stopspelling", "reply-intro"))
_SIGNATURE_CLASSES = frozenset((
    "gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block", "tutanota_signature",
))  # fmt: skip
_SIGNATURE_IDS = frozenset(("signature", "ms-outlook-mobile-signature", "applemailsignature", "zmail_signature"))
_OUTLOOK_LINE = re.compile("border-top:solid#(?:e1e1e1|b5c4df)")
# A size of nothing alone hides nothing: layouts give it to cells whose contents have sizes of their own.
_INVISIBLE = re.compile(r"(?:^|;)opacity:0(?:\.0*)?(?:!important)?(?:;|$)")
_SPACES = re.compile(r"\s+")


def style_of(attributes: Attributes) -> str:
    """The style attribute in lower case without spaces, its first 2,000 characters."""
    style = attributes.get("style")
    return _SPACES.sub("", style[:2000]).lower() if style else ""


def is_hidden(attributes: Attributes, style: str) -> bool:
    """Whether a reader of the mail would not see the element."""
    if "hidden" in attributes:
        return True
    if "display:none" in style or "visibility:hidden" in style or _INVISIBLE.search(style):
        return True
    return ("max-height:0" in style and "overflow:hidden" in style) or (
        "mso-hide:all" in style and "font-size:0" in style
    )


def sign_of(tag: str, attributes: Attributes, style: str) -> str:
    """HISTORY (the element is history), REST (history begins here), SIGNATURE, CONTAINER (Gmail's), or nothing.

    Gmail keeps answers between quotations inside its container, so only the quotations in it are history.
    """
    classes = _names(attributes.get("class"))
    name = _names(attributes.get("id"))
    if classes & _HISTORY_CLASSES or name & _HISTORY_IDS or any(one.endswith("yahoo_quoted") for one in classes):
        return HISTORY
    if tag == "blockquote":
        if "gmail_quote" in classes or (attributes.get("type") or "").lower() == "cite" or attributes.get("cite"):
            return HISTORY
        return ""
    if name & _REST_IDS or (attributes.get("name") or "").lower() == "messagereplysection":
        return REST
    if classes & _CONTAINER_CLASSES:
        return CONTAINER
    if classes & _SIGNATURE_CLASSES or name & _SIGNATURE_IDS or attributes.get("data-smartmail") == "gmail_signature":
        return SIGNATURE
    return ""


def is_outlook_line(tag: str, style: str) -> bool:
    """Whether a div is the one with a line above in which Outlook names sender and date of the history below."""
    return tag == "div" and _OUTLOOK_LINE.search(style) is not None


def is_indent(style: str) -> bool:
    """Whether a blockquote only moves text to the right, as Gmail's indent button makes it."""
    return "border:none" in style and "margin:" in style


def _names(value: str | None) -> set[str]:
    """Names in a class or id; webmail puts `x_` before those of mail it shows and answers."""
    if not value:
        return set()
    return {name.removeprefix("x_").removeprefix("x_") for name in value[:500].lower().split()}
