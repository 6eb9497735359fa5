'use strict';
// A program under Snapshot Debugger's agent for Node.js, whose own messages tell when it is registered.
require('firebase-debug-agent').start({
  useFirebase: true,
  firebaseDbUrl: process.env.SERVICE_URL,
  projectId: 'shop',
  allowExpressions: true,
  serviceContext: {service: 'shop', version: 'v1'},
  logLevel: 4,
});

function price(order) {
  const total = order.lines.reduce((sum, line) => sum + line.count * line.each, 0);
  return total; // the breakpoint's line
}

function serve() {
  const customer = {name: 'Ann', orders: 3};
  return price({customer, lines: [{count: 2, each: 10}, {count: 1, each: 5}]});
}

setInterval(serve, 50);
