"""Submission: what an owner may hand in, under whose name, to whom (RFC 6409)."""
import unittest

from demo_site import SiteTest
from imap_session import Imap
from letters import letter, letter_of, word
from smtp_session import Smtp, plain

ALICE, BOB = "alice@example.org", "bob@example.org"


class Submission(SiteTest):

    def received(self, subject, number=2):
        with Imap.owner(self.site, number, "INBOX") as owner:
            return [body for uid in owner.search(f'SUBJECT "{subject}"') for body in owner.bodies(uid).values()]

    def test_nothing_before_tls_and_sign_in(self):
        with Smtp(self.site.port("SUBMISSION")) as client:
            offered = client.must("EHLO client.invalid", 250).lines
            self.assertIn("STARTTLS", offered)
            self.assertFalse([line for line in offered if line.startswith("AUTH")])
            self.assertEqual(client.command("AUTH PLAIN " + plain(*self.site.owner(1))).code, 530)
            self.assertEqual(client.command(f"MAIL FROM:<{ALICE}>").code, 530)
            client.must("STARTTLS", 220)
            client.start_tls(self.site.trust())
            offered = client.must("EHLO client.invalid", 250).lines
            mechanisms = {word for line in offered if line.startswith("AUTH ") for word in line.split()[1:]}
            self.assertLessEqual({"PLAIN", "LOGIN"}, mechanisms)
            self.assertEqual(client.command(f"MAIL FROM:<{ALICE}>").code, 530)

    def test_wrong_password(self):
        with Smtp(self.site.port("SUBMISSIONS"), self.site.trust()) as client:
            client.must("EHLO client.invalid", 250)
            refusal = client.command("AUTH PLAIN " + plain(BOB, "wrong"))
            self.assertEqual((refusal.code, refusal.enhanced), (535, "5.7.8"))

    def test_anothers_sender_is_refused(self):
        with Smtp.owner(self.site) as client:
            for sender in (BOB, "alice@example.net", "nobody@example.org"):
                self.assertGreaterEqual(client.command(f"MAIL FROM:<{sender}>").code, 550, sender)
            subject = word()
            for claimed in (BOB, "ceo@example.net"):
                self.assertEqual(client.envelope(ALICE, [BOB])[0].code, 250)
                refusal = client.data(letter(subject, sender=claimed))
                self.assertGreaterEqual(refusal.code, 550, claimed)
            self.assertEqual(client.envelope(ALICE, [BOB])[0].code, 250)
            both = letter(subject, sender=ALICE, extra=f"Sender: <{BOB}>\r\n")
            self.assertGreaterEqual(client.data(both).code, 550)
            self.assertEqual(client.envelope(ALICE, [BOB])[0].code, 250)
            self.assertEqual(client.data(letter("My own", sender=ALICE)).code, 250)
        self.assertEqual(self.received(subject), [])

    def test_own_alias_may_send(self):
        alias = word() + "@example.org"
        self.assertEqual(self.site.tool("account", "alias", "add", ALICE, alias).returncode, 0)
        subject = word()
        with Smtp.owner(self.site) as client:
            client.envelope(alias, [BOB])
            self.assertEqual(client.data(letter(subject, sender=alias)).code, 250)
        self.assertEqual(len(self.received(subject)), 1)

    def test_remote_recipients_are_refused_clearly(self):
        with Smtp.owner(self.site) as client:
            refusal = client.envelope(ALICE, ["somebody@elsewhere.example"])[0]
            self.assertEqual((refusal.code // 100, refusal.enhanced), (5, "5.7.1"))
            self.assertIn("elay", str(refusal))

    def test_several_recipients_all_or_none(self):
        secret = self.site.secret_file("tight", "a password for tight")
        self.site.tool("account", "add", "tight@example.org", "--quota", "3000", "--password-file", secret)
        subject = word()
        with Smtp.owner(self.site) as client:
            codes = [each.code for each in client.envelope(ALICE, [ALICE, BOB])]
            self.assertEqual(codes, [250, 250])
            self.assertEqual(client.data(letter(subject, sender=ALICE)).code, 250)
            self.assertEqual([len(self.received(subject, 1)), len(self.received(subject, 2))], [1, 1])
            client.envelope(ALICE, [BOB, "tight@example.org"])
            message = letter(subject + "n", sender=ALICE) + letter_of(5000)
            self.assertEqual(client.data(message).code // 100, 4)
        self.assertEqual(self.received(subject + "n"), [])

    def test_trace_names_no_client(self):
        subject, name = word(), word() + ".invalid"
        with Smtp.owner(self.site, hello=name) as client:
            client.envelope(ALICE, [BOB])
            self.assertEqual(client.data(letter(subject, sender=ALICE)).code, 250)
        (message,) = self.received(subject)
        self.assertIn(b"Received: ", message)
        for hint in (name.encode(), name.split(".")[0].encode(), b"127.0.0", b"[::1]", b"localhost ("):
            self.assertNotIn(hint, message)

    def test_missing_date_and_id_are_added_and_bcc_taken_away(self):
        subject = word()
        bare = f"From: {ALICE}\r\nTo: {BOB}\r\nBcc: hidden@example.org\r\nSubject: {subject}\r\n\r\nHello\r\n"
        with Smtp.owner(self.site) as client:
            client.envelope(ALICE, [BOB])
            self.assertEqual(client.data(bare.encode()).code, 250)
        (message,) = self.received(subject)
        self.assertIn(b"\r\nDate: ", message)
        self.assertIn(b"\r\nMessage-ID: <", message)
        self.assertNotIn(b"hidden@", message)


if __name__ == "__main__":
    unittest.main()
