# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Node.js: the X-Ray SDK follows our sampling rules; it learns of rates within ten seconds, of new rules at its next poll."""

import harness
import install
import sampling_case


class NodeSamplingTest(sampling_case.SamplingCase):
    language = "node"

    def setUp(self):
        super().setUp()
        self.modules = {"NODE_PATH": str(self.installed / "node_modules")}
        self.command = ["node", install.SOURCES / "node/decide.js"]

    def test_records_what_the_rules_say(self):
        application = self.start(*self.command, "eager", **self.modules)
        self.follows(application)
        self.arrived(application)

    def test_takes_a_new_rate_from_the_targets(self):
        self.follows_rates(*self.command, **self.modules)


if __name__ == "__main__":
    harness.main()
