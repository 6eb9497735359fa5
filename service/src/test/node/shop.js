'use strict';
// A program under Cloud Debugger's agent for Node.js; a line on standard output tells that it is debugged.
const agent = require('@google-cloud/debug-agent').start({
  apiUrl: process.env.SERVICE_URL,
  projectId: 'shop',
  allowExpressions: true,
  serviceContext: {service: 'shop', version: 'v1'},
  capture: {maxFrames: 20},
  breakpointUpdateIntervalSec: 1,
  logLevel: 2,
});

function price(order) {
  const total = order.lines.reduce((sum, line) => sum + line.count * line.each, 0);
  return total; // the breakpoint's line
}

function serve() {
  const customer = {name: 'Ann', orders: 3};
  return price({customer, lines: [{count: 2, each: 10}, {count: 1, each: 5}]});
}

agent.isReady().then(() => console.log('ready'));
setInterval(serve, 50);
