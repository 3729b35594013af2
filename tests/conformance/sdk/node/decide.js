// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Decides every 50 ms by the rules that TCP 2000 gives, as the SDK's middleware does for a request, and prints a line for each:
// `sampled ID` or `dropped`. With the argument "eager" it polls the rules every two seconds, where the SDK would every five minutes.
'use strict';

const xray = require('aws-xray-sdk');
const sampler = require('aws-xray-sdk-core/dist/lib/middleware/sampling/default_sampler');
const rulePoller = require('aws-xray-sdk-core/dist/lib/middleware/sampling/rule_poller');

const name = 'node-decide';

function decide() {
  const segment = new xray.Segment(name);
  const sampled = sampler.shouldSample({ host: 'decide.internal', httpMethod: 'GET', urlPath: '/', serviceName: name });
  segment.notTraced = !sampled;
  segment.close();
  console.log(sampled ? `sampled ${segment.trace_id}` : 'dropped');
}

const timers = [setInterval(decide, 50)];
if (process.argv[2] === 'eager') {
  timers.push(setInterval(() => rulePoller.start(), 2000));
}
process.on('SIGTERM', () => timers.forEach(clearInterval)); // what was sent is still written, then nothing is left to do
