"""Terms, changes, withdrawals, lists of all clients, the accountant's files on the command line (CLI: account edit)."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import json
import re
import sqlite3
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from helpdesk_tui import invoice_pdf
from tests.cli.calls import Calls
from tests.desks import HANS, NORD

EVIL = "=HYPERLINK(1)"


def table(text: str) -> list[dict[str, str]]:
    """The lines of a CSV."""
    return list(csv.DictReader(io.StringIO(text)))


def test_terms_are_edited_and_told(call: Calls) -> None:
    """CL11."""
    words = ("account", "edit", HANS, "--credit-limit", "50", "--grace", "due", "--respite", "5", "--block", "14")
    shown = call.json(*words, "--referred-by", NORD)
    assert {name: shown[name] for name in ("credit_limit", "grace", "respite_days", "block_days", "referred_by")} == {
        "credit_limit": "50.00", "grace": "due", "respite_days": 5, "block_days": 14, "referred_by": NORD,
    }  # fmt: skip
    assert call.json("account", "edit", HANS, "--postpaid", "--active", "off", as_="anna")["postpaid"] is True
    assert call.json("account", "edit", HANS, "--postpaid", "off")["postpaid"] is False
    found = call.json("account", "changes", HANS)
    assert list(found[0]) == ["id", "at", "who", "field", "before", "after"]
    assert [(one["who"], one["field"], one["before"], one["after"]) for one in found][-3:] == [
        ("anna", "active", "yes", "no"), ("anna", "postpaid", "no", "yes"), ("gary", "postpaid", "yes", "no"),
    ]  # fmt: skip
    said = call("account", "show", HANS).text
    for words_ in ("switched off", "Credit limit 50.00 EUR", "Grace period due: 5 days till respite, blocked after 14"):
        assert words_ in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "usage"), (("--grace", "maybe"), 2, "usage"), (("--block", "3"), 1, "no_due_date"),
        (("--postpaid", "--credit-limit", "5"), 1, "postpaid"), (("--credit-limit", "-5"), 1, "bad_sum"),
        (("--credit-limit", "x"), 2, "usage"), (("--incident-limit", "5"), 1, "not_set_up"),
        (("--incident-usage", "-1"), 2, "usage"), (("--referred-by", "nobody@x.example"), 1, "not_found"),
    ],
)  # fmt: skip
def test_edits_that_are_refused(call: Calls, words: tuple[str, ...], code: int, said: str) -> None:
    ended = call("account", "edit", HANS, *words, "--json")
    assert (ended.code, ended.error["code"]) == (code, said)
    assert call.json("account", "changes", HANS) == []


def test_a_withdrawal(call: Calls) -> None:
    """CL13."""
    call.json("payment", "add", HANS, "50", "--status", "paid")
    found = call.json("withdrawal", "add", HANS, "12.50", "--reason", "return", "--reference", "Transfer 88")
    assert found | {"at": "", "id": 1} == {
        "id": 1, "client": "#1", "at": "", "amount": "12.50", "currency": "EUR", "reason": "return",
        "reference": "Transfer 88",
    }  # fmt: skip
    assert call.json("withdrawal", "list", HANS) == [found]
    assert call.json("account", "show", HANS)["balance"] == "37.50"
    for words, code, said in (
        (("37.51", "--reason", "return"), 1, "not_enough"), (("0", "--reason", "return"), 1, "bad_sum"),
        (("1",), 2, "usage"), (("1", "--reason", "gift"), 2, "usage"), (("-1", "--reason", "return"), 1, "bad_sum"),
    ):  # fmt: skip
        ended = call("withdrawal", "add", HANS, *words, "--json")
        assert (ended.code, ended.error["code"]) == (code, said)
    assert "Transfer 88" in call("withdrawal", "list", HANS).text
    call.json("payment", "add", NORD, "50", "--status", "paid")
    other = call.json("withdrawal", "add", NORD, "1", "--reason", "referral")
    assert call.json("withdrawal", "list") == [found, other]
    for narrowed, expected in (
        (("--currency", "eur"), [found, other]), (("--currency", "USD"), []), (("--find", "transfer"), [found]),
        (("--to", "2026-04-10"), []), (("--from", "2026-04-11", NORD), [other]),
    ):  # fmt: skip
        assert call.json("withdrawal", "list", *narrowed) == expected, narrowed
    assert [(one["field"], one["before"], one["after"]) for one in call.json("withdrawal", "history", "1")] == [
        ("added", "", f"{found['amount']} EUR")
    ]
    assert "Nordlicht GmbH" in call("withdrawal", "list").text


def test_a_payment_is_edited_and_all_are_listed(call: Calls) -> None:
    """CL12; SPEC, Billing screens."""
    one = call.json("payment", "add", HANS, "50", "--text", "Invoice 7")["id"]
    two = call.json("payment", "add", NORD, "20", "--status", "paid")["id"]
    assert call.json("payment", "edit", str(one), "--amount", "60", "--text", "Invoice 8")["amount"] == "60.00"
    assert call("payment", "edit", str(two), "--amount", "60", "--json").error["code"] == "payment_paid"
    assert call("payment", "edit", str(two), "--json").code == 2

    def listed(*words: str) -> list[int]:
        return [row["id"] for row in call.json("payment", "list", *words)]

    assert listed() == [one, two]
    assert listed(NORD) == listed("--status", "paid") == listed("--find", "nordlicht") == [two]
    assert listed("--to", "2026-04-10") == listed("--from", "2026-04-12") == []
    assert listed("--from", "2026-04-11", "--to", "2026-04-11") == [one, two]
    assert call("payment", "list", "--from", "soon", "--json").code == 2
    expense = call.json("expense", "add", NORD, "5", "--text", "Backup")["id"]
    assert [row["id"] for row in call.json("expense", "list", "--find", "backup")] == [expense]
    assert call.json("expense", "list", HANS) == []
    assert "Nordlicht GmbH" in call("expense", "list").text


def exports(call: Calls) -> int:
    """How many exports are on record."""
    with contextlib.closing(sqlite3.connect(call.where)) as desk:
        count: int = desk.execute("SELECT count(*) FROM event WHERE field = 'export'").fetchone()[0]
    return count


def test_the_accountants_file(call: Calls) -> None:
    """IN12; SPEC, Sums: harmless cells, untouched amounts, sums that are the balance."""
    call.json("payment", "add", HANS, "50", "--status", "paid", "--text", EVIL)
    call.json("expense", "add", HANS, "12.50", "--text", "+49 30 1234")
    call.json("incident", "adjust", HANS, "3", "--reason", "@gift")
    call.json("expense", "add", NORD, "1", "--text", 'say "hello", or not')
    text = call("account", "export", "--csv").text
    rows = table(text)
    assert text.splitlines()[0] == ("id,client,unit,currency,amount,at,kind,who,ticket,document,text,starts,ends")
    assert [(row["client"], row["unit"], row["currency"], row["amount"], row["text"]) for row in rows] == [
        (HANS, "money", "EUR", "50.00", f"'{EVIL}"), (HANS, "money", "EUR", "-12.50", "'+49 30 1234"),
        (HANS, "incident", "", "3", "'@gift"), (NORD, "money", "EUR", "-1.00", 'say "hello", or not'),
    ]  # fmt: skip
    sums = sum(Decimal(row["amount"]) for row in rows if row["client"] == HANS and row["unit"] == "money")
    assert f"{sums}" == call.json("account", "show", HANS)["balance"] == "37.50"
    assert table(call("account", "export", NORD, "--csv").text) == rows[-1:]
    assert table(call("account", "export", "--csv", "--to", "2026-04-10").text) == []
    found = call.json("account", "export")
    assert [(one["amount"], one["currency"], one["text"]) for one in found[:3]] == [
        ("50.00", "EUR", EVIL), ("-12.50", "EUR", "+49 30 1234"), ("3", None, "@gift"),
    ]  # fmt: skip
    assert call.json("account", "export", "--to", "2026-04-10") == []
    assert exports(call) == 5, "rule 35: that they were taken out is on record"
    said = call("account", "export").text
    heads = [one.strip() for one in re.split(r"  +", said.splitlines()[0])]
    assert heads == ["Client", "Before", "Paid", "Charged", "Withdrawn", "After", "Currency", "Incidents before",
                     "Given", "Used", "Lapsed", "Moved", "Incidents after"]  # fmt: skip
    assert [line.split() for line in said.splitlines()[1:]] == [
        [HANS, "0.00", "50.00", "12.50", "0.00", "37.50", "EUR", "0", "3", "0", "0", "0", "3"],
        [NORD, "0.00", "0.00", "1.00", "0.00", "-1.00", "EUR", "0", "0", "0", "0", "0", "0"],
    ]  # fmt: skip
    assert [one["after"] for one in call.json("account", "export", "--sums")] == ["37.50", "-1.00"]
    assert exports(call) == 5, "sums of accounts stand on the screen as well"
    assert call("account", "export", "--from", "2026-04-12", "--to", "2026-04-11", "--json").code == 2


def test_a_purchase_has_the_plan_s_name(call: Calls) -> None:
    """IN12: the money of an order says what was bought, and its incidents of which plan they are."""
    call.json("plan", "add", "Care", "--incidents", "2", "--period", "2m=9")
    call.json("payment", "add", HANS, "50", "--status", "paid", "--text", "Invoice 7")
    call.json("order", HANS, "Care", "--period", "2m")
    texts = [(one["unit"], one["kind"], one["text"]) for one in call.json("account", "export")]
    assert texts == [
        ("money", "payment", "Invoice 7"), ("money", "expense", "Care: 2 support incidents a month for 2 months"),
        ("incident", "purchase", "Care"), ("incident", "purchase", "Care"),
    ]  # fmt: skip
    assert [one["text"] for one in table(call("account", "export", "--csv").text)] == [text for _, _, text in texts]


def test_incidents_of_periods(call: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """IN12: in every period the lines, less what lapses on the days that they name, are what the balance changed by."""
    call.json("plan", "add", "Care", "--incidents", "2", "--period", "2m=0")
    call.json("order", HANS, "Care", "--period", "2m")
    monkeypatch.setenv("HELPDESK_NOW", "2026-04-20T10:00:00Z")
    call.json("incident", "adjust", HANS, "3", "--reason", "gift")
    call.json("ticket", "new", "--client", HANS, "--department", "Tech", "--subject", "Down", "--message", "Help",
              "--incidents", "1")  # fmt: skip
    monkeypatch.setenv("HELPDESK_NOW", "2026-07-01T10:00:00Z")
    days = ("2026-04-11", "2026-04-19", "2026-05-10", "2026-06-10", "2026-06-30")
    assert [_incidents(call, f"{day}T21:59:59Z") for day in days] == [4, 4, 6, 5, 3]
    for since, until in itertools.combinations(days, 2):
        after = date.fromisoformat(since) + timedelta(days=1)
        period = ("--from", str(after), "--to", until)
        lines = table(call("account", "export", HANS, "--csv", *period).text)
        assert [one["amount"] for one in call.json("account", "export", HANS, *period)] == [
            one["amount"] for one in lines
        ]  # fmt: skip
        (sums,) = call.json("account", "export", HANS, "--sums", *period)
        assert sums["incidents_given"] - sums["incidents_used"] == sum(int(one["amount"]) for one in lines)
        # Where a day of the desk ends, in summer; what lapses on it is gone then.
        ends = [_incidents(call, f"{day}T22:00:00Z") for day in (since, until)]
        assert [sums["incidents_before"], sums["incidents_after"]] == ends
        (line,) = table(call("account", "export", HANS, "--sums", "--csv", *period).text)
        assert line == {name: str(value) for name, value in sums.items()}
    assert [one["incidents_lapsed"] for one in call.json("account", "export", "--sums")] == [3]
    lots = [(one["amount"], one["starts"], one["ends"]) for one in table(call("account", "export", "--csv").text)]
    assert lots == [
        ("2", "2026-04-11", "2026-05-10"), ("2", "2026-05-11", "2026-06-10"), ("3", "", ""),
        ("-1", "2026-04-11", "2026-05-10"),
    ]  # fmt: skip


def _incidents(call: Calls, at: str) -> int:
    """What a client has then, and what begins later."""
    found = call.json("incident", "balance", HANS, "--at", at)
    upcoming: int = sum(one["count"] for one in found["upcoming"])
    return int(found["total"]) + upcoming


def test_the_report_of_entries(call: Calls) -> None:
    """CLI: report entries --csv: client,unit,amount,at,text."""
    call.json("payment", "add", HANS, "50", "--status", "paid", "--text", EVIL)
    call.json("incident", "adjust", NORD, "3", "--reason", "gift")
    text = call("report", "entries", "--csv").text
    assert text.splitlines() == [
        "client,unit,amount,at,text", f"{HANS},EUR,50.00,2026-04-11T10:00:00Z,'{EVIL}",
        f"{NORD},incident,3,2026-04-11T10:00:00Z,gift",
    ]  # fmt: skip
    assert len(call("report", "entries", "--csv", "--client", NORD).text.splitlines()) == 2
    assert [one["unit"] for one in call.json("report", "entries")] == ["EUR", "incident"]
    assert exports(call) == 3


def test_an_invoice(call: Calls, tmp_path: Path) -> None:
    """CL12: in detail, as text to print, as PDF that never overwrites."""
    call.json("expense", "add", HANS, "12.50", "--text", "Сервер перенесён")
    number = str(call.json("payment", "add", HANS, "50", "--status", "paid", "--text", "Invoice 7")["id"])
    shown = call.json("payment", "show", number)
    assert (shown["amount"], shown["covers"]) == (
        "50.00", [{"document": "expense:1", "amount": "12.50", "text": "Сервер перенесён"}],
    )  # fmt: skip
    said = call("payment", "show", number).text
    for words in (f"Invoice {number}    2026-04-11", "Acme GmbH", "Сервер перенесён", "37.50", "Paid on 2026-04-11"):
        assert words in said
    place = tmp_path / "out.pdf"
    made = call.json("payment", "pdf", number, str(place))
    assert (made["file"], made["size"]) == (str(place), place.stat().st_size)
    assert place.read_bytes()[:5] == b"%PDF-"
    assert call("payment", "pdf", number, str(place), "--json").error["code"] == "exists"
    assert call("payment", "pdf", number, "-").out[:5] == b"%PDF-"
    assert call("payment", "pdf", number, str(tmp_path)).code == 0
    assert (tmp_path / f"invoice-{number}.pdf").is_file()
    no_font = call("payment", "pdf", number, str(tmp_path / "x.pdf"), "--font", __file__, "--json")
    assert (no_font.code, no_font.error["code"]) == (2, "usage")
    assert call("payment", "pdf", "999", str(tmp_path / "x.pdf"), "--json").error["code"] == "not_found"
    assert not (tmp_path / "x.pdf").exists()


def test_an_invoice_without_fonts_or_library(call: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the readers' own font has not becomes a question mark; without the extra the program says which."""
    number = str(call.json("payment", "add", HANS, "50", "--text", "Счёт € 7")["id"])
    monkeypatch.setattr(invoice_pdf, "_FONTS", ())
    ended = call("payment", "pdf", number, str(tmp_path / "a.pdf"), "--json")
    made = json.loads(ended.out)
    assert "The font has no " in ended.err.decode()
    assert (made["size"] > 500, made["missing"]) == (True, "".join(sorted(set("Счёт€"))))
    monkeypatch.setitem(sys.modules, "fpdf", None)
    ended = call("payment", "pdf", number, str(tmp_path / "b.pdf"), "--json")
    assert (ended.code, ended.error["code"]) == (69, "no_extra")
    assert ended.error["message"] == "PDF files need the extra export: pip install 'helpdesk-tui[export]'."


