"""What mail programs write around quoted history, in the languages that clients write in.

Lower case throughout. `HEADINGS` are the field names of the blocks that Outlook and its relatives put above
the mail they answer; `VERBS` end the line that names who wrote what follows; `ORIGINAL` and `FORWARDED` stand
between dashes; `DEVICES` begin the line a telephone adds.
"""

from __future__ import annotations

FROM = "from"
DATE = "date"
TO = "to"
SUBJECT = "subject"

_FIELDS = {
    FROM: "from von de da van od от від kimden gönderen från fra lähettäjä feladó expéditeur mittente remetente "
    "afzender nadawca отправитель відправник odesílatel 发件人 寄件者 寄件人 發件人 差出人 送信者 보낸사람 "
    "από αποστολέας من المرسل מאת šalje từ saatja nuo dari จาก",
    DATE: "sent date gesendet datum envoyé enviado fecha inviato data verzonden wysłano отправлено дата надіслано "
    "odesláno gönderildi tarih skickat sendt lähetetty elküldve 发送时间 发送日期 日期 寄件日期 傳送時間 送信日時 "
    "日時 보낸날짜 στάλθηκε ημερομηνία التاريخ נשלח תאריך odoslané dátum изпратено дата trimis enviat poslano datum "
    "išsiųsta saadetud dikirim tanggal ส่ง ngày",
    TO: "to an à para a aan do кому komu kime alıcı till til vastaanottaja címzett 收件人 收件者 宛先 받는사람",
    SUBJECT: "subject betreff objet asunto oggetto assunto onderwerp temat тема předmět konu ämne emne aihe tárgy "
    "thema 主题 主旨 主題 件名 제목 "
    "θέμα الموضوع נושא predmet относно subiect assumpte zadeva teema perihal subjek เรื่อง",
}  # fmt: skip
_PHRASES = {
    "gesendet am": DATE,
    "envoyé le": DATE,
    "date d'envoi": DATE,
    "fecha de envío": DATE,
    "data wysłania": DATE,
    "verzonden op": DATE,
    "data di invio": DATE,
    "enviada em": DATE,
    "enviado em": DATE,
    "enviado el": DATE,
    "보낸 사람": FROM,
    "보낸 날짜": DATE,
    "받는 사람": TO,
    "de la": FROM,
    "per a": TO,
    "تاريخ الإرسال": DATE,
    "تم الإرسال": DATE,
    "đã gửi": DATE,
    "chủ đề": SUBJECT,
}

HEADINGS: dict[str, str] = {word: field for field, words in _FIELDS.items() for word in words.split()} | _PHRASES

VERBS = (
    "wrote", "writes", "schrieb", "geschrieben", "a écrit", "escribió", "escribio", "ha scritto", "scrive",
    "escreveu", "schreef", "geschreven", "napisał", "napisal", "pisze", "написал", "пишет", "писал", "написав",
    "пише", "napsal", "píše", "yazdı", "yazmış", "写道", "寫道", "書きました", "のメール", "skrev", "kirjoitti",
    "írta", "a scris", "작성", "쓴 글", "έγραψε", "כתב", "كتب", "كتابة", "napisana przez", "napísal", "píšu", "написа",
    "napisao", "نوشت", "ने लिखा", "rašė", "rakstīja", "kirjutas", "va escriure", "missatge de", "đã viết",
    "menulis", "เขียนว่า", "quoting ", "zitat von", "citando a", "citando ", "citerar ", "cytowanie ",
)  # fmt: skip

OPENERS = (
    "on ", "am ", "le ", "el ", "il ", "em ", "op ", "w dniu", "dnia ", "dne ", "den ", "pe ", "a ", "в ", "у ", "在",
    "於", "于", "în ", "en ", "at 20", "no dia ", "dňa ", "на ", "vào ", "pada ", "missatge de", "wiadomość napisana",
    "στις ", "في ", "בתאריך ", "ב-", "quoting ", "zitat von", "เมื่อ ",
)  # fmt: skip

