# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenTelemetry's X-Ray remote sampler, for Java, follows our sampling rules; its spans go elsewhere."""

import harness
import sampling_case


class OtelSamplingTest(sampling_case.SamplingCase):
    language = "java"

    def test_decides_what_the_rules_say(self):
        self.follows(self.start("java", "-cp", f"{self.installed}/classes:{self.installed}/lib/*",
                                "fluoroscope.conformance.OtelDecide", f"http://{self.api}"))


if __name__ == "__main__":
    harness.main()
