"""What clients did to a server that may die at any moment, and what must therefore be there afterwards.

Each worker runs on a thread of its own until the server is gone. It notes an act as begun before it sends it
and as acknowledged after the server's answer; check() compares the notes with what the server holds later.
"""
import itertools
import random
import ssl
import threading

from imap_session import Imap, flags_of
from letters import letter, letter_of, word
from smtp_session import Smtp

LOST = (EOFError, OSError, ssl.SSLError)  # how a client sees the server die


class Worker(threading.Thread):
    """Runs `work` until the connection is lost; keeps any other failure for the test."""

    def __init__(self):
        super().__init__(daemon=True)
        self.failure = None

    def run(self):
        try:
            self.work()
        except LOST:
            pass
        except Exception as failure:  # a thread's exception would be lost otherwise
            self.failure = failure


class Deliverer(Worker):
    """Delivers numbered letters to alice's INBOX, some over 1 MiB."""

    def __init__(self, site):
        super().__init__()
        self.site = site
        self.begun = {}          # mark: octets
        self.acknowledged = set()

    def work(self):
        with Smtp.lmtp(self.site, seconds=20) as relay:
            for number in itertools.count():
                mark = word()
                large = number % 25 == 7
                octets = letter_of(1_300_000 if large else random.randint(400, 30_000), mark)
                self.begun[mark] = octets
                if relay.deliver("alice@example.org", octets).code == 250:
                    self.acknowledged.add(mark)

    def check(self, test, found):
        """`found`: {mark: [octets]} of the INBOX."""
        for mark, octets in self.begun.items():
            copies = found.get(mark, [])
            test.assertLessEqual(len(copies), 1, "a message was delivered twice")
            if mark in self.acknowledged:
                test.assertEqual(len(copies), 1, "an acknowledged message is lost")
            for copy in copies:
                test.assertTrue(copy.endswith(octets), "a message is not whole")


class Owner(Worker):
    """Appends, flags, expunges and moves letters of bob's, in two folders of its own."""

    def __init__(self, site):
        super().__init__()
        self.site = site
        self.here, self.there = word(), word()
        self.messages = {}       # mark: octets
        # mark: the (folder, flags) it may be found with; folder "" means that it may be gone
        self.allowed = {}
        self.uids = {}           # mark: uid in its folder, when the server told it
        self.validity = {}       # folder: UIDVALIDITY

    def work(self):
        with Imap.owner(self.site, 2, seconds=20) as client:
            for folder in (self.here, self.there):
                client.must(f"CREATE {folder}")
            client.must(f"SELECT {self.here}")
            while True:
                self.append(client)
                kept = [mark for mark, places in self.allowed.items()
                        if len(places) == 1 and next(iter(places))[0] == self.here]
                if len(kept) > 3:
                    act = random.choice((self.flag, self.move, self.expunge, self.flag))
                    act(client, random.choice(kept))

    def append(self, client):
        mark = word()
        octets = letter(mark, word() * random.randint(1, 500) + "\r\n")
        self.messages[mark] = octets
        self.allowed[mark] = {("", frozenset()), (self.here, frozenset())}
        self.validity[self.here], self.uids[mark] = client.append(self.here, octets)
        self.allowed[mark] = {(self.here, frozenset())}

    def flag(self, client, mark):
        ((folder, flags),) = self.allowed[mark]
        after = flags ^ {random.choice(("\\Seen", "\\Flagged", "$Merket"))}
        self.allowed[mark] = {(folder, flags), (folder, after)}
        client.must(f"UID STORE {self.uids[mark]} FLAGS.SILENT ({' '.join(after)})")
        self.allowed[mark] = {(folder, after)}

    def move(self, client, mark):
        ((folder, flags),) = self.allowed[mark]
        self.allowed[mark] = {(folder, flags), (self.there, flags)}
        answer = client.must(f"UID MOVE {self.uids[mark]} {self.there}")
        told = [line for line in answer.untagged if b"COPYUID" in line]
        words = (told[0].decode() if told else answer.text).split("COPYUID ")[1].split("]")[0].split()
        self.validity[self.there], self.uids[mark] = int(words[0]), int(words[2])
        self.allowed[mark] = {(self.there, flags)}

    def expunge(self, client, mark):
        ((folder, flags),) = self.allowed[mark]
        self.allowed[mark] = {(folder, flags), (folder, flags | {"\\Deleted"})}
        client.must(f"UID STORE {self.uids[mark]} +FLAGS.SILENT (\\Deleted)")
        self.allowed[mark] = {(folder, flags | {"\\Deleted"}), ("", frozenset())}
        client.must(f"UID EXPUNGE {self.uids[mark]}")
        self.allowed[mark] = {("", frozenset())}

    def check(self, test, client):
        where = {}
        for folder in (self.here, self.there):
            answer = client.command(f"SELECT {folder}")
            if answer.condition != "OK":  # it died before CREATE was acknowledged
                test.assertFalse(self.messages, "a folder with mail is lost")
                continue
            told = next(line for line in answer.untagged if b"[UIDVALIDITY" in line)
            if folder in self.validity:
                test.assertIn(b"UIDVALIDITY %d]" % self.validity[folder], told)
            bodies, flags = client.bodies(), client.fetch("1:*", "FLAGS")
            test.assertEqual(list(flags), sorted(flags), "UIDs do not ascend")
            marks = {octets: mark for mark, octets in self.messages.items()}
            for uid, octets in bodies.items():
                test.assertIn(octets, marks, "a message is not whole, or stands where it should not")
                mark = marks[octets]
                test.assertNotIn(mark, where, "a message is there twice")
                where[mark] = (folder, frozenset(flags_of(flags[uid])))
                if {(folder, where[mark][1])} == self.allowed[mark]:
                    test.assertEqual(uid, self.uids[mark], "an acknowledged UID changed")
        for mark, allowed in self.allowed.items():
            test.assertIn(where.get(mark, ("", frozenset())), allowed)
