import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkConfig } from '../src/config/load.ts';
import { testPlugin } from '../src/plugin-testing.ts';
import { HOOK_NAMES } from '../src/pool/hook-protocol.ts';
import { selfCommand } from '../src/runtime/self.ts';
import { installPackages, runAuthorTest } from './hooks/author-folder.ts';

/** docs/plugins.md, whose code is taken out of the page and run. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = fs.readFileSync(path.join(ROOT, 'docs/plugins.md'), 'utf8');
const run = promisify(execFile);

type Step =
  | { kind: 'file'; name: string; text: string }
  | { kind: 'console'; command: string; output: string[] };

/** What the page tells its reader to write and to run, in its order. */
function steps(): Step[] {
  return [...PAGE.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].flatMap(
    ([, language, name, text = '']): Step[] => {
      if (language !== 'console') return name === undefined ? [] : [{ kind: 'file', name, text }];
      const [command = '', ...output] = text.trimEnd().split('\n');
      return [{ kind: 'console', command: command.replace(/^\$ /, ''), output }];
    },
  );
}

const test = suite<{ shop: string; home: string }>('docs/plugins.md');

test.before.each((context) => {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'opm-docs-')));
  context.home = path.join(folder, 'home');
  context.shop = path.join(folder, 'shop');
  installPackages(context.shop, ['valibot']);
});
test.after.each(({ shop }) => fs.rmSync(path.dirname(shop), { recursive: true, force: true }));

