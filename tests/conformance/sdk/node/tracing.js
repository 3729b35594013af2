// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What both services share: the SDK with a local rule that samples everything, and a server that says its port and ends on SIGTERM.
'use strict';

const xray = require('aws-xray-sdk');

xray.middleware.disableCentralizedSampling();
xray.middleware.setSamplingRules({
  version: 2,
  rules: [],
  default: { fixed_target: 1, rate: 1 },
});

function listen(app) {
  const server = app.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
}

module.exports = { xray, listen };
