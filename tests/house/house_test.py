# SPDX-FileCopyrightText: Fluoroscope contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule of the house fails on a planted violation, and lets pass what is allowed."""
import os
import tempfile
import unittest

import house

HEAD = "// SPDX-FileCopyrightText: Fluoroscope contributors\n// SPDX-License-Identifier: GPL-3.0-or-later\n"


class HouseTest(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.TemporaryDirectory()
        self.addCleanup(self.root.cleanup)

    def plant(self, path, text):
        target = os.path.join(self.root.name, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as file:
            file.write(text)

    def found(self, rule):
        return list(house.RULES[rule](self.root.name))

    def assert_refused(self, rule, path, text):
        self.plant(path, text)
        found = self.found(rule)
        self.assertTrue(any(line.startswith(path + ":") for line in found), f"{rule} lets {text!r} pass in {path}: {found}")

    def test_an_arrow_against_the_picture_is_refused(self):
        for number, (layer, header) in enumerate((
                ("core", '"storage/journal.h"'), ("core", '"ui/theme/theme.h"'), ("core", '"app/receive/receiver.h"'),
                ("storage", '"ui/theme/theme.h"'), ("storage", '"app/receive/receiver.h"'), ("ui", '"storage/journal.h"'),
                ("ui", '"app/receive/receiver.h"'), ("app", '"tests/core/trace.h"'), ("core", '"../storage/journal.h"'),
                ("ui", "<storage/journal.h>"), ("app", "<core/result.h>"))):
            with self.subTest(layer=layer, header=header):
                self.assert_refused("includes", f"{layer}/part{number}/file.cpp", f"#include {header}\n")

    def test_core_and_storage_take_no_other_module(self):
        for number, (layer, header) in enumerate((
                ("core", "QWidget"), ("core", "QApplication"), ("core", "QPainter"), ("core", "QtGui/QColor"), ("core", "QUdpSocket"),
                ("core", "SQLiteCpp/Database.h"), ("core", "sqlite3.h"), ("core", "sys/socket.h"), ("storage", "QWidget"),
                ("storage", "QApplication"), ("storage", "QPainter"), ("storage", "QtWidgets/QLabel"), ("storage", "QSqlDatabase"))):
            with self.subTest(layer=layer, header=header):
                self.assert_refused("includes", f"{layer}/part{number}/file.h", f"#include <{header}>\n")

    def test_an_arrow_of_the_picture_passes(self):
        self.plant("core/trace/a.cpp", '#include "core/result.h"\n#include <QString>\n#include <QStringView>\n#include <QLocale>\n#include <QJsonObject>\n'
                   "#include <QtGlobal>\n#include <QHashFunctions>\n#include <stop_token>\n#include <tl/expected.hpp>\n")
        self.plant("storage/b.cpp", '#include "core/result.h"\n#include "storage/a.h"\n#include <SQLiteCpp/Database.h>\n#include <sqlite3.h>\n#include <unistd.h>\n')
        self.plant("ui/map/c.cpp", '#include "core/result.h"\n#include "ui/theme/theme.h"\n#include <QWidget>\n')
        self.plant("app/d.cpp", '#include "core/result.h"\n#include "storage/a.h"\n#include "ui/theme/theme.h"\n#include <sys/socket.h>\n')
        self.assertEqual(self.found("includes"), [])

    def test_a_source_without_its_licence_is_refused(self):
        self.assert_refused("licences", "core/a.cpp", "#include <QString>\n")
        self.assert_refused("licences", "tests/conformance/a.py", "import os\n")
        self.assert_refused("licences", "packaging/run.sh", "#!/usr/bin/env bash\n# SPDX-FileCopyrightText: Fluoroscope contributors\n")
        self.assert_refused("licences", "ui/CMakeLists.txt", "add_library(a)\n")

    def test_a_source_with_its_licence_passes(self):
        self.plant("core/a.cpp", HEAD)
        self.plant("packaging/run.sh", "#!/usr/bin/env bash\n" + HEAD.replace("//", "#"))
        self.plant("tests/fixtures/a.jsonl", "{}\n")
        self.assertEqual(self.found("licences"), [])

    def test_a_file_of_two_ideas_is_refused(self):
        self.assert_refused("lengths", "ui/map/a.cpp", "\n" * 401)

    def test_a_file_of_one_idea_passes(self):
        self.plant("ui/map/a.cpp", "\n" * 400)
        self.plant("tests/ui/map/a.cpp", "\n" * 900)
        self.assertEqual(self.found("lengths"), [])

    def test_what_blocks_or_hides_is_refused(self):
        for number, line in enumerate((
                "QCoreApplication::processEvents();", "QEventLoop loop;", "class Worker final : public QThread {", "QThread::msleep(10);",
                "std::this_thread::sleep_for(10ms);", "static Store& instance();", "static Store* instance();", "QSettings settings;",
                "QSettings(path, QSettings::IniFormat).value(key);", "class Proxy : public QSortFilterProxyModel {",
                "header->setSectionResizeMode(QHeaderView::ResizeToContents);", "painter.setPen(Qt::black);", "QColor(0xFF0000);",
                "label->setStyleSheet(u\"color: #ff0000\"_s);")):
            with self.subTest(line=line):
                self.assert_refused("forbidden", f"ui/part{number}/file.cpp", line + "\n")

    def test_what_has_its_place_passes_there(self):
        self.plant("ui/theme/theme.h", "    static Theme& instance();\n")
        self.plant("ui/frame/settings.cpp", "    QSettings settings;\n")
        self.plant("ui/map/a.cpp", "// no processEvents here\n#include <QSettings>\n")
        self.assertEqual(self.found("forbidden"), [])

    def test_a_path_of_one_machine_is_refused(self):
        for number, place in enumerate(("tmp/session.fluoro", "root/.cache", "work/data", "home/jane/data")):
            with self.subTest(place=place):
                self.assert_refused("paths", f"tests/part{number}/a.cpp", f'auto path = "/{place}";\n')

    def test_a_path_of_every_machine_passes(self):
        self.plant("app/a.cpp", 'auto path = "/proc/net/udp"; // see ~/work/notes and $HOME/tmp\n')
        self.assertEqual(self.found("paths"), [])

    def test_a_gui_library_of_the_twin_is_found(self):
        told = "\tlibQt6Core.so.6 => /lib/libQt6Core.so.6\n\tlibQt6Network.so.6 => /lib/libQt6Network.so.6\n\tlibc.so.6 => /lib/libc.so.6\n"
        self.assertEqual(house.gui_libraries(told), [])
        for library in ("libQt6Gui.so.6", "libQt6Widgets.so.6", "libQt6Svg.so.6", "libX11.so.6"):
            self.assertEqual(house.gui_libraries(told + f"\t{library} => /lib/{library}\n"), [library[:-2]])

    def test_an_option_that_the_manual_leaves_out_is_found(self):
        told = "Commands:\n  serve     Receive\n  show      Draw\n\nOptions:\n  -s, --session <FILE>  The file\n  --as-json  JSON\n"
        page = ".B serve\n.B show\n.BR \\-s \", \" \\-\\-session\n\\fB\\-\\-as\\-json\\fP\n"
        self.assertEqual(house.untold(told, page), [])
        self.assertEqual(house.untold(told, page.replace("\\-\\-as\\-json", "\\-\\-as\\-jsonl").replace(".B show", "")), ["--as-json", "show"])


if __name__ == "__main__":
    unittest.main()
