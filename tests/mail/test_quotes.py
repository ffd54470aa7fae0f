"""MG8, TF11: which lines are newly written; what a person wrote is never folded."""

from __future__ import annotations

import pytest

from helpdesk_tui.mail.reading.parse import parse
from helpdesk_tui.mail.reading.quotes import own_lines
from tests.mail.mails import mail, part, within


def own(text: str) -> str:
    """The newly written text."""
    return "\n".join(text.split("\n")[: own_lines(text)]).strip()


def test_a_text_without_history_is_all_new() -> None:
    assert own_lines("one\ntwo\n\nthree") == 4
    assert own_lines("one\n\n\n") == 4
    assert own_lines("one") == 1


def test_quotation_at_the_end_is_folded_with_the_line_that_names_its_writer() -> None:
    text = "It works now.\n\nOn Mon, 4 May 2026 at 10:00, Support <support@desk.example> wrote:\n> Did it help?\n> Bye"
    assert own_lines(text) == 1
    assert own(text) == "It works now."


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, 4 May 2026 at 10:00,\nSupport <support@desk.example> wrote:",
        "On Mon, 4 May 2026\nat 10:00, Support Team of the Desk\n<support@desk.example>\nwrote:",
        "On 04/05/2026 10:00, Support wrote:",
        "Support wrote on 4 May 2026:",
        "Support wrote:",
        "2026-05-04 10:00 GMT+02:00 Support <support@desk.example>:",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_forms_of_the_line_that_names_the_writer(attribution: str, gap: str) -> None:
    assert own(f"Yes.\n\n{attribution}{gap}> old\n> older\n") == "Yes."


def test_answers_below_a_quotation_keep_everything() -> None:
    text = "On 4 May 2026, Support wrote:\n> Did it help?\n\nYes, it did."
    assert own_lines(text) == 4


def test_answers_between_quotations_keep_everything_down_to_the_last_answer() -> None:
    text = "> first question\nfirst answer\n> second question\nsecond answer\n> the rest\n> of it"
    assert own(text) == "> first question\nfirst answer\n> second question\nsecond answer"
    text = "> first question\nfirst answer\n> second question\nsecond answer"
    assert own_lines(text) == 4


def test_a_mail_that_is_only_a_quotation_stays_whole() -> None:
    assert own_lines("> one\n> two") == 2
    assert own_lines("On 4 May 2026, Support wrote:\n> one") == 2


def test_own_words_right_above_the_line_that_names_the_writer_stay() -> None:
    text = "It failed at 10:00.\nSupport <support@desk.example> wrote:\n> old"
    assert own(text) == "It failed at 10:00."
    assert own("Yes\n4 May 2026 10:00, Support <support@desk.example> wrote:\n> old") == "Yes"


def test_a_quotation_that_own_words_announce_is_matter() -> None:
    text = "I get this error:\n> disk full"
    assert own(text) == text
    assert own("My colleague asked 3 things yesterday:\n> a\n") == "My colleague asked 3 things yesterday:\n> a"


# ---------------------------------------------------------------- Outlook and dividing lines


BLOCK = "From: Support <support@desk.example>\nSent: Monday, 4 May 2026 10:00\nTo: Anna\nSubject: RE: Disk full\n"


@pytest.mark.parametrize("lead", ["", "_" * 32 + "\n", "-----Original Message-----\n", "-----\n\n"])
def test_outlooks_block_folds_what_follows(lead: str) -> None:
    assert own(f"It works.\n\n{lead}{BLOCK}\nDid it help?\n\nRegards\n") == "It works."


def test_bold_field_names_are_field_names() -> None:
    block = BLOCK.replace("From:", "*From:*").replace("Sent:", "*Sent:*").replace("Subject:", "*Subject:*")
    assert own(f"It works.\n\n{block}\nold") == "It works."


def test_recipients_over_several_lines_do_not_hide_the_block() -> None:
    block = "From: A\nSent: Monday, 4 May 2026\nTo: Bob;\n Carol; Dave;\n Erin\nCc: Frank\nSubject: x\n"
    assert own(f"Yes.\n\n{block}\nold") == "Yes."


def test_quoted_history_below_a_divider_ends_where_the_marks_end() -> None:
    """Outlook Express quotes with ">" below its divider; an answer below that is new."""
    text = "-----Original Message-----\nFrom: A\nSent: B\nTo: C\nSubject: D\n\n> old\n> older\n\nMy answer"
    assert own_lines(text) == 10
    assert own("Top.\n" + text.replace("\nMy answer", "")) == "Top."


def test_two_fields_are_no_block() -> None:
    text = "Please change:\nFrom: old name\nTo: new name\nThank you"
    assert own_lines(text) == 4


def test_pasted_headings_are_the_matter_of_the_mail() -> None:
    """Somebody who reports spam pastes its headings and asks below."""
    text = (
        "I got this:\n\nReturn-Path: <x@bad.example>\nReceived: from bad.example\nFrom: x@bad.example\n"
        "Date: Monday\nTo: me\nSubject: money\n\nWhat shall I do?"
    )
    assert own(text).endswith("What shall I do?")


