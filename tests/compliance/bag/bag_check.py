#!/usr/bin/env python3
"""Whether a folder is a complete and valid bag, straight from RFC 8493 and with the standard library alone: a second
opinion beside the writer and postvern-verify. Prints the faults, one a line; exit code 0 where there are none."""

import hashlib
import pathlib
import re
import sys


def lines_of(manifest):
    text = manifest.read_bytes().decode("utf-8")
    if text and not text.endswith("\n"):
        yield None, "ends without a line end"
    for line in text.splitlines():
        parts = re.fullmatch(r"([0-9a-f]{64})[ \t]+(\S.*)", line)
        yield (parts.groups() if parts else (None, line))


def faults_of(bag):
    declaration = bag / "bagit.txt"
    if declaration.read_bytes() != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
        yield "bagit.txt"
    files = {str(p.relative_to(bag)) for p in bag.rglob("*") if p.is_file()}
    payload = {name for name in files if name.startswith("data/")}
    for manifest, wanted in (("manifest-sha256.txt", payload), ("tagmanifest-sha256.txt", None)):
        listed = []
        for digest, name in lines_of(bag / manifest):
            if digest is None:
                yield f"{manifest}: {name}"
                continue
            listed.append(name)
            path = bag / name
            if ".." in pathlib.PurePosixPath(name).parts or name.startswith("/") or not path.is_file():
                yield f"{manifest}: {name} is missing"
            elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                yield f"{manifest}: {name} was altered"
        if len(listed) != len(set(listed)):
            yield f"{manifest}: lists a file twice"
        if wanted is None:  # every tag file but the tag manifest itself, and what is over it
            wanted = {n for n in files - payload if not n.startswith("tagmanifest-")}
        for name in sorted(wanted ^ set(listed)):
            yield f"{manifest}: {name} is not both listed and there"
    info = dict(re.findall(r"^([A-Za-z0-9-]+): (.*)$", (bag / "bag-info.txt").read_text("utf-8"), re.M))
    octets = sum((bag / name).stat().st_size for name in payload)
    if info.get("Payload-Oxum") != f"{octets}.{len(payload)}":
        yield "bag-info.txt: Payload-Oxum"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", info.get("Bagging-Date", "")):
        yield "bag-info.txt: Bagging-Date"
    if not (bag / "data").is_dir():
        yield "data is missing"


if __name__ == "__main__":
    found = list(faults_of(pathlib.Path(sys.argv[1])))
    print("\n".join(found))
    sys.exit(1 if found else 0)
