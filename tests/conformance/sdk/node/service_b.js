// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// service-b, which service-a asks: half of its answers are 403, every second one, so that a test can count them.
'use strict';

const { xray, listen } = require('./tracing');
const express = require('express');

const app = express();
let requests = 0;

app.use(xray.express.openSegment('service-b'));

app.get('/stock/:id', (req, res, next) => {
  requests += 1;
  const forbidden = requests % 2 === 0;
  xray.captureAsyncFunc('look-up', (subsegment) => {
    subsegment.addMetadata('request', { number: requests, forbidden }, 'stock');
    setImmediate(() => {
      subsegment.close();
      res.status(forbidden ? 403 : 200).send(forbidden ? 'not yours' : '7 in stock');
    });
  });
});

app.use(xray.express.closeSegment());

listen(app);
