"""Bad input and bad company: strangers who stall, flood, guess and smuggle; owners are served all the same."""
import socket
import ssl
import time
import unittest
import warnings

from demo_site import Site, SiteTest
from imap_session import Imap
from letters import letter, letter_of, word
from smtp_session import Smtp, plain

ALICE, BOB = "alice@example.org", "bob@example.org"
PROMPT = 5.0  # seconds for a whole session of a well-behaved client, on a machine of two busy cores


class OthersAreServed(SiteTest):
    """Whatever strangers do, an owner reads and a relay delivers, promptly."""

    def setUp(self):
        self.held = []
        self.addCleanup(lambda: [each.close() for each in self.held])

    def hold(self, port, octets=b""):
        connection = socket.create_connection(("127.0.0.1", self.site.port(port)), 30)
        connection.sendall(octets)
        self.held.append(connection)
        return connection

    def assert_served(self):
        start = time.monotonic()
        subject = word()
        with Smtp.lmtp(self.site) as relay:
            self.assertEqual(relay.deliver(ALICE, letter(subject)).code, 250)
        with Imap.owner(self.site, select="INBOX") as owner:
            self.assertEqual(len(owner.search(f'SUBJECT "{subject}"')), 1)
        self.assertLess(time.monotonic() - start, PROMPT)

    def test_half_open_connections(self):
        hello = bytes.fromhex("160301020001000001fc0303")  # the beginning of a ClientHello
        for number in range(200):
            self.hold(("IMAPS", "SUBMISSIONS")[number % 2], hello if number % 3 else b"")
        self.assert_served()

    def test_silent_and_slow_clients(self):
        for number in range(200):
            port = ("IMAP", "LMTP", "SUBMISSION")[number % 3]
            self.hold(port, (b"", b"a1 CAPAB", b"LHLO very.slo")[number % 3])
        for slow in self.held[:50]:
            slow.sendall(b"x")
        self.assert_served()

    def test_literals_announced_and_never_sent(self):
        for _ in range(50):
            owner = Imap.owner(self.site)
            owner.send(b"a APPEND INBOX {40000000+}\r\nSubject: x\r\n")
            self.held.append(owner)
            self.hold("IMAP", b"a LOGIN {4000+}\r\nsome")
        self.assert_served()

    def test_clients_that_do_not_read(self):
        with Imap.owner(self.site) as owner:
            owner.append("Archive", letter_of(2_000_000))
        for _ in range(20):
            deaf = Imap.owner(self.site, select="Archive")
            deaf.send(b"".join(b"f%d FETCH 1:* (BODY.PEEK[])\r\n" % number for number in range(20)))
            self.held.append(deaf)
        self.assert_served()

    def test_messages_begun_and_never_ended(self):
        for _ in range(50):
            relay = Smtp.lmtp(self.site)
            relay.envelope("kari@fjell.example", [ALICE])
            relay.must("DATA", 354)
            relay.send(letter(word(), "x" * 10_000))
            self.held.append(relay)
        self.assert_served()
        with Imap.owner(self.site, select="INBOX") as owner:
            before = len(owner.search("ALL"))
            for each in self.held:
                each.close()
            time.sleep(0.2)
            self.assertEqual(len(owner.search("ALL")), before, "a message cut short was delivered")