def test_an_invoice_by_email(call: Calls) -> None:
    """CL12."""
    number = str(call.json("payment", "add", HANS, "50")["id"])
    sent = call.json("payment", "send", number, "--department", "Sales")
    assert (sent["to"], sent["subject"], sent["ticket"]) == (HANS, f"Invoice {number}", None)
    assert call("payment", "send", number, "--json").error["code"] == "no_department"


def test_for_which_payer_an_invoice_was_sent(call: Calls) -> None:
    """CL12: the payment's history says it where there is one."""
    number = str(call.json("payment", "add", HANS, "50")["id"])
    call.json("payment", "send", number, "--department", "Sales")
    payer = str(call.json("payer", "add", HANS, "--name", "Acme Holding")["id"])
    call.json("payment", "send", number, "--department", "Sales", "--payer", payer)
    found = [one["after"] for one in call.json("payment", "history", number) if one["field"] == "invoice"]
    assert found == [f"{number} sent to {HANS}", f"{number} sent to {HANS}, for payer {payer}"]
    assert f"sent to {HANS}, for payer {payer}" in call.people("payment", "history", number)


def test_invoices_of_all_clients(call: Calls) -> None:
    """CL12: for the accountant, by period, status and currency."""
    call.json("payer", "add", HANS, "--name", "Acme Holding", "--tax-number", "DE 1")
    call.json("payment", "add", HANS, "50", "--status", "paid", "--text", "Invoice 7")
    call.json("payment", "add", NORD, "7")
    found = call.json("payment", "invoices")
    assert [(one["id"], one["payer"], one["tax_number"], one["amount"], one["status"]) for one in found] == [
        (1, "Acme Holding", "DE 1", "50.00", "paid"), (2, "Nordlicht GmbH", "", "7.00", "new"),
    ]  # fmt: skip
    assert found[0] == call.json("payment", "list", HANS)[0] | {
        "payer": "Acme Holding", "tax_number": "DE 1", "net": None, "tax": None, "sent": None, "sent_to": None,
        "due": None, "returned": "0.00", "number": "1", "turn": 1, "date": "2026-04-11", "put_back": None,
        "reversal": False,
    }  # fmt: skip
    for words, expected in (
        (("--status", "new"), [2]), ((HANS,), [1]), (("--currency", "eur"), [1, 2]), (("--currency", "USD"), []),
        (("--from", "2026-04-12"), []), (("--to", "2026-04-11", "--find", "acme"), [1]),
    ):  # fmt: skip
        assert [one["id"] for one in call.json("payment", "invoices", *words)] == expected, words
    assert [one["id"] for one in call.json("payment", "list", "--currency", "usd")] == []
    assert [one["id"] for one in call.json("expense", "list", "--currency", "usd")] == []
    said = call("payment", "invoices").text.splitlines()
    assert (said[0].split()[:3], "Acme Holding" in said[1], "Nordlicht" in said[2]) == (
        ["Id", "Client", "Payer"], True, True,
    )  # fmt: skip
    assert call("payment", "invoices", "--status", "new", HANS).text == "There are no invoices.\n"


