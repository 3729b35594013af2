// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What `fluoro check` found, for people, for JUnit's readers and for GitHub.
#pragma once

#include "app/check/rule_evaluation.h"

namespace fluoroscope {

// A line for each rule, with the evidence below the broken ones, and one that sums up.
QString checkText(const std::vector<Verdict>& verdicts, bool colour);

// A test suite in the XML that continuous integration reads as JUnit's. `file` is the rules'.
QByteArray junitXml(const std::vector<Verdict>& verdicts, const QString& file);

// A line of GitHub's workflow commands for each broken rule, which marks it in the rules' file.
QString githubAnnotations(const std::vector<Verdict>& verdicts, const QString& file);

} // namespace fluoroscope