class BadSyntax(SiteTest):
    """Bad syntax is answered and the connection kept; ten in a row end it."""

    def test_imap(self):
        with Imap(self.site.port("IMAPS"), self.site.trust()) as client:
            for bad in ("NONSENSE", "LOGIN", "SELECT", "LOGIN a b c d", 'LOGIN "unended', "UID", "NOOP now"):
                self.assertEqual(client.command(bad).condition, "BAD", bad)
            client.send(b"\r\n")
            self.assertIn(b"BAD", client.line())
            client.login(*self.site.owner(1))
            for bad in ("FETCH 1 (FLAGS", "FETCH 0 FLAGS", "SEARCH NOSUCHKEY", "STORE 1 +FLAGS"):
                self.assertEqual(client.command(bad).condition, "BAD", bad)
            client.must("NOOP")

    def test_imap_cuts_off_after_ten(self):
        with Imap(self.site.port("IMAPS"), self.site.trust()) as client:
            client.send(b"a NONSENSE\r\n" * 30)
            answers = []
            with self.assertRaises((EOFError, OSError)):
                while True:
                    answers.append(client.line())
        self.assertEqual(sum(b" BAD " in each for each in answers), 10)
        self.assertTrue(answers[-1].startswith(b"* BYE"), answers[-1])

    def test_lmtp(self):
        with Smtp(self.site.port("LMTP")) as relay:
            for bad, codes in (("NONSENSE", (500,)), ("EHLO relay.example", (500, 502)), ("LHLO", (501,)),
                               ("MAIL FROM:<a@b.example>", (503,))):
                self.assertIn(relay.command(bad).code, codes, bad)
            relay.must("LHLO relay.example.net", 250)
            for bad in ("MAIL FROM:a@b.example", "MAIL FROM:<a@b.example", "MAIL FROM:<a b@c.example>"):
                self.assertEqual(relay.command(bad).code, 501, bad)
            self.assertEqual(relay.command("DATA").code, 503)
            self.assertEqual(relay.deliver(ALICE, letter()).code, 250)

    def test_smtp_cuts_off_after_ten(self):
        for port in ("LMTP", "SUBMISSION"):
            with self.subTest(port), Smtp(self.site.port(port)) as client:
                client.send(b"NONSENSE\r\n" * 30)
                codes = []
                with self.assertRaises((EOFError, OSError)):
                    while True:
                        codes.append(client.reply().code)
                self.assertEqual(codes.count(500), 10)
                self.assertLessEqual(set(codes), {500, 421})

    def test_lines_over_the_limits(self):
        with Imap(self.site.port("IMAPS"), self.site.trust()) as client:
            client.send(b"a1 NOOP " + b"x" * 1_000_000 + b"\r\n")
            self.assertTrue(client.line().startswith(b"a1 BAD"))
            client.must("NOOP")
        with Smtp(self.site.port("LMTP")) as relay:
            self.assertEqual(relay.command("LHLO " + "x" * 1_000_000).code, 500)
            relay.must("LHLO relay.example.net", 250)

    def test_literals_over_the_limits(self):
        with Imap(self.site.port("IMAPS"), self.site.trust()) as client:
            client.send(b"a1 LOGIN {99999999999}\r\n")
            self.assertTrue(client.line().startswith(b"a1 BAD"))
            client.must("NOOP")
            client.send(b"a2 LOGIN {999999999+}\r\n")
            self.assertTrue(client.ends())

    def test_secrets_before_tls(self):
        name, password = self.site.owner(1)
        with Imap(self.site.port("IMAP")) as client:
            self.assertIn(b"LOGINDISABLED", client.greeting)
            answer = client.command(f'LOGIN "{name}" "{password}"')
            self.assertEqual((answer.condition, answer.code), ("NO", "PRIVACYREQUIRED"))
            answer = client.command("AUTHENTICATE PLAIN " + plain(name, password))
            self.assertEqual((answer.condition, answer.code), ("NO", "PRIVACYREQUIRED"))

    def test_the_log_names_nobody(self):
        with Imap(self.site.port("IMAPS"), self.site.trust()) as client:
            client.command("LOGIN forgetmenot@example.org guess")
            client.send(b"forgetmenot NONSENSE\r\n" * 11)
            self.assertTrue(client.ends())
        self.assertNotIn("forgetmenot", self.site.log())
        self.assertNotIn("127.0.0.1", self.site.log())


class Encryption(SiteTest):

    def test_old_tls_is_refused(self):
        for version in ("TLSv1", "TLSv1_1"):
            with self.subTest(version):
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                context.set_ciphers("ALL:@SECLEVEL=0")
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", DeprecationWarning)  # that it is old is the point
                    context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, version)
                with self.assertRaises((ssl.SSLError, ConnectionError)) as raised:
                    Imap(self.site.port("IMAPS"), context).close()
                # The server's alert, not a limit of this client's own.
                self.assertIn("ALERT", str(raised.exception).upper().replace("_", " "))

    def test_new_tls_is_served_with_forward_secrecy(self):
        for version in ("TLSv1_2", "TLSv1_3"):
            with self.subTest(version):
                context = self.site.trust()
                context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, version)
                with Imap(self.site.port("IMAPS"), context) as client:
                    self.assertIn(b"* OK", client.greeting)
                    cipher = client.socket.cipher()
                self.assertTrue(cipher[0].startswith(("ECDHE", "TLS_")), cipher)

    def test_commands_pipelined_behind_starttls_are_discarded(self):
        with Imap(self.site.port("IMAP")) as client:
            client.send(b"a STARTTLS\r\nb CAPABILITY\r\nc NOOP\r\n")
            self.assertTrue(client.line().startswith(b"a OK"))
            self.after_injection(client, b"b ")
        with Smtp(self.site.port("SUBMISSION")) as client:
            client.must("EHLO client.invalid", 250)
            client.send(b"STARTTLS\r\nEHLO injected.invalid\r\nNOOP\r\n")
            self.assertEqual(client.reply().code, 220)
            self.after_injection(client, b"250")

    def after_injection(self, client, answered):
        """The server either ends the conversation or shakes hands and answers nothing that came before."""
        client.start_tls(self.site.trust())
        client.socket.settimeout(1)
        try:
            octets = client.socket.recv(4096)
        except OSError:  # silent, or gone
            return
        self.assertFalse(octets.startswith(answered), octets)


