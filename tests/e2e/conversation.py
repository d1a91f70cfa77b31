"""A line protocol over TCP or TLS, octet by octet as the test wants it."""
import socket


class Conversation:
    """Reads lines and counted octets; sends what it is told, however wrong."""

    def __init__(self, port, context=None, source=None, path=None, seconds=60):
        if path is not None:
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(seconds)
            self.socket.connect(str(path))
        else:
            origin = (source, 0) if source else None
            self.socket = socket.create_connection(("127.0.0.1", port), seconds, origin)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_hostname="127.0.0.1")
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def start_tls(self, context):
        self.buffer = b""
        self.socket = context.wrap_socket(self.socket, server_hostname="127.0.0.1")

    def send(self, octets):
        self.socket.sendall(octets)

    def _more(self):
        octets = self.socket.recv(65536)
        if not octets:
            raise EOFError("the server closed the connection")
        self.buffer += octets

    def line(self):
        """The next line without its CRLF."""
        while b"\n" not in self.buffer:
            self._more()
        line, self.buffer = self.buffer.split(b"\n", 1)
        assert line.endswith(b"\r"), f"a line ends without CR: {line!r}"
        return line[:-1]

    def octets(self, count):
        while len(self.buffer) < count:
            self._more()
        octets, self.buffer = self.buffer[:count], self.buffer[count:]
        return octets

    def ends(self):
        """Whether the server closes, whatever it says before."""
        try:
            while True:
                self.buffer = b""
                self._more()
        except (EOFError, ConnectionError):
            return True
        except OSError:
            return False

    def close(self):
        self.socket.close()
