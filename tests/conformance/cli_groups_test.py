# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups from the command line, with the same rules and messages as by the API."""

import harness
import samples


class GroupsTest(harness.Conformance):

    def groups(self, *arguments):
        return self.fluoro.ask("groups", *arguments, "--session", self.session)

    def names(self):
        return [group["GroupName"] for group in self.groups()["Groups"]]

    def test_groups_are_added_changed_and_removed(self):
        made = self.groups("add", "slow", "--filter", "responsetime > 2", "--insights", "on")["Group"]
        self.assertRegex(made["GroupARN"], r"^arn:aws:xray:us-east-1:000000000000:group/slow/\w+$")
        self.assertEqual(made["FilterExpression"], "responsetime > 2")
        self.assertEqual(made["InsightsConfiguration"], {"InsightsEnabled": True, "NotificationsEnabled": False})
        changed = self.groups("set", "slow", "--filter", "responsetime > 3", "--notifications", "on")["Group"]
        self.assertEqual(changed["FilterExpression"], "responsetime > 3")
        self.assertEqual(changed["InsightsConfiguration"], {"InsightsEnabled": True, "NotificationsEnabled": True})
        self.assertEqual(self.names(), ["Default", "slow"])
        table = self.fluoro.succeed("groups", "--session", self.session)
        self.assertRegex(table, r"(?m)^slow +on +on +responsetime > 3$")
        self.assertRegex(table, r"(?m)^Default +off +off +every trace$")
        self.assertEqual(self.groups("remove", "slow"), {})
        self.assertEqual(self.names(), ["Default"])

    def test_mistakes_are_said(self):
        self.groups("add", "there")
        for code, words, arguments in (
                (2, ("add NAME",), ["add"]),
                (2, ("set", "Did you mean"), ["sett", "x"]),
                (2, ("on or off",), ["add", "x", "--insights", "yes"]),
                (2, ("add and set",), ["list", "--filter", "ok"]),
                (2, ("expected a number",), ["add", "x", "--filter", "responsetime >"]),
                (1, ("groups",), ["add", "x", "--filter", 'group.name = "there"']),
                (1, ("InsightsEnabled",), ["add", "x", "--notifications", "on"]),
                (1, ("there", "already"), ["add", "there"]),
                (1, ("reserved",), ["add", "Default"]),
                (1, ("32",), ["add", "x" * 33]),
                (1, ("no group",), ["set", "x", "--filter", "ok"]),
                (1, ("Default",), ["remove", "Default"])):
            with self.subTest(arguments=arguments):
                done = self.fluoro.run("groups", *arguments, "--session", self.session)
                said = done.stderr.decode()
                self.assertEqual(done.returncode, code, said)
                for word in words:
                    self.assertIn(word, said)
        self.assertEqual(self.names(), ["Default", "there"])

    def test_filters_speak_of_groups(self):
        lines = "".join(samples.json_lines(samples.shop(number)) for number in (1, 2))
        self.fluoro.succeed("import", "-", "--session", self.session, stdin=lines.encode())
        self.groups("add", "first", "--filter", 'http.url ENDSWITH "/cart/1"')
        for expression, numbers in (('group.name = "first"', [1]), ('group.name != "first"', [2]),
                                    ('group.name = "Default"', [2, 1]), ('group.name = "none"', [])):
            with self.subTest(expression=expression):
                found = self.fluoro.summaries(self.session, "--filter", expression)
                self.assertEqual([summary["Id"] for summary in found], [samples.trace_id(number) for number in numbers])
        services = self.fluoro.ask("map", "--session", self.session, "--filter", 'group.name = "first"')["Services"]
        shop = [service for service in services if service["Name"] == "shop" and service.get("Type") != "client"]
        self.assertEqual([service["SummaryStatistics"]["TotalCount"] for service in shop], [1])


if __name__ == "__main__":
    harness.main()