class Smuggling(SiteTest):
    """Only CR LF . CR LF ends DATA: no second message hides in a first (RFC 5321 2.3.8, 4.1.1.4)."""

    ENDS = (b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\n", b"\r\n.\r", b"\r.\r\n", b"\n.\r", b"\r.\n", b"\r\n\0.\r\n",
            b"\r\n.\0\r\n", b"\r\n.\r\r\n", b"\n\n.\n\n", b"\r\n. \r\n")

    def messages(self, mark):
        with Imap.owner(self.site, 2, "INBOX") as owner:
            return [body for uid in owner.search(f'SUBJECT "{mark}"') for body in owner.bodies(uid).values()]

    def smuggle(self, client, sender, end, mark):
        hidden = (f"MAIL FROM:<{sender}>\r\nRCPT TO:<{BOB}>\r\nDATA\r\n".encode() +
                  letter(mark + "hidden", sender=sender))
        self.assertEqual(client.envelope(sender, [BOB])[0].code, 250)
        client.must("DATA", 354)
        client.send(letter(mark, "One.", sender=sender) + end + hidden + b"\r\n.\r\n")
        reply = client.reply()
        self.assertEqual(client.command("NOOP").code, 250, "more was answered than one message")
        return reply.code

    def test_lmtp(self):
        for end in self.ENDS:
            with self.subTest(end), Smtp.lmtp(self.site) as relay:
                mark = word()
                code = self.smuggle(relay, "kari@fjell.example", end, mark)
                self.assertEqual(len(self.messages(mark)), 1 if code == 250 else 0)
                for message in self.messages(mark):
                    self.assertIn(b"RCPT TO", message)
                    bare = message.replace(b"\r\n", b"")
                    self.assertNotIn(b"\n", bare, "a bare LF was kept")
                    self.assertNotIn(b"\r", bare, "a bare CR was kept")

    def test_submission(self):
        for end in self.ENDS:
            with self.subTest(end), Smtp.owner(self.site) as client:
                mark = word()
                code = self.smuggle(client, ALICE, end, mark)
                self.assertEqual(len(self.messages(mark)), 1 if code == 250 else 0)

    def test_a_smuggled_message_of_ones_own_would_be_seen(self):
        """The proof that the tests above can fail: a true end does let the second message through."""
        with Smtp.lmtp(self.site) as relay:
            mark = word()
            relay.envelope("kari@fjell.example", [BOB])
            relay.must("DATA", 354)
            relay.send(letter(mark) + b".\r\n" + f"MAIL FROM:<>\r\nRCPT TO:<{BOB}>\r\nDATA\r\n".encode() +
                       letter(mark) + b".\r\n")
            self.assertEqual([relay.reply().code for _ in range(5)], [250, 250, 250, 354, 250])
            self.assertEqual(len(self.messages(mark)), 2)


class Guessing(SiteTest):
    """Wrong passwords slow down by account and network, and lock nobody out elsewhere."""

    def attempt(self, password, source="127.0.0.1"):
        """(condition, seconds)."""
        name, _ = self.site.owner(2)
        with Imap(self.site.port("IMAPS"), self.site.trust(), source=source) as client:
            start = time.monotonic()
            answer = client.command(f'LOGIN "{name}" "{password}"')
            return answer.condition, time.monotonic() - start

    def test_slows_down_here_and_serves_elsewhere(self):
        right = self.site.owner(2)[1]
        condition, normal = self.attempt(right, "127.8.8.8")
        self.assertEqual(condition, "OK")
        taken = [self.attempt("wrong" + word()) for _ in range(4)]
        self.assertEqual({condition for condition, _ in taken}, {"NO"})
        # After n failures the next waits 2^(n-1) half seconds: the fourth 2 s.
        self.assertGreater(taken[3][1], taken[0][1] + 1.0)
        for source in ("127.9.9.9", "127.8.8.9"):
            condition, seconds = self.attempt(right, source)
            self.assertEqual(condition, "OK")
            self.assertLess(seconds, normal + 1.0, "the owner is slowed down elsewhere")
        condition, _ = self.attempt(right)
        self.assertEqual(condition, "OK", "the owner is locked out")
        condition, seconds = self.attempt(right)
        self.assertEqual(condition, "OK")
        self.assertLess(seconds, normal + 1.0, "a success clears the slate")

    def test_submission_shares_the_slate(self):
        name, _ = self.site.owner(1)
        source = "127.7.7.7"
        for _ in range(3):
            with Imap(self.site.port("IMAPS"), self.site.trust(), source=source) as client:
                client.command(f'LOGIN "{name}" "wrong"')
        with Smtp(self.site.port("SUBMISSIONS"), self.site.trust(), source=source) as client:
            client.must("EHLO client.invalid", 250)
            start = time.monotonic()
            self.assertEqual(client.command("AUTH PLAIN " + plain(name, "wrong")).code, 535)
            self.assertGreater(time.monotonic() - start, 1.0)

    def test_unknown_names_are_answered_alike(self):
        name, _ = self.site.owner(1)
        answers = []
        for each in (name, "nobody@example.org", "nobody@elsewhere.example"):
            with Imap(self.site.port("IMAPS"), self.site.trust(), source="127.6.6.6") as client:
                answers.append(client.command(f'LOGIN "{each}" "wrong"').text)
        self.assertEqual(len(set(answers)), 1, answers)


