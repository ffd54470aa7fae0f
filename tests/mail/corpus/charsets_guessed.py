"""Sentences in thirty languages whose charset the mail names falsely or not at all: guessed by their letters (MG10)."""

from __future__ import annotations

from tests.mail.corpus.case import Case
from tests.mail.corpus.letters import letter, read

# Language, charset, sentence.
_SENTENCES: tuple[tuple[str, str, str], ...] = (
    ("de", "cp1252", "Leider kann ich seit gestern keine Mails mehr öffnen, die Prüfung schlägt fehl. Schöne Grüße"),
    ("de", "iso8859_15", "Leider kann ich seit heute keine Mails mehr öffnen, die Prüfung schlägt fehl. Schöne Grüße"),
    ("de", "mac_roman", "Leider kann ich seit gestern keine Mails mehr öffnen, die Prüfung schlägt fehl. Schöne Grüße"),
    ("de", "cp1252", "Schöne Grüße"),
    ("de", "cp1252", "Grüße € 5"),
    ("fr", "cp1252", "Le site affiche une erreur après la mise à jour, pourriez-vous nous aider ? Très cordialement"),
    ("fr", "iso8859_15", "Le site affiche une erreur après la mise à jour, pourriez-vous nous aider ? Très à vous"),
    ("fr", "cp1252", "problème réglé"),
    ("es", "cp1252", "No puedo iniciar sesión en mi página, el código está caducado. ¿Qué hago mañana?"),
    ("it", "cp1252", "La casella è piena e non riesco più a ricevere la posta, perché?"),
    ("it", "cp1252", "Perché non è più attivo?"),
    ("pt", "cp1252", "A minha página não abre, já não sei o que fazer. Obrigado pela atenção"),
    ("nl", "cp1252", "Hoi, de server heeft één storing; ik zie een fout in het geïmporteerde bestand"),
    ("sv", "cp1252", "Sidan går inte att öppna längre, kan ni hjälpa oss så snart som möjligt?"),
    ("da", "cp1252", "Jeg kan ikke åbne siden længere, får kun en fejl. Hvad gør jeg nu?"),
    ("no", "cp1252", "Nettsiden vår fungerer ikke på grunn av en feil. Kan dere gjøre noe før lørdag?"),
    ("fi", "cp1252", "Sähköposti ei enää toimi, näyttää että palvelin on täynnä. Kiitos etukäteen"),
    ("is", "cp1252", "Vefsíðan okkar er niðri, getið þið hjálpað? Þetta byrjaði í gær"),
    ("pl", "cp1250", "Od wczoraj strona się nie otwiera, proszę sprawdzić, co się stało. Dziękuję"),
    ("pl", "iso8859_2", "Od wczoraj strona się nie otwiera, proszę sprawdzić, co się stało. Dziękuję"),
    ("pl", "cp1250", "Strona nie działa"),
    ("pl", "iso8859_2", "Strona nie działa"),
    ("cs", "cp1250", "Od včerejška nám nefunguje e-mail, můžete se na to podívat? Děkuji, Tomáš Černý"),
    ("cs", "iso8859_2", "Od včerejška nám nefunguje e-mail, můžete se na to podívat? Děkuji, Tomáš Černý"),
    ("cs", "cp1250", "Nefunguje nám přihlášení"),
    ("cs", "iso8859_2", "Nefunguje nám přihlášení"),
    ("sk", "cp1250", "Od včera nám nefunguje stránka, môžete to prosím skontrolovať? Ďakujem"),
    ("sk", "iso8859_2", "Od včera nám nefunguje stránka, môžete to prosím skontrolovať? Ďakujem"),
    ("hu", "cp1250", "Tegnap óta nem érhető el a weboldalunk, kérjük, nézzék meg minél előbb. Köszönjük"),
    ("hu", "iso8859_2", "Tegnap óta nem érhető el a weboldalunk, kérjük, nézzék meg minél előbb. Köszönjük"),
    ("hr", "cp1250", "Od jučer nam ne radi stranica, možete li provjeriti što se događa? Hvala, Željko Šarić"),
    ("hr", "iso8859_2", "Od jučer nam ne radi stranica, možete li provjeriti što se događa? Hvala, Željko Šarić"),
    ("ro", "cp1250", "Site-ul nu mai funcţionează de ieri, vă rog să verificaţi. Mulţumesc"),
    ("ro", "iso8859_2", "Site-ul nu mai funcţionează de ieri, vă rog să verificaţi. Mulţumesc"),
    ("tr", "cp1254", "Dünden beri sayfamız açılmıyor, lütfen kontrol eder misiniz? İyi çalışmalar"),
    ("tr", "iso8859_9", "Dünden beri sayfamız açılmıyor, lütfen kontrol eder misiniz? İyi çalışmalar"),
    ("tr", "cp1254", "Giriş yapamıyorum"),
    ("ru", "cp1251", "Со вчерашнего дня не открывается наш сайт, проверьте, пожалуйста. Спасибо"),
    ("ru", "koi8_r", "Со вчерашнего дня не открывается наш сайт, проверьте, пожалуйста. Спасибо"),
    ("ru", "cp866", "Со вчерашнего дня не открывается наш сайт, проверьте, пожалуйста. Спасибо"),
    ("ru", "iso8859_5", "Со вчерашнего дня не открывается наш сайт, проверьте, пожалуйста. Спасибо"),
    ("ru", "mac_cyrillic", "Со вчерашнего дня не открывается наш сайт, проверьте, пожалуйста. Спасибо"),
    ("ru", "cp1251", "Почта не приходит"),
    ("ru", "koi8_r", "Почта не приходит"),
    ("ru", "cp866", "Почта не приходит"),
    ("ru", "cp1251", "Ошибка 500 на сайте shop.example, login admin, Apache nginx PHP"),
    ("ru", "koi8_r", "Ошибка 500 на сайте shop.example, login admin, Apache nginx PHP"),
    ("uk", "cp1251", "З учорашнього дня наш сайт не відкривається, перевірте, будь ласка. Дякую"),
    ("uk", "koi8_u", "З учорашнього дня наш сайт не відкривається, перевірте, будь ласка. Дякую"),
    ("bg", "cp1251", "От вчера сайтът ни не се отваря, моля проверете какво става. Благодаря"),
    ("sr", "cp1251", "Од јуче нам не ради сајт, молим вас проверите шта се дешава. Хвала"),
    ("el", "cp1253", "Από χθες δεν ανοίγει η σελίδα μας, μπορείτε να ελέγξετε τι συμβαίνει;"),
    ("el", "iso8859_7", "Από χθες δεν ανοίγει η σελίδα μας, μπορείτε να ελέγξετε τι συμβαίνει;"),
    ("el", "cp1253", "Δεν λειτουργεί"),
    ("el", "iso8859_7", "Δεν λειτουργεί"),
    ("he", "cp1255", "מאתמול האתר שלנו לא נפתח, אפשר לבדוק מה קרה?"),
    ("he", "iso8859_8", "מאתמול האתר שלנו לא נפתח, אפשר לבדוק מה קרה?"),
    ("ar", "cp1256", "منذ الأمس لا يفتح موقعنا، هل يمكنكم التحقق من المشكلة؟ شكرا"),
    ("ar", "iso8859_6", "منذ الأمس لا يفتح موقعنا، هل يمكنكم التحقق من المشكلة؟ شكرا"),
    ("th", "cp874", "เว็บไซต์ของเราเปิดไม่ได้ตั้งแต่เมื่อวาน ช่วยตรวจสอบให้หน่อยครับ"),
    ("lt", "cp1257", "Nuo vakar neveikia mūsų svetainė, prašome patikrinti, kas atsitiko. Ačiū"),
    ("lt", "iso8859_13", "Nuo vakar neveikia mūsų svetainė, prašome patikrinti, kas atsitiko. Ačiū"),
    ("lv", "cp1257", "Kopš vakardienas nedarbojas mūsu vietne, lūdzu, pārbaudiet. Paldies"),
    ("et", "cp1257", "Alates eilsest ei tööta meie veebileht, palun kontrollige. Tänan õhtuks"),
    ("ja", "shift_jis", "昨日からサイトが表示されません。確認をお願いします。"),
    ("ja", "euc_jp", "昨日からサイトが表示されません。確認をお願いします。"),
    ("ja", "shift_jis", "エラーが出ます"),
    ("ja", "euc_jp", "エラーが出ます"),
    ("zh", "gb18030", "从昨天开始我们的网站打不开了，请帮忙检查一下，谢谢。"),
    ("zh", "gb18030", "网站打不开"),
    ("zht", "big5", "從昨天開始我們的網站打不開了，請幫忙檢查一下，謝謝。"),
    ("zht", "big5", "網站打不開"),
    ("ko", "euc_kr", "어제부터 홈페이지가 열리지 않습니다. 확인 부탁드립니다."),
    ("ko", "euc_kr", "접속 불가"),
)  # fmt: skip


def _case(number: int, language: str, charset: str, sentence: str) -> Case:
    declared = ("text/plain; charset=utf-8", "text/plain", "text/plain; charset=us-ascii")[number % 3]
    raw = letter(f"Content-Type: {declared}", "Content-Transfer-Encoding: 8bit", body=sentence.encode(charset))
    return read(f"guessed-{language}-{charset}-{number}", f"{charset} said to be {declared}", raw, sentence)


CASES = tuple(_case(number, *row) for number, row in enumerate(_SENTENCES, 1))
