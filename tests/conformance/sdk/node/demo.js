// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody would check in CI: service-a, service-b, each a process, and a client that orders three times. The argument is how
// often service-a asks service-b for each order.
'use strict';

const { spawn } = require('child_process');
const readline = require('readline');

function serviceA(portOfB, calls) {
  const { xray, listen } = require('./tracing');
  const http = xray.captureHTTPs(require('http'), true);
  const app = require('express')();
  const ask = (path) => new Promise((resolve, reject) => {
    http.get(`http://127.0.0.1:${portOfB}${path}`, { agent: false }, (answer) => answer.resume().on('end', resolve)).on('error', reject);
  });
  app.use(xray.express.openSegment('service-a'));
  app.get('/orders/:id', (req, res, next) => {
    xray.getSegment().addAnnotation('order', Number(req.params.id));
    const asked = Array.from({ length: calls }, () => ask(`/stock/${req.params.id}`));
    Promise.all(asked).then(() => res.send(`ordered ${req.params.id}`), next);
  });
  app.use(xray.express.closeSegment());
  listen(app);
}

function serviceB() {
  const { xray, listen } = require('./tracing');
  const app = require('express')();
  app.use(xray.express.openSegment('service-b'));
  app.get('/stock/:id', (req, res) => res.send('7 in stock'));
  app.use(xray.express.closeSegment());
  listen(app);
}

// A service as a process of its own, with its port once it listens.
function start(...role) {
  const service = spawn(process.execPath, [__filename, ...role], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => service.on('exit', resolve));
  return new Promise((resolve, reject) => {
    ended.then(() => reject(new Error(`${role[0]} ended`)));
    readline.createInterface(service.stdout).on('line', (line) => {
      const stop = () => service.kill() && ended;
      resolve({ port: Number(line.replace('port ', '')), stop });
    });
  });
}

async function orderThreeTimes(calls) {
  const b = await start('service-b');
  const a = await start('service-a', b.port, calls);
  for (const id of [1, 2, 3]) {
    const answer = await fetch(`http://127.0.0.1:${a.port}/orders/${id}`, { headers: { connection: 'close' } });
    console.log(await answer.text());
  }
  await a.stop();
  await b.stop();
}

const [first, ...rest] = process.argv.slice(2);
if (first === 'service-a') {
  serviceA(Number(rest[0]), Number(rest[1]));
} else if (first === 'service-b') {
  serviceB();
} else {
  orderThreeTimes(first || 1);
}
