"""A mail server of the tests' own: a few lines of SMTP on a free port of this machine."""

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails into ``mails``; ``answers`` replaces what it says to a command.

    ``answers={"RCPT": "550 5.1.1 <x@y>: unknown"}`` refuses every recipient.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: dict[str, str] = {}
        self.logins: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> "MailServer":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self.shutdown()
        self.server_close()


class _Session(socketserver.StreamRequestHandler):
    server: MailServer
    timeout = 10

    def handle(self) -> None:
        self._say("220 test ready")
        while line := self.rfile.readline():
            command = line.decode("ascii", "replace").strip()
            verb = command.split(" ")[0].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            self._answer(verb, command)

    def _answer(self, verb: str, command: str) -> None:
        if verb in self.server.answers:
            self._say(self.server.answers[verb])
        elif verb == "EHLO":
            self._say("250-test\r\n250 AUTH PLAIN LOGIN")
        elif verb == "AUTH":
            self.server.logins.append(command)
            self._say("235 ok")
        elif verb == "DATA":
            self._take()
        else:
            if verb == "RCPT":
                self.server.recipients.append(command)
            self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        mail = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.server.mails.append(mail)
        self._say(self.server.answers.get("END", "250 taken"))

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
