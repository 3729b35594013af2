# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The AWS CLI at the running window: what it prints is what the window's map and list show, to the number.

`--fluoroscope PATH` is the window, which needs no display here. What it paints is read from a picture of its session.
"""

import contextlib
import json
import os
import pathlib
import re
import sys

import api_case
import harness
from api_cli_test import Aws

CAPTURE = harness.HERE.parents[1] / "resources/demo/node-sdk-3.12.jsonl"
WORDS = {"HasFault": "Fault", "HasThrottle": "Throttle", "HasError": "Error"}  # of the list, the first that holds


def shown_time(seconds):
    """As the map tells it: three digits."""
    return f"{seconds * 1000:.3g} ms" if seconds < 0.9995 else f"{seconds:.3g} s"


def port_of(process):
    """Where a process listens over TCP; None while it does not."""
    sockets = set()
    for entry in pathlib.Path(f"/proc/{process.pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            sockets.add(os.readlink(entry))
    lines = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return next((int(line[1].partition(":")[2], 16) for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in sockets), None)


class WindowTest(Aws, harness.Conformance):
    window = None

    def setUp(self):
        super().setUp()
        self.look = {**self.fluoro.environment, "QT_QPA_PLATFORM": "offscreen"}
        running = harness.Running([self.window, "--session", self.session, "--bind", "127.0.0.1:0"], env=self.look, cwd=self.directory)
        self.addCleanup(running.kill)
        self.eventually(lambda: port_of(running.process) is not None, True)
        self.endpoint = f"http://127.0.0.1:{port_of(running.process)}"
        self.eventually(lambda: self.run_aws("get-groups").returncode, 0)
        datagrams = [json.loads(line)["d"] for line in CAPTURE.read_text(encoding="utf-8").splitlines()]
        documents = [datagram.partition("\n")[2] for datagram in datagrams]
        self.put(documents)
        self.eventually(lambda: self.fluoro.documents(self.session), len(documents))
        self.when = ("--start-time", 0, "--end-time", 4102444800)

    def painted(self, page):
        """The texts of a page of the window, in the order in which they are painted."""
        picture = self.directory / f"{page}.svg"
        done = harness.subprocess.run([self.window, "--render", page, "--session", self.session, "--size", "1600x4000", "-o", picture],
                                      env=self.look, cwd=self.directory, capture_output=True, timeout=harness.PATIENCE, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [text.strip() for text in re.findall(r"<text[^>]*>([^<]*)", picture.read_text(encoding="utf-8"))]

    def test_the_service_graph_is_the_map(self):
        services = self.ask("get-service-graph", *self.when)["Services"]
        self.assertEqual(api_case.nodes(services), api_case.nodes(self.fluoro.services(self.session)))
        texts = self.painted("map")
        for service in services:
            if statistics := service.get("SummaryStatistics"):
                at = texts.index(service["Name"], 0)
                around = texts[at:at + 4]
                average = shown_time(statistics["TotalResponseTime"] / statistics["TotalCount"])
                self.assertIn(average, around)
                self.assertIn(f"· {statistics['TotalCount']}/min", around)  # all of it in one minute

    def test_filtered_summaries_and_traces_are_the_list(self):
        texts = self.painted("traces")
        rows = {texts[i][1:]: texts[i + 1] for i in range(len(texts) - 1) if re.fullmatch("…[0-9a-f]{8}", texts[i])}
        found = self.ask("get-trace-summaries", *self.when)["TraceSummaries"]
        told = {summary["Id"][-8:]: next((word for flag, word in WORDS.items() if summary[flag]), "OK") for summary in found}
        self.assertEqual(rows, told)
        for expression in ("fault", "ok AND responsetime < 0.05"):
            found = self.ask("get-trace-summaries", *self.when, "--filter-expression", expression)["TraceSummaries"]
            self.assertEqual(api_case.by_id(found), api_case.by_id(self.fluoro.summaries(self.session, "--filter", expression)))
            self.assertTrue(0 < len(found) < len(rows), expression)
            self.assertTrue(expression != "fault" or all(rows[summary["Id"][-8:]] == "Fault" for summary in found))
        ids = [summary["Id"] for summary in found][:5]
        traces = self.ask("batch-get-traces", "--trace-ids", *ids)["Traces"]
        self.assertEqual(api_case.by_id(traces), api_case.by_id([self.fluoro.show(self.session, trace) for trace in ids]))


if __name__ == "__main__":
    if "--fluoroscope" in sys.argv:
        at = sys.argv.index("--fluoroscope")
        WindowTest.window = os.path.abspath(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    harness.main()
