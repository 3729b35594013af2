# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""`fluoro run`, `check` and `wait-for`: a command with an emulator of its own, and what scripts make of what it left."""

import json
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

import harness
import samples

# What the commands here run: sends the lines of standard input, or of a file, as datagrams to where the environment says.
SEND = """
import os, socket, sys, time
host, port = os.environ["AWS_XRAY_DAEMON_ADDRESS"].rsplit(":", 1)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for name in sys.argv[1:]:
    for line in open(name, "rb"):
        udp.sendto(b'{"format":"json","version":1}\\n' + line.rstrip(b"\\n"), (host, int(port)))
"""


class Case(harness.Conformance):

    def setUp(self):
        super().setUp()
        self.sender = self.write("send.py", SEND)

    def documents(self, name, items):
        return self.write(name, samples.json_lines(items))

    def sending(self, *files):
        return ["--", sys.executable, self.sender, *files]

    def errors(self, done):
        return done.stderr.decode()


class RunTest(Case):

    def test_tells_what_happened_and_passes_everything_through(self):
        file = self.documents("shops.jsonl", samples.shop(1) + samples.shop(2))
        done = self.fluoro.run("run", *self.sending(file))
        self.assertEqual((done.returncode, done.stdout), (0, b""), self.errors(done))
        told = self.errors(done)
        self.assertIn("2 traces of 2 services", told)
        self.assertIn(samples.trace_id(2), told)
        self.assertNotIn("\x1b", told)
        echoed = self.fluoro.run("run", "--wait", "0", "--", "cat", stdin=b"through")
        self.assertEqual((echoed.returncode, echoed.stdout), (0, b"through"))
        self.assertIn("No trace came", self.errors(echoed))

    def test_leads_the_command_here(self):
        done = self.fluoro.run("run", "--wait", "0", "--", "env")
        variables = dict(line.split("=", 1) for line in done.stdout.decode().splitlines())
        self.assertRegex(variables["AWS_XRAY_DAEMON_ADDRESS"], r"^127\.0\.0\.1:\d+$")
        self.assertEqual(variables["AWS_ENDPOINT_URL_XRAY"], "http://" + variables["AWS_XRAY_DAEMON_ADDRESS"])
        self.assertEqual(variables["AWS_XRAY_CONTEXT_MISSING"], "LOG_ERROR")
        self.assertFalse({"AWS_REGION", "AWS_ACCESS_KEY_ID"} & set(variables))
        self.assertEqual(variables["HOME"], str(self.directory))

    def test_answers_the_api_meanwhile(self):
        client = self.write("ask.py", "import os, urllib.request as u\n"
                            "opener = u.build_opener(u.ProxyHandler({}))\n"
                            "print(opener.open(u.Request(os.environ['AWS_ENDPOINT_URL_XRAY'] + '/Groups', b'{}',"
                            " {'Content-Type': 'application/json'})).read().decode())\n")
        done = self.fluoro.run("run", "--wait", "0", "--", sys.executable, client)
        self.assertEqual(json.loads(done.stdout)["Groups"][0]["GroupName"], "Default", self.errors(done))

    def test_ends_as_the_command_does(self):
        for command, code in ((["sh", "-c", "exit 7"], 7), (["sh", "-c", "kill -9 $$"], 137), (["no-such-program"], 127),
                              (["./no-such-program"], 127), ([str(self.sender)], 126)):
            with self.subTest(command=command):
                done = self.fluoro.run("run", "--wait", "0", "--", *command)
                self.assertEqual(done.returncode, code, self.errors(done))
                self.assertTrue(self.errors(done))
        self.assertEqual(self.fluoro.run("run").returncode, 2)
        self.assertEqual(self.fluoro.run("run", "--wait", "soon", "--", "true").returncode, 2)

    def test_keeps_a_session_that_is_named_and_no_other(self):
        file = self.documents("shop.jsonl", samples.shop(1))
        self.fluoro.succeed("run", "--session", self.session, *self.sending(file))
        self.assertEqual(self.fluoro.trace_ids(self.session), [samples.trace_id(1)])
        temporary = self.directory / "tmp"
        temporary.mkdir()
        self.fluoro.environment["TMPDIR"] = str(temporary)
        self.fluoro.succeed("run", *self.sending(file))
        self.assertEqual(list(temporary.iterdir()), [])

    def test_tells_of_this_run_alone(self):
        now = time.time()
        old, new = samples.shop(1, start=now - 3600), samples.shop(2, start=now + 60)
        self.fluoro.succeed("run", "--session", self.session, *self.sending(self.documents("old.jsonl", old)))
        told = json.loads(self.fluoro.succeed("run", "--session", self.session, "--json", "-",
                                              *self.sending(self.documents("new.jsonl", new))))
        self.assertEqual(told["TracesCount"], 1)
        self.assertEqual(len(self.fluoro.trace_ids(self.session)), 2)

    def test_json_has_everything(self):
        report = self.directory / "run.json"
        shop = samples.shop(1)
        shop[0]["fault"] = True
        done = self.fluoro.run("run", "--json", report, *self.sending(self.documents("shop.jsonl", shop)))
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        told = json.loads(report.read_text())
        self.assertEqual((told["ExitStatus"], told["TracesCount"], told["FaultsCount"], told["Documents"]), (0, 1, 1, 3))
        self.assertEqual(told["Faults"][0]["Id"], samples.trace_id(1))
        services = told["Faults"][0]["FaultRootCauses"][0]["Services"]
        self.assertEqual([service["Name"] for service in services], ["shop", "stock"])

    def test_tells_where_a_fault_began(self):
        shop = samples.shop(1)
        shop[0]["fault"] = True
        done = self.fluoro.run("run", *self.sending(self.documents("shop.jsonl", shop)))
        self.assertIn("1 with a fault", self.errors(done))
        self.assertIn("began in shop → stock: TimeoutError: db timeout", self.errors(done))

    def test_waits_for_stragglers_and_no_longer(self):
        shop = samples.shop(1)
        early, late = self.documents("early.jsonl", shop[1:]), self.documents("late.jsonl", shop[:1])
        script = '"$0" "$1" "$2"; (sleep 0.7; "$0" "$1" "$3") & exit 0'
        report, began = self.directory / "run.json", time.monotonic()
        self.fluoro.succeed("run", "--wait", "20s", "--json", report, "--", "sh", "-c", script, sys.executable, self.sender, early, late)
        self.assertLess(time.monotonic() - began, 15)
        told = json.loads(report.read_text())
        self.assertEqual((told["Documents"], told["TracesCount"]), (3, 1))
        self.assertEqual(told["Slowest"][0]["EntryPoint"]["Name"], "shop")

    def test_gives_up_on_what_never_comes(self):
        began = time.monotonic()
        early = self.documents("early.jsonl", samples.shop(1)[1:])
        self.fluoro.succeed("run", "--wait", "500ms", *self.sending(early))
        self.assertGreater(time.monotonic() - began, 0.5)
        self.assertLess(time.monotonic() - began, 15)

    def test_passes_signals_on(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=number):
                script = "trap 'echo caught; kill $child; exit 9' TERM INT; sleep 60 & child=$!; echo ready; wait"
                running = harness.Running([self.program, "run", "--wait", "0", "--", "bash", "-c", script],
                                          env=self.fluoro.environment, cwd=self.directory)
                self.addCleanup(running.kill)
                running.wait_for_line("ready")
                self.assertEqual(running.end(number), 9, running.errors)
                self.assertIn("caught", running.lines)

    def test_gives_the_command_the_signals_as_they_were(self):
        done = self.fluoro.run("run", "--wait", "0", "--", "grep", "SigBlk", "/proc/self/status")
        self.assertEqual(int(done.stdout.split()[1], 16), 0)


