"""Conversations in German."""

from helpdesk_tui.demo.talk import Talk

GERMAN = (
    Talk(
        "de", "Tech", "Datenbank startet nach dem Update nicht",
        (
            "Guten Tag,\n\nseit dem Update heute Nacht startet PostgreSQL auf $service nicht mehr. Im Protokoll "
            "steht:\n\n"
            "  FATAL:  database files are incompatible with server\n\nUnser Shop steht. Bitte dringend ansehen!\n\n"
            "Mit freundlichen Grüßen\n$name",
            "Guten Tag, $name,\n\ndas Paket hat die neue Hauptversion installiert, ohne die Daten zu übernehmen. Wir "
            "haben "
            "die Daten mit pg_upgrade übernommen, die Datenbank läuft seit 09:20 wieder. Die alten Dateien liegen noch "
            "eine Woche daneben.",
            "Vielen Dank, es läuft wieder. Wie verhindern wir das beim nächsten Mal?",
            "Mit `apt-mark hold postgresql` bleibt die Hauptversion stehen, bis Sie es wollen. Wir haben es gesetzt.",
        ),
        about="vps", comment="Kunde hat unattended-upgrades auf alles gestellt. Freundlich ansprechen.",
        summary="pg_upgrade gemacht, alte Daten bis Freitag aufheben.",
    ),
    Talk(
        "de", "Tech", "Postfach voll, obwohl alles gelöscht ist",
        (
            "Hallo,\n\nich habe das ganze Postfach leergeräumt und bekomme trotzdem die Meldung, dass es voll ist. Wo "
            "steckt der Rest?\n\nViele Grüße\n$name",
            "Hallo $name,\n\nim Papierkorb: 7,9 GB. Einige Programme zeigen ihn nicht an. Sollen wir ihn leeren?",
            "Ja bitte, alles weg!",
            "Erledigt, belegt sind jetzt 212 MB.",
        ),
        about="mail", files=("fehlermeldung.png",),
    ),
    Talk(
        "de", "Tech", "Umlaute in der Domain",
        (
            "Guten Morgen,\n\nwir möchten zusätzlich zu $domain die Schreibweise mit Umlaut nutzen, auch für E-Mail. "
            "Geht das, und was müssen wir beachten?\n\n$name",
            "Guten Morgen, $name,\n\ndas geht. Im DNS heißt sie dann xn--..., die meisten Programme zeigen sie "
            "richtig an. "
            "Für E-Mail raten wir, die Schreibweise ohne Umlaut als Absender zu behalten.",
        ),
        about="domains",
    ),
    Talk(
        "de", "Billing", "Rechnung mit falscher Anschrift",
        (
            "Sehr geehrte Damen und Herren,\n\nauf der letzten Rechnung steht noch unsere alte Anschrift. Bitte "
            "stellen Sie "
            "sie neu aus; unsere Buchhaltung kann sie so nicht annehmen.\n\nMit freundlichen Grüßen\n$name",
            "Guten Tag, $name,\n\ndie berichtigte Rechnung hängt an, die neue Anschrift gilt ab sofort für alle "
            "weiteren.",
            "Danke, angekommen.",
        ),
        files=("rechnung-alt.pdf",),
    ),
    Talk(
        "de", "Sales", "Angebot für zwei Server",
        (
            "Guten Tag,\n\nwir benötigen zwei Server für Ticketverkauf, einmal im Jahr mit sehr viel Last (etwa 40.000 "
            "Besucher in einer Stunde). Was empfehlen Sie?\n\n$name",
            "Guten Tag, $name,\n\nzwei KVM-8 mit Lastverteiler, und für den Verkaufstag zwei weitere stundenweise. Das "
            "wären 118,00 EUR im Monat und etwa 6 EUR am Verkaufstag.",
        ),
    ),
    Talk(
        "de", "Tech", "FTP geht nicht mehr",
        (
            "Hallo Support,\n\nseit gestern komme ich mit meinem FTP-Programm nicht mehr auf $service: „Verbindung "
            "abgelehnt“. Passwort ist richtig.\n\n$name",
            "Hallo $name,\n\nFTP ohne Verschlüsselung haben wir wie angekündigt zum Ersten abgeschaltet. Stellen Sie "
            "im "
            "Programm bitte auf SFTP um, Port 22, gleiche Zugangsdaten.",
            "Ah, die Ankündigung hatte ich überlesen. Geht, danke.",
        ),
        about="web",
    ),
)  # fmt: skip
"""For clients who write German."""
