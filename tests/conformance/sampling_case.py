# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests have in common in which an SDK follows our sampling rules: an application decides all the time and prints
`sampled ID` or `dropped`, while a rule comes and goes that lets nothing be recorded."""

import http.client
import json
import signal

import harness
import sdk_case


class SamplingCase(sdk_case.SdkCase):

    RUN = 20  # decisions of one kind in a row, a second's worth: none of them was made by chance

    def setUp(self):
        super().setUp()
        self.api = self.server.wait_for_line("listening tcp ")

    def start(self, *command, **variables):
        application = harness.Running(command, cwd=self.directory, env=harness.environment(**self.daemon, **variables))
        self.addCleanup(application.kill)
        return application

    def statistics(self, rule):
        """Requests of a rule, and those among them that were recorded, in all windows of all clients."""
        connection = http.client.HTTPConnection(self.api, timeout=harness.PATIENCE)
        try:
            connection.request("POST", "/SamplingStatisticSummaries", "{}", {"Content-Type": "application/json"})
            summaries = json.loads(connection.getresponse().read())["SamplingStatisticSummaries"]
        finally:
            connection.close()
        of_rule = [summary for summary in summaries if summary["RuleName"] == rule]
        return (sum(summary["RequestCount"] for summary in of_rule),
                sum(summary["SampledCount"] + summary["BorrowCount"] for summary in of_rule))

    def decides(self, application, decision):
        """Waits until every decision is this one."""
        self.eventually(lambda: [line.split()[0] for line in application.lines[-self.RUN:]], [decision] * self.RUN)

    def follows(self, application):
        """The application records everything, then nothing, then everything again, as rules come and go, and reports it."""
        self.decides(application, "sampled")
        self.eventually(lambda: self.statistics("Default")[1] > 0, True)
        self.fluoro.ask("sampling", "add", "nothing", "--rate", "0", "--priority", "1", "--session", self.session)
        self.decides(application, "dropped")
        self.eventually(lambda: self.statistics("nothing")[0] > 0, True)
        self.assertEqual(self.statistics("nothing")[1], 0)
        self.fluoro.ask("sampling", "remove", "nothing", "--session", self.session)
        self.decides(application, "sampled")

    def follows_rates(self, *command, **variables):
        """The application takes a new rate of a rule that it knows from the targets, without fetching the rules again."""
        self.fluoro.ask("sampling", "set", "Default", "--reservoir", "0", "--session", self.session)
        application = self.start(*command, **variables)
        self.decides(application, "sampled")
        for rate, decision in (("0", "dropped"), ("1", "sampled")):
            self.fluoro.ask("sampling", "set", "Default", "--rate", rate, "--session", self.session)
            self.decides(application, decision)
        self.arrived(application)

    def arrived(self, application):
        """Ends the application: the session has the traces that were sampled, and no others."""
        application.end(signal.SIGTERM)
        sampled = sorted(line.split()[1] for line in application.lines if line.startswith("sampled "))
        self.eventually(lambda: self.fluoro.trace_ids(self.session), sampled)
