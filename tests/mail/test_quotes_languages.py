"""MG8: history as mail programs write it in the languages that clients write in."""

from __future__ import annotations

import pytest

from helpdesk_tui.mail.reading.quotes import own_lines

ATTRIBUTIONS = {
    "English": "On Mon, May 4, 2026 at 10:00 AM Support <support@desk.example> wrote:",
    "German": "Am Mo., 4. Mai 2026 um 10:00 Uhr schrieb Support <support@desk.example>:",
    "German, Apple": "Am 04.05.2026 um 10:00 schrieb Support <support@desk.example>:",
    "French": "Le lun. 4 mai 2026 à 10:00, Support <support@desk.example> a écrit :",
    "French, no-break space": "Le 4 mai 2026 à 10:00, Support <support@desk.example> a écrit\xa0:",
    "Spanish": "El lun, 4 may 2026 a las 10:00, Support (<support@desk.example>) escribió:",
    "Italian": "Il giorno lun 4 mag 2026 alle ore 10:00 Support <support@desk.example> ha scritto:",
    "Portuguese, Brazil": "Em seg., 4 de mai. de 2026 às 10:00, Support <support@desk.example> escreveu:",
    "Portuguese": "Support <support@desk.example> escreveu no dia segunda, 4/05/2026 à(s) 10:00:",
    "Dutch": "Op ma 4 mei 2026 om 10:00 schreef Support <support@desk.example>:",
    "Dutch, Apple": "Op 4 mei 2026, om 10:00 heeft Support <support@desk.example> het volgende geschreven:",
    "Polish": "pon., 4 maj 2026 o 10:00 Support <support@desk.example> napisał(a):",
    "Polish, Thunderbird": "W dniu 04.05.2026 o 10:00, Support pisze:",
    "Russian": "пн, 4 мая 2026 г. в 10:00, Support <support@desk.example>:",
    "Russian, Thunderbird": "04.05.2026 10:00, Support пишет:",
    "Russian, Yandex": "04.05.2026, 10:00, «Support» <support@desk.example> написал(а):",
    "Ukrainian": "пн, 4 трав. 2026 р. о 10:00 Support <support@desk.example> пише:",
    "Czech": "po 4. 5. 2026 v 10:00 odesílatel Support <support@desk.example> napsal:",
    "Czech, Thunderbird": "Dne 04. 05. 26 v 10:00 Support napsal(a):",
    "Turkish": "Support <support@desk.example>, 4 May 2026 Pzt, 10:00 tarihinde şunu yazdı:",
    "Chinese": "Support <support@desk.example> 于2026年5月4日周一 10:00写道：",
    "Chinese, traditional": "Support <support@desk.example> 於 2026年5月4日 週一 上午10:00寫道：",
    "Japanese": "2026年5月4日(月) 10:00 Support <support@desk.example>:",
    "Japanese, wrote": "2026/05/04 10:00、Support <support@desk.example>のメール:",
    "Swedish": "Den mån 4 maj 2026 kl 10:00 skrev Support <support@desk.example>:",
    "Danish": "Den 4. maj 2026 kl. 10.00 skrev Support <support@desk.example>:",
    "Finnish": "ma 4. toukok. 2026 klo 10.00 Support (support@desk.example) kirjoitti:",
    "Hungarian": "Support <support@desk.example> ezt írta (időpont: 2026. máj. 4., H, 10:00):",
    "Romanian": "În lun., 4 mai 2026 la 10:00, Support <support@desk.example> a scris:",
    "Korean": "2026년 5월 4일 (월) 오전 10:00, Support <support@desk.example>님이 작성:",
}