class Limits(unittest.TestCase):
    """Quota and size, with limits small enough to be met."""

    LIMIT = 20_000  # octets

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        cls.addClassCleanup(cls.site.remove)
        cls.site.start()
        cls.site.stop()
        cls.site.start_with(message_limit=cls.LIMIT)

    def test_oversized(self):
        with Smtp.lmtp(self.site) as relay:
            offered = relay.must("LHLO relay.example.net", 250).lines
            self.assertIn(f"SIZE {self.LIMIT}", offered)
            refusal = relay.command(f"MAIL FROM:<kari@fjell.example> SIZE={self.LIMIT + 1}")
            self.assertEqual((refusal.code, refusal.enhanced), (552, "5.3.4"))
            refusal = relay.deliver(ALICE, letter_of(self.LIMIT + 5000))
            self.assertEqual((refusal.code, refusal.enhanced), (552, "5.3.4"))
            self.assertEqual(relay.deliver(ALICE, letter_of(self.LIMIT - 2000)).code, 250)
        with Imap.owner(self.site) as owner:
            limits = [line for line in owner.must("CAPABILITY").untagged if b"APPENDLIMIT" in line]
            self.assertIn(b"APPENDLIMIT=%d" % self.LIMIT, limits[0])
            answer = owner.command("APPEND INBOX ", letter_of(self.LIMIT + 1))
            self.assertEqual((answer.condition, answer.code), ("NO", "TOOBIG"))
            owner.send(b"s APPEND INBOX {%d}\r\n" % (self.LIMIT + 1))
            self.assertTrue(owner.line().startswith(b"s NO [TOOBIG]"))
            owner.append("INBOX", letter_of(self.LIMIT))
        with Smtp.owner(self.site) as client:
            client.envelope(ALICE, [BOB])
            refusal = client.data(letter(sender=ALICE) + letter_of(self.LIMIT))
            self.assertEqual((refusal.code, refusal.enhanced), (552, "5.3.4"))

    def test_over_quota(self):
        name = word() + "@example.org"
        secret = self.site.secret_file("secret", "a password of mine")
        made = self.site.tool("account", "add", name, "--quota", "30000", "--password-file", secret)
        self.assertEqual(made.returncode, 0, made.stderr)
        with Smtp.lmtp(self.site) as relay:
            self.assertEqual(relay.deliver(name, letter_of(15_000)).code, 250)
            refusal = relay.deliver(name, letter_of(18_000))
            self.assertEqual((refusal.code, refusal.enhanced), (552, "5.2.2"))
        with Imap(self.site.port("IMAPS"), self.site.trust()) as owner:
            owner.login(name, "a password of mine")
            answer = owner.command("APPEND INBOX ", letter_of(18_000))
            self.assertEqual((answer.condition, answer.code), ("NO", "OVERQUOTA"))
            owner.must("SELECT INBOX")
            answer = owner.command("COPY 1 Archive")
            self.assertEqual((answer.condition, answer.code), ("NO", "OVERQUOTA"))
            owner.must(r"STORE 1 +FLAGS.SILENT (\Deleted)")
            owner.must("EXPUNGE")
            owner.append("INBOX", letter_of(18_000))
            raised = self.site.tool("account", "quota", name, "100000")
            self.assertEqual(raised.returncode, 0, raised.stderr)
            owner.append("INBOX", letter_of(18_000))


if __name__ == "__main__":
    unittest.main()
