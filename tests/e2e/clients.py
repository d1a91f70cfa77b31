"""Programs that people use do real work against the demonstration, its certificate verified."""
import imaplib
import os
import pty
import select
import smtplib
import subprocess
import time
import unittest

from demo_site import SiteTest, wait_until
from imap_session import Imap
from letters import letter, word
from smtp_session import Smtp


def run(*words, expect=0, **options):
    """Runs a program; its completed process, with texts decoded."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False,
                          errors="replace", **options)
    if done.returncode != expect:
        raise AssertionError(f"{words[0]} ended with {done.returncode}: {done.stdout}\n{done.stderr}")
    return done


class Client(SiteTest):
    """What the tests of each program have in common."""

    def setUp(self):
        self.folder = self.site.scratch / word()
        self.folder.mkdir()
        self.name, self.password = self.site.owner(1)
        self.environment = dict(os.environ, HOME=str(self.folder), TERM="xterm", LC_ALL="C.UTF-8")

    def write(self, name, text):
        file = self.folder / name
        file.touch(mode=0o600)
        file.write_text(text)
        return str(file)

    def deliver(self, subject, recipient="alice@example.org"):
        with Smtp.lmtp(self.site) as relay:
            self.assertEqual(relay.deliver(recipient, letter(subject)).code, 250)

    def count(self, subject, mailbox="INBOX", number=1):
        with Imap.owner(self.site, number, mailbox) as owner:
            return len(owner.search(f'SUBJECT "{subject}"'))


class Mbsync(Client):
    """isync's mbsync keeps a Maildir and the account the same, both ways."""

    def setUp(self):
        super().setUp()
        self.mail = self.folder / "Mail"
        self.mail.mkdir()
        self.settings = self.write("mbsyncrc", f"""
IMAPAccount demo
Host localhost
Port {self.site.port("IMAPS")}
User {self.name}
Pass {self.password}
SSLType IMAPS
SystemCertificates no
CertificateFile {self.site.authority}

IMAPStore remote
Account demo

MaildirStore local
Path {self.mail}/
Inbox {self.mail}/INBOX
SubFolders Verbatim

Channel all
Far :remote:
Near :local:
Patterns *
Create Both
Expunge Both
SyncState *
""")

    def sync(self):
        run("mbsync", "-c", self.settings, "-a", env=self.environment)

    def files(self, mailbox="INBOX"):
        return [file for part in ("cur", "new") for file in (self.mail / mailbox / part).iterdir()]

    def test_two_way_synchronisation(self):
        arrived, written, dropped = word(), word(), word()
        self.deliver(arrived)
        self.deliver(dropped)
        self.sync()
        with Imap.owner(self.site, select="INBOX") as owner:
            self.assertEqual(len(self.files()), len(owner.search("ALL")))
        self.assertEqual({path.name for path in self.mail.iterdir()} & {"Sent", "Drafts", "Trash"},
                         {"Sent", "Drafts", "Trash"})

        for file in self.files():
            text = file.read_bytes()
            if arrived.encode() in text:
                flagged = file.parent.parent / "cur" / (file.name.split(":")[0] + ":2,FS")
                file.rename(flagged)
            if dropped.encode() in text:
                file.unlink()
        body = letter(written).replace(b"\r\n", b"\n")
        (self.mail / "Drafts" / "cur" / "1.1_1.host:2,D").write_bytes(body)
        for part in ("cur", "new", "tmp"):
            (self.mail / "Reisebrev" / part).mkdir(parents=True)
        (self.mail / "Reisebrev" / "cur" / "2.1_1.host:2,").write_bytes(body)
        self.sync()

        with Imap.owner(self.site, select="INBOX") as owner:
            self.assertEqual(len(owner.search(f'SUBJECT "{arrived}" FLAGGED SEEN')), 1)
            self.assertEqual(owner.search(f'SUBJECT "{dropped}"'), [])
        self.assertEqual(self.count(written, "Drafts"), 1)
        self.assertEqual(self.count(written, "Reisebrev"), 1)

        later = word()
        self.deliver(later)
        self.sync()
        self.assertEqual(sum(later.encode() in file.read_bytes() for file in self.files()), 1)


