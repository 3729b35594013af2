# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Python: the X-Ray SDK follows our sampling rules, new ones within ten seconds."""

import harness
import install
import sampling_case


class PythonSamplingTest(sampling_case.SamplingCase):
    language = "python"

    def test_records_what_the_rules_say(self):
        application = self.start(self.installed / "venv/bin/python", "-B", install.SOURCES / "python/decide.py")
        self.follows(application)
        self.arrived(application)


if __name__ == "__main__":
    harness.main()
