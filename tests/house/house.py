# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house that a machine can check; each yields one line per violation.

usage: house.py RULE [ROOT]           RULE: includes, licences, lengths, forbidden, paths or all; ROOT: the repository's top
       house.py links PROGRAM         PROGRAM must load no GUI module
       house.py manual PROGRAM PAGE   PAGE must tell every command and option that PROGRAM's --help tells
"""
import os
import re
import subprocess
import sys

LAYERS = ("app", "core", "storage", "ui")
TOP = LAYERS + ("tests", "resources", "packaging", ".ci")
CPP = (".h", ".cpp")
SCRIPTS = (".py", ".sh", ".js", ".mjs", ".go", ".java", ".cmake")

# Which layers a layer may include.
ARROWS = {"core": {"core"}, "storage": {"storage", "core"}, "ui": {"ui", "core"}, "app": {"app", "core", "storage", "ui"}}
QT_HEADER = re.compile(r"Q[A-Z]\w*|QtCore/\w+|Qt(Core|Global|Debug|Math|Numeric|Endian|Algorithms|Logging|Types)|q\w+\.h")
# By the names of Qt's headers outside Qt Core: core and storage stay without them.
NOT_QT_CORE = re.compile(
    r"Q(Widget|Application|Gui|Paint|Pixmap|Image|Icon|Color|Font|Palette|Pen|Brush|Window|MainWindow|Screen|Style|Svg|Chart|Graphics|"
    r"Action|Clipboard|Cursor|Picture|Region|Transform|Polygon|Accessible|Dialog|Label|Menu|Layout|Abstract(Button|Scroll|ItemView|Socket)|"
    r"(List|Tree|Table|Header)View|(Box|Form|Grid|HBox|VBox)Layout|(Key|Mouse|Wheel|Resize|Show|Hide|Focus|Drag|Drop)\w*Event|"
    r"Udp|Tcp|Network|Host|Ssl|Sql|LocalS|DBus|Test)"
)
PLAIN = re.compile(r"[a-z_0-9]+|tl/expected\.hpp|(moc_)?\w+\.(cpp|moc)")  # standard library, results, moc's output
STORE = re.compile(r"SQLiteCpp/\w+\.h|sqlite3\.h|z(std|dict)\.h|(sys|linux)/\w+\.h|(unistd|fcntl|signal)\.h")
OUTSIDE = {"core": "Qt Core, the standard library and tl::expected", "storage": "Qt Core, SQLite, zstd and the system"}

MAX_LINES = 400  # a longer file has two ideas


def files(root, tops=TOP):
    """Paths below `root`, relative to it: everything that people write, and nothing that was built."""
    for top in tops:
        for folder, subfolders, names in os.walk(os.path.join(root, top)):
            subfolders[:] = sorted(n for n in subfolders if n not in ("build", "node_modules", "__pycache__", "target"))
            for name in sorted(names):
                yield os.path.relpath(os.path.join(folder, name), root)


def lines(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read().splitlines()


def code_lines(root, path):
    """(number, line without its comment): a rule about code is no rule about prose."""
    for number, line in enumerate(lines(root, path), 1):
        yield number, re.sub(r"//.*", "", line)


def includes(root):
    """The arrows: core includes Qt Core, the standard library and tl::expected alone; storage core; ui core; app all but tests."""
    for path in files(root, LAYERS):
        if not path.endswith(CPP):
            continue
        layer = path.split("/")[0]
        for number, line in enumerate(lines(root, path), 1):
            found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if not found:
                continue
            bracket, header = found.groups()
            target = header.split("/")[0]
            where = f"{path}:{number}: "
            if header.startswith(".."):
                yield where + f'"{header}": include by the path from the top'
            elif target in LAYERS + ("tests",) and target not in ARROWS[layer]:
                yield where + f"{layer} must not include {target}/ ({header})"
            elif target in LAYERS:
                if bracket == "<":
                    yield where + f"<{header}>: our own headers are included with quotes"
            elif layer in OUTSIDE:
                qt_core = QT_HEADER.fullmatch(header) and not NOT_QT_CORE.match(header.split("/")[-1])
                if not (qt_core or PLAIN.fullmatch(header) or layer == "storage" and STORE.fullmatch(header)):
                    yield where + f"{layer} includes {OUTSIDE[layer]} alone ({header})"


def licences(root):
    """Two SPDX lines at the head of every source, script and build file."""
    for path in files(root):
        name = os.path.basename(path)
        if not (path.endswith(CPP + SCRIPTS) or name in ("CMakeLists.txt", "run")):
            continue
        head = "\n".join(lines(root, path)[:4])
        for tag in ("SPDX-FileCopyrightText: ", "SPDX-License-Identifier: GPL-3.0-or-later"):
            if tag not in head:
                yield f"{path}:1: lacks {tag.strip()}"


def lengths(root):
    """No file of a layer over 400 lines."""
    for path in files(root, LAYERS):
        if path.endswith(CPP):
            count = len(lines(root, path))
            if count > MAX_LINES:
                yield f"{path}:{count}: {count} lines, more than {MAX_LINES}: it has two ideas"


# What is not written, why, and the files that may.
FORBIDDEN = (
    (re.compile(r"\bprocessEvents\b"), "runs the event loop from within", ()),
    (re.compile(r"\bQEventLoop\b"), "nests an event loop", ()),
    (re.compile(r"\bclass\s+\w+\s*(final\s*)?:\s*public\s+QThread\b"), "QThread is not subclassed: std::jthread", ()),
    (re.compile(r"\bq[SW](leep|ait)\s*\(|\bsleep_(for|until)\b|\bQThread::\w*sleep\b"), "waits by the clock", ()),
    (re.compile(r"\bstatic\s+[\w:<>]+\s*[&*]\s*instance\s*\("), "a singleton: pass the object", ("ui/theme/theme.h",)),
    (re.compile(r"\bQSettings\s*[({]|\bQSettings\s+\w+\s*[;({]"), "settings are read and written in one place", ("ui/frame/settings.h", "ui/frame/settings.cpp")),
    (re.compile(r"\bQSortFilterProxyModel\b"), "sort and filter in the query", ()),
    (re.compile(r"\bResizeToContents\b"), "measures every row", ()),
    (re.compile(r"#[0-9A-Fa-f]{6}\"|\bqRgba?\(|\bQColor\((0x|[0-9])|\bQt::(black|white|red|green|blue|gray|(dark|light)Gray|yellow|cyan|magenta)\b"),
     "colours are roles of the theme", ("ui/theme/theme.cpp",)),
)


def forbidden(root):
    """Calls that block the window, and state that everybody can reach."""
    for path in files(root, LAYERS):
        if not path.endswith(CPP):
            continue
        for number, line in code_lines(root, path):
            for pattern, why, allowed in FORBIDDEN:
                found = pattern.search(line)
                if found and path not in allowed:
                    yield f"{path}:{number}: {found.group(0).strip()}: {why}"


MACHINE = re.compile(r"(?<![\w.~}])/(root|work|farm|tmp(?!/\.X11-unix)|home/\w+)(/|\b)")


def paths(root):
    """No path that only one machine has. Recorded fixtures stay as they were recorded."""
    for path in files(root):
        if path.startswith(("tests/fixtures/", "tests/house/")) or path.endswith((".png", ".svg", ".jsonl", ".json", ".gz", ".zst")):
            continue
        for number, line in enumerate(lines(root, path), 1):
            found = MACHINE.search(line)
            if found:
                yield f"{path}:{number}: {found.group(0)}: a path of one machine"


GUI_LIBRARY = re.compile(r"\blib(Qt6(?!Core\b|Network\b)\w+|X11|xcb|wayland-\w+|GL|EGL)\.so")


def gui_libraries(ldd_output):
    """GUI modules among the libraries that ldd tells."""
    return sorted({found.group(0) for found in GUI_LIBRARY.finditer(ldd_output)})


def links(program):
    loaded = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout
    for library in gui_libraries(loaded):
        yield f"{program}: loads {library}"


def untold(help_text, page):
    """Options and commands in the text of --help that the manual page does not tell."""
    words = re.findall(r"(?<![\w-])--[a-z][a-z-]+", help_text) + re.findall(r"^  ([a-z][a-z-]+) {2,}[A-Z]", help_text, re.M)
    told = re.sub(r"\\f[A-Z]", "", page.replace("\\-", "-"))
    return sorted({word for word in words if not re.search(rf"(?<![\w-]){word}(?![\w-])", told)})


def manual(program, page):
    def help_of(*command):
        return subprocess.run([program, *command, "--help"], check=True, capture_output=True, text=True).stdout

    text = help_of()
    for command in re.findall(r"^  ([a-z][a-z-]+) {2,}[A-Z]", text, re.M):
        text += help_of(command)
    with open(page, encoding="utf-8") as file:
        for word in untold(text, file.read()):
            yield f"{page}: does not tell {word}"


RULES = {"includes": includes, "licences": licences, "lengths": lengths, "forbidden": forbidden, "paths": paths}


def main(arguments):
    if len(arguments) < 2 or arguments[1] not in (*RULES, "all", "links", "manual"):
        sys.exit(__doc__)
    rule = arguments[1]
    if rule in ("links", "manual"):
        found = list({"links": links, "manual": manual}[rule](*arguments[2:]))
    else:
        root = arguments[2] if len(arguments) > 2 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
        chosen = RULES.values() if rule == "all" else [RULES[rule]]
        found = [line for check in chosen for line in check(root)]
    print("\n".join(found) or f"{rule}: nothing against the rules")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
