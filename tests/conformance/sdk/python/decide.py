# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a segment every 50 ms under the rules that TCP 2000 gives, and prints a line for each: `sampled ID` or `dropped`."""

import signal
import threading

from aws_xray_sdk.core import xray_recorder

ended = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: ended.set())
while not ended.wait(0.05):
    segment = xray_recorder.begin_segment("python-decide")
    sampled = segment.sampled
    xray_recorder.end_segment()
    print(f"sampled {segment.trace_id}" if sampled else "dropped", flush=True)