class Mutt(Client):
    """mutt sends through the submission service and works on a mailbox over IMAP."""

    def settings(self):
        at = f"{self.name.replace('@', '%40')}@localhost"
        return self.write("muttrc", f"""
set from = "{self.name}"
set realname = "Alice"
set use_envelope_from = yes
set smtp_url = "smtps://{at}:{self.site.port('SUBMISSIONS')}/"
set smtp_pass = "{self.password}"
set smtp_authenticators = "plain"
set imap_pass = "{self.password}"
set folder = "imaps://{at}:{self.site.port('IMAPS')}/"
set spoolfile = "+INBOX"
set record = "+Sent"
set ssl_ca_certificates_file = "{self.site.authority}"
set certificate_file = "{self.folder}/accepted"
set header_cache = ""
set wait_key = no
set confirmappend = no
set delete = yes
set mark_old = no
set mail_check = 1
""")

    def interact(self, *words):
        """Runs mutt on a terminal until it ends by itself."""
        child, terminal = pty.fork()
        if child == 0:
            os.execvpe("mutt", ["mutt", "-F", self.settings(), *words], self.environment)
        shown, end = b"", time.monotonic() + 90
        try:
            while time.monotonic() < end:
                if select.select([terminal], [], [], 1)[0]:
                    try:
                        octets = os.read(terminal, 65536)
                    except OSError:  # the terminal is gone with mutt
                        octets = b""
                    if not octets:
                        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                    shown += octets
            os.kill(child, 9)
            os.waitpid(child, 0)
            raise AssertionError(f"mutt did not end: {shown[-1500:]!r}")
        finally:
            os.close(terminal)

    def test_send_and_keep_a_copy(self):
        subject = word()
        run("mutt", "-F", self.settings(), "-s", subject, "--", "bob@example.org",
            input="Greetings from mutt.\n", env=self.environment)
        self.assertEqual(self.count(subject, number=2), 1)
        self.assertEqual(self.count(subject, "Sent"), 1)

    def test_read_flag_and_move(self):
        subject, kept = word(), self.folder / "kept"
        self.deliver(subject)
        keys = (f"<limit>~s {subject}<enter><display-message><exit><pipe-message>cat > {kept}<enter>"
                "<flag-message><save-message>=Archive<enter><sync-mailbox><quit>")
        self.assertEqual(self.interact("-f", "+INBOX", "-e", f"push '{keys}'"), 0)
        self.assertIn(subject, kept.read_text())
        self.assertEqual(self.count(subject), 0)
        with Imap.owner(self.site, select="Archive") as owner:
            self.assertEqual(len(owner.search(f'SUBJECT "{subject}" FLAGGED SEEN')), 1)


class Curl(Client):
    """curl lists, searches, fetches and appends, and sends."""

    def curl(self, *words):
        return run("curl", "--silent", "--show-error", "--fail", "--cacert", self.site.authority,
                   "--user", f"{self.name}:{self.password}", *words, env=self.environment).stdout

    def address(self, rest):
        return f"imaps://localhost:{self.site.port('IMAPS')}/{rest}"

    def test_list(self):
        names = self.curl(self.address(""))
        for name in ("INBOX", "Drafts", "Sent", "Trash", "Junk", "Archive"):
            self.assertIn(name, names)

    def test_search_and_fetch(self):
        subject = word()
        self.deliver(subject)
        found = self.curl(self.address("INBOX"), "--request", f"SEARCH SUBJECT {subject}")
        number = found.split()[-1]
        self.assertIn(subject, self.curl(self.address(f"INBOX;MAILINDEX={number}")))

    def test_append(self):
        subject = word()
        self.curl(self.address("Drafts"), "--upload-file",
                  self.write("draft", letter(subject).decode()))
        self.assertEqual(self.count(subject, "Drafts"), 1)

    def test_starttls(self):
        plain = f"imap://localhost:{self.site.port('IMAP')}/"
        self.assertIn("INBOX", self.curl("--ssl-reqd", plain))

    def test_send(self):
        for service, words in (("smtps", []), ("smtp", ["--ssl-reqd"])):
            port = self.site.port("SUBMISSIONS" if service == "smtps" else "SUBMISSION")
            with self.subTest(service):
                subject = word()
                self.curl(f"{service}://localhost:{port}/client.invalid", *words, "--mail-from", self.name,
                          "--mail-rcpt", "bob@example.org", "--upload-file",
                          self.write("letter", letter(subject, sender=self.name).decode()))
                self.assertEqual(self.count(subject, number=2), 1)


