"""LMTP as a relay speaks it: RFC 2033 with its extensions, and where addresses lead."""
import grp
import os
import unittest

from demo_site import Site, SiteTest, wait_until
from imap_session import Imap
from letters import letter, letter_of, word
from smtp_session import Smtp


class Lmtp(SiteTest):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        secret = cls.site.secret_file("small", "a password for small")
        made = cls.site.tool("account", "add", "small@example.org", "--quota", "4000", "--password-file", secret)
        assert made.returncode == 0, made.stderr

    def count(self, subject, number=1):
        with Imap.owner(self.site, number, "INBOX") as owner:
            return len(owner.search(f'SUBJECT "{subject}"'))

    def test_greeting_names_every_extension(self):
        with Smtp(self.site.port("LMTP")) as relay:
            self.assertEqual(relay.greeting.code, 220)
            offered = {line.split()[0] for line in relay.command("LHLO relay.example.net").lines}
        self.assertLessEqual({"PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE", "CHUNKING",
                              "ENHANCEDSTATUSCODES"}, offered)

    def test_each_recipient_has_a_reply(self):
        subject = word()
        with Smtp.lmtp(self.site) as relay:
            answers = relay.envelope("kari@fjell.example",
                                     ["alice@example.org", "nobody@example.org", "small@example.org",
                                      "bob@example.org"])
            self.assertEqual([each.code for each in answers], [250, 550, 250, 250])
            self.assertEqual(answers[1].enhanced, "5.1.1")
            message = letter(subject) + letter_of(6000)
            replies = [relay.data(message), relay.reply(), relay.reply()]
            self.assertEqual([each.code for each in replies], [250, 552, 250])
            self.assertEqual(replies[1].enhanced, "5.2.2")
            self.assertEqual(relay.must("NOOP", 250).code, 250)
        self.assertEqual([self.count(subject), self.count(subject, 2)], [1, 1])

    def test_a_whole_conversation_in_one_packet(self):
        first, second = word(), word()
        envelope = b"MAIL FROM:<kari@fjell.example>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\n"
        with Smtp(self.site.port("LMTP")) as relay:
            relay.send(b"LHLO relay.example.net\r\n" + envelope + letter(first) + b".\r\n" +
                       envelope + letter(second) + b".\r\nQUIT\r\n")
            codes = [relay.reply().code for _ in range(10)]
        self.assertEqual(codes, [250, 250, 250, 354, 250, 250, 250, 354, 250, 221])
        self.assertEqual([self.count(first), self.count(second)], [1, 1])

    def test_chunks(self):
        subject = word()
        message = letter(subject, "One.\r\n.\r\nTwo\r\n")
        with Smtp.lmtp(self.site) as relay:
            relay.envelope("kari@fjell.example", ["alice@example.org"])
            relay.send(b"BDAT 20\r\n" + message[:20] + b"BDAT %d LAST\r\n" % (len(message) - 20) + message[20:])
            self.assertEqual([relay.reply().code, relay.reply().code], [250, 250])
        with Imap.owner(self.site, select="INBOX") as owner:
            found = owner.bodies(owner.search(f'SUBJECT "{subject}"')[0])
        self.assertTrue(list(found.values())[0].endswith(message))

    def test_content_is_kept_octet_by_octet(self):
        subject = word()
        message = letter(subject, "..two dots\r\n.one\r\n\r\nbl\u00e5b\u00e6r \x01\x7f\r\n\r\n")
        with Smtp.lmtp(self.site) as relay:
            self.assertEqual(relay.deliver("alice@example.org", message, parameters=" BODY=8BITMIME").code, 250)
        with Imap.owner(self.site, select="INBOX") as owner:
            found = owner.bodies(owner.search(f'SUBJECT "{subject}"')[0])
        self.assertTrue(list(found.values())[0].endswith(message))

    def test_announced_size(self):
        with Smtp.lmtp(self.site) as relay:
            refusal = relay.command("MAIL FROM:<kari@fjell.example> SIZE=99999999999")
            self.assertEqual((refusal.code, refusal.enhanced), (552, "5.3.4"))
            self.assertEqual(relay.command("MAIL FROM:<kari@fjell.example> SIZE=1000").code, 250)

    def test_where_addresses_lead(self):
        alias, beyond = word() + "@example.org", "bl\u00e5b\u00e6r" + word(6) + "@example.org"
        for other in (alias, beyond):
            made = self.site.tool("account", "alias", "add", "alice@example.org", other)
            self.assertEqual(made.returncode, 0, made.stderr)
        for recipient in ("ALICE@Example.ORG", "alice+list@example.org", '"alice"@example.org', alias,
                          alias.replace("@", "+tag@"), "postmaster@example.org", "postmaster"):
            with self.subTest(recipient):
                subject = word()
                with Smtp.lmtp(self.site) as relay:
                    self.assertEqual(relay.deliver(recipient, letter(subject)).code, 250)
                self.assertEqual(self.count(subject), 1)
        subject = word()
        with Smtp.lmtp(self.site) as relay:
            self.assertEqual(relay.deliver(beyond, letter(subject), parameters=" SMTPUTF8").code, 250)
            self.assertEqual(relay.deliver(beyond, letter(subject)).code, 553)
        self.assertEqual(self.count(subject), 1)

    def test_unknown_recipients(self):
        for recipient in ("nobody@example.org", "nobody+alice@example.org"):
            with self.subTest(recipient), Smtp.lmtp(self.site) as relay:
                refusal = relay.deliver(recipient, letter())
                self.assertEqual((refusal.code, refusal.enhanced), (550, "5.1.1"))

    def test_trace_fields(self):
        subject = word()
        with Smtp.lmtp(self.site) as relay:
            relay.deliver("alice@example.org", letter(subject), sender="ola@fjell.example")
        with Imap.owner(self.site, select="INBOX") as owner:
            (found,) = owner.bodies(owner.search(f'SUBJECT "{subject}"')[0]).values()
        self.assertTrue(found.startswith(b"Return-Path: <ola@fjell.example>\r\n"), found[:80])
        self.assertIn(b"\r\nReceived: from relay.example.net", found)


class UnixSocket(unittest.TestCase):
    """LMTP on a socket file."""

    def test_delivery(self):
        site = Site()
        self.addCleanup(site.remove)
        site.start()
        site.stop()
        path = site.scratch / "lmtp.sock"
        options = ("--lmtp-socket-mode", "0660", "--lmtp-socket-group", grp.getgrgid(os.getgid()).gr_name)
        site.launch("--config", str(self.with_socket(site, path)), *options)
        wait_until(path.exists, "the socket", 60)
        subject = word()
        with Smtp(0, path=path) as relay:
            relay.must("LHLO relay.example.net", 250)
            self.assertEqual(relay.deliver("alice@example.org", letter(subject)).code, 250)
        self.assertEqual(path.stat().st_mode & 0o777, 0o660)
        self.assertEqual(path.stat().st_gid, os.getgid())
        with Imap.owner(site, select="INBOX") as owner:
            self.assertEqual(len(owner.search(f'SUBJECT "{subject}"')), 1)
        self.assertEqual(site.stop(), 0)

    def with_socket(self, site, path):
        file = site.scratch / "socket.ini"
        file.write_text((site.directory / "postvern.ini").read_text() + f"lmtp = {path}\n")
        return file


if __name__ == "__main__":
    unittest.main()