NO_WRITERS = (
    "i ", "it ", "the ", "this ", "that ", "your ", "my ", "our ", "a ", "an ", "der ", "die ", "das ", "ihr ",
    "ich ", "mein ", "ein ", "es ", "le ", "la ", "les ", "votre ", "mon ", "je ", "el ", "los ", "su ", "mi ", "yo ",
    "il ", "lo ", "io ", "o ", "het ", "de ", "uw ", "ik ", "сервер", "я ", "мой ", "он ", "serwer", "ja ", "and ",
    "und ", "then ", "there ",
)  # fmt: skip
"""What a short line that ends with "wrote:" begins with when no person wrote it, or the writer of the email did."""

ORIGINAL = frozenset({
    "original message", "original-nachricht", "originalnachricht", "ursprüngliche nachricht",
    "message d'origine", "message d’origine", "message original", "message initial", "mensaje original",
    "messaggio originale", "messaggio originario", "mensagem original", "oorspronkelijk bericht",
    "origineel bericht", "oryginalna wiadomość", "wiadomość oryginalna", "wiadomość pierwotna",
    "исходное сообщение", "оригинальное сообщение", "вихідне повідомлення", "оригінальне повідомлення",
    "původní zpráva", "původní e-mail", "özgün ileti", "özgün mesaj", "orijinal mesaj", "orijinal ileti",
    "原始邮件", "原始郵件", "原始讯息", "邮件原件", "元のメッセージ", "original-meddelande", "ursprungligt meddelande",
    "opprinnelig melding", "oprindelig meddelelse", "alkuperäinen viesti", "eredeti üzenet", "mesaj original",
    "원본 메시지", "원본 메일", "원본메일",
    "reply message", "original email", "original appointment", "original", "mail original",
    "missatge original", "pôvodná správa", "izvorna poruka", "izvirno sporočilo", "оригинално съобщение",
    "αρχικό μήνυμα", "הודעה מקורית", "الرسالة الأصلية", "رسالة أصلية", "thư gốc", "pesan asli", "algne kiri",
})  # fmt: skip

FORWARDED = frozenset({
    "forwarded message", "begin forwarded message", "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht",
    "message transféré", "début du message réexpédié", "début du message transféré", "mensaje reenviado",
    "inicio del mensaje reenviado", "messaggio inoltrato", "inizio messaggio inoltrato", "mensagem encaminhada",
    "mensagem reencaminhada", "doorgestuurd bericht", "begin doorgestuurd bericht", "przekazana wiadomość",
    "wiadomość przekazana dalej", "пересылаемое сообщение", "пересланное сообщение", "переслане повідомлення",
    "начало переадресованного сообщения", "přeposlaná zpráva", "přeposlaný e-mail", "iletilen mesaj",
    "yönlendirilen mesaj", "转发的邮件", "轉寄的郵件", "转发邮件信息", "転送されたメッセージ", "forwarded by",
    "vidarebefordrat meddelande", "videresendt melding", "videresendt meddelelse", "välitetty viesti",
    "перенаправленное сообщение", "пересланное письмо", "перенаправлене повідомлення", "treść przekazanej wiadomości",
    "전달된 메시지", "továbbított üzenet", "προωθημένο μήνυμα", "mesaj redirecționat", "mesaj redirectionat",
    "preposlaná správa", "proslijeđena poruka", "препратено съобщение", "missatge reenviat", "הודעה מועברת",
    "הודעה שהועברה", "رسالة محولة", "رسالة معاد توجيهها", "thư được chuyển tiếp", "edastatud kiri",
})  # fmt: skip

