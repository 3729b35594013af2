# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Java: the X-Ray SDK follows our sampling rules; it learns of rates within ten seconds, of new rules at its next poll."""

import harness
import sampling_case


class JavaSamplingTest(sampling_case.SamplingCase):
    language = "java"

    def setUp(self):
        super().setUp()
        self.command = ["java", "-cp", f"{self.installed}/classes:{self.installed}/lib/*", "fluoroscope.conformance.Decide"]

    def test_records_what_the_rules_say(self):
        application = self.start(*self.command, "eager")
        self.follows(application)
        self.arrived(application)

    def test_takes_a_new_rate_from_the_targets(self):
        self.follows_rates(*self.command)


if __name__ == "__main__":
    harness.main()
