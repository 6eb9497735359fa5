'use strict';
// Google's client of Realtime Databases, told on standard input what to do, a JSON array a line; what comes of it is on standard output.
const firebase = require('firebase-admin');
const readline = require('readline');

const app = firebase.initializeApp({databaseURL: process.env.SERVICE_URL});
const database = firebase.database(app);
const print = (...words) => console.log(JSON.stringify(words));

const follow = event => path =>
  database.ref(path).on(
    event,
    snapshot => print(event, snapshot.key, snapshot.val()),
    refused => print('cancelled', refused.code)
  );
const commands = {
  get: async path => print('got', (await database.ref(path).get()).val()),
  once: async path => print('got', (await database.ref(path).once('value')).val()),
  set: async (path, value) => print('set', (await database.ref(path).set(value)) ?? null),
  update: async (path, value) => print('set', (await database.ref(path).update(value)) ?? null),
  remove: async path => print('set', (await database.ref(path).remove()) ?? null),
  query: async path => print('got', (await database.ref(path).limitToLast(1).get()).val()),
  transaction: async path => print('done', (await database.ref(path).transaction(value => value)).committed),
  added: follow('child_added'),
  changed: follow('child_changed'),
  removed: follow('child_removed'),
  value: follow('value'),
  off: async path => print('off', database.ref(path).off() ?? null),
};

readline.createInterface({input: process.stdin}).on('line', async line => {
  const [command, ...words] = JSON.parse(line);
  try {
    await commands[command](...words);
  } catch (refused) {
    print('refused', refused.message);
  }
}).on('close', () => process.exit(0));
