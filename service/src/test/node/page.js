// Drives the service's page in a browser as a user would, by keyboard where that matters, and says what it saw.
// The environment names the service, the browser, a token of both roles, and a folder for screenshots.

const assert = require('node:assert');
const {chromium} = require('playwright-core');

const {SERVICE_URL: url, TOKEN: token, BROWSER: browserPath, SCREENSHOTS: screenshots} = process.env;

async function api(method, path, body) {
  const response = await fetch(url + path, {
    method,
    headers: {'Content-Type': 'application/json', Authorization: `Bearer ${token}`},
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  assert.ok(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

const ref = (name, varTableIndex) => ({name, varTableIndex});
const text = (name, value) => ({name, type: 'String', value: `"${value}"`});
const int = (name, value) => ({name, type: 'int', value: String(value)});

const CAUGHT = {
  isFinalState: true,
  location: {path: 'com/acme/Shop.java', line: 5},
  stackFrames: [
    {
      function: 'com.acme.Shop.total',
      location: {path: 'com/acme/Shop.java', line: 5},
      arguments: [ref('this', 1), ref('order', 2)],
      locals: [int('total', 120), text('markup', '<img src=x onerror=alert(1)>'),
        {name: 'password', type: 'String', status: {isError: true, refersTo: 'VARIABLE_VALUE', description: {format: 'masked'}}},
        {name: 'lost', varTableIndex: 0}],
    },
    {
      function: 'com.acme.Shop.main',
      location: {path: 'com/acme/Shop.java', line: 12},
      locals: [ref('prices', 4), ref('again', 2), ref('rank', 10), ref('amount', 11), ref('failure', 12), ref('none', 13)],
    },
    {function: 'java.lang.Thread.run', location: {path: 'java/lang/Thread.java', line: 840}},
  ],
  evaluatedExpressions: [text('order.customer', 'Ann')],
  variableTable: [
    {status: {isError: true, refersTo: 'VARIABLE_VALUE', description: {format: 'Buffer full. Use an expression to see more data'}}},
    {type: 'com.acme.Shop', members: [text('name', 'corner shop')]},
    {type: 'com.acme.Order', members: [text('customer', 'Ann Šimić'), ref('lines', 3), ref('self', 2)]},
    {type: 'java.util.ArrayList', members: [ref('elementData', 5), int('size', 1), int('modCount', 1)]},
    {type: 'java.util.HashMap', members: [ref('table', 6), int('size', 2)]},
    {type: 'java.lang.Object[]', members: [int('length', 10), ref('[0]', 7), {name: '[1]', value: 'null'}]},
    {type: 'java.util.HashMap$Node[]', members: [int('length', 16), {name: '[0]', value: 'null'}, ref('[1]', 8)]},
    {type: 'com.acme.Line', members: [text('sku', 'TEE-RED-M'), int('quantity', 3)]},
    {type: 'java.util.HashMap$Node', members: [int('hash', 1), text('key', 'MUG-07'), int('value', 890), ref('next', 9)]},
    {type: 'java.util.HashMap$Node', members: [int('hash', 17), text('key', 'TEE-RED-L'), int('value', 1900), {name: 'next', value: 'null'}]},
    {type: 'com.acme.Rank', members: [text('name', 'GOLD'), int('ordinal', 1)]},
    {type: 'java.math.BigDecimal', members: [{name: 'intVal', value: 'null'}, int('scale', 2), {name: 'intCompact', type: 'long', value: '1780'}]},
    {type: 'com.acme.ShopException', members: [text('detailMessage', 'no price'), {name: 'stackTrace', value: 'null'}]},
    {type: 'java.util.ArrayList', members: [ref('elementData', 14), int('size', 0)]},
    {type: 'java.lang.Object[]', members: [int('length', 0)]},
  ],
};

async function register() {
  const debuggee = {
    project: 'shop', uniquifier: 'u1', description: 'shop-v2', agentVersion: 'jpm/java/v1', labels: {module: 'shop', version: 'v2'},
  };
  return (await api('POST', 'v2/controller/debuggees/register', {debuggee})).debuggee.id;
}

async function set(program, line, condition) {
  const path = `v2/debugger/debuggees/${program}/breakpoints/set?clientVersion=t`;
  return (await api('POST', path, {location: {path: 'com/acme/Shop.java', line}, condition})).breakpoint.id;
}

async function finish(program, id, update) {
  await api('PUT', `v2/controller/debuggees/${program}/breakpoints/${id}`, {breakpoint: {...update, id}});
}

const seen = [];

async function main() {
  const program = await register();
  const first = await set(program, 5, 'total > 100');
  await finish(program, first, CAUGHT);

  const browser = await chromium.launch({
    executablePath: browserPath, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
  try {
    const context = await browser.newContext({viewport: {width: 1400, height: 900}, colorScheme: 'light'});
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    const foreign = [];
    const errors = [];
    page.on('request', request => request.url().startsWith(url) || request.url().startsWith('blob:') || foreign.push(request.url()));
    page.on('pageerror', error => errors.push(String(error)));
    page.on('console', message => message.type() === 'error' && !/status of 40[0-9]/.test(message.text()) && errors.push(message.text()));
    page.on('dialog', dialog => errors.push(`a script ran: ${dialog.message()}`));

    await step('asks for a token, and says when it is wrong', async () => {
      await page.goto(url);
      await page.locator('#token-dialog[open]').waitFor();
      await page.fill('[name=token]', 'no-such-token-at-all');
      await page.keyboard.press('Enter');
      await page.getByText('The bearer token is not known').waitFor();
      await page.fill('[name=token]', token);
      await page.keyboard.press('Enter');
      await page.locator('#programs [role=option]').waitFor();
      assert.equal(await page.locator('#token-dialog[open]').count(), 0);
    });

    await step('lists programs and chooses by key', async () => {
      await page.keyboard.press('1');
      await page.keyboard.press('ArrowDown');
      await page.locator('#programs [aria-selected=true]', {hasText: 'shop-v2'}).waitFor();
      await page.locator('#breakpoints [role=option]').waitFor();
    });

    await step('shows a snapshot: frames, source, variables', async () => {
      await page.keyboard.press('2');
      await page.keyboard.press('j');
      await page.locator('#frames [role=option]').first().waitFor();
      assert.deepEqual(await page.locator('#frames .title').allTextContents(), ['Shop.total', 'Shop.main', 'Thread.run']);
      await page.locator('#source .here', {hasText: 'return total;'}).waitFor();
      assert.deepEqual(await names(page), ['this', 'order', 'total', 'markup', 'password', 'lost', 'order.customer']);
      assert.match(await item(page, 'total'), /= 120/);
      assert.match(await item(page, 'password'), /= masked/);
      assert.match(await item(page, 'lost'), /Buffer full/);
      assert.match(await item(page, 'markup'), /<img src=x onerror=alert\(1\)>/);
      await page.screenshot({path: `${screenshots}/snapshot.png`});
    });

    await step('unfolds variables by key, shows collections as elements and stops at circles', async () => {
      await page.keyboard.press('4');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      assert.match(await focused(page), /^lines = \[Line \{sku="TEE-RED-M", quantity=3\}\]/);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      assert.match(await focused(page), /^\[0\] = Line/);
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      assert.match(await focused(page), /^self = ↺ Order, above/);
      await page.keyboard.press('ArrowLeft');
      assert.match(await focused(page), /^order/);
      await page.keyboard.press('ArrowLeft');
      assert.equal(await page.locator('#variables > li').nth(1).getAttribute('aria-expanded'), 'false');
    });

    await step('goes to the caller and back', async () => {
      await page.keyboard.press('u');
      await page.locator('#source .here', {hasText: 'prices'}).waitFor();
      assert.match(await item(page, 'prices'), /= \{"MUG-07"=890, "TEE-RED-L"=1900\} HashMap/);
      assert.match(await item(page, 'rank'), /= GOLD Rank/);
      assert.match(await item(page, 'amount'), /= 17\.80 BigDecimal/);
      assert.match(await item(page, 'failure'), /= ShopException: "no price" /);
      assert.match(await item(page, 'none'), /= \[\] ArrayList/);
      await page.keyboard.press('u');
      await page.getByText('No variables of this frame').waitFor();
      await page.keyboard.press('d');
      await page.keyboard.press('d');
      await page.locator('#source .here', {hasText: 'return total;'}).waitFor();
    });

    await step('finds what is deep in another frame', async () => {
      await page.keyboard.press('/');
      await page.keyboard.type('1900');
      await page.locator('#hits button').waitFor();
      assert.match(await page.locator('#hits button').textContent(), /#1 prices › \["TEE-RED-L"\] = 1900/);
      await page.screenshot({path: `${screenshots}/search.png`});
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.locator('#frames [aria-selected=true]', {hasText: 'Shop.main'}).waitFor();
      assert.match(await focused(page), /^\["TEE-RED-L"\] = 1900/);
      await page.keyboard.press('/');
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('#hits button').count(), 0);
    });

    await step('copies a link that shows the same to others', async () => {
      await page.keyboard.press('c');
      await page.getByText('The link is copied.').waitFor();
      const link = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal(link, `${url}#/${program}/${first}/1`);
      const other = await context.newPage();
      await other.addInitScript(text => sessionStorage.setItem('jpm-token', text), token);
      await other.goto(link);
      await other.locator('#frames [aria-selected=true]', {hasText: 'Shop.main'}).waitFor();
      assert.match(await other.title(), /Shop\.java:5 – shop-v2 – jpm/);
      await other.close();
    });

    await step('sets a breakpoint by key, and shows the snapshot as soon as it is hit', async () => {
      await page.keyboard.press('b');
      await page.locator('#set-dialog[open]').waitFor();
      await page.fill('[name=path]', 'com/acme/Shop.java');
      await page.fill('[name=line]', '12');
      await page.fill('[name=condition]', 'total > 1000');
      await page.fill('[name=expressions]', 'order.customer\n\nprices');
      await page.screenshot({path: `${screenshots}/set.png`});
      await page.keyboard.press('Control+Enter');
      await page.locator('#set-dialog .primary').click();
      await page.getByText('It waits for the first hit.').waitFor();
      const active = (await api('GET', `v2/controller/debuggees/${program}/breakpoints`)).breakpoints;
      assert.equal(active.length, 1);
      assert.equal(active[0].condition, 'total > 1000');
      assert.deepEqual(active[0].expressions, ['order.customer', 'prices']);
      await finish(program, active[0].id, CAUGHT);
      await page.locator('#frames [role=option]').first().waitFor();
      assert.equal(await page.locator('#breakpoints .badge').first().textContent(), 'captured');
    });

    await step('sets a logpoint', async () => {
      await page.keyboard.press('b');
      await page.fill('[name=path]', 'com/acme/Shop.java');
      await page.fill('[name=line]', '4');
      await page.check('[name=log]');
      await page.fill('[name=message]', 'total={total}1 of {order.customer}, {total}$');
      await page.locator('#set-dialog .primary').click();
      await page.locator('#breakpoints .badge.logging').waitFor();
      const active = (await api('GET', `v2/controller/debuggees/${program}/breakpoints`)).breakpoints;
      assert.equal(active[0].action, 'LOG');
      assert.equal(active[0].logMessageFormat, 'total=$0 1 of $1, $0$$');
      assert.deepEqual(active[0].expressions, ['total', 'order.customer']);
    });

    await step('shows what the service refuses', async () => {
      await page.click('#set-button');
      await page.fill('[name=path]', '  ');
      await page.fill('[name=line]', '4');
      await page.locator('#set-dialog .primary').click();
      await page.getByText('The breakpoint has no location.path').waitFor();
      await page.keyboard.press('Escape');
    });

    await step('deletes after a question', async () => {
      await page.keyboard.press('2');
      await page.keyboard.press('Delete');
      await page.locator('#delete-dialog[open]').waitFor();
      await page.locator('#delete-dialog .primary').click();
      await page.getByText(/was deleted|Deleted\./).waitFor();
      await page.waitForFunction(() => document.querySelectorAll('#breakpoints .badge.logging').length === 0);
    });

    await step('tells what failed, and where source cannot be had', async () => {
      const bad = await set(program, 99);
      await finish(program, bad, {isFinalState: true, location: {path: 'com/acme/Gone.java', line: 99},
        status: {isError: true, refersTo: 'BREAKPOINT_SOURCE_LOCATION', description: {format: 'No code found at line $0', parameters: ['99']}}});
      await page.locator('#breakpoints .badge.failed').waitFor();
      await page.goto(`${url}#/${program}/${bad}`);
      await page.locator('.status.error', {hasText: 'No code found at line 99'}).waitFor();
    });

    await step('shows a thousand variables, names of every script, and a huge text', async () => {
      const odd = ['größe', '変数', 'переменная', 'עברית', 'e\u0301', '🙂', 'a\u202eb', '<b>', '__proto__', 'constructor'];
      const locals = Array.from({length: 990}, (_, i) => int(`n${i}`, i));
      const huge = await set(program, 7);
      await finish(program, huge, {
        isFinalState: true,
        stackFrames: [{
          function: 'com.acme.Shop.total',
          location: {path: 'com/acme/Shop.java', line: 7},
          locals: [...odd.map(name => text(name, 'line\\none\u0000')), ...locals, text('huge', 'x'.repeat(300000)), text('wide', '𝒳'.repeat(5000))],
        }],
        evaluatedExpressions: [int('total * 2', 240),
          {name: 'nothing', status: {isError: true, refersTo: 'VARIABLE_NAME', description: {format: 'Identifier $0 not found', parameters: ['nothing']}}}],
      });
      await page.goto(`${url}#/${program}/${huge}`);
      await page.locator('#variables > li[data-name="huge"]').waitFor();
      assert.equal(await page.locator('#variables > li').count(), 1004);
      assert.deepEqual((await names(page)).slice(0, odd.length), odd);
      assert.match(await item(page, 'total * 2'), /= 240/);
      assert.match(await item(page, 'nothing'), /Identifier nothing not found/);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it fits');
      assert.ok((await item(page, 'huge')).length < 600, 'long texts are folded');
      assert.match(await item(page, 'huge'), /x… 300002 characters String$/);
      await page.keyboard.press('4');
      await page.keyboard.press('End');
      assert.match(await focused(page), /^nothing/);
      for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp']) {
        await page.keyboard.press(key);
      }
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      assert.equal((await focused(page)).length, 300002);
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      assert.equal(await page.locator('#variables > li[data-name="huge"]').getAttribute('aria-expanded'), 'false');
      await page.keyboard.press('/');
      await page.keyboard.type('переменная');
      await page.locator('#hits button').waitFor();
      assert.equal(await page.locator('#hits button').count(), 1);
      await page.keyboard.press('Escape');
      await page.screenshot({path: `${screenshots}/huge.png`});
    });

    await step('shows condition and expressions of what waits', async () => {
      const path = `v2/debugger/debuggees/${program}/breakpoints/set?clientVersion=t`;
      const id = (await api('POST', path, {
        location: {path: 'com/acme/Shop.java', line: 8}, condition: 'total > 5 && order != null', expressions: ['order.customer', 'total'],
      })).breakpoint.id;
      await page.goto(`${url}#/${program}/${id}`);
      await page.getByText('It waits for the first hit.').waitFor();
      const summary = await page.locator('#snapshot').textContent();
      assert.match(summary, /total > 5 && order != null/);
      assert.match(summary, /order\.customer/);
    });

    await step('holds many breakpoints, and finds one', async () => {
      await Promise.all(Array.from({length: 120}, (_, i) => set(program, 1000 + i)));
      await page.waitForFunction(() => document.querySelectorAll('#breakpoints [role=option]').length > 120);
      await page.fill('#breakpoint-filter', ':1077');
      await page.waitForFunction(() => document.querySelectorAll('#breakpoints [role=option]').length === 1);
      assert.match(await page.locator('#breakpoints [role=option]').textContent(), /Shop\.java:1077/);
      await page.fill('#breakpoint-filter', '');
      await page.keyboard.press('Escape');
    });

    await step('goes on when the service is started anew', async () => {
      console.log('restart');
      await new Promise(done => process.stdin.once('data', done));
      const id = await set(program, 4321, 'anew');
      await page.locator('#breakpoints [role=option]', {hasText: ':4321'}).waitFor();
      await page.goto(`${url}#/${program}/${id}`);
      await page.getByText('It waits for the first hit.').waitFor();
      await page.waitForFunction(() => !document.querySelector('#message').textContent.includes('cannot'));
      errors.splice(0, errors.length, ...errors.filter(error => !/ERR_CONNECTION|ERR_EMPTY|ERR_INCOMPLETE|status of 503/.test(error)));
      process.stdin.pause();
    });

    await step('tells a screen reader what is what', async () => {
      await page.goto(`${url}#/${program}/${first}`);
      await page.locator('#frames [role=option]').first().waitFor();
      const heard = await page.locator('body').ariaSnapshot();
      for (const what of [/banner/, /listbox "[^"]*[Pp]rograms[^"]*"/, /listbox "[^"]*[Bb]reakpoints[^"]*"/, /option "[^"]*shop-v2[^"]*" \[selected\]/,
        /listbox "[^"]*([Ss]tack|[Ff]rames)[^"]*"/, /tree "[^"]*[Vv]ariables[^"]*"/, /treeitem "[^"]*this = [^"]*"/]) {
        assert.match(heard, what);
      }
      const live = await page.locator('#message').evaluate(element => element.getAttribute('role') || element.getAttribute('aria-live'));
      assert.ok(live, 'messages are told');
    });

    await step('has a dark theme, and keeps it', async () => {
      const back = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await back();
      await page.click('#theme-button');
      const dark = await back();
      assert.notEqual(dark, light);
      await page.goto(`${url}#/${program}/${first}`);
      await page.reload();
      await page.locator('#frames [role=option]').first().waitFor();
      assert.equal(await back(), dark);
      await page.screenshot({path: `${screenshots}/dark.png`});
    });

    await step('has colours that can be read in both themes', async () => {
      const pale = await page.evaluate(() => {
        const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        const light = color => {
          canvas.fillStyle = color;
          canvas.fillRect(0, 0, 1, 1);
          const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => part / 255)
            .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
          return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        };
        const probe = document.body.appendChild(document.createElement('i'));
        const color = name => {
          probe.style.color = `var(--${name})`;
          return light(getComputedStyle(probe).color);
        };
        const bad = [];
        for (const theme of ['light', 'dark']) {
          document.documentElement.dataset.theme = theme;
          for (const back of ['back', 'pane', 'chosen', 'here']) {
            for (const front of ['text', 'faded', 'name', 'string', 'number', 'bad', 'good', 'wait']) {
              const [less, more] = [color(back), color(front)].sort((one, other) => one - other);
              const contrast = (more + 0.05) / (less + 0.05);
              if (contrast < 4.5) {
                bad.push(`${theme} ${front} on ${back}: ${contrast.toFixed(2)}`);
              }
            }
          }
        }
        probe.remove();
        document.documentElement.dataset.theme = 'dark';
        return bad;
      });
      assert.deepEqual(pale, []);
    });

    await step('fits a narrow screen', async () => {
      await page.setViewportSize({width: 420, height: 800});
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      await page.screenshot({path: `${screenshots}/narrow.png`, fullPage: true});
    });

    await step('names every control', async () => {
      const nameless = await page.evaluate(() => [...document.querySelectorAll('button, input, select, textarea, [role=listbox], [role=tree], dialog')]
        .filter(element => !element.textContent.trim() && !element.getAttribute('aria-label') && !element.getAttribute('aria-labelledby')
          && !(element.labels && element.labels.length))
        .map(element => element.outerHTML)
        .filter(html => !html.includes('name="username"')));
      assert.deepEqual(nameless, []);
    });

    assert.deepEqual(foreign, [], 'requests elsewhere');
    assert.deepEqual(errors, [], 'errors');
  } finally {
    await browser.close();
  }
  console.log(`seen: ${seen.length}`);
}

async function step(name, work) {
  try {
    await work();
    seen.push(name);
    console.log(`it ${name}`);
  } catch (failure) {
    failure.message = `${name}: ${failure.message}`;
    throw failure;
  }
}

function names(page) {
  return page.locator('#variables > li > .line > .name').allTextContents();
}

function item(page, name) {
  return page.locator(`#variables > li[data-name="${name}"] > .line`).textContent();
}

function focused(page) {
  return page.evaluate(() => document.activeElement.firstElementChild.textContent);
}

main().catch(failure => {
  console.log(failure.stack);
  process.exitCode = 1;
});