class CheckTest(Case):

    RULES = """rules:
  - name: one stock call for each cart
    calls: {from: shop, to: stock, max: 1}
  - name: quick, and 100% sure
    response-time: {max: 250ms}
"""

    def test_json_of_a_session(self):
        self.fluoro.succeed("import", self.documents("shop.jsonl", samples.shop(1)), "--session", self.session)
        rules = self.write("rules.json", '{"rules": [{"count": 1}, {"orphans": 0}, {"annotation": {"key": "tier", "value": "gold"}}]}')
        self.assertIn("All 3 rules hold.", self.fluoro.succeed("check", rules, "--session", self.session))

    def test_a_broken_rule_is_told_everywhere(self):
        rules = self.write("rules.yaml", self.RULES)
        file = self.documents("shop.jsonl", samples.shop(1))
        self.fluoro.environment["GITHUB_ACTIONS"] = "true"
        self.fluoro.environment["GITHUB_WORKSPACE"] = str(self.directory.parent)
        report = self.directory / "junit.xml"
        done = self.fluoro.run("check", rules, "--junit", report, *self.sending(file))
        self.assertEqual(done.returncode, 1, self.errors(done))
        said = done.stdout.decode()
        self.assertIn("1 of 3 rules broken.", said)
        self.assertIn(f"{samples.trace_id(1)}  300 ms", said)
        self.assertIn(f"::error file={self.directory.name}/rules.yaml,line=4,col=5,title=quick%2C and 100%25 sure::max 300 ms", said)
        suite = xml.parse(report).getroot().find("testsuite")
        self.assertEqual((suite.get("tests"), suite.get("failures")), ("3", "1"))
        self.assertEqual([case.get("name") for case in suite.findall("testcase") if case.find("failure") is not None],
                         ["quick, and 100% sure"])

    def test_a_command_that_fails_is_a_failure_whatever_holds(self):
        rules = self.write("rules.yaml", "rules: [{count: {min: 0}}]")
        done = self.fluoro.run("check", rules, "--wait", "0", "--", "sh", "-c", "exit 5")
        self.assertEqual(done.returncode, 5)
        self.assertIn("rules hold", done.stdout.decode())

    def test_silence_is_no_success(self):
        rules = self.write("rules.yaml", "rules: [{count: 0, filter: fault}]")
        self.assertEqual(self.fluoro.run("check", rules, "--wait", "0", "--", "true").returncode, 1)

    def test_wrong_rules_are_pointed_at(self):
        rules = self.write("rules.yaml", "rules:\n  - filter: falt\n    count: 0\n")
        for options in (["--session", self.session], ["--", "touch", self.directory / "ran"]):
            done = self.fluoro.run("check", rules, *options)
            self.assertEqual(done.returncode, 2)
            self.assertIn("rules.yaml:2:13: ", self.errors(done))
        self.assertFalse((self.directory / "ran").exists(), "the command ran though its rules are wrong")