class Swaks(Client):
    """swaks delivers by LMTP and submits with each way into TLS and each mechanism."""

    def swaks(self, *words):
        return run("swaks", "--server", "localhost", "--hide-all", *words, env=self.environment)

    def test_lmtp(self):
        subject = word()
        self.swaks("--protocol", "LMTP", "--port", str(self.site.port("LMTP")), "--from",
                   "kari@fjell.example", "--to", "alice@example.org,bob@example.org",
                   "--header", f"Subject: {subject}")
        self.assertEqual(self.count(subject), 1)
        self.assertEqual(self.count(subject, number=2), 1)

    def test_submission(self):
        for tls, port in (("--tls", "SUBMISSION"), ("--tls-on-connect", "SUBMISSIONS")):
            for mechanism in ("PLAIN", "LOGIN"):
                with self.subTest(tls=tls, mechanism=mechanism):
                    subject = word()
                    self.swaks("--port", str(self.site.port(port)), tls, "--tls-verify", "--tls-ca-path",
                               self.site.authority, "--auth", mechanism, "--auth-user", self.name,
                               "--auth-password", self.password, "--from", self.name, "--to",
                               "bob@example.org", "--header", f"Subject: {subject}")
                    self.assertEqual(self.count(subject, number=2), 1)


class Fetchmail(Client):
    """fetchmail in IMAP mode hands mail to a program, and keeps or deletes it."""

    def fetch(self, *options):
        self.name, self.password = self.site.owner(2)
        settings = self.write("fetchmailrc", f"""
poll localhost protocol imap port {self.site.port("IMAPS")}
  user "{self.name}" password "{self.password}"
  ssl sslcertck sslcertfile "{self.site.authority}"
  fetchall {" ".join(options)}
  mda "cat >> {self.folder}/received"
""")
        run("fetchmail", "--fetchmailrc", settings, "--pidfile", str(self.folder / "pid"), "--nosyslog",
            env=dict(self.environment, FETCHMAILHOME=str(self.folder)))
        return (self.folder / "received").read_text(errors="replace")

    def test_keep_then_delete(self):
        subject = word()
        self.deliver(subject, "bob@example.org")
        self.assertIn(subject, self.fetch("keep"))
        self.assertEqual(self.count(subject, number=2), 1)
        self.assertEqual(self.fetch("nokeep").count(f"Subject: {subject}"), 2)
        with Imap.owner(self.site, 2, "INBOX") as owner:
            self.assertEqual(owner.search("ALL"), [])


class PythonImaplib(Client):
    """A whole session with Python's imaplib."""

    def check(self, answer):
        condition, data = answer
        self.assertEqual(condition, "OK", data)
        return data

    def test_session(self):
        client = imaplib.IMAP4_SSL("localhost", self.site.port("IMAPS"), ssl_context=self.site.trust())
        self.check(client.login(self.name, self.password))
        self.assertIn("UIDPLUS", client.capabilities)
        subject = word()
        self.check(client.create("Reise"))
        self.check(client.subscribe("Reise"))
        self.assertTrue(any(b"Reise" in line for line in self.check(client.list())))
        self.assertTrue(any(b"Reise" in line for line in self.check(client.lsub())))
        moment = imaplib.Time2Internaldate(1_700_000_000)
        self.check(client.append("Reise", r"(\Seen $Viktig)", moment, letter(subject)))
        self.assertEqual(self.check(client.select("Reise")), [b"1"])
        self.assertEqual(self.check(client.search(None, "KEYWORD", "$Viktig")), [b"1"])
        whole = self.check(client.fetch("1", "(FLAGS INTERNALDATE BODY.PEEK[])"))[0]
        self.assertIn(subject.encode(), whole[1])
        self.assertEqual(time.mktime(imaplib.Internaldate2tuple(whole[0])), 1_700_000_000)
        self.check(client.store("1", "+FLAGS", r"(\Answered)"))
        self.assertIn(rb"\Answered", self.check(client.fetch("1", "(FLAGS)"))[0])
        self.check(client.copy("1", "Archive"))
        uid = self.check(client.uid("SEARCH", "ALL"))[0].decode()
        self.check(client.uid("MOVE", uid, "Trash"))
        self.assertEqual(client.response("EXPUNGE")[1], [b"1"])
        self.assertEqual(self.check(client.search(None, "ALL")), [b""])
        self.check(client.noop())
        self.check(client.append("Reise", None, None, letter(subject)))
        self.check(client.noop())
        self.check(client.store("1", "+FLAGS", r"(\Deleted)"))
        self.assertEqual(self.check(client.expunge()), [b"1"])
        self.check(client.status("Reise", "(MESSAGES UIDNEXT UIDVALIDITY UNSEEN)"))
        self.check(client.close())
        self.check(client.rename("Reise", "Ferie/Reise"))
        self.check(client.delete("Ferie/Reise"))
        self.check(client.getquotaroot("INBOX"))
        client.logout()
        self.assertEqual(self.count(subject, "Archive"), 1)
        self.assertEqual(self.count(subject, "Trash"), 1)

    def test_starttls_and_authenticate(self):
        client = imaplib.IMAP4("localhost", self.site.port("IMAP"))
        self.check(client.starttls(self.site.trust()))
        secret = f"\0{self.name}\0{self.password}".encode()
        self.check(client.authenticate("PLAIN", lambda challenge: secret))
        self.check(client.select("INBOX", readonly=True))
        client.logout()

    def test_wrong_password_is_refused(self):
        client = imaplib.IMAP4_SSL("localhost", self.site.port("IMAPS"), ssl_context=self.site.trust())
        with self.assertRaisesRegex(imaplib.IMAP4.error, "AUTHENTICATIONFAILED"):
            client.login("bob@example.org", "wrong")
        client.logout()


