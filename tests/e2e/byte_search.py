"""Nothing that people wrote, named or used stands readable in the data directory or in a log.

Mail full of words that stand nowhere else is delivered, sent, filed and read; then every octet of every file
is searched for each word in every encoding that a program might have left it in.
"""
import base64
import binascii
import hashlib
import pathlib
import quopri
import tempfile
import unittest
import urllib.parse

from demo_site import SiteTest
from imap_session import Imap
from letters import letter, word
from smtp_session import Smtp

CLIENT = "127.83.119.201"  # where this test connects from: an address that stands nowhere else


def modified_utf7(text):
    """RFC 3501 5.1.3, for a text whose characters are all ASCII or all not."""
    if text.isascii():
        return text.encode()
    return b"&" + base64.b64encode(text.encode("utf-16-be")).rstrip(b"=").replace(b"/", b",") + b"-"


def base64_forms(octets):
    """What stays the same of the base64 of `octets` wherever they begin within three."""
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + octets)
        first = (offset * 8 + 5) // 6
        last = (offset + len(octets)) * 8 // 6
        yield encoded[first:last]


def forms(text):
    """Every spelling of `text` to look for."""
    spellings = {text, text.upper(), text.lower(), text.title()}
    found = set()
    for spelling in spellings:
        octets = spelling.encode()
        found |= {octets, quopri.encodestring(octets, header=True), spelling.encode("utf-16-le"),
                  spelling.encode("utf-16-be"), spelling.encode("utf-32-le"), binascii.hexlify(octets),
                  binascii.hexlify(octets).upper(), modified_utf7(spelling), octets[::-1],
                  urllib.parse.quote(spelling, safe="").encode(),
                  spelling.encode("latin-1", "ignore") if not text.isascii() else octets}
        found |= set(base64_forms(octets)) | set(base64_forms(spelling.encode("utf-16-le")))
    return {form for form in found if len(form) >= 8}


def guesses(text):
    """What is found of `text` where only a hash of it was kept, under no key: whoever has a list of all texts
    (accounts, addresses, subjects, the 2**32 addresses of IPv4) tries them all. The first 16 octets."""
    found = set()
    for spelling in {text, text.lower(), text.upper()}:
        for octets in (spelling.encode(), spelling.encode() + b"\0", spelling.encode() + b"\n"):
            for algorithm in ("sha256", "sha1", "md5", "sha512", "sha3_256", "blake2b"):
                digest = hashlib.new(algorithm, octets).digest()[:16]
                found |= {digest, binascii.hexlify(digest), binascii.hexlify(digest).upper()}
                found |= set(base64_forms(digest))
    return found


def search(files, words):
    """[(file, word, form)] of what is found."""
    wanted = [(each, form) for each in words for form in forms(each) | guesses(each)]
    found = []
    for file in files:
        octets = file.read_bytes()
        found += [(file.name, each, form) for each, form in wanted if form in octets]
    return found


class Searcher(unittest.TestCase):
    """The search itself: a test that could not find anything would prove nothing."""

    def test_finds_what_is_planted(self):
        planted = "forelskelse"
        with tempfile.TemporaryDirectory() as directory:
            for number, octets in enumerate((
                    b"xx" + planted.encode() + b"yy", planted.upper().encode(), b"a" + planted.encode("utf-16-le"),
                    base64.b64encode(b"a" + planted.encode()), base64.b64encode(b"ab" + planted.encode()),
                    base64.b64encode(b"abc" + planted.encode() + b"d"), planted.encode().hex().encode(),
                    hashlib.sha256(planted.encode()).digest(), hashlib.md5(planted.encode()).hexdigest().encode(),
                    b"a" + base64.b64encode(hashlib.sha1(planted.encode()).digest()))):
                file = pathlib.Path(directory) / str(number)
                file.write_bytes(octets)
                with self.subTest(octets):
                    self.assertTrue(search([file], [planted]))
            file.write_bytes(b"forelsket else")
            self.assertEqual(search([file], [planted]), [])

    def test_knows_modified_utf7(self):
        self.assertEqual(modified_utf7("\u53f0\u5317"), b"&U,BTFw-")  # RFC 3501 5.1.3


