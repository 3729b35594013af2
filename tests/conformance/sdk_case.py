# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of every SDK have in common: an installed SDK, a server, and traces that must arrive exactly."""

import time

import documents
import harness
import install


class SdkCase(harness.Conformance):
    """A test of one language's SDK, whose dependencies lie in `self.installed`."""

    language = None

    @classmethod
    def setUpClass(cls):
        cls.installed = install.ensure(cls.language)

    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.daemon = {"AWS_XRAY_DAEMON_ADDRESS": self.server.address, "AWS_XRAY_CONTEXT_MISSING": "RUNTIME_ERROR"}
        self.since = time.time()

    def read(self, trace_id, replace=None):
        return documents.Trace(self.fluoro.show(self.session, trace_id), replace)

    def trees(self, replace=None):
        """Every trace of the session as a tree, by its id."""
        return {trace_id: self.read(trace_id, replace).roots() for trace_id in self.fluoro.trace_ids(self.session)}

    def arrives(self, expected, replace=None):
        """Waits until the session holds these trees by trace id and nothing else; then it must still after the server's end."""
        expected = {trace_id: documents.in_order(roots) for trace_id, roots in expected.items()}
        self.eventually(lambda: self.trees(replace), expected)
        until = time.time()
        for trace_id in expected:
            self.read(trace_id).check(self, self.since, until)
        self.assert_rejected(self.session)
        self.stop(self.server)
        self.assertEqual(self.trees(replace), expected)

    def summary_of(self, trace_id):
        """One trace's summary with its annotations as plain values and its services by name."""
        found = [summary for summary in self.fluoro.summaries(self.session) if summary["Id"] == trace_id]
        self.assertEqual(len(found), 1)
        kept = {key: found[0][key] for key in ("HasFault", "HasError", "HasThrottle", "IsPartial")}
        kept["Annotations"] = {key: sorted(next(iter(value["AnnotationValue"].items())) for value in values)
                               for key, values in found[0]["Annotations"].items()}
        kept["EntryPoint"] = found[0]["EntryPoint"]["Name"]
        kept["Users"] = [user["UserName"] for user in found[0]["Users"]]
        kept["Http"] = {key: value for key, value in found[0]["Http"].items() if value is not None}
        return kept
