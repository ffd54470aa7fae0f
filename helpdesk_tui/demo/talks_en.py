"""Conversations in English about machines and mail."""

from helpdesk_tui.demo.talk import Talk

TECH = (
    Talk(
        "en", "Tech", "Server unreachable since 07:10",
        (
            "Hello,\n\nsince about 07:10 we cannot reach $service, neither ping nor ssh. The console shows a login "
            "prompt, but the network seems to be gone. Console output attached.\n\n$name",
            "Hello $name,\n\nthe node under $service lost one of its two uplinks at 07:08 and the failover did not "
            "take "
            "your VLAN with it. We moved the machine to the other uplink at 07:41, it answers again.\n\n"
            "Could you check your services?",
            "Everything is up again. Will this happen again tonight? We have a release at 22:00.",
            "The port was replaced at 09:15 and both uplinks carry traffic since. Your release is safe from this one.",
        ),
        about="vps", files=("console.txt", "screen.png"),
        comment="node 4 lost its second uplink by itself, see the switch log; same as in March.",
        summary="Uplink of node 4; port replaced, watch it until Friday.",
    ),
    Talk(
        "en", "Tech", "Database does not start after update",
        (
            "Hi,\n\nafter the update last night MariaDB on $service does not come up:\n\n"
            "  [ERROR] InnoDB: Upgrade after a crash is not supported.\n  [ERROR] Plugin 'InnoDB' init function "
            "returned "
            "error.\n\nThe shop at $domain is down. Please help, this costs us money by the hour.\n\n$name",
            "Hi $name,\n\nthe old server was not shut down cleanly, so the new one refuses its redo log. We started "
            "the "
            "previous version once, let it shut down properly and then upgraded. The shop answers again.\n\n"
            "There is a copy of the data directory from before under /var/backups/mysql-before.",
            "Thank you! Orders are coming in again. Can we delete the copy?",
            "Keep it for a week, then yes. It takes 11 GB.",
        ),
        about="vps", files=("mariadb-error.log",), summary="InnoDB redo log after an unclean stop; restored 08:50.",
    ),
    Talk(
        "en", "Tech", "Mail to gmail rejected with 550-5.7.26",
        (
            "Hello support,\n\nour newsletters and, worse, our invoices come back:\n\n  550-5.7.26 This mail has been "
            "blocked because the sender is unauthenticated.\n\nNothing changed on our side.\n\nRegards\n$name",
            "Hello $name,\n\n$domain has an SPF record, but it names only the old relay. We added ours and switched "
            "DKIM "
            "on for the domain; DNS needs up to an hour to spread. Please try again after lunch.",
            "Works now, thanks for the quick help.",
        ),
        about="mail", comment="SPF was from the old provider, nobody told them.",
    ),
    Talk(
        "en", "Tech", "DNS for two domains",
        (
            "Hi,\n\nplease point $domain and www.$domain to $host and keep the MX records as they are.\n\nThanks, "
            "$name",
            "Hi $name,\n\ndone; the TTL was a day, so some resolvers will know the old address until tomorrow evening. "
            "MX and TXT records are untouched.",
        ),
        about="dns",
    ),
    Talk(
        "en", "Tech", "Migration on Monday",
        (
            "Hello,\n\nwe would like to move from $service to a larger machine on Monday morning. Can one of you do "
            "the "
            "final sync with us at 06:00? We expect 240 GB, most of it images.\n\n$name",
            "Hello $name,\n\nMonday 06:00 is fine. We start copying on Saturday, so that only the changes remain. "
            "Please "
            "lower the TTL of $domain to 300 seconds by Sunday.",
            "TTL is lowered. See you on Monday.",
        ),
        about="vps", summary="Move to KVM-8 on Monday 06:00; first copy runs on Saturday.",
    ),
    Talk(
        "en", "Tech", "Disk full on $service",
        (
            "Your monitoring tells me that the disk of $service is full, but df says 61 %. Who is right?\n\n$name",
            "Hello $name,\n\nboth: there is space, but no inodes are left. A session directory of PHP holds 3.1 "
            "million "
            "files. Shall we delete those older than a week?",
            "Yes please. And can this be done every night?",
            "Deleted, and a timer does it every night at 03:30 from now on.",
        ),
        about="vps", comment="3.1 M files in /var/lib/php/sessions, garbage collection is off in their php.ini",
    ),
    Talk(
        "en", "Tech", "Backup of last Tuesday",
        (
            "Hi,\n\nsomebody here deleted the folder /srv/projects/harbour on $service. Do you still have it from last "
            "Tuesday?\n\nSorry for the trouble\n$name",
            "Hi $name,\n\nno trouble: Tuesday 02:10 is there. The folder is restored to /srv/restore/harbour, 4.2 GB; "
            "please move it where it belongs.",
            "You saved my week.",
        ),
        about="vps",
    ),
    Talk(
        "en", "Tech", "Certificate of $domain expires in 3 days",
        (
            "The browser warns that the certificate of $domain ends on Friday. I thought this renews itself?\n\n$name",
            "Hello $name,\n\nit does, but the check file could not be fetched: a redirect to https for everything "
            "caught "
            "/.well-known as well. We exempted it and the renewal went through; valid until July.",
        ),
        about="web", files=("warning.png",),
    ),
    Talk(
        "en", "Tech", "Slow website in the evening",
        (
            "Between 19:00 and 22:00 $domain needs more than 8 seconds for the first page. During the day it is fine. "
            "Is somebody else eating our CPU?\n\n$name",
            "Hello $name,\n\nsteal time on your machine is zero, so no. What we see is a crawler that asks for every "
            "combination of your filters. We would limit it to 1 request a second, if you agree.",
            "Please do. How did you find that?",
        ),
        about="web", comment="crawler ignores robots.txt. 40 req/s on /shop/filter",
    ),
    Talk(
        "en", "Tech", "Cannot log in to the mailbox of a new colleague",
        (
            "Good morning,\n\nwe created the mailbox for Maria as described, but Thunderbird says the password is "
            "wrong. "
            "Webmail says the same.\n\n$name",
            "Good morning $name,\n\nthe mailbox was made, but with a space at the end of the name. We corrected it, "
            "the "
            "password is the one you set.",
        ),
        about="mail",
    ),
    Talk(
        "en", "Tech", "Reverse DNS for $host",
        (
            "Could you please set the PTR record of $host to mail.$domain?\n\n$name",
            "Done, it is visible on our resolvers already.",
        ),
        about="vps",
    ),
    Talk(
        "en", "Tech", "Kernel panic after reboot",
        (
            "Hello,\n\nwe rebooted $service to get the new kernel and now it panics: \"VFS: Unable to mount root fs\". "
            "A photograph of the console is attached. We are in the data centre of our customer right now and need the "
            "VPN of this machine.\n\n$name",
        ),
        about="vps", files=("panic.png",),
    ),
)  # fmt: skip
"""For the department Tech."""
