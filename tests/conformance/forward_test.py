# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forwarding as somebody at a terminal meets it: TLS, a proxy, roles, a filter, what `status` tells, and no secret anywhere."""

import http.server
import json
import socket
import subprocess
import threading

import harness
from forward_case import KEYS, ForwardCase, document
from fake_xray import FakeXray, Refusal


class Proxy(http.server.ThreadingHTTPServer):
    """An HTTP proxy that connects wherever it is told to, and keeps who asked."""

    daemon_threads = True

    def __init__(self):
        self.asked, proxy = [], self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_CONNECT(self):
                proxy.asked.append((self.path, self.headers.get("Proxy-Authorization")))
                if self.headers.get("Proxy-Authorization") != "Basic dXNlcjpwcm94eSB3b3Jk":
                    self.send_error(407)
                    return
                host, port = self.path.rsplit(":", 1)
                with socket.create_connection((host, int(port))) as far:
                    self.send_response(200)
                    self.end_headers()
                    back = threading.Thread(target=pump, args=(far, self.connection), daemon=True)
                    back.start()
                    pump(self.connection, far)
                    back.join()

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class ForwardTest(ForwardCase):

    def upstream(self, **options):
        upstream = FakeXray(**options)
        self.addCleanup(upstream.go)
        return upstream

    def put(self, server, *numbers):
        server.post("/TraceSegments", TraceSegmentDocuments=[document(number) for number in numbers])

    def certificate(self):
        """Of an authority that nobody knows, for 127.0.0.1."""
        key, certificate = self.directory / "key.pem", self.directory / "certificate.pem"
        made = subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                               "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
                              capture_output=True, check=False)
        if made.returncode != 0:
            self.skipTest("no openssl to make a certificate with")
        return str(certificate), str(key)

    def test_tls_is_verified(self):
        certificate = self.certificate()
        upstream = self.upstream(tls=certificate)
        server = self.forwarding("xray", "--endpoint", upstream.url)
        self.put(server, 1)
        self.eventually(lambda: "AWS_CA_BUNDLE" in self.status()["problem"], True)
        self.assertEqual((upstream.calls, self.status()["pending"]), ([], 1))
        self.stop(server)
        self.fluoro.environment["AWS_CA_BUNDLE"] = certificate[0]
        server = self.forwarding("xray", "--endpoint", upstream.url)
        self.all_sent(1)
        self.assertEqual(upstream.documents, [document(1)])
        self.stop(server)

    def test_a_proxy(self):
        certificate = self.certificate()
        upstream, proxy = self.upstream(tls=certificate), Proxy()
        self.addCleanup(proxy.shutdown)
        self.fluoro.environment["AWS_CA_BUNDLE"] = certificate[0]
        server = self.forwarding("xray", "--endpoint", upstream.url, "--proxy", f"http://user:wrong@127.0.0.1:{proxy.server_address[1]}")
        self.eventually(lambda: self.put(server, 0) or "407" in self.status()["problem"], True)
        self.stop(server)
        proxy.asked.clear()
        self.session = self.directory / "proxied.fluoroscope"
        server = self.forwarding("xray", "--endpoint", upstream.url, "--proxy", f"http://user:proxy%20word@127.0.0.1:{proxy.server_address[1]}")
        self.put(server, 1, 2)
        self.all_sent(2)
        self.assertEqual(upstream.documents, [document(1), document(2)])
        self.assertEqual({asked[0] for asked in proxy.asked}, {f"127.0.0.1:{upstream.port}"})
        self.assertEqual({asked[1] for asked in proxy.asked}, {"Basic dXNlcjpwcm94eSB3b3Jk"})
        self.stop(server)

    def test_telemetry_comes_at_the_end(self):
        upstream = self.upstream()
        server = self.forwarding("xray", "--endpoint", upstream.url)
        self.put(server, *range(7))
        self.all_sent(7)
        self.stop(server)
        self.assertEqual(len(upstream.telemetry), 1)
        record = upstream.telemetry[0]["TelemetryRecords"][0]
        self.assertEqual((record["SegmentsReceivedCount"], record["SegmentsSentCount"]), (7, 7))
        self.assertEqual(upstream.problems, [])

    def test_what_is_there_goes_out_at_the_end(self):
        upstream = self.upstream()
        server = self.forwarding("xray", "--endpoint", upstream.url)
        self.put(server, *range(30))
        self.stop(server)
        self.assertEqual(upstream.documents, [document(number) for number in range(30)])
        self.assertIn("30 forwarded, 0 refused, 0 pending", server.lines)

    def test_a_share_and_a_filter(self):
        upstream, half = self.upstream(), self.directory / "half.fluoroscope"
        server = self.forwarding("xray", "--endpoint", upstream.url, "--forward-sample", "0.5", session=half)
        self.put(server, *range(300))
        status = self.all_sent(300, half)
        self.stop(server)
        traces = {json.loads(text)["trace_id"] for text in upstream.documents}
        self.assertEqual(len(upstream.documents), 3 * len(traces))  # whole ones
        self.assertTrue(25 < len(traces) < 75, len(traces))
        self.assertEqual(status["sent"] + status["leftOut"], 300)

        upstream.documents.clear()
        server = self.forwarding("xray", "--endpoint", upstream.url, "--forward-filter", 'service("s4")')
        self.put(server, *range(9))
        self.all_sent(9)
        self.stop(server)
        self.assertEqual(upstream.documents, [document(number) for number in (3, 4, 5)])

    def test_new_credentials_are_taken(self):
        """Upstream refuses a token that has expired; the file has a new one by then."""
        upstream = self.upstream(token="new token")
        for key in KEYS:
            del self.fluoro.environment[key]
        folder = self.directory / ".aws"
        folder.mkdir()
        (folder / "config").write_text("[profile dev]\nregion = eu-west-1\n")
        keys = "[dev]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret/KEY+of=nobody\naws_session_token = {} token\n"
        (folder / "credentials").write_text(keys.format("old"))
        self.fluoro.environment["AWS_PROFILE"] = "dev"
        server = self.forwarding("xray", "--endpoint", upstream.url)
        self.put(server, 1)
        self.eventually(lambda: "ExpiredTokenException" in self.status()["problem"], True)
        (folder / "credentials").write_text(keys.format("new"))
        self.all_sent(1)
        self.assertEqual((upstream.documents, upstream.problems), ([document(1)], []))
        self.stop(server)

    def test_no_secret_is_told(self):
        upstream = self.upstream()
        upstream.faults = [Refusal(403, "AccessDeniedException", "User is not authorized"), "cut before taking", Refusal(500, "")]
        upstream.bad = lambda text: "InvalidTraceId"
        self.fluoro.environment["AWS_SESSION_TOKEN"] = "a token of nobody"
        upstream.credentials.token = "a token of nobody"
        server = self.forwarding("xray", "--endpoint", upstream.url)
        self.put(server, 1)
        status = self.all_sent(1)
        told = json.dumps(status) + self.fluoro.succeed("status", "--session", self.session)
        self.stop(server)
        self.assertEqual(status["refusedByCode"], {"InvalidTraceId": 1})
        self.assertIn("forwarded to", told)
        self.assertIn("InvalidTraceId 1", told)
        finding, = self.fluoro.ask("findings", "--session", self.session)["Findings"]
        self.assertEqual((finding["Kind"], finding["Sender"], finding["Id"]), ("InvalidTraceId", "upstream", f"{2:016x}"))
        told += "\n".join(server.lines + server.errors)
        for secret in (KEYS["AWS_SECRET_ACCESS_KEY"], "a token of nobody"):
            self.assertNotIn(secret, told)
            self.assertFalse([path for path in self.directory.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()])

    def test_sampling_calls_are_answered_by_xray(self):
        upstream = self.upstream()
        rules = {"SamplingRuleRecords": [{"CreatedAt": 1.0, "ModifiedAt": 2.0, "SamplingRule": {"RuleName": "far"}}]}
        targets = {"SamplingTargetDocuments": [], "LastRuleModification": 3.0, "UnprocessedStatistics": []}
        upstream.sampling = {"/GetSamplingRules": rules, "/SamplingTargets": targets}
        server = self.forwarding("xray", "--endpoint", upstream.url, "--forward-sampling")
        # Upstream has a moment to answer, and is then left alone for a while.
        self.eventually(lambda: server.post("/GetSamplingRules"), rules)
        statistics = [{"RuleName": "far", "ClientID": "a" * 24, "Timestamp": 1, "RequestCount": 1, "SampledCount": 1}]
        self.eventually(lambda: server.post("/SamplingTargets", SamplingStatisticsDocuments=statistics), targets)
        self.assertEqual(upstream.problems, [])
        upstream.go()
        own = server.post("/GetSamplingRules")["SamplingRuleRecords"]
        self.assertEqual([record["SamplingRule"]["RuleName"] for record in own], ["Default"])
        self.stop(server)

    def test_mistakes_are_told(self):
        for options, said in ((["--forward", "tcp://x:1"], "udp://host:port"), (["--forward", "udp://x"], "udp://host:port"),
                              (["--forward", "xray", "--forward-sample", "3"], "0 to 1"), (["--role-arn", "arn"], "--forward"),
                              (["--forward", "xray", "--endpoint", "nowhere"], "http://host:port"),
                              (["--forward", "xray", "--forward-filter", "fault ="], "--forward-filter")):
            with self.subTest(options=options):
                done = self.fluoro.run("serve", "--bind", "127.0.0.1:0", "--session", self.session, *options)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(said, done.stderr.decode())

    def test_forwarding_to_oneself_is_refused(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            address = "127.0.0.1:%d" % free.getsockname()[1]
        for target in ((f"udp://{address}",), ("xray", "--endpoint", f"http://{address.replace('127.0.0.1', 'localhost')}")):
            done = self.fluoro.run("serve", "--bind", address, "--session", self.session, "--forward", *target)
            self.assertEqual(done.returncode, 1)
            self.assertIn("itself", done.stderr.decode())


if __name__ == "__main__":
    harness.main()
