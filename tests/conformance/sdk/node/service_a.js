// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// service-a, which clients ask: it calls service-b over HTTP and answers 200, with its trace's id and what service-b said.
'use strict';

const { xray, listen } = require('./tracing');
const express = require('express');
const http = xray.captureHTTPs(require('http'), true);

const serviceB = process.argv[2];
const app = express();

app.use(xray.express.openSegment('service-a'));

app.get('/orders/:id', (req, res, next) => {
  const segment = xray.getSegment();
  segment.addAnnotation('order', Number(req.params.id));
  const call = http.get(`http://${serviceB}/stock/${req.params.id}?fresh=1`, { agent: false }, (answer) => {
    let text = '';
    answer.on('data', (chunk) => { text += chunk; });
    answer.on('end', () => res.json({ trace: segment.trace_id, status: answer.statusCode, text }));
  });
  call.on('error', next);
});

app.use(xray.express.closeSegment());

listen(app);
