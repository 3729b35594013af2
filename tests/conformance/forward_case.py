# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of forwarding have in common: an upstream that knows the signature, and documents that are told apart."""

import ctypes
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


ZSTD = ctypes.CDLL("libzstd.so.1")
ZSTD.ZSTD_createDCtx.restype = ctypes.c_void_p
ZSTD.ZSTD_decompress_usingDict.restype = ctypes.c_size_t
ZSTD.ZSTD_decompress_usingDict.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t,
                                           ctypes.c_char_p, ctypes.c_size_t]


def document(number):
    """One segment, its number in its id and its name."""
    start = samples.START + number / 100
    return json.dumps({"trace_id": f"1-{int(samples.START):08x}-{number // 3 + 1:024x}", "id": f"{number + 1:016x}",
                       "name": f"s{number}", "start_time": start, "end_time": start + 0.005, "annotations": {"thirds": number % 3}})


def unpacked(frame, dictionary):
    """A zstd frame's content, by the library that is there wherever fluoro is."""
    content, context = ctypes.create_string_buffer(1 << 17), ctypes.c_void_p(ZSTD.ZSTD_createDCtx())
    size = ZSTD.ZSTD_decompress_usingDict(context, content, len(content), frame, len(frame), dictionary, len(dictionary))
    ZSTD.ZSTD_freeDCtx(context)
    return content[:size]


class ForwardCase(harness.Conformance):

    def setUp(self):
        super().setUp()
        self.fluoro.environment.update(KEYS, AWS_EC2_METADATA_DISABLED="true")

    def forwarding(self, *options, session=None):
        return self.serve(session, "--forward", *options)

    def journal(self, session=None):
        """Every document of a session in the order of its journal, without the daemon's header."""
        with sqlite3.connect(f"file:{session or self.session}?mode=ro", uri=True) as database:
            dictionaries = dict(database.execute("SELECT id, bytes FROM dictionary"))
            rows = database.execute("SELECT transport, bytes, packing FROM journal ORDER BY id").fetchall()
        whole = [(transport, text if packing is None else unpacked(text, dictionaries.get(packing, b"")))
                 for transport, text, packing in rows]
        return [(text.partition(b"\n")[2] if transport == 1 else text).decode() for transport, text in whole]

    def status(self, session=None):
        return self.fluoro.ask("status", "--session", session or self.session)["forwarding"]

    def all_sent(self, count, session=None):
        """Waits until the fate of so many documents is known; gives the status."""
        def known():
            status = self.status(session)
            return status["sent"] + status["refused"] + status["leftOut"]
        self.eventually(known, count)
        self.eventually(lambda: self.status(session)["pending"], 0)
        return self.status(session)