class WaitForTest(Case):

    def waiting(self, *arguments):
        process = subprocess.Popen([self.program, "wait-for", *map(str, arguments)], env=self.fluoro.environment,
                                   cwd=self.directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        return process

    def test_follows_a_session_from_before_it_is_there(self):
        process = self.waiting('annotation.items = 2', "--session", self.session, "--timeout", "60s")
        server = self.serve()
        server.send(*map(samples.datagram, samples.shop(1)))
        self.eventually(lambda: len(self.fluoro.trace_ids(self.session)), 1)
        self.assertIsNone(process.poll())
        server.send(*map(samples.datagram, samples.shop(2)))
        out, err = process.communicate(timeout=harness.PATIENCE)
        self.assertEqual((process.returncode, out), (0, samples.trace_id(2) + "\n"), err)
        self.stop(server)

    def test_asks_a_server(self):
        server = self.serve()
        process = self.waiting('service("stock") { fault }', "--count", "2", "--address", server.address, "--timeout", "60s")
        server.send(*map(samples.datagram, samples.shop(1)))
        server.send(*map(samples.datagram, samples.shop(2)))
        out, err = process.communicate(timeout=harness.PATIENCE)
        self.assertEqual((process.returncode, sorted(out.split())), (0, [samples.trace_id(1), samples.trace_id(2)]), err)
        self.stop(server)

    def test_says_what_is_there_at_the_timeout(self):
        self.fluoro.succeed("import", self.documents("shop.jsonl", samples.shop(1)), "--session", self.session)
        done = self.fluoro.run("wait-for", "throttle", "--session", self.session, "--timeout", "200ms")
        self.assertEqual(done.returncode, 1)
        self.assertIn("There are 1, the newest " + samples.trace_id(1), self.errors(done))
        self.assertEqual(self.fluoro.run("wait-for", "falt", "--session", self.session).returncode, 2)

    def test_a_file_that_is_no_session_is_told_at_once(self):
        began = time.monotonic()
        done = self.fluoro.run("wait-for", "ok", "--session", self.write("text", "not a session\n" * 100), "--timeout", "50s")
        self.assertEqual(done.returncode, 1)
        self.assertLess(time.monotonic() - began, 20)


if __name__ == "__main__":
    harness.main()
