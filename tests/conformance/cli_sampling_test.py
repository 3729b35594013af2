# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sampling rules from the command line: they are kept in the session, and what serves it tells them at once."""

import http.client
import json

import harness


def ask(address, path, body=None):
    """One request to the API; the answer's status and object."""
    connection = http.client.HTTPConnection(*address, timeout=harness.PATIENCE)
    try:
        connection.request("POST", path, json.dumps(body or {}), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


class SamplingTest(harness.Conformance):

    def sampling(self, *arguments):
        return self.fluoro.ask("sampling", *arguments, "--session", self.session)

    def rules(self):
        return [record["SamplingRule"] for record in self.sampling()["SamplingRuleRecords"]]

    def assert_refused(self, code, *words, arguments):
        done = self.fluoro.run("sampling", *arguments, "--session", self.session)
        said = done.stderr.decode()
        self.assertEqual(done.returncode, code, said)
        for word in words:
            self.assertIn(word, said)

    def test_a_new_session_records_everything(self):
        self.stop(self.serve())
        (rule,) = self.rules()
        self.assertEqual((rule["RuleName"], rule["FixedRate"], rule["Priority"]), ("Default", 1, 10000))

    def test_rules_are_added_changed_and_removed(self):
        added = self.sampling("add", "checkout", "--rate", "0.05", "--path", "/checkout/*", "--method", "POST",
                              "--attribute", "tier=gold")["SamplingRuleRecord"]["SamplingRule"]
        self.assertEqual({name: added[name] for name in ("FixedRate", "ReservoirSize", "Priority", "URLPath", "HTTPMethod",
                                                         "Host", "Attributes")},
                         {"FixedRate": 0.05, "ReservoirSize": 0, "Priority": 1000, "URLPath": "/checkout/*",
                          "HTTPMethod": "POST", "Host": "*", "Attributes": {"tier": "gold"}})
        self.sampling("add", "first", "--rate", "1", "--priority", "1")
        self.sampling("set", "checkout", "--reservoir", "2")
        self.assertEqual([(rule["RuleName"], rule["ReservoirSize"]) for rule in self.rules()],
                         [("first", 0), ("checkout", 2), ("Default", 1)])
        table = self.fluoro.succeed("sampling", "--session", self.session).splitlines()
        self.assertEqual([line.split()[:2] for line in table],
                         [["PRIORITY", "NAME"], ["1", "first"], ["1000", "checkout"], ["10000", "Default"]])
        self.sampling("remove", "first")
        self.assertEqual([rule["RuleName"] for rule in self.rules()], ["checkout", "Default"])

    def test_mistakes_are_said(self):
        self.sampling("add", "there", "--rate", "0.5")
        for code, words, arguments in (
                (2, ("add", "Did you mean"), ["ad", "x"]),
                (2, ("remove NAME",), ["remove"]),
                (2, ("list",), ["list", "x"]),
                (2, ("--rate",), ["add", "x"]),
                (2, ("--rate", "number"), ["add", "x", "--rate", "all"]),
                (2, ("KEY=VALUE",), ["add", "x", "--rate", "1", "--attribute", "k"]),
                (2, ("add and set",), ["remove", "there", "--rate", "1"]),
                (1, ("FixedRate", "at most 1"), ["add", "x", "--rate", "5"]),
                (1, ("there", "already"), ["add", "there", "--rate", "1"]),
                (1, ("Priority",), ["set", "there", "--priority", "10000"]),
                (1, ("no sampling rule",), ["set", "x", "--rate", "1"]),
                (1, ("Default",), ["remove", "Default"]),
                (1, ("Host", "Default"), ["set", "Default", "--host", "x"])):
            with self.subTest(arguments=arguments):
                self.assert_refused(code, *words, arguments=arguments)
        self.assertEqual([rule["RuleName"] for rule in self.rules()], ["there", "Default"])

    def test_listing_makes_no_session(self):
        self.assert_refused(1, self.session.name, arguments=["list"])
        self.assertFalse(self.session.exists())

    def test_what_serves_the_session_sees_a_change_at_once(self):
        server = self.serve()
        api = server.wait_for_line("listening tcp ").rsplit(":", 1)
        address = (api[0], int(api[1]))

        def told():
            status, answer = ask(address, "/GetSamplingRules")
            self.assertEqual(status, 200)
            return {record["SamplingRule"]["RuleName"]: record["SamplingRule"]["FixedRate"]
                    for record in answer["SamplingRuleRecords"]}

        report = {"SamplingStatisticsDocuments": [{"RuleName": "Default", "ClientID": "0" * 24, "Timestamp": 1,
                                                   "RequestCount": 3, "SampledCount": 2, "BorrowCount": 1}]}
        self.assertEqual(told(), {"Default": 1})
        self.sampling("set", "Default", "--rate", "0")
        changed = self.sampling("add", "all", "--rate", "1")["SamplingRuleRecord"]["ModifiedAt"]
        self.assertEqual(told(), {"all": 1, "Default": 0})
        after = ask(address, "/SamplingTargets", report)[1]
        self.assertGreater(after["LastRuleModification"], changed)
        self.assertEqual(after["SamplingTargetDocuments"][0]["FixedRate"], 0)
        self.stop(server)

        server = self.serve()
        api = server.wait_for_line("listening tcp ").rsplit(":", 1)
        address = (api[0], int(api[1]))
        self.assertEqual(told(), {"all": 1, "Default": 0})
        (summary,) = ask(address, "/SamplingStatisticSummaries")[1]["SamplingStatisticSummaries"][-1:]
        self.assertEqual(summary["RuleName"], "Default")
        self.assertGreater(summary["RequestCount"], 0)

    def test_a_local_rule_file_replaces_the_rules(self):
        self.sampling("add", "old", "--rate", "1")
        rules = self.write("rules.json", json.dumps({
            "version": 2, "default": {"fixed_target": 0, "rate": 0.1},
            "rules": [{"host": "*", "http_method": "GET", "url_path": "/a", "fixed_target": 1, "rate": 0}]}))
        self.stop(self.serve(None, "--sampling-rules", rules))
        self.assertEqual([(rule["RuleName"], rule["URLPath"], rule["FixedRate"]) for rule in self.rules()],
                         [("local-1", "/a", 0), ("Default", "*", 0.1)])

    def test_a_bad_local_rule_file_is_refused(self):
        self.sampling("add", "old", "--rate", "1")
        for content, *words in (('{"version": 2,\n "default": }', "line 2"), ('{"version": 3}', "version"),
                                ('{"version": 1, "default": {"fixed_target": 1, "rate": 7}}', "default.rate", "0 to 1")):
            path = self.write("bad.json", content)
            done = self.fluoro.run("serve", "--bind", "127.0.0.1:0", "--session", self.session, "--sampling-rules", path)
            said = done.stderr.decode()
            self.assertEqual(done.returncode, 1, said)
            for word in ("bad.json", *words):
                self.assertIn(word, said)
        self.assertEqual([rule["RuleName"] for rule in self.rules()], ["old", "Default"])


if __name__ == "__main__":
    harness.main()