class ByteSearch(SiteTest):

    def setUp(self):
        self.words = []

    def new(self, length=14):
        self.words.append(word(length))
        return self.words[-1]

    def use_everything(self):
        """Makes an account, an alias, folders, keywords; delivers, sends, appends, reads, searches."""
        name, alias = self.new() + "@example.org", self.new() + "@example.org"
        password = self.new(20)
        secret = self.site.secret_file("secret", password)
        self.assertEqual(self.site.tool("account", "add", name, "--password-file", secret).returncode, 0)
        self.assertEqual(self.site.tool("account", "alias", "add", name, alias).returncode, 0)
        made = self.site.tool("--json", "account", "app-password", name, "--label", self.new(),
                              "--password-file", secret)
        self.assertEqual(made.returncode, 0, made.stderr)

        subjects = [self.new(), self.new()]
        encoded = "bl\u00e5b\u00e6rsyltet\u00f8y" + self.new()
        self.words.append(encoded)
        body = (f"{self.new()} and {self.new()}\r\n" +
                base64.b64encode(self.new().encode()).decode() + "\r\n" + encoded + "\r\n")
        extra = (f"X-{self.new()}: {self.new()}\r\nReply-To: {self.new()} <{self.new()}@{self.new()}.example>\r\n"
                 f"References: <{self.new()}@{self.new()}.example>\r\n"
                 f"Content-Type: text/plain; charset=utf-8; name={self.new()}\r\n")
        sender = f"{self.new()}@{self.new()}.example"
        with Smtp(self.site.port("LMTP"), source=CLIENT) as relay:
            relay.must(f"LHLO {self.new()}.example", 250)
            for recipient, subject in zip((name, alias.replace("@", f"+{self.new()}@")), subjects):
                reply = relay.deliver(recipient, letter(subject, body, sender, name, extra), sender)
                self.assertEqual(reply.code, 250, reply)
            self.assertEqual(relay.deliver(f"{self.new()}@example.org", letter(), sender).code, 550)

        with Smtp(self.site.port("SUBMISSIONS"), self.site.trust(), source=CLIENT) as client:
            client.must(f"EHLO {self.new()}.example", 250)
            login = base64.b64encode(f"\0{name}\0{password}".encode()).decode()
            client.must("AUTH PLAIN " + login, 235)
            client.envelope(alias, ["bob@example.org", name])
            self.assertEqual(client.data(letter(self.new(), body, alias, self.new() + "@example.org")).code, 250)
            self.assertEqual(client.envelope(alias, [f"{self.new()}@{self.new()}.example"])[0].code, 550)

        self.work_in_folders(name, password, subjects)
        return name, password

    def work_in_folders(self, name, password, subjects):
        with Imap(self.site.port("IMAPS"), self.site.trust(), source=CLIENT) as stranger:
            self.assertEqual(stranger.command(f'LOGIN "{self.new()}@example.org" "{self.new()}"').condition, "NO")
        with Imap(self.site.port("IMAPS"), self.site.trust(), source=CLIENT) as owner:
            owner.login(name, password)
            parent, child = self.new(), self.new()
            beyond = "\u00e6\u00f8\u00e5\u00c6\u00d8\u00c5\u53f0\u5317\u65e5\u672c\u8a9e"
            self.words.append(beyond)
            owner.must(f"CREATE {parent}/{child}")
            owner.must(f'CREATE "{modified_utf7(beyond).decode()}"')
            owner.must(f"SUBSCRIBE {parent}/{child}")
            owner.must(f'ID ("name" "{self.new()}" "version" "{self.new()}")')
            owner.append(f"{parent}/{child}", letter(self.new(), self.new() * 100_000 + "\r\n"))
            owner.append(f"{parent}/{child}", letter(self.new()), f"\\Seen {self.new()}")
            owner.must("SELECT INBOX")
            owner.must(f"STORE 1:* +FLAGS ($Viktig {self.new()})")
            found = owner.must("FETCH 1:* (ENVELOPE BODYSTRUCTURE BODY[])").untagged
            self.assertTrue(any(subjects[0].encode() in line for line in found))
            for criteria in (f"SUBJECT {subjects[1]}", f"BODY {self.new()}", f"FROM {self.new()}"):
                owner.must(f"SEARCH {criteria}")
            owner.must(f"COPY 1 {parent}")
            owner.must(f"MOVE 2 {parent}/{child}")
            owner.must(f"RENAME {parent} {self.new()}")
            owner.command(f"SELECT {self.new()}")
            owner.command(f"{self.new()} {self.new()}")

    def files(self):
        found = [file for folder in (self.site.data, self.site.keys) for file in folder.rglob("*")
                 if file.is_file()]
        names = {file.name for file in found}
        self.assertLessEqual({"content.db", "keys.db", "ledger.db"}, names)
        return [*found, self.site.errors, self.site.output]

    def assert_nothing_readable(self):
        found = search(self.files(), [*self.words, CLIENT, CLIENT.rsplit(".", 1)[0]])
        self.assertEqual(found, [])
        # What the demonstration holds, and shows its user on standard output only.
        shown = [self.site.owner(1)[1], self.site.owner(2)[1], "alice@example", "bob@example", "127.0.0.1",
                 "minutes of the board", "galdh\u00f8piggen"]
        self.assertEqual(search([file for file in self.files() if file != self.site.output], shown), [])
        paths = [str(file).encode() for file in self.site.data.rglob("*")]
        self.assertEqual([(path, each) for path in paths for each in self.words if each.encode() in path], [])

    def test_nothing_readable(self):
        name, password = self.use_everything()
        with self.subTest("while it runs"):
            self.assert_nothing_readable()
        with self.subTest("after it stopped"):
            self.assertEqual(self.site.stop(), 0)
            self.assert_nothing_readable()
        self.site.start()
        with Imap(self.site.port("IMAPS"), self.site.trust()) as owner:
            owner.login(name, password)
            owner.must("SELECT INBOX")
            self.assertTrue(owner.search("ALL"))
        with self.subTest("after kill -9"):
            with Smtp.lmtp(self.site) as relay:
                self.assertEqual(relay.deliver(name, letter(self.new(), self.new() + "\r\n")).code, 250)
            self.site.kill()
            self.assert_nothing_readable()
        self.site.start()


if __name__ == "__main__":
    unittest.main()