function write(shop: string, { name, text }: { name: string; text: string }): void {
  const file = path.join(shop, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/** Runs an `opm …` line in the shop; what it prints, its folder and times as on the page. */
async function opm(context: { shop: string; home: string }, line: string): Promise<string> {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const { file, args } = selfCommand(words.slice(1));
  const env = { ...process.env, OPM_HOME: context.home, NO_COLOR: '1' };
  const { stdout, stderr } = await run(file, args, { cwd: context.shop, env }).catch(
    (failed: unknown) => failed as { stdout: string; stderr: string },
  );
  return `${stdout}${stderr}`.replaceAll(context.shop, '/srv/shop').replaceAll(/\d+(\.\d+)? m?s\b/g, 'N ms');
}

test('the tutorial does what it says, step by step', async (context) => {
  const { shop } = context;
  let ran = 0;
  try {
    for (const step of steps().filter(
      (each) => each.kind === 'console' || !each.name.startsWith('recipes/'),
    )) {
      if (step.kind === 'file') {
        write(shop, step);
        continue;
      }
      if (step.command.includes('restore')) fs.writeFileSync(path.join(shop, 'MAINTENANCE'), '');
      const printed = await opm(context, step.command);
      const wanted = step.output.map((line) => line.replaceAll(/\d+(\.\d+)? m?s\b/g, 'N ms')).join('\n');
      assert.ok(printed.includes(wanted), `${step.command}\n${printed}\nis not\n${wanted}`);
      ran += 1;
    }
  } finally {
    await opm(context, 'opm daemon stop');
  }
  assert.is(ran, 4);
});

test("the tutorial's test passes", async ({ shop }) => {
  for (const step of steps()) if (step.kind === 'file' && step.name.startsWith('plugins/')) write(shop, step);
  assert.is(await runAuthorTest(shop, 'plugins/maintenance.test.mjs'), 2);
});

test('configs on the page are valid', async ({ shop, home }) => {
  const configs = [...PAGE.matchAll(/^```jsonc(?: \S+)?\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  assert.is(configs.length, 2);
  for (const [index, text] of configs.entries()) {
    const file = path.join(shop, `config-${index}.jsonc`);
    fs.writeFileSync(file, text);
    const { problems } = await checkConfig({ file, home, env: {} });
    assert.equal(problems, []);
  }
});

interface Request {
  line: string;
  token: string | undefined;
  body: string;
}

/** Serves while `work` runs; returns what was asked of it. */
async function serving(
  answer: (line: string) => { status?: number; body: string },
  work: (url: string) => Promise<void>,
): Promise<Request[]> {
  const requests: Request[] = [];
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const line = `${request.method} ${request.url}`;
    requests.push({ line, token: request.headers['x-vault-token'] as string | undefined, body });
    const { status = 200, body: answered } = answer(line);
    response.writeHead(status).end(answered);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return requests;
}

function recipe(shop: string, name: string): string {
  const step = steps().find((each) => each.kind === 'file' && each.name === `recipes/${name}.mjs`);
  if (step?.kind !== 'file') throw new Error(`the page has no recipe ${name}`);
  write(shop, step);
  return path.join(shop, step.name);
}

test('the recipe for Vault gives apps their secrets and vetoes without them', async ({ shop }) => {
  const file = recipe(shop, 'vault');
  process.env.VAULT_TOKEN = 's.token';
  const answer = (line: string) =>
    line.endsWith('/api') ? { body: '{"data":{"data":{"DB_PASSWORD":"x"}}}' } : { status: 403, body: '{}' };
  const requests = await serving(answer, async (url) => {
    const apps = { api: 'secret/data/shop/api' };
    const { env, records } = await testPlugin(file, { options: { url, apps }, thread: true });
    assert.equal(env, { api: { DB_PASSWORD: 'x' } }, JSON.stringify(records));
    const { veto } = await testPlugin(file, { options: { url, apps: { api: 'secret/data/other' } } });
    assert.match(veto ?? '', /^Vault answered 403 for secret\/data\/other/);
  });
  delete process.env.VAULT_TOKEN;
  assert.equal(requests[0], { line: 'GET /v1/secret/data/shop/api', token: 's.token', body: '' });
});

test('the recipe for a backup runs its command when the database is replaced, and vetoes when that fails', async ({
  shop,
}) => {
  const file = recipe(shop, 'backup');
  const options = { app: 'db', command: ['sh', '-c', 'echo saved > dump.sql'] };
  const db = { name: 'db', actions: ['replace' as const] };
  const untouched = await testPlugin(file, { options, configDir: shop, apps: ['db'], thread: true });
  assert.equal(
    [untouched.veto, untouched.logs, fs.existsSync(path.join(shop, 'dump.sql'))],
    [null, [], false],
  );
  const saved = await testPlugin(file, { options, configDir: shop, apps: [db], thread: true });
  assert.is(saved.logs[0]?.message, 'db was backed up');
  assert.is(fs.readFileSync(path.join(shop, 'dump.sql'), 'utf8'), 'saved\n');
  const failed = await testPlugin(file, {
    options: { app: 'db', command: ['false'] },
    configDir: shop,
    apps: [db],
  });
  assert.match(failed.veto ?? '', /Command failed: false/);
});

test('the recipe for a load balancer takes the host out, and puts it back after success and failure', async ({
  shop,
}) => {
  const file = recipe(shop, 'drain');
  const answer = () => ({ body: '' });
  const requests = await serving(answer, async (url) => {
    for (const after of ['postRestore', 'restoreFailed'] as const) {
      const options = { url };
      const { records, state } = await testPlugin(file, {
        options,
        hooks: ['preRestore', after],
        thread: true,
      });
      assert.ok(
        records.every(({ ok }) => ok),
        JSON.stringify(records),
      );
      assert.equal(state, { drained: false });
    }
    const kept = { name: 'api', actions: ['keep' as const] };
    await testPlugin(file, { options: { url }, apps: [kept], hooks: ['preRestore', 'postRestore'] });
  });
  const weights = requests.map(({ line, body }) => `${line} ${body}`);
  const put = `PUT /${os.hostname()}`;
  assert.equal(
    weights,
    [0, 100, 0, 100].map((weight) => `${put} {"weight":${weight}}`),
  );
});

test('the recipe for a chat reports success, failure and crashes', async ({ shop }) => {
  const file = recipe(shop, 'chat');
  const requests = await serving(
    () => ({ body: 'ok' }),
    async (url) => {
      const options = { webhook: `${url}/hooks/1` };
      const { records } = await testPlugin(file, { options, process: { status: 'errored' }, thread: true });
      assert.ok(
        records.every(({ ok }) => ok),
        JSON.stringify(records),
      );
    },
  );
  assert.equal(
    requests.map(({ body }) => JSON.parse(body).text),
    [
      '3 processes are up',
      'The restore failed: api:0: it exited with code 1 before it was ready',
      'api keeps crashing',
    ],
  );
});

test('every hook is in the table, and every link within the repository points to a file', () => {
  for (const hook of HOOK_NAMES) assert.match(PAGE, new RegExp(`^\\| \`${hook}\` \\|`, 'm'));
  const links = [...PAGE.matchAll(/\]\((\.\.?\/[^)#]+)\)/g)].map(([, link = '']) => link);
  assert.ok(links.length >= 5);
  for (const link of links) assert.ok(fs.existsSync(path.join(ROOT, 'docs', link)), link);
});

test.run();
