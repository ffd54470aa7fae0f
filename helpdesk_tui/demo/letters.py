"""What else arrives by mail: from strangers, from machines, and short answers in every language."""

from helpdesk_tui.demo.mails import Person

STRANGERS = (
    (
        Person("Ben Howe", "ben@howe.example"),
        "Do you host Nextcloud?",
        "Hello,\n\na friend recommended you. Do you host Nextcloud for eight people? What does it cost?\n\nBen Howe",
    ),
    (
        Person("Emma Clarke (private)", "emma.clarke@post.example"),
        "Invoice for March is missing",
        "Hi, I write from my private address because the mailbox of the studio is full.\n\nEmma",
    ),
    (
        Person("Prize office", "winner@lucky-draw.example"),
        "You have been chosen!!!",
        "Dear winner,\n\nto receive your prize, send us your password today.\n\nThe prize office",
    ),
    (
        Person("Ines Carvalho", "ines@carvalho.example"),
        "Complaint about mail from your network",
        "Good day,\n\nsomebody on your network sends me advertisements every hour. Headers below.\n\nInes Carvalho",
    ),
    (
        Person("Université de l'Exemple", "achats@universite.example"),
        "Demande de devis",
        "Bonjour,\n\npourriez-vous nous faire une offre pour vingt serveurs virtuels ?\n\nCordialement",
    ),
)
"""Who writes without being a client, about what, and how."""

AWAY = {
    "en": ("Automatic reply: out of office", "I am away until Monday. In urgent cases call my colleagues."),
    "de": ("Abwesend", "Ich bin bis Montag nicht im Haus."),
    "ru": ("Автоответ", "Я в отпуске до понедельника."),
    "uk": ("Автовідповідь", "Мене немає до понеділка."),
    "ja": ("自動返信", "月曜日まで不在にしております。"),
    "zh": ("自动回复", "我周一之前不在办公室。"),
    "ar": ("رد تلقائي", "أنا خارج المكتب حتى يوم الاثنين."),
}
"""Subject and text of an automatic answer in each language."""

ANSWERS = {
    "en": (
        "Thank you, that helped. One more thing: can we do this ourselves next time?",
        "It works for two of us, the third still sees the old page. Is that a cache?",
        "Thanks! Please leave the ticket open until tomorrow, we want to watch it for a night.",
    ),
    "de": (
        "Vielen Dank, das hat geholfen. Können wir das beim nächsten Mal selbst machen?",
        "Bei zweien von uns geht es, beim dritten noch nicht. Liegt das am Zwischenspeicher?",
    ),
    "ru": ("Спасибо, помогло. А можно ли в следующий раз сделать это самим?", "У двоих работает, у третьего пока нет."),
    "uk": ("Дякую, допомогло. Чи можна наступного разу зробити це самостійно?",),
    "ja": (
        "ありがとうございます。次回は自分たちで設定できますでしょうか。",
        "二名は問題ありませんが、一名だけまだ古い画面が表示されます。",
    ),
    "zh": ("谢谢，问题解决了。下次我们可以自己操作吗？",),
    "ar": ("شكرًا، تم حل المشكلة. هل يمكننا فعل ذلك بأنفسنا في المرة القادمة؟",),
}  # fmt: skip
"""What clients answer."""
