# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python application of the conformance test: three traces by the X-Ray SDK, whose ids it prints as JSON."""

import http.server
import json
import threading
import urllib.request

from aws_xray_sdk.core import patch, xray_recorder
from aws_xray_sdk.core.sampling.local.sampler import LocalSampler

# One rule that takes everything; a LocalSampler asks nobody, so that TCP 2000 is left alone.
EVERYTHING = {"version": 2, "rules": [], "default": {"fixed_target": 1, "rate": 1.0}}


class Stock(http.server.BaseHTTPRequestHandler):
    """A service without instrumentation: it answers 429 when it is asked for /busy, else 200."""

    def do_GET(self):
        body = b"7 in stock"
        self.send_response(429 if self.path == "/busy" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class CountingEmitter:
    """Passes documents on to the SDK's own emitter, and counts them."""

    def __init__(self, emitter):
        self.emitter = emitter
        self.documents = 0

    def send_entity(self, entity):
        self.documents += 1
        self.emitter.send_entity(entity)

    def set_daemon_address(self, address):
        self.emitter.set_daemon_address(address)


def order(port):
    """A request as people instrument it: nesting, annotations, metadata, calls that succeed and one that is throttled."""
    segment = xray_recorder.begin_segment("python-orders")
    segment.set_user("ada")
    segment.put_http_meta("method", "GET")
    segment.put_http_meta("url", "http://orders.example.com/orders/7")
    segment.put_http_meta("client_ip", "192.0.2.7")
    segment.put_http_meta("user_agent", "conformance/1")
    segment.put_http_meta("status", 200)
    segment.put_annotation("tier", "gold")
    segment.put_annotation("items", 3)
    segment.put_annotation("weight", 1.25)
    segment.put_annotation("gift", False)
    segment.put_metadata("basket", {"lines": [{"sku": "A-1", "n": 2}, {"sku": "Ünï-2", "n": 1}]})
    segment.put_metadata("state", None, namespace="workflow")
    with xray_recorder.in_subsegment("load") as load:
        load.put_annotation("cached", True)
        with xray_recorder.in_subsegment("parse"):
            with xray_recorder.in_subsegment("tokens"):
                pass
        with xray_recorder.in_subsegment("check"):
            pass
    with xray_recorder.in_subsegment("ledger.internal", namespace="remote") as ledger:
        ledger.put_http_meta("method", "POST")
        ledger.put_http_meta("url", "http://ledger.internal/entries")
        ledger.put_http_meta("status", 503)
    for path in ("/stock", "/busy"):
        with xray_recorder.in_subsegment("ask" + path):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).read()
            except urllib.error.HTTPError as throttled:
                throttled.read()
    xray_recorder.end_segment()
    return segment


@xray_recorder.capture("charge")
def charge():
    with xray_recorder.in_subsegment("card"):
        raise ValueError("card expired")


def failure():
    """A request that dies of an exception which passes two subsegments: recorded once, referred to above."""
    segment = xray_recorder.begin_segment("python-failure")
    try:
        charge()
    except ValueError as error:
        segment.add_exception(error, [])
        segment.put_http_meta("status", 500)
    xray_recorder.end_segment()
    return segment


def batch():
    """A request with 45 subsegments: above the threshold of 30 the SDK sends finished subtrees on their own."""
    segment = xray_recorder.begin_segment("python-batch")
    for group in range(5):
        with xray_recorder.in_subsegment(f"group-{group}"):
            for item in range(8):
                with xray_recorder.in_subsegment(f"item-{group}-{item}") as subsegment:
                    subsegment.put_annotation("item", item)
    xray_recorder.end_segment()
    return segment


def main():
    xray_recorder.configure(sampler=LocalSampler(EVERYTHING), context_missing="RUNTIME_ERROR")
    xray_recorder.emitter = CountingEmitter(xray_recorder.emitter)
    patch(("httplib",))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stock) as stock:
        threading.Thread(target=stock.serve_forever, daemon=True).start()
        port = stock.server_address[1]
        report = {"port": port, "traces": {}}
        for segment in (order(port), failure(), batch()):
            report["traces"][segment.name] = segment.trace_id
        stock.shutdown()
    report["documents"] = xray_recorder.emitter.documents
    print(json.dumps(report))


if __name__ == "__main__":
    main()
