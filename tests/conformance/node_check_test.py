# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`fluoro run` and `fluoro check` on a real Node.js program: what somebody's CI does."""

import json
import subprocess

import harness
import install

# What a job of CI says.
JOB = """set -e
fluoro run -- node {demo} {calls}
fluoro check {rules} -- node {demo} {calls}
"""

RULES = """rules:
  - name: nothing faults
    filter: service("service-a") { fault } OR service("service-b") { fault }
    count: 0
  - name: one call of service-b for each order
    calls: {from: service-a, to: service-b, max: 1}
  - name: every order tells its number
    annotation: order
  - duration: {p95: 30s}
  - edge: {from: service-a, to: service-b}
  - orphans: 0
  - count: 3
"""


class NodeCheckTest(harness.Conformance):

    @classmethod
    def setUpClass(cls):
        cls.installed = install.ensure("node")

    def setUp(self):
        super().setUp()
        self.demo = install.SOURCES / "node" / "demo.js"
        self.rules = self.write("rules.yaml", RULES)
        (self.directory / "fluoro").symlink_to(self.program)
        self.fluoro.environment["NODE_PATH"] = str(self.installed / "node_modules")
        self.fluoro.environment["PATH"] = f"{self.directory}:{self.fluoro.environment['PATH']}"

    def job(self, calls):
        script = JOB.format(demo=self.demo, rules=self.rules, calls=calls)
        return subprocess.run(["sh", "-c", script], env=self.fluoro.environment, cwd=self.directory, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=harness.PATIENCE * 2, check=False, encoding="utf-8")

    def test_run_tells_what_the_demo_did(self):
        told = json.loads(self.fluoro.succeed("run", "--json", "report.json", "--", "node", self.demo)
                          and (self.directory / "report.json").read_text())
        self.assertEqual((told["ExitStatus"], told["TracesCount"], told["FaultsCount"], told["Findings"]), (0, 3, 0, 0))
        requests = {service["Name"]: service["SummaryStatistics"]["OkCount"] for service in told["Services"]
                    if service.get("Type") != "client"}
        self.assertEqual(requests, {"service-a": 3, "service-b": 3})

    def test_a_job_fails_when_the_demo_makes_one_call_too_many(self):
        good = self.job(1)
        self.assertEqual(good.returncode, 0, good.stdout + good.stderr)
        self.assertIn("All 7 rules hold.", good.stdout)
        bad = self.job(2)
        self.assertEqual(bad.returncode, 1, bad.stdout + bad.stderr)
        self.assertIn("1 of 7 rules broken.", bad.stdout)
        self.assertRegex(bad.stdout, r"✕ one call of service-b for each order +more than 1 in 3 of 3 traces")


if __name__ == "__main__":
    harness.main()