class PythonSmtplib(Client):
    """Python's smtplib submits and delivers."""

    def test_submission(self):
        for service in ("SUBMISSIONS", "SUBMISSION"):
            with self.subTest(service):
                subject = word()
                if service == "SUBMISSIONS":
                    client = smtplib.SMTP_SSL("localhost", self.site.port(service),
                                              context=self.site.trust())
                else:
                    client = smtplib.SMTP("localhost", self.site.port(service))
                    client.starttls(context=self.site.trust())
                client.login(self.name, self.password)
                refused = client.sendmail(self.name, ["bob@example.org", "alice@example.org"],
                                          letter(subject, sender=self.name))
                client.quit()
                self.assertEqual(refused, {})
                self.assertEqual([self.count(subject), self.count(subject, number=2)], [1, 1])

    def test_lmtp(self):
        subject = word()
        client = smtplib.LMTP("localhost", self.site.port("LMTP"))
        client.sendmail("kari@fjell.example", ["alice@example.org"], letter(subject))
        client.quit()
        self.assertEqual(self.count(subject), 1)


class Demonstration(SiteTest):
    """What design and README promise of --demo itself."""

    def test_endpoints_and_mail(self):
        for name in ("HOST", "IMAPS_PORT", "IMAP_PORT", "SUBMISSIONS_PORT", "SUBMISSION_PORT", "LMTP_PORT",
                     "CA_FILE", "USER1", "PASS1", "USER2", "PASS2", "PID", "DATA_DIR"):
            self.assertIn(name, self.site.values)
        self.assertEqual(self.site.owner(1)[0], "alice@example.org")
        self.assertTrue(self.site.owner(1)[1].isalnum())
        self.assertIn(self.site.owner(1)[1], self.site.output.read_text())
        file = self.site.directory / "endpoints.env"
        self.assertEqual(file.stat().st_mode & 0o077, 0, "endpoints.env holds passwords")
        with Imap.owner(self.site, select="INBOX") as owner:
            self.assertGreaterEqual(len(owner.search("ALL")), 24)

    def test_new_accounts_have_their_special_mailboxes(self):
        with Imap.owner(self.site, 2) as owner:
            found = owner.must('LIST (SPECIAL-USE) "" "*"').having("LIST")
        for use in ("Drafts", "Sent", "Trash", "Junk", "Archive"):
            self.assertTrue(any(b"\\" + use.encode() in line for line in found), use)

    def test_keeps_its_data_when_started_again(self):
        subject = word()
        with Smtp.lmtp(self.site) as relay:
            relay.deliver("alice@example.org", letter(subject))
        before = dict(self.site.values)
        self.assertEqual(self.site.stop(), 0)
        self.site.start()
        changed = {name for name in before if before[name] != self.site.values[name]}
        self.assertEqual(changed, {"PID"})
        with Imap.owner(self.site, select="INBOX") as owner:
            self.assertEqual(len(owner.search(f'SUBJECT "{subject}"')), 1)
        wait_until(lambda: self.site.process.poll() is None, "the server to run on")


if __name__ == "__main__":
    unittest.main()
