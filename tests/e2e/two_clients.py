"""Two clients on one mailbox see each other's changes, told when and how RFC 9051 allows."""
import re
import time
import unittest

from demo_site import SiteTest
from imap_session import Imap, flags_of
from letters import letter, word
from smtp_session import Smtp

PUSH = 2.0  # seconds within which IDLE tells


class TwoClients(SiteTest):

    def setUp(self):
        self.mailbox = word()
        self.first = Imap.owner(self.site)
        self.addCleanup(self.first.close)
        self.first.must(f"CREATE {self.mailbox}")
        for number in range(5):
            self.first.append(self.mailbox, letter(f"number {number + 1}"))
        self.first.must(f"SELECT {self.mailbox}")
        self.second = Imap.owner(self.site, select=self.mailbox)
        self.addCleanup(self.second.close)

    def told(self, client=None):
        return (client or self.second).must("NOOP").untagged

    def test_new_mail(self):
        self.first.append(self.mailbox, letter())
        self.assertIn(b"* 6 EXISTS", self.told())

    def test_delivered_mail(self):
        self.first.must("SELECT INBOX")
        count = len(self.first.search("ALL"))
        with Smtp.lmtp(self.site) as relay:
            relay.deliver("alice@example.org", letter())
        self.assertIn(b"* %d EXISTS" % (count + 1), self.told(self.first))

    def test_flags_and_keywords(self):
        self.first.must(r"STORE 2 +FLAGS (\Flagged $Ferie)")
        changes = [line for line in self.told() if b"FETCH" in line]
        self.assertEqual(len(changes), 1)
        self.assertTrue(changes[0].startswith(b"* 2 FETCH"))
        self.assertLessEqual({"\\Flagged", "$Ferie"}, flags_of(changes[0]))
        self.assertEqual([line for line in self.told() if b"FETCH" in line], [])

    def test_removals_carry_numbers_as_they_fall(self):
        self.first.must(r"STORE 2,4:5 +FLAGS.SILENT (\Deleted)")
        self.first.must("EXPUNGE")
        numbers = [int(line.split()[1]) for line in self.told() if line.endswith(b"EXPUNGE")]
        left = [1, 2, 3, 4, 5]
        for number in numbers:
            del left[number - 1]
        self.assertEqual(left, [1, 3])
        found = self.second.fetch("1:*", "BODY.PEEK[HEADER.FIELDS (SUBJECT)]")
        subjects = [re.search(rb"number \d", line).group() for _, line in sorted(found.items())]
        self.assertEqual(subjects, [b"number 1", b"number 3"])

    def test_no_removal_is_told_while_numbers_are_in_use(self):
        self.first.must(r"STORE 1 +FLAGS.SILENT (\Deleted)")
        self.first.must("EXPUNGE")
        for command in ("FETCH 5 (FLAGS)", r"STORE 5 +FLAGS (\Seen)", "SEARCH ALL", "FETCH 2:3 (RFC822.SIZE)"):
            answer = self.second.must(command)
            self.assertEqual([line for line in answer.untagged if line.endswith(b"EXPUNGE")], [], command)
        self.assertIn(b"* 1 EXPUNGE", self.told())

    def test_removals_may_be_told_during_uid_commands(self):
        """RFC 9051 7.5.1: numbers are not in use there; the numbers told must be right all the same."""
        self.first.must(r"STORE 1 +FLAGS.SILENT (\Deleted)")
        self.first.must("EXPUNGE")
        answer = self.second.must("UID FETCH 5 (FLAGS)")
        removed = [line for line in answer.untagged + self.told() if line.endswith(b"EXPUNGE")]
        self.assertEqual(removed, [b"* 1 EXPUNGE"])

    def test_a_message_erased_elsewhere(self):
        self.first.must(r"STORE 3 +FLAGS.SILENT (\Deleted)")
        self.first.must("EXPUNGE")
        answer = self.second.command("FETCH 3 (BODY.PEEK[])")
        self.assertEqual((answer.condition, answer.code), ("NO", "EXPUNGEISSUED"))

    def test_moved_away(self):
        self.first.must("MOVE 1:2 Archive")
        numbers = [line for line in self.told() if line.endswith(b"EXPUNGE")]
        self.assertEqual(len(numbers), 2)
        self.assertEqual(len(self.second.search("ALL")), 3)

    def pushed(self, act, expected):
        """Runs `act` while the second client idles; asserts that `expected` is pushed soon."""
        tag = self.second.begin("IDLE")
        self.assertTrue(self.second.response().startswith(b"+"))
        start = time.monotonic()
        act()
        self.second.socket.settimeout(PUSH + 10)
        while not expected(self.second.response()):
            pass
        taken = time.monotonic() - start
        self.second.send(b"DONE\r\n")
        self.assertEqual(self.second.end(tag).condition, "OK")
        self.assertLess(taken, PUSH)

    def test_idle_pushes_new_mail(self):
        self.pushed(lambda: self.first.append(self.mailbox, letter()), lambda line: line == b"* 6 EXISTS")

    def test_idle_pushes_flags(self):
        self.pushed(lambda: self.first.must(r"STORE 4 +FLAGS (\Answered)"),
                    lambda line: line.startswith(b"* 4 FETCH") and b"\\Answered" in line)

    def test_idle_pushes_removals(self):
        def remove():
            self.first.must(r"STORE 4 +FLAGS.SILENT (\Deleted)")
            self.first.must("EXPUNGE")
        self.pushed(remove, lambda line: line == b"* 4 EXPUNGE")

    def test_idle_pushes_delivered_mail(self):
        self.second.must("SELECT INBOX")
        def deliver():
            with Smtp.lmtp(self.site) as relay:
                relay.deliver("alice@example.org", letter())
        self.pushed(deliver, lambda line: line.endswith(b"EXISTS"))

    def test_a_mailbox_deleted_under_a_client(self):
        self.first.must("UNSELECT")
        self.first.must(f"DELETE {self.mailbox}")
        try:
            answer = self.second.command("FETCH 1 (FLAGS)")
            self.assertIn(answer.condition, ("NO", "OK"))
        except EOFError:
            pass  # RFC 9051 7.1.5: BYE is an answer as well
        with Imap.owner(self.site) as third:
            self.assertEqual(third.command(f"SELECT {self.mailbox}").condition, "NO")

    def test_a_folder_made_elsewhere_is_listed_and_renamed(self):
        self.first.must("CREATE Felles")
        self.assertTrue(self.second.must('LIST "" Felles').having("LIST"))
        self.second.must("RENAME Felles Delt")
        self.assertFalse(self.first.must('LIST "" Felles').having("LIST"))
        self.first.must("DELETE Delt")


if __name__ == "__main__":
    unittest.main()
