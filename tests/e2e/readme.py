"""The README's sessions, as they stand there."""
import os
import pathlib
import pty
import re
import select
import subprocess
import time
import unittest

from demo_site import SiteTest

README = pathlib.Path(__file__).resolve().parents[2] / "README.md"


def session(name="A first session"):
    """The blocks of commands under that heading, in their order."""
    chapter = README.read_text().split(f"## {name}")[1].split("\n## ")[0]
    blocks = re.findall(r"(?:^    .*\n)+", chapter, re.MULTILINE)
    return ["".join(line[4:] for line in block.splitlines(True)) for block in blocks]


def run_on_a_terminal(script, folder, keys):
    """Runs a script that wants a terminal and types `keys` once something is shown; (exit code, shown)."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe("bash", ["bash", "-c", script], dict(os.environ, TERM="xterm", HOME=str(folder)))
    shown, end = b"", time.monotonic() + 60
    try:
        while time.monotonic() < end:
            if not select.select([terminal], [], [], 1)[0]:
                if shown:
                    os.write(terminal, keys)
                continue
            try:
                octets = os.read(terminal, 65536)
            except OSError:  # the terminal is gone with the program
                octets = b""
            if not octets:
                return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown
            shown += octets
        os.kill(child, 9)
        os.waitpid(child, 0)
        return None, shown
    finally:
        os.close(terminal)


class FirstSession(SiteTest):
    """Each block is run by a shell in a directory where the demonstration and the programs lie as after ./run."""

    def setUp(self):
        self.folder = self.site.scratch / "clone"
        (self.folder / "build" / "release").mkdir(parents=True)
        (self.folder / "build" / "release" / "bin").symlink_to(os.environ["POSTVERN_BIN"])
        (self.folder / "demo").symlink_to(self.site.directory)
        self.begin = ""  # what earlier blocks set

    def shell(self, block):
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", self.begin + block], cwd=self.folder,
                              env=dict(os.environ, HOME=str(self.folder)), capture_output=True, text=True,
                              timeout=120, check=False, stdin=subprocess.DEVNULL, errors="replace")
        self.assertEqual(done.returncode, 0, f"{block}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def test_every_command_works(self):
        blocks = session()
        self.assertEqual(blocks[0].strip(), "./run")  # done: this test has a demonstration already
        said, uid = [], "1"
        for block in blocks[1:]:
            with self.subTest(block):
                if block.startswith(". "):
                    self.begin = block
                elif block.startswith("mutt"):
                    code, shown = run_on_a_terminal(self.begin + block, self.folder, b"q")
                    self.assertEqual(code, 0, shown[-2000:])
                    self.assertIn(b"Blue heron", shown)
                else:
                    for command in re.sub(r"\\\n\s*", " ", block).splitlines():
                        said.append(self.shell(command.replace(";UID=1\"", f";UID={uid}\"")))
                        found = re.search(r"\* SEARCH (\d+)", said[-1])
                        uid = found.group(1) if found else uid
        everything = "\n".join(said)
        self.assertIn("It stood by the lake.", everything)
        self.assertIn("The access record is sound.", everything)
        self.assertIn("nothing readable is there", said[-1])


# What the README does not tell any more: the order is quashed, the bag is recalled, and the owner is told in Norwegian.
RECALL = """
as 70001 case recall 3 --ruling order.pdf || echo 'a recall says by whom'
as 70001 case recall 3 --ruling order.pdf --court 'Fjordvik lagmannsrett' --number 26-2 --date $(date -u +%F) | tee recalled
as 70001 case letters 3 --paper $(sed -n 's/.*recall is paper \\([0-9]*\\).*/\\1/p' recalled)
as 70001 case notify 3 --norwegian | tee told
as 70001 case letters 3 --paper $(sed -n 's/.*recalled is paper \\([0-9]*\\).*/\\1/p' told)
as 70001 case letter 3 hand_over_receipt && as 70001 case letter 3 owner_answer --received $(date -u +%F) --reason 'It was recalled.'
as 70001 case close 3 && as 0 case report --interim --csv | grep recalled
"""


@unittest.skipUnless(os.getuid() == 0, "takes root, to speak for the people of the house")
class SecondSession(SiteTest):
    """All of it by one shell, in a directory where the demonstration and the programs lie as after ./run."""

    def test_a_request_for_data_from_the_first_letter_to_the_end(self):
        folder = self.site.scratch / "clone"
        (folder / "build" / "release").mkdir(parents=True)
        (folder / "build" / "release" / "bin").symlink_to(os.environ["POSTVERN_BIN"])
        (folder / "demo").symlink_to(self.site.directory)
        script = session()[1] + "".join(session("A second session")) + RECALL
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script], cwd=folder,
                              env=dict(os.environ, HOME=str(folder)), capture_output=True, text=True, timeout=300,
                              check=False, stdin=subprocess.DEVNULL, errors="replace")
        self.assertEqual(done.returncode, 0, f"{done.stdout}\n{done.stderr}")
        for said in ("nothing goes on while the objection stands", "refused, and on record", "REJECTED", "CLOSED",
                     "nothing but what the order grants"):
            self.assertIn(said, done.stdout)
        self.assertIn("No Norwegian court has decided.", done.stdout)
        year = time.strftime("%Y", time.gmtime())
        for counted in ("US,foreign-attorney,rejected", "NO,police-request,rejected", "NO,court-order,disclosed"):
            self.assertIn(f"{year},{counted},1,1,interim", done.stdout)
        self.assertIn("is an interim report", done.stderr)
        self.assertIn("quashed by Fjordvik lagmannsrett, number 26-2", " ".join(done.stdout.split()))
        self.assertIn("opphevet av Fjordvik lagmannsrett, nummer 26-2", " ".join(done.stdout.split()))
        self.assertIn("It is signed by the data protection officer.", done.stdout)


if __name__ == "__main__":
    unittest.main()
