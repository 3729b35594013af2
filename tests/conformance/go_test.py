# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Go, aws-xray-sdk-go: an HTTP client and a handler that continues its trace, errors that wrap each other, streamed subsegments."""

import harness
import sdk_case
from documents import entity, graph, http

SERVICE = {"aws": {"xray": {"sdk": "X-Ray for Go", "sdk_version": "1.8.5"}}, "runtime": "gc"}
STATUS = {"/7": (200, {}), "/8": (403, {"error": True}), "/9": (500, {"fault": True})}


def ask(path):
    """One call of go-stock with the phases of the connection, and the segment that go-stock made of it."""
    status, flags = STATUS[path]
    served = entity("go-stock", entity("look-up", annotations={"path": path}),
                    http={"request": {"method": "GET", "url": f"http://GO-STOCK{path}", "client_ip": "127.0.0.1",
                                      "user_agent": "Go-http-client/1.1"},
                          "response": {"status": status}},
                    **flags, **SERVICE)
    length = {"content_length": len("7 in stock")} if status == 200 else {}
    call = entity("GO-STOCK",
                  entity("connect",
                         entity("dial", metadata={"http": {"connect": {"network": "tcp"}}}),
                         metadata={"http": {"connection": {"reused": False, "was_idle": False}}}),
                  entity("request"),
                  entity("response"),
                  calls=[served], namespace="remote", http=http("GET", f"http://GO-STOCK{path}", status, **length), **flags)
    return entity("ask" + path, call)


def order():
    return entity("go-orders", *map(ask, STATUS), user="ada", annotations={"tier": "gold", "items": 3, "gift": False},
                  metadata={"default": {"basket": ["A-1", "Ünï-2"]}, "workflow": {"step": 2}}, **SERVICE)


def failure():
    wrapped = [("fmt.wrapError", "charge: card expired", None)]
    return entity("go-failure",
                  entity("charge",
                         entity("card", fault=True, cause=[("errors.errorString", "card expired", None)]),
                         fault=True, cause=wrapped),
                  fault=True, cause=wrapped, **SERVICE)


def batch():
    groups = [entity(f"group-{group}", *[entity(f"item-{group}-{item}", annotations={"item": item}) for item in range(4)])
              for group in range(5)]
    return entity("go-batch", *groups, **SERVICE)


class GoTest(sdk_case.SdkCase):
    language = "go"

    def test_traces_arrive_as_the_application_made_them(self):
        report = harness.run_application([self.installed / "app"], self.directory, **self.daemon)
        traces = report["traces"]

        # A race in the SDK sends a segment a second time, now and then: it must not show twice.
        self.arrives({traces["go-orders"]: [order()],
                      traces["go-failure"]: [failure()],
                      traces["go-batch"]: [batch()]}, {report["address"]: "GO-STOCK"})

        self.assertTrue(any(path.endswith("/main.go") and label == "run"
                            for path, label in self.read(traces["go-failure"]).frames()))
        nodes, edges = graph(self.fluoro.services(self.session))
        self.assertEqual(nodes, {
            ("go-orders", "client"): None, ("go-orders", None): (1, 0, 0, 0),
            ("go-failure", "client"): None, ("go-failure", None): (0, 0, 0, 1),
            ("go-batch", "client"): None, ("go-batch", None): (1, 0, 0, 0),
            ("go-stock", None): (1, 1, 0, 1)})
        self.assertEqual(edges, {
            ("go-orders", "client", "go-orders", None): (1, 0, 0, 0),
            ("go-failure", "client", "go-failure", None): (0, 0, 0, 1),
            ("go-batch", "client", "go-batch", None): (1, 0, 0, 0),
            ("go-orders", None, "go-stock", None): (1, 1, 0, 1)})
        self.assertEqual(self.summary_of(traces["go-orders"]), {
            "HasFault": False, "HasError": False, "HasThrottle": False, "IsPartial": False, "Users": ["ada"],
            "EntryPoint": "go-orders",
            "Annotations": {"tier": [("StringValue", "gold")], "items": [("NumberValue", 3)], "gift": [("BooleanValue", False)],
                            "path": [("StringValue", path) for path in STATUS]},
            "Http": {}})
        self.assertTrue(self.summary_of(traces["go-failure"])["HasFault"])


if __name__ == "__main__":
    harness.main()
