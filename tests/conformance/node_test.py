# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Node.js, aws-xray-sdk: service-a calls service-b, half of whose answers are 403, as in the Fargate post of AWS."""

import http.client
import json
import signal

import harness
import sdk_case
from documents import entity, graph, http as http_member

REQUESTS = 10
SDK = {"xray": {"sdk": "X-Ray for Node.js", "sdk_version": "3.12.0", "package": "aws-xray-sdk"}}


def server_http(url, agent, status):
    return {"request": {"method": "GET", "url": url, "user_agent": agent, "client_ip": "127.0.0.1"}, "response": {"status": status}}


def expected_trace(number):
    """What the request with this number leaves behind; every second one is refused by service-b."""
    refused = number % 2 == 0
    status = 403 if refused else 200
    look_up = entity("look-up", metadata={"stock": {"request": {"number": number, "forbidden": refused}}})
    service_b = entity("service-b", look_up, aws=SDK, runtime="node",
                       http=server_http(f"http://SERVICE-B/stock/{number}?fresh=1", "", status))
    flags = {"error": True} if refused else {}
    if refused:
        service_b["error"] = True
    call = entity("127.0.0.1", calls=[service_b], namespace="remote", traced=True, **flags,
                  http=http_member("GET", f"http://127.0.0.1/stock/{number}", status,
                                   content_length=len("not yours" if refused else "7 in stock")))
    return [entity("service-a", call, aws=SDK, runtime="node", annotations={"order": number},
                   http=server_http(f"http://SERVICE-A/orders/{number}", "conformance", 200))]


class NodeTest(sdk_case.SdkCase):
    language = "node"

    def start(self, script, *arguments):
        """Starts one service and returns it with its address."""
        command = ["node", sdk_case.install.SOURCES / "node" / script, *arguments]
        service = harness.Running(command, cwd=self.directory,
                                  env=harness.environment(NODE_PATH=str(self.installed / "node_modules"), **self.daemon))
        self.addCleanup(service.kill)
        return service, f"127.0.0.1:{service.wait_for_line('port ')}"

    def get(self, address, path):
        connection = http.client.HTTPConnection(address, timeout=harness.PATIENCE)
        try:
            connection.request("GET", path, headers={"User-Agent": "conformance"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def test_two_services_and_half_of_the_answers_refused(self):
        service_b, address_b = self.start("service_b.js")
        service_a, address_a = self.start("service_a.js", address_b)
        expected, refused = {}, 0
        for number in range(1, REQUESTS + 1):
            status, answer = self.get(address_a, f"/orders/{number}")
            self.assertEqual(status, 200)
            refused += answer["status"] == 403
            expected[answer["trace"]] = expected_trace(number)
        self.assertEqual((len(expected), refused), (REQUESTS, REQUESTS // 2))
        for service in (service_a, service_b):
            self.assertEqual(service.end(signal.SIGTERM), 0, service.errors)

        self.arrives(expected, {address_a: "SERVICE-A", address_b: "SERVICE-B"})

        half = REQUESTS // 2
        nodes, edges = graph(self.fluoro.services(self.session))
        self.assertEqual(nodes, {("service-a", "client"): None,
                                 ("service-a", None): (REQUESTS, 0, 0, 0),
                                 ("service-b", None): (half, half, 0, 0)})
        self.assertEqual(edges, {("service-a", "client", "service-a", None): (REQUESTS, 0, 0, 0),
                                 ("service-a", None, "service-b", None): (half, half, 0, 0)})
        for number, trace_id in enumerate(expected, start=1):
            self.assertEqual(self.summary_of(trace_id), {
                "HasFault": False, "HasError": False, "HasThrottle": False, "IsPartial": False, "Users": [],
                "EntryPoint": "service-a", "Annotations": {"order": [("NumberValue", number)]},
                "Http": {"HttpURL": f"http://{address_a}/orders/{number}", "HttpStatus": 200, "HttpMethod": "GET",
                         "UserAgent": "conformance", "ClientIp": "127.0.0.1"}})


if __name__ == "__main__":
    harness.main()
