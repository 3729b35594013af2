# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the benchmarks, prints one table and writes results.json into the build's folder.

A figure stands beside the limit that the same machine reached in the same run, so that it means something on any machine.
"""
import argparse
import functools
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

from api import ask_api
from programs import Programs, committed, cpu_seconds, end, resident_mb, socket_drops, virtual_display, wait_until
from soak import soak

SEGMENTS_PER_DOCUMENT = 3.5  # of the documents that fluoroscope_bench makes


class Results:
    """Rows of the table, in the order in which they were measured."""

    def __init__(self):
        self.rows = []

    def add(self, name, figure, unit, limit=None, limit_name="", reach=None):
        """`reach`: (comparison, value), what the project set out to reach."""
        met = None if reach is None else (figure <= reach[1] if reach[0] == "<=" else figure >= reach[1])
        self.rows.append({
            "name": name, "figure": figure, "unit": unit, "limit": limit, "limitName": limit_name,
            "ratio": figure / limit if limit else None, "reach": None if reach is None else f"{reach[0]} {number(reach[1])}", "met": met})
        print(f"   {name}: {number(figure)} {unit}", flush=True)

    def table(self):
        head = ("", "figure", "", "limit in the same run", "ratio", "to reach", "")
        lines = [head] + [
            (row["name"], number(row["figure"]), row["unit"],
             f'{number(row["limit"])} {row["limitName"]}' if row["limit"] is not None else "",
             f'{row["ratio"]:.2f}' if row["ratio"] is not None else "",
             row["reach"] or "", {True: "reached", False: "MISSED", None: ""}[row["met"]])
            for row in self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
        right = (False, True, False, False, True, True, False)
        return "\n".join("  ".join(cell.rjust(w) if r else cell.ljust(w) for cell, w, r in zip(line, widths, right)).rstrip() for line in lines)


def number(value):
    """Three significant digits, thousands apart."""
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3g}"


def ingest(programs, results, quick):
    """From UDP to committed and visible, beside a socket that only counts and a table that is only filled."""
    count = 20_000 if quick else 100_000
    counter = programs.start(programs.bench, "count")
    port = int(counter.stdout.readline().rsplit(":", 1)[1])
    sent = programs.measure("send", "--port", port, "--count", count)
    counted = json.loads(counter.stdout.read())
    counter.wait()
    receive_limit = counted["received"] / counted["seconds"]
    session = programs.session("limit")
    inserted = programs.measure("insert", "--file", session, "--count", count)
    insert_limit = inserted["inserted"] / inserted["seconds"]
    programs.forget(session)
    results.add("limit: a QUdpSocket that only counts", receive_limit, "documents/s")
    results.add("limit: its loss, flat out", 100 * (1 - counted["received"] / sent["sent"]), "%")
    results.add("limit: SQLite that is only filled", insert_limit, "documents/s")
    limits = {"receive": receive_limit, "insert": insert_limit}
    burst = f"burst of {number(count)}"
    one_ingest(programs, results, burst, count, None, limits)
    seconds = 5 if quick else 60
    one_ingest(programs, results, f"10 000/s for {seconds} s", 10_000 * seconds, 10_000, limits)
    latency(programs, results)
    packing(programs, results)


def packing(programs, results):
    """What the journal takes of what was received, and what that costs of the ingest measured before."""
    capture = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "node-sdk-3.12.jsonl"
    captured = programs.measure("pack", "--capture", capture)
    made = programs.measure("pack", "--count", 20_000)
    results.add("journal of the capture: size without a dictionary", captured["ratioWithout"], "of the documents", reach=("<=", 0.35))
    results.add("journal of the capture: size with one of its own", captured["ratioWith"], "of the documents")
    results.add("journal of many small ones: size without a dictionary", made["ratioWithout"], "of the documents")
    results.add("journal of many small ones: size with one of their own", made["ratioWith"], "of the documents", reach=("<=", 0.35))
    cpu = next(row["figure"] for row in results.rows if row["name"].startswith("burst") and row["name"].endswith("CPU of the server"))
    results.add("packing a document", made["packWithUs"], "µs", cpu, "µs, all the server does for it")
    results.add("packing: of ingest", 100 * made["packWithUs"] / (cpu - made["packWithUs"]), "%", reach=("<=", 15))
    results.add("unpacking a document", made["unpackUs"], "µs")
    results.add("making a dictionary", made["trainMs"], "ms")


def one_ingest(programs, results, name, count, rate, limits):
    session = programs.session("ingest")
    server = programs.serve(session)
    time.sleep(0.5)  # started up: the figures are about receiving
    cpu = cpu_seconds(server.pid)
    sender = programs.start(programs.bench, "send", "--port", server.port, "--count", count, *(["--rate", rate] if rate else []))
    sender.stdout.readline()  # "sending"
    begin = time.monotonic()
    behind = 0.0
    while rate and sender.poll() is None:
        time.sleep(0.25)
        behind = max(behind, min(time.monotonic() - begin, count / rate) - committed(session) / rate)
    sent = json.loads(sender.stdout.read())
    sender.wait()
    done = wait_until(lambda: committed(session) >= sent["sent"], 3, lambda: committed(session)) - begin
    in_journal = committed(session)
    visible = wait_until(lambda: programs.status(session)["indexed"] >= in_journal, 10,
                         lambda: programs.status(session)["indexed"], 0.05) - begin
    status = programs.status(session)
    cpu = cpu_seconds(server.pid) - cpu
    kernel = socket_drops(server.port)
    end(server)
    lost = sent["sent"] - in_journal
    print(f"   {name}: sent {sent['sent']} in {sent['seconds']:.2f} s, journal {in_journal}, kernel dropped {kernel}, {status}", flush=True)
    if rate:
        results.add(f"{name}: longest from sent to committed", 1000 * max(behind, 0), "ms", reach=("<=", 500))
    else:
        results.add(f"{name}: to committed", in_journal / done, "documents/s", limits["insert"], "documents/s, SQLite alone")
        results.add(f"{name}: to visible", status["indexed"] / visible, "documents/s", limits["receive"], "documents/s, socket alone")
    results.add(f"{name}: lost", lost, "documents", reach=("<=", 0))
    results.add(f"{name}: of these in the kernel", kernel, "documents")
    results.add(f"{name}: in the journal, but not visible", in_journal - status["indexed"] - status["findings"], "documents", reach=("<=", 0))
    results.add(f"{name}: CPU of the server", 1e6 * cpu / max(in_journal, 1), "µs/document")
    programs.forget(session)


def latency(programs, results):
    """From one datagram to its commit, on a server at rest."""
    session = programs.session("latency")
    server = programs.serve(session)
    times = []
    for wanted in range(1, 21):
        time.sleep(0.15)
        sender = programs.start(programs.bench, "send", "--port", server.port, "--count", 1)
        sender.stdout.readline()
        begin = time.monotonic()
        times.append(1000 * (wait_until(lambda wanted=wanted: committed(session) >= wanted, 3, lambda: None, 0.001) - begin))
        sender.communicate()
    end(server)
    programs.forget(session)
    results.add("one datagram, from sent to committed: median", statistics.median(times), "ms")
    results.add("one datagram, from sent to committed: longest of 20", max(times), "ms", reach=("<=", 400))


def replay(programs, results, quick):
    """A replay beside a server that takes it: how exactly it keeps the spacing, at a thousand documents a second."""
    session = programs.session("replay")
    server = programs.serve(session)
    played = programs.measure("replay", "--port", server.port, "--count", 2_000 if quick else 20_000)
    end(server)
    programs.forget(session)
    results.add("replay at its own speed: off the recorded spacing, median", played["medianMs"], "ms", played["limitMedianMs"], "ms, waking up alone")
    results.add("replay at its own speed: off the recorded spacing, p99", played["p99Ms"], "ms", played["limitP99Ms"],
                "ms, waking up alone", reach=("<=", 2))


def core(programs, results, quick):
    """Reading documents, and a trace of 10 000 segments."""
    read = programs.measure("read", "--count", 5_000 if quick else 100_000)
    results.add("reading documents", read["documentsPerSecond"], "documents/s", read["limitPerSecond"], "documents/s, QJsonDocument alone")
    trace = programs.measure("trace", "--segments", 10_000)
    parse = trace["parseMs"]
    results.add("trace of 10 000 segments: reading", trace["readMs"], "ms", parse, "ms, QJsonDocument alone")
    results.add("trace of 10 000 segments: assembling", trace["assembleMs"], "ms", parse, "ms, QJsonDocument alone")
    results.add("trace of 10 000 segments: its graph", trace["graphMs"], "ms")
    results.add("trace of 10 000 segments: its summary", trace["summaryMs"], "ms")


def lines_until_paint(programs, command, environment):
    """Milliseconds from start to the line "first paint…", and what was told of the memory, in MB."""
    begin = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], env={**programs.environment, **environment}, text=True, stdout=subprocess.PIPE)
    paint = memory = None
    for line in process.stdout:
        if line.startswith("first paint"):
            paint = 1000 * (time.monotonic() - begin)
        elif line.startswith("resident:"):
            memory = float(line.split()[1])
        elif line.startswith("VmRSS:"):
            memory = int(line.split()[1]) * 1024 / 1e6
    if process.wait() != 0 or paint is None:
        raise RuntimeError(f"{command} ended with {process.returncode} and painted {'nothing' if paint is None else 'once'}")
    return paint, memory


def window_start(programs, results, name, session, rounds, environment, reach):
    window = [programs.fluoroscope, "--measure-start", "--bind", "127.0.0.1:0", "--session", session]
    measured = [lines_until_paint(programs, window, environment) for _ in range(rounds)]
    bare = [lines_until_paint(programs, [programs.bare_window], environment) for _ in range(rounds)]
    paint, memory = (statistics.median(column) for column in zip(*measured))
    bare_paint, bare_memory = (statistics.median(column) for column in zip(*bare))
    results.add(f"{name}: start to first paint", paint, "ms", bare_paint, "ms, a bare window", reach and ("<=", 150))
    results.add(f"{name}: memory of the window", memory, "MB", bare_memory, "MB, a bare window", reach and ("<=", 60))


def start(programs, results, quick):
    """Start and memory with an empty session."""
    session = programs.session("idle")
    server = programs.serve(session)
    bare = programs.start(programs.bench, "idle", "--file", programs.session("bare"))
    bare.stdout.readline()
    time.sleep(1)
    results.add("empty session: memory of fluoro serve", resident_mb(server.pid), "MB", resident_mb(bare.pid),
                "MB, an event loop, a socket and SQLite", ("<=", 16))
    cpu = cpu_seconds(server.pid)
    time.sleep(2 if quick else 10)
    results.add("empty session: CPU of fluoro serve at rest", 100 * (cpu_seconds(server.pid) - cpu) / (2 if quick else 10), "%")
    end(server)
    end(bare)
    if programs.fluoroscope.exists():
        rounds = 3 if quick else 9
        window_start(programs, results, "empty session, offscreen", session, rounds, {}, True)
        display = virtual_display()
        if display:
            window_start(programs, results, "empty session, X11", session, rounds, {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display.display}, True)
            display.terminate()
            display.wait()
    programs.forget(session)


def memory(programs, results, quick):
    """A session of a million segments, and in it one trace of 10 000."""
    segments = 50_000 if quick else 1_000_000
    documents = int(segments / SEGMENTS_PER_DOCUMENT)
    name = f"session of {number(segments)} segments"
    session = programs.session("large")
    for what in (["--count", documents], ["--segments", 10_000]):
        source = programs.start(programs.bench, "capture", *what)
        begin = time.monotonic()
        subprocess.run([programs.fluoro, "import", "-", "--session", session], env=programs.environment, stdin=source.stdout,
                       stdout=subprocess.DEVNULL, check=True)
        if "--count" in what:
            results.add(f"{name}: import", documents / (time.monotonic() - begin), "documents/s")
    server = programs.serve(session)
    time.sleep(2)
    results.add(f"{name}: memory of fluoro serve", resident_mb(server.pid), "MB")
    results.add(f"{name}: size of the file", session.stat().st_size / 1e6, "MB")
    end(server)
    trace = programs.trace_id
    for title, command in (
            (f"{name}: fluoro traces, the newest 100", [programs.fluoro, "traces", "--session", session, "--json", "--limit", 100]),
            (f"{name}: fluoro map, all of it", [programs.fluoro, "map", "--session", session, "--json"]),
            (f"{name}: fluoro show, a trace of 10 000", [programs.fluoro, "show", trace, "--session", session])):
        times = []
        for _ in range(3):
            begin = time.monotonic()
            programs.run(*command)
            times.append(1000 * (time.monotonic() - begin))
        results.add(title, statistics.median(times), "ms")
    if programs.fluoroscope.exists():
        window_start(programs, results, name, session, 3, {}, False)
        begin = time.monotonic()
        programs.run(programs.fluoroscope, "--render", "trace", "--trace", trace, "--session", session, "-o", programs.home / "trace.png")
        results.add(f"{name}: drawing a trace of 10 000, from start to file", 1000 * (time.monotonic() - begin), "ms")
    programs.forget(session)


def questions(programs, results, quick):
    """What API and window ask of a million traces while 5 000 documents/s come in."""
    traces = 10_000 if quick else 1_000_000
    session = programs.session("questions")
    filled = programs.measure("fill", "--file", session, "--traces", traces)
    name = f"session of {number(traces)} traces"
    results.add(f"{name}: filled", filled["documentsPerSecond"], "documents/s")
    results.add(f"{name}: size of the file", filled["bytes"] / 1e6, "MB")
    for line in programs.run(programs.bench, "ask", "--file", session, "--rate", 5000, "--rounds", 5 if quick else 20).splitlines():
        said = json.loads(line)
        if "question" in said:
            results.add(f"{name}: {said['question']}", said["medianMs"], "ms", said["cpuMs"], "ms of processor",
                        ("<=", said["reachMs"]) if "reachMs" in said else None)
        else:
            results.add(f"{name}: documents not indexed in the end", said["behind"], "documents")
    for line in programs.run(programs.bench, "scroll", "--file", session, "--rounds", 5 if quick else 20).splitlines():
        said = json.loads(line)
        results.add(f"{name}: window of the list, {said['question']}", said["medianMs"], "ms", said["cpuMs"], "ms of processor",
                    ("<=", said["reachMs"]) if "reachMs" in said else None)
    ask_api(programs, results, name, session, 5 if quick else 20)
    programs.forget(session)


def trace_map(programs, results, _quick):
    """The map's crossings beside those of Graphviz' dot, and what a frame of 300 nodes and 1 000 edges takes."""
    if not programs.bench_map.exists():
        print("   this build has no window", flush=True)
        return
    for line in programs.run(programs.bench_map).splitlines():
        said = json.loads(line)
        if "shape" in said:
            dot = said.get("dot")
            results.add(f"map of {said['shape']}: crossings", said["crossings"], "", dot, "by dot" if dot is not None else said["note"])
        else:
            reach = ("<=", said["reachMs"]) if "reachMs" in said else None
            results.add(f"map of 300 nodes: {said['step']}", said["medianMs"], "ms of processor", said["longestMs"], "ms at most", reach)


def timeline(programs, results, quick):
    """The timeline of a trace of a million subsegments, of several shapes; what is not on the GUI thread says so."""
    count = 10_000 if quick else 1_000_000
    for line in programs.run(programs.bench_timeline, "--count", count).splitlines():
        said = json.loads(line)
        results.add(f"timeline of {number(count)}, {said['what']}", said["medianMs"], "ms", said["cpuMs"], "ms of processor",
                    ("<=", said["reachMs"]) if "reachMs" in said else None)


def large_trace(programs, results, quick):
    """One streamed trace of a million subsegments: how it comes in, and what opening it takes."""
    segments = 100_000 if quick else 1_000_000
    name = f"trace of {number(segments)} segments"
    session = programs.session("large-trace")
    made = programs.measure("large", "--file", session, "--segments", segments)
    results.add(f"{name}: taken in", made["segments"] / made["seconds"], "segments/s")
    results.add(f"{name}: memory while taking it in, at most", made["peakMb"], "MB")
    opened = programs.measure("open", "--file", session)
    limit = 1000 * opened["qtJsonSeconds"]
    results.add(f"{name}: opened", 1000 * opened["warmSeconds"], "ms", limit, "ms, QJsonDocument alone", ("<=", 2000))
    for part, title in (("top", "its top read"), ("cold", "opened, the file not in memory"), ("read", "reading its documents, on one core"),
                        ("assemble", "of it assembling"), ("digest", "its graph and what else the page says")):
        results.add(f"{name}: {title}", 1000 * opened[f"{part}Seconds"], "ms", limit, "ms, QJsonDocument alone")
    results.add(f"{name}: opened, processor", 1000 * opened["warmCpuSeconds"], "ms", 1000 * opened["qtJsonCpuSeconds"], "ms, QJsonDocument alone")
    results.add(f"{name}: memory while opening it, at most", opened["peakMb"], "MB")
    results.add(f"{name}: memory for each segment, the inferred among them", opened["bytesPerSegment"], "bytes", opened["bytesOfSegment"], "bytes, a bare Segment")
    programs.forget(session)


BENCHMARKS = {"core": core, "trace": large_trace, "ingest": ingest, "start": start, "memory": memory, "questions": questions, "replay": replay,
              "timeline": timeline, "map": trace_map}
LONG = {"soak": soak}  # only by their names


def machine():
    cpu = next((line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    return {"cpu": cpu, "cores": os.cpu_count(), "kernel": platform.release(),
            "rmemMax": int(pathlib.Path("/proc/sys/net/core/rmem_max").read_text())}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the build's folder")
    parser.add_argument("--quick", action="store_true", help="short runs: the shape of the figures, not the figures")
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, *LONG, []], metavar="NAME",
                        help=f"of {', '.join(BENCHMARKS)}; and, only by name, {', '.join(LONG)}")
    parser.add_argument("--minutes", type=float, default=10, help="how long a soak takes")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    home = build / "bench-home"
    shutil.rmtree(home, ignore_errors=True)
    programs = Programs(build, home)
    programs.trace_id = "1-6b02eec5-eb750b95f3dcfc045731060b"  # of the large trace
    results = Results()
    failed = []
    for name in arguments.names or BENCHMARKS:
        measure = BENCHMARKS.get(name) or functools.partial(LONG[name], minutes=arguments.minutes)
        print(f"-- {name}: {(BENCHMARKS | LONG)[name].__doc__}", flush=True)
        try:
            measure(programs, results, arguments.quick)
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            failed.append(name)
            print(f"   {name} could not be measured: {error}", flush=True)
    where = machine()
    (build / "results.json").write_text(json.dumps(
        {"quick": arguments.quick, "machine": where, "results": results.rows, "failed": failed}, indent=2, ensure_ascii=False) + "\n")
    print(f"\n{where['cpu']}, {where['cores']} cores, Linux {where['kernel']}, receive buffers up to {where['rmemMax'] >> 10} KiB\n")
    print(results.table())
    print(f"\nwritten: {os.path.relpath(build / 'results.json')}")
    shutil.rmtree(home, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
