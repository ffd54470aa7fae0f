"""The predefined replies of the demonstration's desk (PR1, PR3, PR4)."""

from __future__ import annotations

from helpdesk_tui.desk.actions.replies import AddReply, For
from helpdesk_tui.desk.door import Desk

REPLIES: tuple[tuple[str, For, dict[str, str]], ...] = (
    ("We are on it", For(), {
        "en": "Hello {{client.name}},\n\nthank you for telling us. We are looking into it and will be back within the"
              " hour.\n\n{{staff.name}}",
        "de": "Guten Tag {{client.name}},\n\nvielen Dank für die Nachricht. Wir sehen nach und melden uns innerhalb"
              " einer Stunde.\n\n{{staff.name}}",
        "ru": "Здравствуйте, {{client.name}}!\n\nСпасибо за сообщение. Мы уже разбираемся и ответим в течение часа.\n\n"
              "{{staff.name}}",
    }),
    ("Solved, please check", For(), {
        "en": "Hello {{client.name}},\n\nit should work again. Please have a look and tell us if it does not.\n\n"
              "{{staff.name}}",
        "de": "Guten Tag {{client.name}},\n\nes sollte wieder gehen. Bitte sehen Sie nach, und schreiben Sie uns, wenn"
              " nicht.\n\n{{staff.name}}",
    }),
    ("What we need to know", For(department="Tech"), {
        "en": "Hello {{client.name}},\n\nto find the cause on {{service.name}} we need to know:\n\n- since when\n"
              "- from which address\n- the exact words of the error\n\n{{staff.name}}",
    }),
    ("Offer attached", For(department="Sales"), {
        "en": "Hello {{client.name}},\n\nplease find our offer attached. It holds for thirty days.\n\n{{staff.name}}",
        "ru": "Здравствуйте, {{client.name}}!\n\nНаше предложение во вложении. Оно действует тридцать дней.\n\n"
              "{{staff.name}}",
    }),
    ("Invoice corrected", For(department="Billing"), {
        "en": "Hello {{client.name}},\n\nthe invoice is corrected; the new one is attached. The old one is void.\n\n"
              "{{staff.name}}",
        "de": "Guten Tag {{client.name}},\n\ndie Rechnung ist berichtigt, die neue liegt bei. Die alte ist"
              " ungültig.\n\n{{staff.name}}",
    }),
)  # fmt: skip
"""Name, for whom, and the text in each language."""


def furnish(desk: Desk) -> None:
    """Give the desk its predefined replies; its departments are there already."""
    for name, whose, texts in REPLIES:
        for language, text in texts.items():
            desk.perform(AddReply(name, text, whose, language))
