"""The published log: what a stranger with postvern-verify and a verifier key can check, the server stopped."""
import functools
import http.server
import os
import shutil
import socket
import subprocess
import threading
import unittest
import urllib.error
import urllib.request

from demo_site import Site, program, wait_until

SOUND, FAULT, USAGE = 0, 1, 2


class Tiles(unittest.TestCase):
    """A site that published a few times, then stopped."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        cls.addClassCleanup(cls.site.remove)
        cls.site.start()
        cls.site.stop()
        cls.site.start_with(record_interval=1)
        cls.early = cls.published_after(0)
        assert cls.site.tool("account", "disable", "bob@example.org").returncode == 0
        cls.published_after(cls.size_of(cls.early))
        # Entries that are published by now.
        cls.entries = [entry for entry in cls.site.tool_json("ledger", "show")["entries"] if "leaf" in entry]
        cls.key = cls.site.tool_json("ledger", "head")["verifier_key"]
        cls.exported = cls.site.scratch / "entry.tlog-proof"
        cls.disabled = next(entry for entry in cls.entries if entry["operation"] == "administer_accounts")
        done = cls.site.tool("ledger", "export", str(cls.disabled["sequence"]), "--out", str(cls.exported))
        assert done.returncode == 0, done.stderr
        cls.proof = cls.site.scratch / "leaf.tlog-proof"
        cls.proof.write_text(cls.site.tool("ledger", "prove", str(cls.disabled["leaf"])).stdout)
        # Of the account that was touched, its owner counts.
        assert cls.site.tool("account", "enable", "bob@example.org").returncode == 0
        cls.stream = cls.site.scratch / "bobs.stream"
        done = cls.site.tool("ledger", "mine", "bob@example.org", "--head", "--out", str(cls.stream), "--password-file",
                             cls.site.secret_file("bob", cls.site.values["PASS2"]))
        assert done.returncode == 0, done.stderr
        assert cls.site.stop() == 0
        cls.old = cls.site.scratch / "old-checkpoint"
        cls.old.write_text(cls.early)
        cls.tiles = cls.site.data / "tiles"

    @staticmethod
    def size_of(checkpoint):
        return int(checkpoint.splitlines()[1])

    @classmethod
    def published_after(cls, size):
        def head():
            checkpoint = cls.site.tool_json("ledger", "head")["checkpoint"]
            return checkpoint if checkpoint and cls.size_of(checkpoint) > size else None
        return wait_until(head, f"a checkpoint of more than {size} leaves")

    def verify(self, code, *words, key=None):
        """Runs postvern-verify, which must end with `code`; what it said."""
        done = subprocess.run([program("postvern-verify"), *map(str, words), "--key", key or self.key],
                              capture_output=True, text=True, timeout=60, check=False, env={})
        self.assertEqual(done.returncode, code, f"{words}: {done.stdout}{done.stderr}")
        return done.stdout if code == SOUND else done.stderr

    def test_the_directory_is_sound_and_its_latest_checkpoint_the_ledgers(self):
        said = self.verify(SOUND, "tiles", self.tiles)
        self.assertIn("Sound", said)
        checkpoint = (self.tiles / "checkpoint").read_text()
        self.assertIn(checkpoint.split("\n\n")[0], said)
        self.assertEqual(self.site.tool_json("ledger", "head")["checkpoint"], checkpoint)
        self.assertEqual(self.site.tool("ledger", "verify", "--key", self.key).returncode, SOUND)

    def test_it_goes_on_from_an_earlier_checkpoint(self):
        said = self.verify(SOUND, "extends", self.old, self.tiles)
        self.assertIn(f"goes on from the tree of {self.size_of(self.early)} leaves", said)
        damaged = self.site.scratch / "damaged-checkpoint"
        damaged.write_text(self.early.replace("\n", "0\n", 2))
        self.assertIn("damaged-checkpoint", self.verify(FAULT, "extends", damaged, self.tiles))

    def test_a_leaf_is_proven(self):
        self.assertIn(f"leaf {self.disabled['leaf']} ", self.verify(SOUND, "proof", self.proof))
        self.assertIn("does not lead", self.verify(FAULT, "proof", self.proof, "--leaf", "0" * 128))

    def test_an_exported_entry_says_what_the_record_says(self):
        said = self.verify(SOUND, "record", self.exported)
        for wanted in ("administer_accounts", self.disabled["actor"], self.disabled["subject"], self.disabled["rules"],
                       self.disabled["legal_basis"], f"leaf {self.disabled['leaf']} "):
            self.assertIn(wanted, said)
        self.assertNotIn("example.org", said)
        self.assertEqual(os.stat(self.exported).st_mode & 0o777, 0o600)

    def test_each_entry_about_a_person_is_found_and_a_false_number_is(self):
        self.assertIn("each is in the directory", self.verify(SOUND, "stream", self.stream, self.tiles))
        self.assertEqual(os.stat(self.stream).st_mode & 0o777, 0o600)
        text = self.stream.read_text()
        count = next(line for line in text.splitlines() if line.startswith("count "))
        false = self.site.scratch / "false.stream"
        false.write_text(text.replace(count, count + "1", 1))
        self.verify(FAULT, "stream", false, self.tiles)
        self.verify(FAULT, "stream", self.proof, self.tiles)
        self.verify(USAGE, "stream", self.stream)

    def test_a_changed_entry_is_found(self):
        text = self.exported.read_text()
        changed = self.site.scratch / "changed"
        at = text.index("extra ") + 300
        changed.write_text(text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1:])
        self.assertIn("does not lead", self.verify(FAULT, "record", changed))

    def test_what_cannot_be_exported_is_told(self):
        refused = self.site.tool("ledger", "export", "999999")
        self.assertEqual(refused.returncode, FAULT)
        self.assertIn("there is no entry 999999", refused.stderr)
        # Asking was an entry itself, which no batch has published since.
        latest = self.site.tool_json("ledger", "show")["entries"][-1]["sequence"]
        refused = self.site.tool("ledger", "export", str(latest))
        self.assertIn("not published yet", refused.stderr)
        again = self.site.tool("ledger", "export", str(self.disabled["sequence"]), "--out", str(self.exported))
        self.assertEqual(again.returncode, FAULT, "it would write over a file")

    def test_damage_is_named(self):
        for file in sorted(path for path in self.tiles.rglob("*") if path.is_file()):
            octets = file.read_bytes()
            name = str(file.relative_to(self.tiles))
            for changed in (octets[:-1], bytes([octets[0] ^ 4]) + octets[1:]):
                copy = self.site.scratch / "copy"
                shutil.copytree(self.tiles, copy)
                (copy / name).write_bytes(changed)
                with self.subTest(file=name):
                    self.assertIn(name, self.verify(FAULT, "tiles", copy))
                shutil.rmtree(copy)

    def test_a_strangers_key_and_wrong_usage(self):
        foo = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
        self.assertIn("not signed by example.com/foo", self.verify(FAULT, "tiles", self.tiles, key=foo))
        self.verify(USAGE, "tiles", self.tiles, key="nonsense")
        for words in ((), ("tiles",), ("nonsense", "x"), ("proof", "x", "y"), ("tiles", "x", "--leaf", "00"), ("--colour",)):
            with self.subTest(words):
                self.verify(USAGE, *words)
        self.assertIn("postvern-verify record", self.verify(SOUND, "--help"))

    def test_it_is_linked_with_nothing_of_the_server(self):
        with open(program("postvern-verify"), "rb") as file:
            octets = file.read()
        for library in (b"libpostvern", b"libsqlite", b"libsoci", b"libPoco", b"libssl"):
            self.assertNotIn(library, octets)

    def test_any_web_server_serves_it(self):
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_):
                pass
        handler = functools.partial(Quiet, directory=str(self.tiles))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            base = f"http://127.0.0.1:{server.server_address[1]}/"
            size = self.size_of(urllib.request.urlopen(base + "checkpoint", timeout=10).read().decode())
            width = size % 256
            name = "000" if size >= 256 else f"000.p/{width}"
            bundle = urllib.request.urlopen(f"{base}tile/entries/{name}", timeout=10).read()
            self.assertEqual(len(bundle), 66 * (width if size < 256 else 256))
            server.shutdown()

    def test_the_server_serves_it_too_and_nothing_else(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = f"127.0.0.1:{free.getsockname()[1]}"
        self.site.start_with(record_interval=600, publish=address)
        try:
            base = f"http://{address}"
            checkpoint = urllib.request.urlopen(f"{base}/ledger/checkpoint", timeout=10).read()
            self.assertEqual(checkpoint, (self.tiles / "checkpoint").read_bytes())
            for file in (path for path in self.tiles.rglob("*") if path.is_file()):
                name = file.relative_to(self.tiles)
                self.assertEqual(urllib.request.urlopen(f"{base}/ledger/{name}", timeout=10).read(), file.read_bytes())
            for name in ("metrics.txt", "statistics.json"):
                published = self.site.data / "statistics" / name
                if published.exists():
                    served = f"{base}/metrics" if name == "metrics.txt" else f"{base}/{name}"
                    self.assertEqual(urllib.request.urlopen(served, timeout=10).read(), published.read_bytes())
            for path in ("/", "/keys.db", "/ledger/../keys.db", "/ledger/tile/../../keys.db", "/tiles/checkpoint"):
                with self.subTest(path), self.assertRaises(urllib.error.HTTPError) as refused:
                    urllib.request.urlopen(base + path, timeout=10)
                self.assertEqual(refused.exception.code, 404)
        finally:
            self.assertEqual(self.site.stop(), 0)

    def test_a_backup_brings_the_tiles_back_without_holding_them(self):
        directory = self.site.scratch / "backup"
        self.assertEqual(self.site.tool("backup", str(directory)).returncode, SOUND)
        self.assertEqual(sorted(path.name for path in directory.rglob("*") if path.is_file()),
                         ["content.db", "keys.db", "ledger.db", "manifest"])
        shutil.rmtree(self.tiles)
        restored = self.site.tool("restore", str(directory))
        self.assertEqual(restored.returncode, SOUND, restored.stderr)
        self.site.start()
        self.assertEqual(self.site.stop(), 0)
        self.verify(SOUND, "tiles", self.tiles)
        self.verify(SOUND, "extends", self.old, self.tiles)


if __name__ == "__main__":
    unittest.main()
