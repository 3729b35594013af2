# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of forwarding have in common: an upstream that knows the signature, and documents that are told apart."""

import json
import site
import sqlite3

import harness
import install
import samples

# The signer that the upstream authenticates by, and that is not ours, comes with boto3.
for _packages in (install.ensure("api_python") / "venv/lib").glob("python3*/site-packages"):
    site.addsitedir(str(_packages))

KEYS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret/KEY+of=nobody", "AWS_REGION": "eu-west-1"}


def document(number):
    """One segment, its number in its id and its name."""
    start = samples.START + number / 100
    return json.dumps({"trace_id": f"1-{int(samples.START):08x}-{number // 3 + 1:024x}", "id": f"{number + 1:016x}",
                       "name": f"s{number}", "start_time": start, "end_time": start + 0.005, "annotations": {"thirds": number % 3}})


class ForwardCase(harness.Conformance):

    def setUp(self):
        super().setUp()
        self.fluoro.environment.update(KEYS, AWS_EC2_METADATA_DISABLED="true")

    def forwarding(self, *options, session=None):
        return self.serve(session, "--forward", *options)

    def journal(self, session=None):
        """Every document of a session in the order of its journal, without the daemon's header."""
        with sqlite3.connect(f"file:{session or self.session}?mode=ro", uri=True) as database:
            rows = database.execute("SELECT transport, bytes FROM journal ORDER BY id").fetchall()
        return [bytes(row[1]).partition(b"\n")[2].decode() if row[0] == 1 else bytes(row[1]).decode() for row in rows]

    def status(self, session=None):
        return self.fluoro.ask("status", "--session", session or self.session)["forwarding"]

    def all_sent(self, session=None):
        """Waits until nothing is pending; gives the status."""
        self.eventually(lambda: self.status(session)["pending"], 0)
        return self.status(session)
