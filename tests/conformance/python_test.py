# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Python, aws-xray-sdk: nesting, annotations, metadata, an exception that passes subsegments, calls, and streamed subsegments."""

import harness
import sdk_case
from documents import entity, graph, http, inferred_call

SERVICE = {"aws": {"xray": {"sdk": "X-Ray for Python", "sdk_version": "2.15.0"}}, "runtime": "CPython"}
THROTTLED = {"error": True, "throttle": True}


def order():
    stock, busy = "http://127.0.0.1/stock", "http://127.0.0.1/busy"
    return entity(
        "python-orders",
        entity("load",
               entity("parse", entity("tokens")),
               entity("check"),
               annotations={"cached": True}),
        inferred_call("ledger.internal", fault=True, http=http("POST", "http://ledger.internal/entries", 503)),
        # The SDK makes three subsegments of one urlopen: sending, waiting for the answer, reading it.
        entity("ask/stock",
               inferred_call("127.0.0.1", http=http("GET", stock)),
               inferred_call("127.0.0.1", http=http("GET", stock, 200)),
               inferred_call("127.0.0.1", http=http("READ", stock, 200))),
        entity("ask/busy",
               inferred_call("127.0.0.1", http=http("GET", busy)),
               inferred_call("127.0.0.1", http=http("GET", busy, 429), **THROTTLED),
               inferred_call("127.0.0.1", http=http("READ", busy, 429), **THROTTLED)),
        user="ada",
        annotations={"tier": "gold", "items": 3, "weight": 1.25, "gift": False},
        metadata={"default": {"basket": {"lines": [{"sku": "A-1", "n": 2}, {"sku": "Ünï-2", "n": 1}]}},
                  "workflow": {"state": None}},
        http={"request": {"method": "GET", "url": "http://orders.example.com/orders/7", "client_ip": "192.0.2.7",
                          "user_agent": "conformance/1"},
              "response": {"status": 200}},
        **SERVICE)


def failure():
    message = "card expired"  # recorded where it was thrown, referred to by its id above
    return entity(
        "python-failure",
        entity("charge", entity("card", fault=True, cause=[("ValueError", message, None)]), fault=True, cause=message),
        fault=True, cause=message, http={"response": {"status": 500}}, **SERVICE)


def batch():
    groups = [entity(f"group-{group}", *[entity(f"item-{group}-{item}", annotations={"item": item}) for item in range(8)])
              for group in range(5)]
    return entity("python-batch", *groups, **SERVICE)


class PythonTest(sdk_case.SdkCase):
    language = "python"

    def test_traces_arrive_as_the_application_made_them(self):
        report = harness.run_application(
            [self.installed / "venv/bin/python", "-B", sdk_case.install.SOURCES / "python/app.py"], self.directory, **self.daemon)
        self.assertEqual(report["documents"], 18, "the SDK no longer streams as it did: 2 segments, then 15 subsegments and a segment")
        traces = report["traces"]

        self.arrives({traces["python-orders"]: [order()],
                      traces["python-failure"]: [failure()],
                      traces["python-batch"]: [batch()]})

        self.assertIn(("app.py", "charge"), self.read(traces["python-failure"]).frames())
        nodes, edges = graph(self.fluoro.services(self.session))
        self.assertEqual(nodes, {
            ("python-orders", "client"): None, ("python-orders", None): (1, 0, 0, 0),
            ("python-failure", "client"): None, ("python-failure", None): (0, 0, 0, 1),
            ("python-batch", "client"): None, ("python-batch", None): (1, 0, 0, 0),
            ("127.0.0.1", "remote"): (4, 2, 2, 0), ("ledger.internal", "remote"): (0, 0, 0, 1)})
        self.assertEqual(edges, {
            ("python-orders", "client", "python-orders", None): (1, 0, 0, 0),
            ("python-failure", "client", "python-failure", None): (0, 0, 0, 1),
            ("python-batch", "client", "python-batch", None): (1, 0, 0, 0),
            ("python-orders", None, "127.0.0.1", "remote"): (4, 2, 2, 0),
            ("python-orders", None, "ledger.internal", "remote"): (0, 0, 0, 1)})

        summary = self.summary_of(traces["python-orders"])
        self.assertEqual(summary, {
            "HasFault": False, "HasError": False, "HasThrottle": True, "IsPartial": False, "Users": ["ada"],
            "EntryPoint": "python-orders",
            "Annotations": {"tier": [("StringValue", "gold")], "items": [("NumberValue", 3)], "weight": [("NumberValue", 1.25)],
                            "gift": [("BooleanValue", False)], "cached": [("BooleanValue", True)]},
            "Http": {"HttpURL": "http://orders.example.com/orders/7", "HttpStatus": 200, "HttpMethod": "GET",
                     "UserAgent": "conformance/1", "ClientIp": "192.0.2.7"}})
        self.assertTrue(self.summary_of(traces["python-failure"])["HasFault"])


if __name__ == "__main__":
    harness.main()
