"""Outsiders who attest to a record: a witness that speaks C2SP tlog-witness, and a timestamp authority made of
`openssl ts`. Both serve on loopback, know nothing of the server's code, and sign with the openssl program."""
import base64
import hashlib
import http.server
import pathlib
import struct
import subprocess
import threading
import time

DASH = "\u2014 "
ED25519_PUBLIC = bytes.fromhex("302a300506032b6570032100")  # DER before the 32 octets of a public key.  RFC 8410 4


def openssl(*words, **options):
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, check=False, timeout=60, **options)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leads_on(proof, first, first_root, second, second_root):
    """Whether the consistency proof holds.  RFC 9162 2.1.4.2"""
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for hash_ in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = sha256(b"\1", hash_, fr), sha256(b"\1", hash_, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = sha256(b"\1", sr, hash_)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


class Service:
    """Answers POST requests on loopback; stops and starts again on the same port."""

    def __init__(self):
        self.server = None
        self.tls = None
        self.host = "127.0.0.1"
        self.port = 0
        self.asked = 0

    def start(self, tls=None):
        """`tls`: an ssl.SSLContext to serve HTTPS with."""
        service = self
        self.tls = tls

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                service.asked += 1
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, kind, answer = service.answer(self.path, self.headers["Content-Type"], body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer((self.host, self.port), Handler)
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    @property
    def url(self):
        return f"{'https' if self.tls else 'http'}://{self.host}:{self.port}"


class Witness(Service):
    """Cosigns what goes on from what it saw. `signs_with`: another's key, under its own name and id."""

    def __init__(self, name, directory, log_key, signs_with=None):
        super().__init__()
        self.name = name
        self.directory = pathlib.Path(directory) / name.replace("/", "_")
        self.directory.mkdir()
        self.key = self.directory / "key.pem"
        openssl("genpkey", "-algorithm", "ed25519", "-out", self.key).check_returncode()
        self.public = openssl("pkey", "-in", self.key, "-pubout", "-outform", "DER").stdout[-32:]
        self.key_id = sha256(name.encode(), b"\n\4", self.public)[:4]
        self.signing_key = signs_with or self.key
        self.origin, self.log_id, encoded = log_key.split("+", 2)
        self.log_public = base64.b64decode(encoded)[1:]
        self.size, self.root = 0, None
        self.lock = threading.Lock()

    @property
    def verifier_key(self):
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([4]) + self.public).decode()}"

    @property
    def prefix(self):
        return self.url + "/witness"

    def answer(self, path, _, body):
        if path != "/witness/add-checkpoint":
            return 404, "text/plain", b"no such call\n"
        with self.lock:
            return self.add_checkpoint(body.decode())

    def add_checkpoint(self, body):
        head, note = body.split("\n\n", 1)
        old, *proof = head.split("\n")
        text, signatures = note.split("\n\n", 1)
        text += "\n"
        origin, size, root = text.splitlines()[:3]
        if origin != self.origin:
            return 404, "text/plain", b""
        if not self.is_signed(text, signatures):
            return 403, "text/plain", b""
        size, root, old = int(size), base64.b64decode(root), int(old.removeprefix("old "))
        if old > size:
            return 400, "text/plain", b""
        if old != self.size:
            return 409, "text/x.tlog.size", f"{self.size}\n".encode()
        if not leads_on([base64.b64decode(line) for line in proof], old, self.root, size, root):
            return 422, "text/plain", b""
        self.size, self.root = size, root
        return 200, "text/plain", self.cosign(text).encode()

    def is_signed(self, text, signatures):
        (self.directory / "public.der").write_bytes(ED25519_PUBLIC + self.log_public)
        (self.directory / "text").write_text(text)
        for line in signatures.splitlines():
            name, encoded = line.removeprefix(DASH).rsplit(" ", 1)
            octets = base64.b64decode(encoded)
            if name == self.origin and octets[:4].hex() == self.log_id:
                (self.directory / "signature").write_bytes(octets[4:])
                return openssl("pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", self.directory / "public.der",
                               "-rawin", "-in", self.directory / "text", "-sigfile",
                               self.directory / "signature").returncode == 0
        return False

    def cosign(self, text):
        moment = int(time.time())
        message = self.directory / "message"
        message.write_text(f"cosignature/v1\ntime {moment}\n{text}")
        signature = openssl("pkeyutl", "-sign", "-inkey", self.signing_key, "-rawin", "-in", message).stdout
        encoded = base64.b64encode(self.key_id + struct.pack(">Q", moment) + signature).decode()
        return f"{DASH}{self.name} {encoded}\n"


class TimestampAuthority(Service):
    """`openssl ts -reply` behind HTTP (RFC 3161 3.4), certified by an authority of its own."""

    CONFIGURATION = """[tsa]
default_tsa = this
[this]
serial = {directory}/serial
crypto_device = builtin
signer_cert = {directory}/tsa.pem
signer_key = {directory}/tsa.key
certs = {directory}/ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""

    def __init__(self, directory):
        super().__init__()
        self.directory = pathlib.Path(directory) / "tsa"
        self.directory.mkdir()
        (self.directory / "serial").write_text("01\n")
        (self.directory / "tsa.cnf").write_text(self.CONFIGURATION.format(directory=self.directory))
        (self.directory / "usage").write_text("extendedKeyUsage = critical,timeStamping\n")
        made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        openssl("req", "-x509", *made, "-days", "2", "-subj", "/CN=ca", "-keyout", self.directory / "ca.key", "-out",
                self.certificates).check_returncode()
        openssl("req", *made, "-subj", "/CN=tsa", "-keyout", self.directory / "tsa.key", "-out",
                self.directory / "tsa.csr").check_returncode()
        openssl("x509", "-req", "-in", self.directory / "tsa.csr", "-CA", self.certificates, "-CAkey",
                self.directory / "ca.key", "-CAcreateserial", "-days", "2", "-extfile", self.directory / "usage", "-out",
                self.directory / "tsa.pem").check_returncode()

    @property
    def certificates(self):
        return self.directory / "ca.pem"

    def answer(self, _, kind, body):
        if kind != "application/timestamp-query":
            return 415, "text/plain", b""
        (self.directory / "query").write_bytes(body)
        openssl("ts", "-reply", "-config", self.directory / "tsa.cnf", "-queryfile", self.directory / "query", "-out",
                self.directory / "reply").check_returncode()
        return 200, "application/timestamp-reply", (self.directory / "reply").read_bytes()