def test_a_forwarded_mail_is_content() -> None:
    for divider in (
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "-------- Weitergeleitete Nachricht --------",
    ):
        text = f"FYI\n\n{divider}\n{BLOCK}\nThe invoice."
        assert own_lines(text) == len(text.split("\n"))


def test_a_mail_forwarded_by_outlook_is_content() -> None:
    """Its block is that of an answer; only the subject tells."""
    body = f"FYI\n\n{BLOCK}\nThe invoice."
    for subject in ("FW: Invoice", "Fwd: Invoice", "WG: Rechnung", "TR: Facture"):
        parsed = parse(part("From: a@x.example", f"Subject: {subject}", body=body))
        assert parsed.reply_text == body
    assert parse(part("From: a@x.example", "Subject: RE: Invoice", body=body)).reply_text == "FYI"


def test_history_without_marks_is_folded_where_address_date_and_verb_say_so() -> None:
    text = "Yes.\n\nOn Monday, 4 May 2026, 10:00, Support <support@desk.example> wrote:\n\nDid it help?\n"
    assert own(text) == "Yes."


@pytest.mark.parametrize(
    "attribution",
    [
        "Em 10 de maio de 2026 às 16:32:35, Support (\nsupport@desk.example) escreveu:",
        "On Monday, 4 May 2026, 10:00,\nSupport Team\n<support@desk.example> wrote:",
        "---- On Mon, 04 May 2026 10:00:00 +0200 support@desk.example wrote ----",
    ],
)
def test_history_without_marks_is_folded_also_when_its_head_is_wrapped(attribution: str) -> None:
    assert own(f"Yes.\n\n{attribution}\n\nDid it help?\n") == "Yes."


def test_prose_about_who_wrote_what_stays() -> None:
    text = "On 4 May at 10:00 your colleague wrote:\n\nplease restart\n\nI did that 3 times."
    assert own_lines(text) == 5


# ---------------------------------------------------------------- signatures


def test_a_signature_is_folded() -> None:
    assert own("It works.\n\n-- \nAnna Petrova\nAcme Ltd") == "It works."
    assert own("It works.\n--\nAnna") == "It works."


def test_a_signature_above_the_history_is_folded_with_it() -> None:
    assert own("It works.\n\n-- \nAnna\n\nOn 4 May 2026, Support wrote:\n> old") == "It works."


def test_answers_below_history_keep_a_signature_above_it() -> None:
    text = "Hello\n-- \nAnna\n\n> question\n\nanswer"
    assert own_lines(text) == 7


def test_a_long_text_below_two_dashes_is_no_signature() -> None:
    text = "Part one\n--\n" + "\n".join(f"line {number}" for number in range(30))
    assert own_lines(text) == 32


def test_what_a_telephone_adds_is_folded() -> None:
    assert own("It works.\n\nSent from my iPhone") == "It works."
    assert own("Es geht.\n\nVon meinem iPhone gesendet\n\n> alt") == "Es geht."


def test_a_mail_that_is_only_a_signature_stays() -> None:
    assert own_lines("-- \nAnna") == 2


def test_the_whole_text_stays_available() -> None:
    parsed = parse(mail("References: <1@desk.example>", body="Yes.\r\n\r\n> old\r\n"))
    assert parsed.text == "Yes.\n\n> old"
    assert parsed.reply_text == "Yes."
    assert parsed.own_lines == 1


# ---------------------------------------------------------------- hostile


@pytest.mark.parametrize(
    "text",
    [
        "On " * 20_000,
        "On " + "a " * 30_000 + "wrote",
        "On " + "a " * 30_000 + "wrote:\n> x",
        "On " * 20_000 + "\n> x",
        "On\n" * 30_000 + "wrote:\n> x",
        "> x\nwrote:\n" * 20_000,
        "From:\n" * 30_000,
        "From: a\nTo: b\n" * 20_000,
        "-----Original Message-----\n> x\n" * 15_000,
        "On a@b 1 wrote:\n\n" * 20_000 + "x",
        "--\n" * 30_000,
        "-- \nx\n\n" * 20_000,
        "\n" * 100_000,
        "\n\n\n> x\n" * 20_000,
        ">" * 300_000,
        "-" * 300_000,
        ":" * 300_000,
        " " * 300_000,
    ],
    ids=range(18),
)
def test_any_text_is_read_in_linear_time(text: str) -> None:
    """STACK B9: both reply parsers tried hang for more than 8 s on the first two."""
    with within(0.6):
        assert 1 <= own_lines(text) <= text.count("\n") + 1


def test_a_million_lines_are_not_searched() -> None:
    with within(0.5):
        assert own_lines("x\n" * 1_000_000 + "> y") == 1_000_001


def test_that_nothing_is_folded_in_very_many_lines_is_said() -> None:
    """MG10: limits are told."""
    long = parse(mail(body="One line.\n\nSupport wrote:\n" + "> old\n" * 200_001))
    assert long.own_lines == long.text.count("\n") + 1
    assert long.notes == ("It has more than 200,000 lines; nothing is folded.",)
    assert parse(mail(body="One line.\n\nSupport wrote:\n" + "> old\n" * 199_000)).own_lines == 1
