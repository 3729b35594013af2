# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""AWS's SDKs, without a line that is meant for us but the endpoint, get from the API what the session shows, to the number."""

import json

import api_case
import harness
import install


class Client:
    """One language's SDK: `command` runs the client below `clients/` that does the task."""

    language = None

    @classmethod
    def setUpClass(cls):
        cls.installed = install.ensure(f"api_{cls.language}")

    def test_sees_what_the_session_shows(self):
        task = self.write("task.json", json.dumps({**self.task, "installed": str(self.installed)}))
        self.check(harness.run_application([*self.command(install.source(f"api_{self.language}")), task], self.directory))


class PythonClient(Client, api_case.ApiCase):
    language = "python"

    def command(self, source):
        return [self.installed / "venv/bin/python", "-B", source / "client.py"]


class NodeClient(Client, api_case.ApiCase):
    language = "node"

    def command(self, source):
        return ["node", source / "client.js"]


class JavaClient(Client, api_case.ApiCase):
    language = "java"

    def command(self, _):
        return ["java", "-XX:TieredStopAtLevel=1", "-cp", f"{self.installed / 'classes'}:{self.installed / 'lib'}/*",
                "fluoroscope.conformance.Client"]


class GoClient(Client, api_case.ApiCase):
    language = "go"

    def command(self, _):
        return [self.installed / "app"]


if __name__ == "__main__":
    harness.main()
