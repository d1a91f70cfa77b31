"""Damage is named, and a damaged or rolled-back site is not served."""
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from demo_site import Site, program
from imap_session import Imap, body_of
from letters import letter, word
from smtp_session import Smtp

REFUSING = 15  # seconds
PAGE = 4096    # octets of a database's page


def flip(offset, count=16):
    """Turns `count` octets at `offset` around."""
    def damage(file):
        octets = bytearray(file.read_bytes())
        for at in range(offset, min(offset + count, len(octets))):
            octets[at] ^= 0xff
        file.write_bytes(octets)
    return damage


def shorten(part):
    """Leaves that part of a file."""
    return lambda file: os.truncate(file, int(file.stat().st_size * part))


def settle(data):
    """Moves what still stands in the databases' logs into the databases, so that damage to them shows."""
    for file in data.glob("*.db"):
        connection = sqlite3.connect(file)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def is_visible(file):
    """Whether SQLite's own check sees the damage."""
    connection = sqlite3.connect(file)
    try:
        return connection.execute("PRAGMA quick_check").fetchone() != ("ok",)
    except sqlite3.DatabaseError:
        return True
    finally:
        connection.close()


class Damage(unittest.TestCase):
    """Each test works on a copy of one stopped site."""

    @classmethod
    def setUpClass(cls):
        cls.original = Site()
        cls.addClassCleanup(cls.original.remove)
        cls.original.start()
        with Imap.owner(cls.original, select="INBOX") as owner:
            cls.bodies = owner.bodies()
        assert cls.original.stop() == 0
        settle(cls.original.data)

    def setUp(self):
        self.site = None
        self.site = self.copy()

    def copy(self):
        """Another copy, in place of the one before, whose ports it has."""
        if self.site:
            self.site.remove()
        site = Site(pathlib.Path(tempfile.mkdtemp(prefix="postvern-e2e-")))
        self.addCleanup(site.remove)
        shutil.copytree(self.original.directory, site.directory, ignore=shutil.ignore_patterns("*.sock"))
        for name in ("postvern.ini", "endpoints.env"):
            file = site.directory / name
            file.write_text(file.read_text().replace(str(self.original.directory), str(site.directory)))
        return site

    def refusal(self, *arguments):
        """Starts the server, which must refuse; (exit code, what it says)."""
        words = [program("postvernd"), *(arguments or ("--demo", str(self.site.directory)))]
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=REFUSING, check=False,
                                  errors="replace")
        except subprocess.TimeoutExpired:
            self.fail(f"it does not refuse within {REFUSING} s")
        self.assertNotEqual(done.returncode, 0)
        self.assertGreater(done.returncode, 0, f"ended by a signal: {done.stderr}")
        self.assertTrue(done.stderr.startswith("postvernd: "), done.stderr)
        return done.returncode, done.stderr

    def test_a_sound_copy_is_served(self):
        self.site.start()
        with Imap.owner(self.site, select="INBOX") as owner:
            self.assertTrue(owner.search("ALL"))
        self.assertEqual(self.site.stop(), 0)

    def test_damaged_files_are_named(self):
        cases = {
            "data/content.db": (flip(0), flip(100, 60), shorten(0.5), shorten(0)),
            "data/keys.db": (flip(0), flip(100, 60), shorten(0.5), shorten(0), pathlib.Path.unlink),
            "data/ledger.db": (flip(0), flip(100, 60), shorten(0.5), shorten(0), pathlib.Path.unlink),
            "keys/site.key": (flip(60, 1), shorten(0.5), shorten(0), pathlib.Path.unlink),
            "keys/checkpoint": (flip(30, 1), shorten(0.5), shorten(0)),
        }
        for name, damages in cases.items():
            for number, damage in enumerate(damages):
                with self.subTest(file=name, damage=number):
                    self.site = self.copy()
                    damage(self.site.directory / name)
                    before = self.snapshot()
                    code, said = self.refusal()
                    self.assertEqual(code, 1)
                    self.assertIn(pathlib.Path(name).name, said)
                    changed = [file for file, octets in self.snapshot().items() if before.get(file) != octets]
                    self.assertEqual(changed, [], "a refused start changed the site")

    def flip_page(self, name, page):
        """Turns all octets of a page of a database around, those of a first page but for the file's header."""
        flip(page * PAGE + (100 if page == 0 else 0), PAGE)(self.site.data / name)

    def pages(self, name, count):
        """Numbers of pages all over the database."""
        whole = (self.original.data / name).stat().st_size // PAGE
        return range(0, whole, max(1, whole // count))

    def test_damage_inside_the_key_store_and_the_record_is_named(self):
        for name in ("keys.db", "ledger.db"):
            for page in self.pages(name, 6):
                self.site = self.copy()
                self.flip_page(name, page)
                if not is_visible(self.site.data / name):
                    continue  # a page that holds nothing, or octets that only their reader can judge
                with self.subTest(file=name, page=page):
                    self.assertIn(name, self.refusal()[1])

    def test_damage_inside_the_content_store_never_alters_mail(self):
        """It is refused at the start, or what it hit is refused and the rest served as it was."""
        most = 0
        for page in self.pages("content.db", 8):
            with self.subTest(page=page):
                self.site = self.copy()
                self.flip_page("content.db", page)
                try:
                    self.site.start()
                except AssertionError as refusal:
                    self.assertIn("content.db", str(refusal))
                    continue
                most = max(most, self.assert_served_unaltered())
                self.assertEqual(self.site.stop(), 0)
        self.assertGreater(most, len(self.bodies) // 2, "damage to one message hits the others")

    def assert_served_unaltered(self):
        """How many messages are served, each as it was."""
        with Imap.owner(self.site, select="INBOX") as owner:
            read = 0
            for uid, body in self.bodies.items():
                answer = owner.command(f"UID FETCH {uid} (UID BODY.PEEK[])")
                for fetched in answer.having("FETCH"):
                    self.assertEqual(body_of(fetched), body)
                    read += 1
            return read

    def snapshot(self):
        """What must stay as it is: the octets of every database and key."""
        return {str(file): file.read_bytes() for folder in (self.site.data, self.site.keys)
                for file in folder.iterdir() if file.suffix in (".db", ".key") or file.name == "checkpoint"}

    def test_a_missing_content_store_is_not_made_anew(self):
        (self.site.data / "content.db").unlink()
        code, said = self.refusal()
        self.assertEqual(code, 1)
        self.assertIn(str(self.site.data), said)

    def test_a_key_file_that_others_may_read(self):
        (self.site.keys / "site.key").chmod(0o644)
        _, said = self.refusal()
        self.assertIn("site.key", said)
        self.assertIn("chmod 600", said)

    def test_the_key_of_another_site(self):
        other = Site()
        self.addCleanup(other.remove)
        other.start()
        other.stop()
        shutil.copy2(other.keys / "site.key", self.site.keys / "site.key")
        _, said = self.refusal()
        self.assertIn("site.key", said)

    def test_a_rolled_back_store(self):
        old = self.site.scratch / "old"
        self.site.start()
        self.assertEqual(self.site.stop(), 0)
        settle(self.site.data)
        shutil.copytree(self.site.data, old, ignore=shutil.ignore_patterns("*.sock"))
        self.site.start()
        with Smtp.lmtp(self.site) as relay:
            self.assertEqual(relay.deliver("alice@example.org", letter(word())).code, 250)
        self.assertEqual(self.site.tool("ledger", "show").returncode, 0)  # leaves an entry itself
        self.assertEqual(self.site.stop(), 0)
        settle(self.site.data)
        newer = self.site.scratch / "newer"
        shutil.copytree(self.site.data, newer, ignore=shutil.ignore_patterns("*.sock"))
        databases = ("content.db", "keys.db", "ledger.db")
        for parts in (databases, *((one,) for one in databases)):
            with self.subTest(parts):
                shutil.rmtree(self.site.data)
                shutil.copytree(newer, self.site.data)
                for part in parts:
                    for file in self.site.data.glob(part + "*"):
                        file.unlink()
                    for file in old.glob(part + "*"):
                        shutil.copy2(file, self.site.data)
                _, said = self.refusal()
                self.assertIn("rolled back", said)
                self.assertIn("checkpoint", said)
                self.assertIn("postvern restore", said)

    def test_two_servers_on_one_site(self):
        self.site.start()
        _, said = self.refusal("--config", str(self.site.directory / "postvern.ini"))
        self.assertIn("lock", said)
        self.assertEqual(self.site.stop(), 0)


class Configuration(unittest.TestCase):
    """What is wrong with a configuration is said with its place."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        cls.addClassCleanup(cls.site.remove)
        cls.site.start()
        assert cls.site.stop() == 0

    def said(self, text, *arguments):
        file = self.site.scratch / "wrong.ini"
        file.write_text(text)
        done = subprocess.run([program("postvernd"), "--config", str(file), *arguments], capture_output=True,
                              text=True, timeout=60, check=False)
        return done.returncode, done.stderr

    def test_wrong_options(self):
        right = (self.site.directory / "postvern.ini").read_text()
        for wrong, named in (("colour = red\n", "colour"), ("quota = many\n", "quota"),
                             ("message-limit = 0\n", "message-limit"), ("record-interval = 0\n", "record-interval")):
            with self.subTest(wrong):
                name = wrong.split(" = ")[0] + " = "
                text = "".join(line for line in right.splitlines(True) if not line.startswith(name))
                code, said = self.said(text + wrong)
                self.assertEqual(code, 2)
                self.assertIn(named, said)

    def test_what_is_missing(self):
        code, said = self.said("")
        self.assertEqual(code, 2)
        self.assertIn("'data' is missing", said)
        code, said = self.said("data = /nowhere/data\nkeys = /nowhere/data/keys\n")
        self.assertEqual(code, 2)
        self.assertIn("'keys' lies inside 'data'", said)

    def test_a_file_that_is_not_there(self):
        done = subprocess.run([program("postvernd"), "--config", "/nowhere/postvern.ini"], capture_output=True,
                              text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("/nowhere/postvern.ini", done.stderr)

    def test_a_certificate_that_cannot_be_read(self):
        right = (self.site.directory / "postvern.ini").read_text()
        code, said = self.said(right, "--certificate", "/nowhere/server.pem")
        self.assertEqual(code, 1)
        self.assertIn("/nowhere/server.pem", said)

    def test_a_port_that_is_taken(self):
        self.site.start()
        self.addCleanup(lambda: self.site.stop())
        taken = f"127.0.0.1:{self.site.port('IMAPS')}"
        elsewhere = self.site.scratch / "elsewhere"
        text = (f"data = {elsewhere}/data\nkeys = {elsewhere}/keys\nimaps = {taken}\n"
                f"certificate = {self.site.directory}/server.pem\nkey = {self.site.directory}/server.key\n")
        code, said = self.said(text)
        self.assertEqual(code, 1)
        self.assertIn(taken, said)

    def test_help(self):
        done = subprocess.run([program("postvernd"), "--help"], capture_output=True, text=True, timeout=60,
                              check=False)
        self.assertEqual(done.returncode, 0)
        for option in ("--config", "--demo", "--data", "--imaps", "--message-limit"):
            self.assertIn(option, done.stdout)


if __name__ == "__main__":
    unittest.main()