BLOCKS = {
    "English": ("From", "Sent", "To", "Subject"),
    "English, Apple": ("From", "Date", "To", "Subject"),
    "German": ("Von", "Gesendet", "An", "Betreff"),
    "French": ("De", "Envoyé", "À", "Objet"),
    "French, spaces": ("De ", "Envoyé ", "À ", "Objet "),
    "Spanish": ("De", "Enviado el", "Para", "Asunto"),
    "Italian": ("Da", "Inviato", "A", "Oggetto"),
    "Portuguese": ("De", "Enviada em", "Para", "Assunto"),
    "Dutch": ("Van", "Verzonden", "Aan", "Onderwerp"),
    "Polish": ("Od", "Wysłano", "Do", "Temat"),
    "Russian": ("От", "Отправлено", "Кому", "Тема"),
    "Ukrainian": ("Від", "Надіслано", "Кому", "Тема"),
    "Czech": ("Od", "Odesláno", "Komu", "Předmět"),
    "Turkish": ("Kimden", "Gönderildi", "Kime", "Konu"),
    "Chinese": ("发件人", "发送时间", "收件人", "主题"),
    "Chinese, traditional": ("寄件者", "寄件日期", "收件者", "主旨"),
    "Japanese": ("差出人", "送信日時", "宛先", "件名"),
    "Swedish": ("Från", "Skickat", "Till", "Ämne"),
}

DIVIDERS = {
    "English": "-----Original Message-----",
    "German": "-----Ursprüngliche Nachricht-----",
    "German, GMX": "-------- Original-Nachricht --------",
    "French": "-----Message d'origine-----",
    "French, typographic": "-----Message d’origine-----",
    "Spanish": "-----Mensaje original-----",
    "Italian": "-----Messaggio originale-----",
    "Portuguese": "-----Mensagem original-----",
    "Dutch": "-----Oorspronkelijk bericht-----",
    "Polish": "-----Oryginalna wiadomość-----",
    "Russian": "-----Исходное сообщение-----",
    "Ukrainian": "-----Вихідне повідомлення-----",
    "Czech": "---------- Původní e-mail ----------",
    "Turkish": "-----Orijinal Mesaj-----",
    "Chinese": "------------------ 原始邮件 ------------------",
    "Japanese": "-----元のメッセージ-----",
}

FORWARDS = {
    "German": "-------- Weitergeleitete Nachricht --------",
    "French": "---------- Message transféré ----------",
    "Spanish": "---------- Mensaje reenviado ----------",
    "Italian": "Inizio messaggio inoltrato:",
    "Polish": "---------- Przekazana wiadomość ----------",
    "Russian": "-------- Пересылаемое сообщение --------",
    "Czech": "---------- Přeposlaná zpráva ----------",
    "Chinese": "-------- 转发的邮件 --------",
    "Japanese": "---------- 転送されたメッセージ ----------",
}


@pytest.mark.parametrize("language", ATTRIBUTIONS)
def test_the_line_that_names_the_writer(language: str) -> None:
    assert own_lines(f"Yes.\n\n{ATTRIBUTIONS[language]}\n\n> old\n> older") == 1


@pytest.mark.parametrize("language", ATTRIBUTIONS)
def test_it_is_found_when_it_is_wrapped(language: str) -> None:
    line = ATTRIBUTIONS[language]
    place = line.find(" <") if " <" in line else line.rfind(" ", 0, 30)
    assert own_lines(f"Yes.\n\n{line[:place]}\n{line[place + 1 :]}\n> old") == 1


@pytest.mark.parametrize("language", BLOCKS)
def test_outlooks_block(language: str) -> None:
    sender, sent, to, subject = BLOCKS[language]
    block = f"{sender}: Support <support@desk.example>\n{sent}: 4.5.2026 10:00\n{to}: Anna\n{subject}: Disk\n"
    assert own_lines(f"Yes.\n\n{block}\nold words\n") == 1


@pytest.mark.parametrize("language", DIVIDERS)
def test_the_divider(language: str) -> None:
    assert own_lines(f"Yes.\n\n{DIVIDERS[language]}\nold words\n") == 1


@pytest.mark.parametrize("language", FORWARDS)
def test_a_forwarded_mail_stays(language: str) -> None:
    sender, sent, to, subject = BLOCKS["English"]
    assert own_lines(f"See:\n\n{FORWARDS[language]}\n{sender}: A\n{sent}: B\n{to}: C\n{subject}: D\n\nwords") == 9
