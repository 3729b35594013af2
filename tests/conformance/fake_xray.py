# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An X-Ray that authenticates as AWS does, by botocore's signer, and that fails on demand.

What it took, it took whole and once: a request that it has already answered, or would have, is known again by the name that
its client gave it, as AWS's services know idempotent requests.
"""

import http.server
import json
import socket
import ssl
import threading
import urllib.parse

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


class Refusal(Exception):
    """An answer that is none but an error of AWS."""

    def __init__(self, status, code, message="", **headers):
        super().__init__(code)
        self.status, self.code, self.message, self.headers = status, code, message, headers


class FakeXray:
    """Listens on loopback; `faults` holds what becomes of the next calls of PutTraceSegments, one each, None for good."""

    def __init__(self, access_key="AKIDEXAMPLE", secret_key="secret/KEY+of=nobody", token=None, region="eu-west-1", tls=None):
        self.credentials, self.region, self.tls = Credentials(access_key, secret_key, token), region, tls
        self.faults, self.happened = [], []
        self.documents, self.telemetry, self.calls = [], [], []
        self.answers = {}  # by the name of the request
        self.repeated = 0
        self.poison = None  # a document that has X-Ray refuse every request that it is in
        self.bad = lambda document: None  # an error code for a document that X-Ray does not process
        self.problems = []  # what should never happen
        self.sampling = {}  # answers by path
        self.lock = threading.Lock()
        self.hung = threading.Event()
        self.server, self.port = None, 0
        self.come()

    @property
    def url(self):
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def come(self):
        """Listens, at the port of before where there was one."""
        fake = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30
            disable_nagle_algorithm = True

            def do_POST(self):
                fake.answer(self)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads, allow_reuse_address, request_queue_size = True, True, 64

            def __init__(self, *arguments):
                self.open = set()
                super().__init__(*arguments)

            def process_request(self, request, client_address):
                self.open.add(request)
                super().process_request(request, client_address)

            def handle_error(self, *_):
                pass  # clients that go away

        self.server = Server(("127.0.0.1", self.port), Handler)
        if self.tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self.tls)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def go(self):
        """Stops listening and cuts what is connected."""
        self.hung.set()
        self.server.shutdown()
        self.server.server_close()
        for connection in list(self.server.open):
            cut(connection)

    def answer(self, handler):
        fault = None
        try:
            length = int(handler.headers["Content-Length"])
            body = handler.rfile.read(length)
            if len(body) < length:
                raise Cut  # its sender ended in the midst of it: no request
            with self.lock:
                self.calls.append((handler.path, dict(handler.headers)))
                if handler.path == "/TraceSegments":
                    fault = self.faults.pop(0) if self.faults else None
                    if fault:
                        self.happened.append(fault)
            self.authenticate(handler, body)
            self.act(fault, handler)
            reply = json.dumps(self.result(handler, body)).encode()
            if fault == "cut after taking":
                cut(handler.connection)
                return
            if fault == "cut in the answer":
                head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(reply)}\r\n\r\n".encode()
                handler.connection.sendall(head + reply[:5])
                cut(handler.connection)
                return
            self.send(handler, 200, reply)
        except Refusal as refusal:
            self.send(handler, refusal.status, json.dumps({"Message": refusal.message}).encode(), **{
                "x-amzn-ErrorType": f"{refusal.code}:http://internal.amazon.com/coral/", **refusal.headers})
        except ConnectionError:
            pass
        except Cut:
            cut(handler.connection)

    @staticmethod
    def send(handler, status, body, **headers):
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(body), **headers}.items():
            handler.send_header(name.replace("_", "-"), str(value))
        handler.end_headers()
        handler.wfile.write(body)

    def authenticate(self, handler, body):
        """By botocore: the same request, signed again with the same key, must have the same signature."""
        given = handler.headers.get("Authorization", "")
        if not given.startswith("AWS4-HMAC-SHA256 "):
            raise self.problem(403, "MissingAuthenticationTokenException", "no signature")
        parts = dict(part.strip().split("=", 1) for part in given.split(" ", 1)[1].split(","))
        names = parts["SignedHeaders"].split(";")
        if not {"host", "x-amz-date"} <= set(names) or self.credentials.token and "x-amz-security-token" not in names:
            raise self.problem(403, "IncompleteSignatureException", given)
        if self.credentials.token and handler.headers.get("X-Amz-Security-Token") != self.credentials.token:
            raise Refusal(403, "ExpiredTokenException", "The security token included in the request is expired")
        request = AWSRequest(method="POST", url=f"http://{handler.headers['Host']}{handler.path}", data=body)
        for name in names:
            request.headers[name] = handler.headers[name]
        request.context["timestamp"] = handler.headers["X-Amz-Date"]
        signer = SigV4Auth(self.credentials, "xray", self.region)
        wanted = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
        scope = f"{self.credentials.access_key}/{signer.scope(request).split('/', 1)[1]}"
        if parts["Credential"] != scope or parts["Signature"] != wanted:
            raise self.problem(403, "InvalidSignatureException", f"{given}\n{signer.canonical_request(request)}")

    def problem(self, status, code, message):
        with self.lock:
            self.problems.append(f"{code}: {message}")
        return Refusal(status, code, message)

    def act(self, fault, handler):
        if fault == "hang":
            self.hung.wait(30)
            raise Cut
        if fault == "cut before taking":
            raise Cut
        if fault == "not X-Ray":
            page = b"<html>Log in to the wireless network</html>"
            self.send(handler, 200, page)
            raise ConnectionError
        if isinstance(fault, Refusal):
            raise fault

    def result(self, handler, body):
        member = json.loads(body)
        if handler.path == "/TraceSegments":
            return self.take(handler.headers.get("amz-sdk-invocation-id"), member["TraceSegmentDocuments"])
        if handler.path == "/TelemetryRecords":
            with self.lock:
                self.telemetry.append(member)
            return {}
        if handler.path in self.sampling:
            return self.sampling[handler.path]
        raise Refusal(404, "UnknownOperationException")

    def take(self, name, documents):
        with self.lock:
            if len(documents) > 50 or any(len(document.encode()) > 65536 for document in documents):
                self.problems.append(f"{len(documents)} documents, the longest of {max(map(len, documents))}")
                raise Refusal(400, "InvalidRequestException", "too much")
            if self.poison is not None and self.poison in documents:
                raise Refusal(400, "InvalidRequestException", "1 validation error detected")
            if name in self.answers:
                self.repeated += 1
                before, answer = self.answers[name]
                if before != documents:
                    self.problems.append(f"two requests are called {name}")
                return answer
            unprocessed = []
            for document in documents:
                if code := self.bad(document):
                    entry = {"ErrorCode": code, "Message": f"Invalid segment. ErrorCode: {code}"}
                    unprocessed.append({"Id": json.loads(document)["id"], **entry})
                else:
                    self.documents.append(document)
            answer = {"UnprocessedTraceSegments": unprocessed}
            self.answers[name] = (documents, answer)
            return answer


class Cut(Exception):
    """The connection is to end now."""


def cut(connection):
    for end in (lambda: connection.shutdown(socket.SHUT_RDWR), connection.close):
        try:
            end()
        except OSError:
            pass


def port_of(url):
    return urllib.parse.urlsplit(url).port
