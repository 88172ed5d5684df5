import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject } from '../../runner/subject.ts';
import { isAlive, type Lab, until } from '../lab.ts';
import { ask, type ServedGateway, withGateway } from './served-gateway.ts';

const CHROMIUM = '/usr/bin/chromium';

/** The page is the same whatever serves it, so a browser drives only one form of the program. */
const skipReason = !existsSync(CHROMIUM)
  ? 'there is no Chromium: apt-get install chromium'
  : currentSubject() !== 'executable' && process.env.OPM_BROWSER_TESTS === undefined
    ? 'the executable stands for all'
    : null;
const inBrowser = skipReason === null ? test : test.skip;
if (skipReason !== null) console.log(`skipped in a browser: ${skipReason}`);

/** A fleet, its gateway, and a page opened with a one-time link. */
function withPage(role: string, work: (page: Page, lab: Lab, gateway: ServedGateway) => Promise<void>) {
  return withGateway(async (gateway, lab) => {
    await lab.restore(
      lab.config([
        {
          name: 'api',
          command: ['sh', '-c', 'echo "<img src=x onerror=alert(1)> ready"; exec sleep 1000'],
          env: { DB_PASSWORD: 'hunter2' },
        },
        { name: 'worker', command: 'sleep 1000' },
      ]),
    );
    let browser: Browser | undefined;
    try {
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && message.text().includes('Content Security Policy'))
          errors.push(message.text());
      });
      const { url } = JSON.parse(await lab.ok(['dashboard', '--role', role, '--json']));
      await page.goto(url);
      await page.getByRole('heading', { name: 'Fleet' }).waitFor();
      await work(page, lab, gateway);
      assert.equal(errors, []);
    } finally {
      await browser?.close();
    }
  });
}

test('the page is served compressed, and requests nothing from another host', () =>
  withGateway(async (gateway) => {
    const html = await ask(gateway.url);
    assert.is(html.status, 200);
    assert.match(html.headers['content-type']!, /^text\/html/);
    let total = 0;
    for (const path of ['/', '/assets/page.js', '/assets/page.css']) {
      const answered = await ask(`${gateway.url}${path}`, { headers: { 'accept-encoding': 'gzip' } });
      assert.is(answered.status, 200, path);
      assert.is(answered.headers['content-encoding'], 'gzip', path);
      total += Number(answered.headers['content-length'] ?? answered.text.length);
      const plain = await ask(`${gateway.url}${path}`);
      assert.not.match(plain.text, /(src|href)="(https?:)?\/\//, path);
      const again = await ask(`${gateway.url}${path}`, { headers: { 'if-none-match': plain.headers.etag! } });
      assert.is(again.status, 304, path);
    }
    assert.ok(total > 1_000 && total <= 150_000, `${total} bytes`);
  }));

inBrowser('an operator signs in by the link, sees the fleet, and stops and starts an app', () =>
  withPage('operator', async (page, lab) => {
    assert.not.match(page.url(), /link=/);
    await page.getByRole('link', { name: 'worker:0' }).click();
    await page.getByRole('heading', { name: 'worker:0' }).waitFor();
    const { pid } = await lab.info('worker');
    await page.getByRole('button', { name: 'Stop' }).click();
    const dialog = page.getByRole('dialog');
    assert.match((await dialog.textContent())!, `process ${pid}`);
    assert.ok(isAlive(pid!));
    await dialog.getByRole('button', { name: 'Stop' }).click();
    await page.locator('dd.status.stopped').waitFor();
    assert.not(isAlive(pid!));
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.locator('dd.status.online').waitFor();
    assert.is((await lab.info('worker')).status, 'online');
  }),
);

inBrowser('a log line full of markup is shown as text, and secrets are masked', () =>
  withPage('operator', async (page) => {
    await page.getByRole('link', { name: 'api:0' }).click();
    await page.locator('.log').getByText('<img src=x onerror=alert(1)> ready').waitFor();
    assert.is(await page.locator('img').count(), 0);
    await page.getByText('DB_PASSWORD=********').waitFor();
  }),
);

inBrowser('a viewer is let look and change nothing', () =>
  withPage('viewer', async (page) => {
    await page.getByRole('link', { name: 'api:0' }).click();
    assert.ok(await page.getByRole('button', { name: 'Stop' }).isDisabled());
    await page.getByRole('link', { name: 'Restore' }).click();
    assert.ok(await page.getByRole('button', { name: 'Show the plan' }).isDisabled());
  }),
);

inBrowser('a restore is planned and carried out on the page', () =>
  withPage('operator', async (page, lab) => {
    await lab.ok(['save']);
    await lab.ok(['stop', 'worker']);
    await page.getByRole('link', { name: 'Restore' }).click();
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await page.getByText(/^planned: 1 started/).waitFor();
    await page.getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await page.getByText(/^committed: 1 started/).waitFor();
    assert.is((await lab.info('worker')).status, 'online');
  }),
);

inBrowser('the page says when the daemon is gone, and goes on by itself when it is back', () =>
  withPage('operator', async (page, lab) => {
    await lab.killDaemon();
    await page.getByRole('alert').waitFor();
    await lab.ok(['daemon', 'start']);
    await until(async () => (await page.getByRole('alert').count()) === 0, 'the page has found the daemon');
    await page.getByRole('link', { name: 'worker:0' }).waitFor();
  }),
);

inBrowser('no page has a fault that axe finds, in light and in the dark, wide and narrow', () =>
  withPage('operator', async (page, lab) => {
    await lab.ok(['save']);
    const { id } = await lab.info('api');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        for (const route of ['fleet', `instance/${id}`, 'restore', 'snapshots']) {
          await page.goto(`${new URL(page.url()).origin}/#/${route}`);
          await page.getByRole('heading', { level: 2 }).first().waitFor();
          // From a different world than the page, whose content policy would refuse it.
          const session = await page.context().newCDPSession(page);
          const { executionContextId } = await isolatedWorld(session);
          await session.send('Runtime.evaluate', { expression: axe.source, contextId: executionContextId });
          const { result } = await session.send('Runtime.evaluate', {
            expression:
              'axe.run(document).then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => [id, nodes[0].html])))',
            contextId: executionContextId,
            awaitPromise: true,
          });
          assert.is(result.value, '[]', `${colorScheme} ${width} ${route}`);
          await session.detach();
        }
      }
    }
  }),
);

async function isolatedWorld(session: CDPSession): Promise<{ executionContextId: number }> {
  const { frameTree } = await session.send('Page.getFrameTree');
  return session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
}

test.run();