DEVICES = (
    "sent from my ", "sent from mail for", "sent from outlook", "get outlook for", "von meinem iphone gesendet",
    "von meinem ipad gesendet", "gesendet von meinem", "gesendet von mail", "gesendet von outlook",
    "gesendet mit der ", "holen sie sich outlook", "télécharger outlook pour", "obtenir outlook pour",
    "obtener outlook para",
    "descargar outlook para", "scarica outlook per", "baixe o outlook para", "envoyé de mon",
    "envoyé depuis mon", "enviado desde mi", "enviado do meu", "enviado de meu", "inviato da iphone",
    "inviato dal mio", "verzonden vanaf mijn", "verstuurd vanaf mijn", "wysłane z ", "wysłano z ", "отправлено с ",
    "отправлено из ", "надіслано з ", "відправлено з ", "odesláno z ", "odoslané z ", "发自我的", "從我的",
    "skickat från min", "sendt fra min", "lähetetty iphone", "lähetetty ipad", "lähetetty android",
    "lähetetty samsung", "trimis de pe ", "στάλθηκε από το ", "נשלח מה-", "נשלח מ-", "أُرسلت من", "أرسلت من",
    "sent from yahoo mail", "sent from the all new aol", "sent from aol", "sent from proton mail", "sent with proton",
    "sent with [proton", "sent with spark", "sent via superhuman", "sent from mymail", "sent from gmx",
    "pobierz program outlook", "pobierz outlook", "получите outlook", "получить outlook", "hämta outlook",
    "download outlook", "stáhnout outlook", "iş için outlook", "获取 outlook", "下载 outlook",
)  # fmt: skip

DEVICE_FRAMES = (
    ("outlook für ", "herunterladen"), ("outlook voor ", "downloaden"), ("outlook voor ", "ophalen"),
    ("von meinem ", "gesendet"),
    ("von samsung", "gesendet"), ("von yahoo ", "gesendet"), ("diese nachricht wurde ", "gesendet"),
    ("iphone", "küldve"), ("ipad", "küldve"), ("iphone", "gönderildi"), ("ipad", "gönderildi"),
    ("android", "gönderildi"), ("iphone", "から送信"), ("ipad", "から送信"), ("나의 ", "보냄"), ("내 ", "보냄"),
)  # fmt: skip
"""Beginning and end of such a line where its beginning alone could be anybody's."""

PRODUCTS = (
    "iphon", "ipad", "ipod", "ios", "android", "samsung", "galaxy", "huawei", "xiaomi", "redmi", "nokia", "lumia",
    "pixel", "oneplus", "xperia", "motorola", "htc", "blackberry", "windows", "phone", "mobil", "handy", "telefon",
    "téléphone", "teléfono", "tablet", "device", "gerät", "outlook", "mail", "почты", "телефон", "устройств", "app",
    "proton", "spark", "superhuman", "mac", "watch", "手机",
)  # fmt: skip
"""One of these is named in such a line: without it "Sent from my office it works" would be one."""

FORWARD_PREFIXES = frozenset({
    "fwd", "fw", "wg", "tr", "rv", "i", "enc", "doorst", "pd", "пер", "пересл", "перенаправлено", "转发", "轉寄",
    "转寄", "轉發", "転送", "전달", "vb", "vs", "vl", "tov", "ilt", "πρθ", "הועבר", "إعادة توجيه", "redir",
    "vidarebef",
})  # fmt: skip
"""What stands before the colon of a subject."""

AMBIGUOUS_PREFIXES = frozenset({"vs"})
"""Those that say in one language that an email was passed on and in another that it is an answer: Danish, Finnish."""

WITHIN = (
    "see below", "answers below", "answer below", "comments below", "replies below", "below in", "inline", "in-line",
    "in red", "in blue", "in green", "in bold", "in between", "between the lines", "siehe unten", "s. u.", "s.u.",
    "weiter unten", "im text", "in rot", "in blau", "in grün", "rot markiert", "zwischen den zeilen", "ci-dessous",
    "en rouge", "en bleu", "dans le texte", "más abajo", "en rojo", "en azul", "qui sotto", "in rosso", "in blu",
    "abaixo", "em vermelho", "em azul", "hieronder", "in het rood", "in rood", "in blauw", "poniżej", "na czerwono",
    "w treści", "см. ниже", "ответы ниже", "ответил ниже", "красным", "нижче", "червоним", "níže", "červeně",
    "aşağıda", "kırmızı", "见下", "下面", "红色", "赤字",
)  # fmt: skip
"""Where these are among the words above unmarked history, the answers may stand within it."""
