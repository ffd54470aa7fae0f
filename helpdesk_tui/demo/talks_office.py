"""Conversations in English about contracts and money."""

from helpdesk_tui.demo.talk import Talk

OFFICE = (
    Talk(
        "en", "Billing", "Invoice for March is missing",
        (
            "Hello,\n\nour accountant cannot find the invoice for March. Could you send it again, with our VAT number "
            "on it?\n\nKind regards\n$name",
            "Hello $name,\n\nattached you find it again; the VAT number is on it now and will be on the next ones.",
            "Received, thank you.",
        ),
    ),
    Talk(
        "en", "Billing", "Charged twice for $service",
        (
            "Hi,\n\nour card was charged twice on the first of the month, both times for $service. Statement attached."
            "\n\n$name",
            "Hi $name,\n\nyou are right: the first attempt was reported as failed by the bank and was repeated. We "
            "sent "
            "the second amount back today, it takes two or three days.",
        ),
        files=("statement.csv",), comment="Bank says 05 'do not honour', then booked it after all. Refunded by hand.",
    ),
    Talk(
        "en", "Billing", "Change of company name",
        (
            "Dear team,\n\nwe have a new name since the first of April. What do you need to change the "
            "contract?\n\n$name",
            "Dear $name,\n\nan extract from the register is enough; a scan will do. Invoices carry the new name from "
            "the "
            "next month on.",
            "Here it is.",
        ),
    ),
    Talk(
        "en", "Billing", "Cancellation of $service",
        (
            "Please cancel $service at the end of the term and confirm the date.\n\n$name",
            "Hello $name,\n\nit is cancelled for the end of the term, 30 June. Data is kept for another two weeks and "
            "then deleted for good. May we ask why you leave?",
            "The project ended, nothing to do with you. We stay with everything else.",
        ),
    ),
    Talk(
        "en", "Sales", "Offer for four machines",
        (
            "Hello,\n\nwe need four machines with 16 GB and 400 GB each for a year, in two different fire zones. What "
            "would that cost, and when could we have them?\n\n$name",
            "Hello $name,\n\nfour KVM-16 in two zones are 212.00 EUR a month, 10 % less for a year in advance. They "
            "can "
            "be up two hours after your order.",
            "Sounds good. We decide on Thursday.",
        ),
        summary="Four KVM-16, two zones; decision on Thursday. Ask again on Friday.",
    ),
    Talk(
        "en", "Sales", "Upgrade of $service",
        (
            "Hi, how long would $service be down if we take the next larger plan?\n\n$name",
            "Hi $name,\n\none reboot, about a minute; the disk is enlarged while it runs. Say when and we do it.",
            "Tonight at 23:00 please.",
        ),
        about="vps",
    ),
    Talk(
        "en", "Sales", "Transfer of a .example domain",
        (
            "We want to bring $domain to you. Where do I enter the authorisation code?\n\n$name",
            "Hello $name,\n\nreply with it here or enter it under Domains, Transfer. Please do not let the domain "
            "lapse "
            "at the old provider before we say so.",
        ),
        about="domains",
    ),
    Talk(
        "en", "Sales", "Discount for charities?",
        (
            "Good afternoon,\n\nwe are a registered charity and heard that you have a discount. Is that so?\n\n$name",
            "Good afternoon $name,\n\nyes, 30 % on everything but domains. Please send us your number in the register.",
        ),
    ),
)  # fmt: skip
"""For the departments Sales and Billing."""
