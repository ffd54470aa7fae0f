"""The directory of currencies (SPEC: Currencies: code, places, active): codes of ISO 4217; places are `money.places`.

The places are the standard's and nobody sets them: every sum is kept in minor units, and with other places all sums of
a currency would be others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from helpdesk_tui.errors import Refused
from helpdesk_tui.rules.money import places
from helpdesk_tui.text import clipped

_ISO_4217 = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD
HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_CODES = frozenset(_ISO_4217.split())


@dataclass(frozen=True, slots=True)
class CurrencyChange:
    """What another currency of the provider does; sums are words with their currency, empty where there are none.

    `accounts` in the currency `before` can only be read then, `moved` of them have incidents that go to new accounts,
    `orders` are purchases that wait for a payment and are given up. `funds` is the amount of funds before and after.
    """

    before: str
    after: str
    accounts: int = 0
    moved: int = 0
    orders: int = 0
    unpaid: int = 0
    funds: tuple[str, str] = ("", "")


def current_last(known: Iterable[str], earlier: Callable[[], Sequence[str]]) -> str:
    """Which of these currencies was the provider's last; `earlier` tells those it had, the latest first.

    The last one of them where the history knows none of them, and empty for none at all.
    """
    found = list(known)
    if len(found) <= 1:
        return found[0] if found else ""
    return next((one for one in earlier() if one in found), found[-1])


def checked_code(text: str) -> str:
    """A code as it is kept, in capitals; raises Refused `bad_currency` for what is no currency of ISO 4217."""
    code = text.strip().upper()
    if code not in _CODES:
        raise Refused(f"“{clipped(text, 20)}” is no currency code of ISO 4217, such as EUR.", code="bad_currency")
    return code


def check_places(code: str, said: int | None) -> None:
    """Raise Refused `bad_places` where somebody says another number of decimal places than the standard."""
    if said is not None and said != places(code):
        raise Refused(
            f"{code} has {places(code)} decimal places (ISO 4217); that cannot be changed.", code="bad_places"
        )


def not_active(code: str, *, known: bool) -> Refused:
    """The refusal of a currency that is not in use at this desk."""
    how = f"currency edit {code} --active on" if known else f"currency add {code}"
    return Refused(f"{code} is not among the desk's active currencies: {how} comes first.", code="currency_inactive")


def check_current(currency: str, now: str) -> None:
    """Raise Refused `account_old_currency` for an account in a currency that the provider does not have any more."""
    if currency != now:
        raise Refused(
            f"The account in {currency} can only be read: the provider's currency is {now}.",
            code="account_old_currency",
        )


def change_words(change: CurrencyChange) -> str:
    """What a change of the provider's currency does, for whoever is to confirm it."""
    before, after = change.before, change.after
    lines = [f"{_counted(change.accounts, 'account')} in {before} can only be read then, by staff alone: no payment, "
             f"expense, withdrawal, order or fee. New ones are opened in {after}, with a balance of 0."]  # fmt: skip
    if change.moved:
        lines.append(f"The support incidents of {_counted(change.moved, 'client')} move to the new accounts.")
    if change.orders:
        one = change.orders == 1
        waits, is_, payment = ("waits", "is", "payment") if one else ("wait", "are", "payments")
        lines.append(f"{_counted(change.orders, 'purchase')} that {waits} for a payment {is_} cancelled, with "
                     f"the {payment}.")  # fmt: skip
    if change.unpaid:
        lines.append(f"{_counted(change.unpaid, 'other payment')} New in {before} cannot be set to Paid any more.")
    if change.funds[0]:
        lines.append(f"The amount of funds {change.funds[0]} becomes {change.funds[1]}; what is left of it from "
                     f"payments in {before} does not count with payments in {after}.")  # fmt: skip
    lines.append(f"Prices of plans stay in their currency; orders need an exchange rate to {after} where they differ.")
    return "\n".join(lines)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"
