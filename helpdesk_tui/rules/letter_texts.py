"""The texts of the desk's own emails as the program brings them, in the languages it speaks (MO2).

A desk can change each of them (`mail letter`); where it did not, these are sent.
"""

from __future__ import annotations

from collections.abc import Mapping

from helpdesk_tui.rules.letter_kinds import LetterKind, LetterText

_RECEIVED, _MOVED, _LATER = LetterKind.TICKET_RECEIVED, LetterKind.TICKET_REDIRECTED, LetterKind.TICKET_DELAYED
_NONE_LEFT, _TOO_MANY = LetterKind.INSUFFICIENT_INCIDENTS, LetterKind.MESSAGE_LIMIT

TEXTS: Mapping[LetterKind, Mapping[str, LetterText]] = {
    _RECEIVED: {
        "en": LetterText("We have your message: {{subject}}",
            "Thank you for your message. It is ticket {{ticket}} of {{department}} now, and we will answer it.\n\n"
            "To add something, reply to this email."),
        "de": LetterText("Ihre Nachricht ist angekommen: {{subject}}",
            "Vielen Dank für Ihre Nachricht. Sie hat die Ticketnummer {{ticket}} ({{department}}) erhalten, und wir "
            "werden sie beantworten.\n\nWenn Sie etwas ergänzen möchten, antworten Sie auf diese E-Mail."),
        "fr": LetterText("Nous avons reçu votre message : {{subject}}",
            "Merci pour votre message. Il porte le numéro de ticket {{ticket}} ({{department}}) et nous y répondrons."
            "\n\nPour ajouter une information, répondez à cet e-mail."),
        "es": LetterText("Hemos recibido su mensaje: {{subject}}",
            "Gracias por su mensaje. Tiene el número de ticket {{ticket}} ({{department}}) y le responderemos.\n\n"
            "Si desea añadir algo, responda a este correo."),
        "it": LetterText("Abbiamo ricevuto il suo messaggio: {{subject}}",
            "Grazie per il suo messaggio. Ha il numero di ticket {{ticket}} ({{department}}) e le risponderemo.\n\n"
            "Per aggiungere qualcosa, risponda a questa e-mail."),
        "nl": LetterText("We hebben uw bericht ontvangen: {{subject}}",
            "Bedankt voor uw bericht. Het is nu ticket {{ticket}} van {{department}} en we zullen het beantwoorden."
            "\n\nWilt u iets toevoegen, beantwoord dan deze e-mail."),
        "pl": LetterText("Otrzymaliśmy Twoją wiadomość: {{subject}}",
            "Dziękujemy za wiadomość. Ma ona numer zgłoszenia {{ticket}} ({{department}}) i odpowiemy na nią.\n\n"
            "Aby coś dodać, odpowiedz na ten e-mail."),
        "ru": LetterText("Ваше сообщение получено: {{subject}}",
            "Спасибо за ваше сообщение. Ему присвоен номер {{ticket}} ({{department}}), мы на него ответим.\n\n"
            "Чтобы что-то добавить, ответьте на это письмо."),
    },
    _MOVED: {
        "en": LetterText("{{subject}}", "Your ticket {{ticket}} is with {{department}} now, who will answer it."),
        "de": LetterText("{{subject}}",
            "Ihr Ticket {{ticket}} liegt jetzt bei {{department}} und wird dort beantwortet."),
        "fr": LetterText("{{subject}}",
            "Votre ticket {{ticket}} a été transmis à {{department}}, qui vous répondra."),
        "es": LetterText("{{subject}}",
            "Su ticket {{ticket}} ha pasado a {{department}}, que le responderá."),
        "it": LetterText("{{subject}}",
            "Il suo ticket {{ticket}} è stato affidato a {{department}}, che le risponderà."),
        "nl": LetterText("{{subject}}", "Uw ticket {{ticket}} ligt nu bij {{department}} en wordt daar beantwoord."),
        "pl": LetterText("{{subject}}",
            "Twoje zgłoszenie {{ticket}} zostało przekazane do {{department}}, skąd otrzymasz odpowiedź."),
        "ru": LetterText("{{subject}}",
            "Ваше обращение {{ticket}} передано в отдел {{department}}, вам ответят оттуда."),
    },
    _LATER: {
        "en": LetterText("{{subject}}", "We will go on with your ticket {{ticket}} on {{until}}."),
        "de": LetterText("{{subject}}", "Wir arbeiten an Ihrem Ticket {{ticket}} am {{until}} weiter."),
        "fr": LetterText("{{subject}}", "Nous reprendrons votre ticket {{ticket}} le {{until}}."),
        "es": LetterText("{{subject}}", "Continuaremos con su ticket {{ticket}} el {{until}}."),
        "it": LetterText("{{subject}}", "Riprenderemo il suo ticket {{ticket}} il {{until}}."),
        "nl": LetterText("{{subject}}", "We gaan op {{until}} verder met uw ticket {{ticket}}."),
        "pl": LetterText("{{subject}}", "Wrócimy do Twojego zgłoszenia {{ticket}} w dniu {{until}}."),
        "ru": LetterText("{{subject}}", "Мы продолжим работу над вашим обращением {{ticket}} {{until}}."),
    },
    LetterKind.ABUSE: {
        "en": LetterText("A violation was registered: {{subject}}",
            "In ticket {{ticket}} we have registered a violation of our terms. Please put it right and reply to this "
            "email by {{until}}. Without an answer by then we will take further steps."),
        "de": LetterText("Verstoß gegen unsere Bedingungen: {{subject}}",
            "Zum Ticket {{ticket}} haben wir einen Verstoß gegen unsere Bedingungen vermerkt. Bitte beheben Sie ihn "
            "und antworten Sie bis {{until}} auf diese E-Mail. Ohne Antwort unternehmen wir dann weitere Schritte."),
        "fr": LetterText("Infraction à nos conditions : {{subject}}",
            "Dans le ticket {{ticket}}, nous avons enregistré une infraction à nos conditions. Merci d'y remédier et "
            "de répondre à cet e-mail avant le {{until}}. Sans réponse d'ici là, nous prendrons d'autres mesures."),
        "es": LetterText("Infracción de nuestras condiciones: {{subject}}",
            "En el ticket {{ticket}} hemos registrado una infracción de nuestras condiciones. Le rogamos que la "
            "corrija y responda a este correo antes del {{until}}. Sin respuesta hasta entonces, tomaremos otras "
            "medidas."),
        "it": LetterText("Violazione delle nostre condizioni: {{subject}}",
            "Nel ticket {{ticket}} abbiamo registrato una violazione delle nostre condizioni. La preghiamo di porvi "
            "rimedio e di rispondere a questa e-mail entro il {{until}}. In assenza di risposta adotteremo ulteriori "
            "misure."),
        "nl": LetterText("Overtreding van onze voorwaarden: {{subject}}",
            "Bij ticket {{ticket}} hebben we een overtreding van onze voorwaarden vastgelegd. Los deze op en "
            "beantwoord deze e-mail uiterlijk op {{until}}. Zonder antwoord nemen we daarna verdere maatregelen."),
        "pl": LetterText("Naruszenie naszych warunków: {{subject}}",
            "W zgłoszeniu {{ticket}} odnotowaliśmy naruszenie naszych warunków. Prosimy je usunąć i odpowiedzieć na "
            "ten e-mail do {{until}}. Jeśli do tego czasu nie otrzymamy odpowiedzi, podejmiemy dalsze kroki."),
        "ru": LetterText("Нарушение наших условий: {{subject}}",
            "В обращении {{ticket}} мы зафиксировали нарушение наших условий. Устраните его и ответьте на это письмо "
            "до {{until}}. Если ответа к этому сроку не будет, мы примем дальнейшие меры."),
    },
    LetterKind.FEE_CHARGED: {
        "en": LetterText("Support fee charged: {{subject}}",
            "For your ticket {{ticket}} a support fee of {{fee}} was charged. Balance of your account: {{balance}}."),
        "de": LetterText("Supportgebühr berechnet: {{subject}}",
            "Für Ihr Ticket {{ticket}} wurde eine Supportgebühr von {{fee}} berechnet. Stand Ihres Kontos: "
            "{{balance}}."),
        "fr": LetterText("Frais d'assistance facturés : {{subject}}",
            "Pour votre ticket {{ticket}}, des frais d'assistance de {{fee}} ont été facturés. Solde de votre compte : "
            "{{balance}}."),
        "es": LetterText("Tarifa de soporte cobrada: {{subject}}",
            "Por su ticket {{ticket}} se ha cobrado una tarifa de soporte de {{fee}}. Saldo de su cuenta: "
            "{{balance}}."),
        "it": LetterText("Addebito per l'assistenza: {{subject}}",
            "Per il suo ticket {{ticket}} è stato addebitato un costo di assistenza di {{fee}}. Saldo del suo account: "
            "{{balance}}."),
        "nl": LetterText("Supportkosten in rekening gebracht: {{subject}}",
            "Voor uw ticket {{ticket}} is {{fee}} aan supportkosten in rekening gebracht. Saldo van uw account: "
            "{{balance}}."),
        "pl": LetterText("Naliczono opłatę za wsparcie: {{subject}}",
            "Za Twoje zgłoszenie {{ticket}} naliczono opłatę za wsparcie: {{fee}}. Saldo konta: {{balance}}."),
        "ru": LetterText("Списана плата за поддержку: {{subject}}",
            "За тикет {{ticket}} списана плата за поддержку: {{fee}}. Баланс вашего счёта: {{balance}}."),
    },
    LetterKind.INCIDENTS_CHARGED: {
        "en": LetterText("Support incidents taken: {{subject}}",
            "Support incidents taken for your ticket {{ticket}}: {{taken}}. Left on your account: {{left}}."),
        "de": LetterText("Supportanfragen abgebucht: {{subject}}",
            "Für Ihr Ticket {{ticket}} abgebuchte Supportanfragen: {{taken}}. Auf Ihrem Konto verbleiben: {{left}}."),
        "fr": LetterText("Incidents d'assistance débités : {{subject}}",
            "Incidents d'assistance débités pour votre ticket {{ticket}} : {{taken}}. Solde de votre compte : "
            "{{left}}."),
        "es": LetterText("Incidencias de soporte descontadas: {{subject}}",
            "Incidencias de soporte descontadas por su ticket {{ticket}}: {{taken}}. Quedan en su cuenta: {{left}}."),
        "it": LetterText("Interventi di assistenza addebitati: {{subject}}",
            "Interventi di assistenza addebitati per il suo ticket {{ticket}}: {{taken}}. Rimanenti sul suo account: "
            "{{left}}."),
        "nl": LetterText("Supportverzoeken afgeschreven: {{subject}}",
            "Voor uw ticket {{ticket}} afgeschreven supportverzoeken: {{taken}}. Over op uw account: {{left}}."),
        "pl": LetterText("Pobrano zgłoszenia wsparcia: {{subject}}",
            "Zgłoszenia wsparcia pobrane za Twoje zgłoszenie {{ticket}}: {{taken}}. Pozostało na koncie: {{left}}."),
        "ru": LetterText("Списаны обращения в поддержку: {{subject}}",
            "Списано обращений в поддержку за тикет {{ticket}}: {{taken}}. Осталось на вашем счёте: {{left}}."),
    },
    _NONE_LEFT: {
        "en": LetterText("No support incidents left",
            "We have your message, but your account has no support incidents left, so no ticket was opened for it.\n\n"
            "Order support incidents in your client area, then send the message again."),
        "de": LetterText("Keine Supportanfragen mehr verfügbar",
            "Ihre Nachricht ist angekommen. Auf Ihrem Konto sind jedoch keine Supportanfragen mehr verfügbar, daher "
            "wurde kein Ticket eröffnet.\n\nBestellen Sie Supportanfragen im Kundenbereich und senden Sie die "
            "Nachricht dann noch einmal."),
        "fr": LetterText("Plus d'incidents d'assistance disponibles",
            "Nous avons reçu votre message, mais votre compte ne dispose plus d'incidents d'assistance : aucun ticket "
            "n'a été ouvert.\n\nCommandez des incidents dans votre espace client, puis renvoyez le message."),
        "es": LetterText("No quedan incidencias de soporte",
            "Hemos recibido su mensaje, pero su cuenta ya no tiene incidencias de soporte, por lo que no se ha abierto "
            "ningún ticket.\n\nSolicite incidencias en su área de cliente y vuelva a enviar el mensaje."),
        "it": LetterText("Nessun intervento di assistenza disponibile",
            "Abbiamo ricevuto il suo messaggio, ma il suo account non ha più interventi di assistenza: non è stato "
            "aperto alcun ticket.\n\nOrdini gli interventi nell'area clienti e invii di nuovo il messaggio."),
        "nl": LetterText("Geen supportverzoeken meer beschikbaar",
            "We hebben uw bericht ontvangen, maar uw account heeft geen supportverzoeken meer. Er is daarom geen "
            "ticket geopend.\n\nBestel supportverzoeken in uw klantomgeving en stuur het bericht daarna opnieuw."),
        "pl": LetterText("Brak dostępnych zgłoszeń wsparcia",
            "Otrzymaliśmy Twoją wiadomość, ale na Twoim koncie nie ma już zgłoszeń wsparcia, dlatego nie otwarto "
            "zgłoszenia.\n\nZamów zgłoszenia w panelu klienta i wyślij wiadomość ponownie."),
        "ru": LetterText("Обращения в поддержку закончились",
            "Мы получили ваше сообщение, но на вашем счёте не осталось обращений в поддержку, поэтому тикет не "
            "создан.\n\nЗакажите обращения в личном кабинете и отправьте сообщение ещё раз."),
    },
    _TOO_MANY: {
        "en": LetterText("Too many messages",
            "We have your message. Because many came within an hour, no ticket was opened for it by itself; our staff "
            "will look at it."),
        "de": LetterText("Zu viele Nachrichten",
            "Ihre Nachricht ist angekommen. Weil innerhalb einer Stunde sehr viele kamen, wurde nicht von selbst ein "
            "Ticket eröffnet; unsere Mitarbeiter sehen sie sich an."),
        "fr": LetterText("Trop de messages",
            "Nous avons reçu votre message. Comme beaucoup sont arrivés en une heure, aucun ticket n'a été ouvert "
            "automatiquement ; notre équipe va l'examiner."),
        "es": LetterText("Demasiados mensajes",
            "Hemos recibido su mensaje. Como han llegado muchos en una hora, no se ha abierto un ticket "
            "automáticamente; nuestro equipo lo revisará."),
        "it": LetterText("Troppi messaggi",
            "Abbiamo ricevuto il suo messaggio. Poiché ne sono arrivati molti in un'ora, non è stato aperto un ticket "
            "automaticamente; il nostro personale lo esaminerà."),
        "nl": LetterText("Te veel berichten",
            "We hebben uw bericht ontvangen. Omdat er binnen een uur veel binnenkwamen, is er niet vanzelf een ticket "
            "geopend; onze medewerkers bekijken het."),
        "pl": LetterText("Zbyt wiele wiadomości",
            "Otrzymaliśmy Twoją wiadomość. Ponieważ w ciągu godziny nadeszło ich wiele, zgłoszenie nie zostało otwarte "
            "automatycznie; zajmą się nią nasi pracownicy."),
        "ru": LetterText("Слишком много сообщений",
            "Мы получили ваше сообщение. Поскольку за час их пришло много, тикет не был создан автоматически; его "
            "посмотрят наши сотрудники."),
    },
    LetterKind.INVOICE: {
        "en": LetterText("Invoice {{number}}",
            "Here is your invoice {{number}} of {{date}} over {{amount}}.\n\n{{items}}"),
        "de": LetterText("Rechnung {{number}}",
            "Hier ist Ihre Rechnung {{number}} vom {{date}} über {{amount}}.\n\n{{items}}"),
        "fr": LetterText("Facture {{number}}",
            "Voici votre facture {{number}} du {{date}} d'un montant de {{amount}}.\n\n{{items}}"),
        "es": LetterText("Factura {{number}}",
            "Esta es su factura {{number}} del {{date}} por {{amount}}.\n\n{{items}}"),
        "it": LetterText("Fattura {{number}}",
            "Ecco la sua fattura {{number}} del {{date}} di {{amount}}.\n\n{{items}}"),
        "nl": LetterText("Factuur {{number}}",
            "Hier is uw factuur {{number}} van {{date}} voor {{amount}}.\n\n{{items}}"),
        "pl": LetterText("Faktura {{number}}",
            "Oto Twoja faktura {{number}} z dnia {{date}} na kwotę {{amount}}.\n\n{{items}}"),
        "ru": LetterText("Счёт {{number}}",
            "Направляем вам счёт {{number}} от {{date}} на сумму {{amount}}.\n\n{{items}}"),
    },
    LetterKind.REGISTRATION: {
        "en": LetterText("You are registered with {{desk}}",
            "Hello {{client}},\n\nyou are registered with {{desk}} now, with the address {{email}}.\n\n"
            "When you need help, write to {{address}} from it: your email becomes a ticket of {{department}}."),
        "de": LetterText("Sie sind bei {{desk}} registriert",
            "Guten Tag {{client}},\n\nSie sind jetzt bei {{desk}} registriert, mit der Adresse {{email}}.\n\n"
            "Wenn Sie Hilfe brauchen, schreiben Sie von dort an {{address}}: Ihre E-Mail wird ein Ticket von "
            "{{department}}."),
        "fr": LetterText("Vous êtes enregistré chez {{desk}}",
            "Bonjour {{client}},\n\nvous êtes désormais enregistré chez {{desk}}, avec l'adresse {{email}}.\n\n"
            "Si vous avez besoin d'aide, écrivez depuis celle-ci à {{address}} : votre e-mail devient un ticket de "
            "{{department}}."),
        "es": LetterText("Está registrado en {{desk}}",
            "Hola, {{client}}:\n\nYa está registrado en {{desk}} con la dirección {{email}}.\n\n"
            "Cuando necesite ayuda, escriba desde ella a {{address}}: su correo se convierte en un ticket de "
            "{{department}}."),
        "it": LetterText("La sua registrazione presso {{desk}}",
            "Buongiorno {{client}},\n\nora è registrato presso {{desk}} con l'indirizzo {{email}}.\n\n"
            "Se ha bisogno di aiuto, scriva da lì a {{address}}: la sua e-mail diventa un ticket di {{department}}."),
        "nl": LetterText("U bent geregistreerd bij {{desk}}",
            "Dag {{client}},\n\nu bent nu geregistreerd bij {{desk}}, met het adres {{email}}.\n\n"
            "Hebt u hulp nodig, schrijf dan vanaf dat adres naar {{address}}: uw e-mail wordt een ticket van "
            "{{department}}."),
        "pl": LetterText("Rejestracja w {{desk}}",
            "Dzień dobry, {{client}}!\n\nTwoje konto w {{desk}} zostało utworzone dla adresu {{email}}.\n\n"
            "Jeśli potrzebujesz pomocy, napisz z niego na {{address}}: Twój e-mail stanie się zgłoszeniem w "
            "{{department}}."),
        "ru": LetterText("Вы зарегистрированы в {{desk}}",
            "Здравствуйте, {{client}}!\n\nВы зарегистрированы в {{desk}} с адресом {{email}}.\n\n"
            "Если понадобится помощь, напишите с него на {{address}}: ваше письмо станет тикетом отдела "
            "{{department}}."),
    },
    LetterKind.STAFF_NEW: {
        "en": LetterText("New ticket {{ticket}}: {{subject}}",
            "{{client}} opened ticket {{ticket}} in {{department}}: {{subject}}"),
        "de": LetterText("Neues Ticket {{ticket}}: {{subject}}",
            "{{client}} hat Ticket {{ticket}} in {{department}} eröffnet: {{subject}}"),
        "ru": LetterText("Новый тикет {{ticket}}: {{subject}}",
            "{{client}} открыл тикет {{ticket}} в отделе {{department}}: {{subject}}"),
    },
    LetterKind.STAFF_ASSIGNED: {
        "en": LetterText("Ticket {{ticket}} is yours: {{subject}}",
            "{{by}} gave you ticket {{ticket}} of {{client}} ({{department}}): {{subject}}"),
        "de": LetterText("Ticket {{ticket}} ist Ihres: {{subject}}",
            "{{by}} hat Ihnen Ticket {{ticket}} von {{client}} ({{department}}) gegeben: {{subject}}"),
        "ru": LetterText("Тикет {{ticket}} теперь ваш: {{subject}}",
            "{{by}} передал вам тикет {{ticket}} клиента {{client}} ({{department}}): {{subject}}"),
    },
}  # fmt: skip
