# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window for minutes on end, under 2 000 documents a second, on each page in its turn: frames, memory, blockages, losses."""
import json
import os
import re
import statistics
import subprocess
import threading
import time

from programs import port_told, resident_mb, virtual_display

RATE = 2_000  # documents a second
PAGES = 3


def place(program, frames):
    """The innermost function of ours in a stack, by the program's debug information."""
    ours = [found.group(1) for frame in frames if (found := re.search(re.escape(program.name) + r"\(\+(0x[0-9a-f]+)\)", frame))]
    if not ours:
        return frames[0] if frames else "?"
    named = subprocess.run(["addr2line", "-Cfe", program, *ours], capture_output=True, text=True, check=False).stdout.splitlines()
    names = [name for name in named[::2] if name.startswith("fluoroscope::") or "fluoroscope::" in name]
    return names[0] if names else "?"


def stolen_seconds():
    """Of all processors, since the machine began: what its host gave to others while it had work."""
    with open("/proc/stat", encoding="ascii") as file:
        return int(file.readline().split()[8]) / os.sysconf("SC_CLK_TCK")


def one_soak(programs, results, name, minutes, environment):
    session = programs.session("soak")
    of_each = max(5, round(60 * minutes / PAGES))
    programs.environment.update(environment)
    window = programs.start(programs.bench_soak, session, of_each)
    port = port_told(window)
    sender = programs.start(programs.bench, "send", "--port", port, "--count", int(RATE * (of_each * PAGES - 2)), "--rate", RATE)
    memory = []
    stolen = []

    def look():
        began = time.monotonic()
        while window.poll() is None:
            try:
                memory.append((time.monotonic() - began, resident_mb(window.pid)))
                stolen.append((time.monotonic(), stolen_seconds()))
            except (OSError, AttributeError):
                return  # it has ended
            time.sleep(1)

    watcher = threading.Thread(target=look)
    watcher.start()
    said = [{**json.loads(line), "at": time.monotonic()} for line in window.stdout if line.startswith("{")]
    sent = json.loads(sender.communicate()[0].splitlines()[-1])
    watcher.join()
    if window.wait() != 0:
        raise RuntimeError(f"the window ended with {window.returncode}")
    for line in said:
        if "page" in line:
            for what, words in (("frame", "drawing a frame"), ("processor", "processor of a frame"), ("interval", "from frame to frame")):
                for part in ("p50", "p99", "max"):
                    if line[what]:
                        results.add(f"{name}, {line['page']}: {words}, {part}", line[what][part], "ms",
                                    reach=("<=", 16) if part == "p99" and what != "interval" else None)
    blockages = [line for line in said if "blocked" in line]
    for line in sorted(blockages, key=lambda line: -line["blocked"])[:10]:
        stolen_then = [seconds for at, seconds in stolen if abs(at - line["at"]) < 1.5]
        print(f"   {name}: blocked {line['blocked']} ms, {line['running']} with a processor, {line['queued']} waiting for one "
              f"({max(stolen_then, default=0) - min(stolen_then, default=0):.2f} s taken by the host then), at {place(programs.bench_soak, line['frames'])}", flush=True)
    end = next(line for line in said if "documents" in line)
    results.add(f"{name}: event loop blocked over 100 ms", len(blockages), "times", reach=("<=", 0))
    results.add(f"{name}: time that the machine's host took from it", stolen[-1][1] - stolen[0][1], "s")
    results.add(f"{name}: documents lost", sent["sent"] - end["documents"], "documents", reach=("<=", 0))
    settled = [mb for at, mb in memory if at >= min(60, memory[-1][0] / 2)]
    some = min(30, len(settled) // 2)  # seconds: what is needed for a moment, to learn a dictionary, does not count
    after, end = statistics.median(settled[:some]), statistics.median(settled[-some:])
    results.add(f"{name}: memory after {'a minute' if memory[-1][0] > 120 else 'half the time'}", after, "MB")
    results.add(f"{name}: memory at the end", end, "MB", after, "MB, before")
    programs.forget(session)


def soak(programs, results, quick, minutes=10.0):
    """Ten minutes of 2 000 documents/s with the window open, a third of it on each page; --minutes for other lengths."""
    minutes = 0.3 if quick else minutes
    one_soak(programs, results, "soak, offscreen", minutes, {"QT_QPA_PLATFORM": "offscreen"})
    display = virtual_display()
    if display:
        one_soak(programs, results, "soak, X11", minutes, {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display.display})
        programs.environment["QT_QPA_PLATFORM"] = "offscreen"
        display.terminate()
        display.wait()