def test_what_became_of_papers(call: Calls) -> None:
    """CL12, SF2: who changed what, the oldest first; both sides of a change."""
    number = str(call.json("payment", "add", HANS, "50", "--text", "Server")["id"])
    call.json("payment", "edit", number, "--amount", "60", as_="anna")
    call.json("expense", "add", HANS, "12.50", "--text", "Backup")
    call.json("expense", "edit", "1", "--amount", "10")
    found = call.json("payment", "history", number)
    assert [(one["who"], one["field"], one["before"], one["after"]) for one in found] == [
        ("gary", "added", "", "50.00 EUR"), ("anna", "amount", "50.00 EUR", "60.00 EUR"),
    ]  # fmt: skip
    assert set(found[0]) == {"id", "at", "who", "field", "before", "after"}
    assert [(one["field"], one["after"]) for one in call.json("expense", "history", "1")] == [
        ("added", "12.50 EUR"), ("amount", "10.00 EUR"),
    ]  # fmt: skip
    call("expense", "delete", "1")
    assert call.people("expense", "history", "1").splitlines()[-1].split()[-4:] == ["deleted", "10.00", "EUR", "-"]
    assert "50.00 EUR" in call("payment", "history", number).text
    for words in (("payment", "history", "9"), ("expense", "history", "9"), ("withdrawal", "history", "1")):
        assert call(*words, "--json").error["code"] == "not_found"


def test_an_invoice_names_the_payer(call: Calls) -> None:
    """SPEC, Payers: they appear on invoices; the first one, or the one that is named."""
    number = str(call.json("payment", "add", HANS, "50")["id"])
    made = call.json("payer", "add", HANS, "--name", "Acme Holding", "--kind", "entity", "--tax-number", "DE 1",
                     "--address", "Street 1\n10115 Berlin")  # fmt: skip
    other = str(call.json("payer", "add", HANS, "--name", "Hans Meier")["id"])
    assert call.json("payer", "list", HANS)[0] == made
    assert call("payment", "show", number).text.splitlines()[4:9] == [
        "Acme Holding", "Street 1", "10115 Berlin", "Tax number DE 1", "",
    ]  # fmt: skip
    assert "Hans Meier" in call("payment", "show", number, "--payer", other).text
    foreign = str(call.json("payer", "add", NORD, "--name", "Nord")["id"])
    assert call("payment", "show", number, "--payer", foreign).code == 1
    assert call.json("payer", "edit", other, "--name", "Erika Beck") == {"id": int(other), "changed": True}
    assert call.json("payer", "delete", other) == {"id": int(other), "deleted": True}
    assert "Acme Holding" in call("payer", "list", HANS).text
