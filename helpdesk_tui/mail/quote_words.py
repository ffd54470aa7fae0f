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
    "afzender nadawca отправитель відправник odesílatel 发件人 寄件者 寄件人 發件人 差出人 送信者 보낸사람",
    DATE: "sent date gesendet datum envoyé enviado fecha inviato data verzonden wysłano отправлено дата надіслано "
    "odesláno gönderildi tarih skickat sendt lähetetty elküldve 发送时间 发送日期 日期 寄件日期 傳送時間 送信日時 "
    "日時 보낸날짜 gesendet am envoyé le verzonden op data wysłania",
    TO: "to an à para a aan do кому komu kime alıcı till til vastaanottaja címzett 收件人 收件者 宛先 받는사람",
    SUBJECT: "subject betreff objet asunto oggetto assunto onderwerp temat тема předmět konu ämne emne aihe tárgy "
    "主题 主旨 主題 件名 제목",
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
}

HEADINGS: dict[str, str] = {word: field for field, words in _FIELDS.items() for word in words.split()} | _PHRASES

VERBS = (
    "wrote", "writes", "schrieb", "geschrieben", "a écrit", "escribió", "escribio", "ha scritto", "scrive",
    "escreveu", "schreef", "geschreven", "napisał", "napisal", "pisze", "написал", "пишет", "писал", "написав",
    "пише", "napsal", "píše", "yazdı", "yazmış", "写道", "寫道", "書きました", "のメール", "skrev", "kirjoitti",
    "írta", "a scris", "작성", "έγραψε", "כתב", "كتب",
)  # fmt: skip

OPENERS = (
    "on ", "am ", "le ", "el ", "il ", "em ", "op ", "w dniu", "dnia ", "dne ", "den ", "pe ", "a ", "в ", "у ",
    "在", "於", "于", "în ",
)  # fmt: skip

ORIGINAL = frozenset({
    "original message", "original-nachricht", "originalnachricht", "ursprüngliche nachricht",
    "message d'origine", "message d’origine", "message original", "message initial", "mensaje original",
    "messaggio originale", "messaggio originario", "mensagem original", "oorspronkelijk bericht",
    "origineel bericht", "oryginalna wiadomość", "wiadomość oryginalna", "wiadomość pierwotna",
    "исходное сообщение", "оригинальное сообщение", "вихідне повідомлення", "оригінальне повідомлення",
    "původní zpráva", "původní e-mail", "özgün ileti", "özgün mesaj", "orijinal mesaj", "orijinal ileti",
    "原始邮件", "原始郵件", "原始讯息", "邮件原件", "元のメッセージ", "original-meddelande", "ursprungligt meddelande",
    "opprinnelig melding", "oprindelig meddelelse", "alkuperäinen viesti", "eredeti üzenet", "mesaj original",
    "원본 메시지", "reply message", "original email", "original appointment",
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
})  # fmt: skip

DEVICES = (
    "sent from my ", "sent from mail for", "sent from outlook", "get outlook for", "von meinem iphone gesendet",
    "von meinem ipad gesendet", "gesendet von meinem", "gesendet von mail", "gesendet von outlook",
    "gesendet mit der", "holen sie sich outlook", "télécharger outlook pour", "obtener outlook para",
    "descargar outlook para", "scarica outlook per", "baixe o outlook para", "outlook voor ", "envoyé de mon",
    "envoyé depuis mon", "enviado desde mi", "enviado do meu", "enviado de meu", "inviato da iphone",
    "inviato dal mio", "verzonden vanaf mijn", "verstuurd vanaf mijn", "wysłane z ", "wysłano z ", "отправлено с ",
    "отправлено из ", "надіслано з ", "відправлено з ", "odesláno z ", "iphone'umdan gönderildi",
    "iphone’umdan gönderildi", "发自我的", "從我的", "iphoneから送信", "skickat från min", "sendt fra min",
)  # fmt: skip

FORWARD_PREFIXES = (
    "fwd:", "fw:", "wg:", "tr:", "rv:", "enc:", "doorst:", "pd:", "пер:", "转发:", "轉寄:", "転送:"
)  # fmt: skip
