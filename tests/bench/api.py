# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times the API over HTTP, as a client sees it, while documents come in over UDP."""
import http.client
import json
import statistics
import time

from programs import end

EVERYTHING = {"StartTime": 0, "EndTime": 4102444800}
RATE = 5000  # documents/s


def filtered(expression):
    return {**EVERYTHING, "FilterExpression": expression}


def ask_api(programs, results, name, session, rounds):
    """Median of `rounds` answers to each question, one connection, everything in range."""
    server = programs.serve(session)
    sender = programs.start(programs.bench, "send", "--port", server.port, "--count", RATE * rounds, "--rate", RATE)
    sender.stdout.readline()  # "sending"
    connection = http.client.HTTPConnection("127.0.0.1", int(server.port))

    def answer(path, body):
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        text = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}: {text[:200]}")
        return json.loads(text)

    def measure(title, path, body, reach):
        times = []
        for _ in range(rounds):
            begin = time.monotonic()
            answer(path, body)
            times.append(1000 * (time.monotonic() - begin))
        results.add(f"{name}, over HTTP: {title}", statistics.median(times), "ms", reach=("<=", reach) if reach else None)

    newest = [summary["Id"] for summary in answer("/TraceSummaries", EVERYTHING)["TraceSummaries"]]
    measure("first page of summaries", "/TraceSummaries", EVERYTHING, None)
    measure("first page, annotation", "/TraceSummaries", filtered('annotation.customer = "c-7"'), 50)
    measure("first page, fault", "/TraceSummaries", filtered("fault"), 50)
    measure('first page, service("service-d") { fault }', "/TraceSummaries", filtered('service("service-d") { fault }'), 200)
    measure("service graph of all", "/ServiceGraph", EVERYTHING, 100)
    measure("five traces", "/Traces", {"TraceIds": newest[:5]}, 20)
    connection.close()
    sender.kill()
    sender.communicate()
    end(server)
