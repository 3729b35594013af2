# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Java, aws-xray-recorder-sdk-core: nesting, annotations, metadata, an exception with its cause, calls, and streamed subsegments."""

import harness
import sdk_case
from documents import entity, graph, http, inferred_call

SERVICE = {"aws": {"xray": {"sdk": "X-Ray for Java", "sdk_version": "2.21.0"}}}


def call(host, status, **flags):
    return inferred_call(host, http=http("GET", f"http://{host}/7", status, content_length=-1), **flags)


def order(runtime):
    return entity(
        "java-orders",
        entity("load",
               entity("parse", entity("tokens")),
               entity("check"),
               annotations={"cached": True}),
        call("stock.internal", 200),
        call("prices.internal", 404, error=True),
        call("ledger.internal", 503, fault=True),
        user="ada", http=http("GET", "http://orders.example.com/orders/7", 200),
        annotations={"tier": "gold", "items": 3, "weight": 1.25, "gift": False},
        metadata={"default": {"basket": ["A-1", "Ünï-2"]}, "workflow": {"step": 2}},
        runtime=runtime, **SERVICE)


def failure(runtime):
    refused, expired = "charge refused", "card expired"
    thrown = [("java.lang.IllegalStateException", refused, expired), ("java.lang.IllegalArgumentException", expired, None)]
    return entity("java-failure",
                  entity("charge", entity("card", fault=True, cause=thrown), fault=True, cause=refused),
                  fault=True, cause=refused, runtime=runtime, **SERVICE)


def batch(runtime):
    groups = [entity(f"group-{group}", *[entity(f"item-{group}-{item}", annotations={"item": item}) for item in range(12)])
              for group in range(10)]
    return entity("java-batch", *groups, runtime=runtime, **SERVICE)


class JavaTest(sdk_case.SdkCase):
    language = "java"

    def test_traces_arrive_as_the_application_made_them(self):
        report = harness.run_application(
            ["java", "-cp", f"{self.installed}/classes:{self.installed}/lib/*", "fluoroscope.conformance.Main"],
            self.directory, **self.daemon)
        traces, runtime = report["traces"], report["runtime"]

        self.arrives({traces["java-orders"]: [order(runtime)],
                      traces["java-failure"]: [failure(runtime)],
                      traces["java-batch"]: [batch(runtime)]})

        self.assertIn(("Main.java", "fluoroscope.conformance.Main.failure"), self.read(traces["java-failure"]).frames())
        nodes, edges = graph(self.fluoro.services(self.session))
        self.assertEqual(nodes, {
            ("java-orders", "client"): None, ("java-orders", None): (1, 0, 0, 0),
            ("java-failure", "client"): None, ("java-failure", None): (0, 0, 0, 1),
            ("java-batch", "client"): None, ("java-batch", None): (1, 0, 0, 0),
            ("stock.internal", "remote"): (1, 0, 0, 0), ("prices.internal", "remote"): (0, 1, 0, 0),
            ("ledger.internal", "remote"): (0, 0, 0, 1)})
        self.assertEqual(edges, {
            ("java-orders", "client", "java-orders", None): (1, 0, 0, 0),
            ("java-failure", "client", "java-failure", None): (0, 0, 0, 1),
            ("java-batch", "client", "java-batch", None): (1, 0, 0, 0),
            ("java-orders", None, "stock.internal", "remote"): (1, 0, 0, 0),
            ("java-orders", None, "prices.internal", "remote"): (0, 1, 0, 0),
            ("java-orders", None, "ledger.internal", "remote"): (0, 0, 0, 1)})
        self.assertEqual(self.summary_of(traces["java-orders"]), {
            "HasFault": False, "HasError": False, "HasThrottle": False, "IsPartial": False, "Users": ["ada"],
            "EntryPoint": "java-orders",
            "Annotations": {"tier": [("StringValue", "gold")], "items": [("NumberValue", 3)], "weight": [("NumberValue", 1.25)],
                            "gift": [("BooleanValue", False)], "cached": [("BooleanValue", True)]},
            "Http": {"HttpURL": "http://orders.example.com/orders/7", "HttpStatus": 200, "HttpMethod": "GET"}})
        self.assertTrue(self.summary_of(traces["java-failure"])["HasFault"])


if __name__ == "__main__":
    harness.main()
