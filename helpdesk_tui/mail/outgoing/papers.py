"""What is drawn for an email when it is sent: the invoice that it is about, as PDF (CL12; docs/adr/0024)."""

from __future__ import annotations

import logging
from dataclasses import replace

from helpdesk_tui.errors import Unavailable
from helpdesk_tui.rules.invoice import printed
from helpdesk_tui.rules.invoice_facts import read
from helpdesk_tui.views import OutgoingMail, ParsedAttachment

_LOG = logging.getLogger(__name__)


def with_papers(mail: OutgoingMail) -> OutgoingMail:
    """The mail with the PDF of its invoice, drawn of the facts that were kept with it: the same at each attempt.

    Without the extra for PDF files, or where the system's font does not have all of its characters, it is a text file
    that says the same. Raises UnusableData for facts that cannot be read.
    """
    if not mail.invoice:
        return mail
    from helpdesk_tui.invoice_pdf import drawn

    invoice = read(mail.invoice)
    paper = ParsedAttachment(f"invoice-{invoice.number}.txt", "text/plain", f"{printed(invoice)}\n".encode())
    try:
        document, missing = drawn(invoice)
    except Unavailable as failure:
        _LOG.info("Email %s has its invoice as text: %s", mail.id, failure.sentence)
    else:
        if missing:
            _LOG.warning("Email %s has its invoice as text: no font here has %s", mail.id, ascii(missing))
        else:
            paper = ParsedAttachment(invoice.file_name, "application/pdf", document)
    return replace(mail, attachments=(*mail.attachments, paper))
