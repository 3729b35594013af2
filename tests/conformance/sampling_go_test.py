# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Go: the X-Ray SDK follows our sampling rules, new ones within ten seconds."""

import harness
import sampling_case


class GoSamplingTest(sampling_case.SamplingCase):
    language = "go"

    def test_records_what_the_rules_say(self):
        application = self.start(self.installed / "app", "decide")
        self.follows(application)
        self.arrived(application)


if __name__ == "__main__":
    harness.main()
