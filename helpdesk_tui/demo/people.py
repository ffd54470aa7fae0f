"""Who works at Acme Hosting, and who its clients are."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk_tui.vocab import Characteristic

DESK_NAME = "Acme Hosting"
CURRENCY = "EUR"
ADMIN = "gary"
GATEWAY = "tech@acme.example"

DEPARTMENTS = {
    "Tech": (GATEWAY, "Acme Hosting, technical support\nStatus of all systems: https://status.acme.example"),
    "Sales": ("sales@acme.example", "Acme Hosting, sales\nHarbour Street 1, Exampletown"),
    "Billing": ("billing@acme.example", "Acme Hosting, accounts"),
}
"""Address and signature of each department, by name."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff."""

    login: str
    name: str
    departments: tuple[str, ...]
    signature: str = ""
    language: str = "en"


STAFF = (
    Colleague(ADMIN, "Gary Novak", ("Tech", "Sales", "Billing")),
    Colleague("anna", "Anna Lindqvist", ("Tech",), "Anna Lindqvist\nAcme Hosting, technical support"),
    Colleague("john", "John Okafor", ("Tech", "Sales")),
    Colleague("olga", "Olga Marchenko", ("Billing", "Sales"), "Olga Marchenko\nAcme Hosting", "ru"),
    Colleague("kenji", "Kenji Mori 森 健司", ("Tech", "Billing"), "Kenji Mori\nAcme Hosting", "ja"),
)
"""Gary is the administrator."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A client: `people` are names with addresses, the first is the main one; `services` name, plan and cents."""

    name: str
    language: str
    country: str
    people: tuple[tuple[str, str], ...]
    services: tuple[tuple[str, str, int], ...]
    domain: str
    characteristic: Characteristic = Characteristic.COMMON
    comment: str = ""
    label: str = ""


CUSTOMERS = (
    Customer(
        "Nordlicht GmbH", "de", "DE",
        (("Hans Meier", "hans@nordlicht.example"), ("Petra Sommer", "petra.sommer@nordlicht.example")),
        (("vps-12", "KVM-4", 1990), ("vps-19", "KVM-8", 3490), ("mail-pro", "Mail 50", 990), ("dns", "DNS", 0)),
        "nordlicht.example", Characteristic.PROBLEMATIC, "Pays late, writes in capitals when in a hurry. Be brief.",
    ),
    Customer(
        "Brightwater Studio Ltd", "en", "GB",
        (("Emma Clarke", "emma@brightwater.example"), ("Tom Reed", "tom@brightwater.example"),
         ("Accounts", "accounts@brightwater.example")),
        (("vps-31", "KVM-2", 990), ("web-shop", "Web L", 1290), ("domains", "Domains", 240)),
        "brightwater.example", Characteristic.GOOD, "Since the first year. Tom knows what he does.", "partner",
    ),
    Customer(
        "Иван Петров", "ru", "KZ", (("Иван Петров", "ivan.petrov@petrov.example"),),
        (("mail-pro", "Mail 20", 590), ("web-blog", "Web S", 390)), "petrov.example",
    ),
    Customer(
        "株式会社さくら", "ja", "JP", (("佐藤 花子", "sato@sakura.example"), ("経理部", "keiri@sakura.example")),
        (("vps-44", "KVM-8", 3490), ("mail-pro", "Mail 50", 990), ("dns", "DNS", 0)), "sakura.example",
        Characteristic.GOOD, "Kenji knows them; answers in Japanese please.",
    ),
    Customer(
        "شركة النخيل للتقنية", "ar", "JO",
        (("عمر حداد", "omar@alnakheel.example"), ("Layla Haddad", "layla@alnakheel.example")),
        (("vps-27", "KVM-4", 1990), ("web-main", "Web L", 1290), ("dns", "DNS", 0)), "alnakheel.example",
    ),
    Customer(
        "北京云帆科技有限公司", "zh", "CN", (("王伟", "wangwei@yunfan.example"),),
        (("web-main", "Web L", 1290), ("mail-pro", "Mail 20", 590)), "yunfan.example",
    ),
    Customer(
        "J. Smith", "en", "US", (("Jo Smith", "jo.smith@smith.example"),),
        (("vps-07", "KVM-2", 990), ("domains", "Domains", 120)), "smith.example",
    ),
    Customer(
        "Bäckerei Grünwald", "de", "AT", (("Jörg Grünwald", "joerg@baeckerei-gruenwald.example"),),
        (("web-site", "Web S", 390), ("mail-pro", "Mail 5", 290), ("domains", "Domains", 120)),
        "baeckerei-gruenwald.example", Characteristic.GOOD, "Sends a cake each December.",
    ),
    Customer(
        "ООО «Северный ветер»", "ru", "AM",
        (("Наталья Орлова", "n.orlova@northwind.example"), ("Бухгалтерия", "buh@northwind.example")),
        (("vps-52", "KVM-8", 3490), ("vps-53", "KVM-8", 3490), ("mail-pro", "Mail 50", 990),
         ("web-main", "Web L", 1290)),
        "northwind.example",
    ),
    Customer(
        "Олена Шевченко", "uk", "UA", (("Олена Шевченко", "olena@shevchenko.example"),),
        (("vps-61", "KVM-2", 990),), "shevchenko.example",
    ),
    Customer(
        "Harbour Lights Trust", "en", "IE", (("Siobhán Ó Briain", "siobhan@harbourlights.example"),),
        (("web-site", "Web S", 273), ("mail-pro", "Mail 20", 413), ("domains", "Domains", 120)),
        "harbourlights.example", Characteristic.GOOD, "Charity, 30 % discount.", "charity",
    ),
    Customer(
        "Müller & Söhne KG", "de", "DE", (("Karl Müller", "karl@müller-soehne.example"),),
        (("vps-70", "KVM-4", 1990), ("mail-pro", "Mail 20", 590)), "müller-soehne.example",
    ),
    Customer(
        "김민준", "en", "KR", (("김민준 (Minjun Kim)", "minjun@kim.example"),),
        (("vps-81", "KVM-16", 5490), ("dns", "DNS", 0)), "kim.example",
    ),
    Customer(
        "Green Valley School", "en", "NZ",
        (("Aroha Walker", "office@greenvalley.example"), ("IT Desk", "it@greenvalley.example")),
        (("web-site", "Web L", 1290), ("mail-pro", "Mail 50", 990), ("vps-90", "KVM-4", 1990), ("dns", "DNS", 0),
         ("domains", "Domains", 360)),
        "greenvalley.example", Characteristic.PROBLEMATIC, "Many people write about the same thing; look for doubles.",
    ),
)  # fmt: skip
"""Companies and persons who write in different scripts."""
