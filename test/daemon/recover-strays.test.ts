import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../src/config/instance/instance-spec.ts';
import { recover } from '../../src/daemon/recover.ts';
import type { Fact } from '../../src/ledger/facts.ts';
import { Journal } from '../../src/ledger/journal.ts';
import { signToken } from '../../src/supervise/kin/token-signer.ts';
import { AT, specOf } from '../ledger/ledger-parts.ts';
import { type Listed, OURS, processesInMemory, STRANGER } from '../supervise/kin/processes-in-memory.ts';

const SECRET = Buffer.alloc(32, 9);
const HOME = '/home-of-opm';
const LOG = `${HOME}/logs/api-0.out.log`;
const DAEMON = 5000;
const SPEC = specOf({ logs: { out: LOG, err: LOG } });

const test = suite<{ file: string; journals: Journal[] }>('what a damaged ledger has lost');
test.before.each((context) => {
  context.file = join(fs.mkdtempSync(join(tmpdir(), 'opm-strays-')), 'ledger.jsonl');
  context.journals = [];
});
test.after.each(({ file, journals }) => {
  for (const journal of journals) journal.close();
  fs.rmSync(join(file, '..'), { recursive: true });
});

/** A process as the app's is that the ledger has lost. */
function lostProcess(overrides: Listed & { id?: number } = {}): Listed {
  const { id = 0, ...more } = overrides;
  const OPM_TOKEN = signToken(SECRET, { home: HOME, id });
  const env = { OPM_TOKEN, OPM_HOME: HOME, OPM_ID: '0', OPM_NAME: 'api', OPM_INSTANCE: '0' };
  return { outputs: [LOG], env, ...more };
}

/** Recovers from a ledger that defines the app alone, beside process 100. Returns what is adopted, and what is said. */
function recoverBeside(
  { file, journals }: { file: string; journals: Journal[] },
  process: Listed,
  { lost = true, spec = {} as Partial<InstanceSpec>, secret = SECRET as Buffer } = {},
) {
  const { journal } = Journal.open(file);
  journals.push(journal);
  const owner = { bootId: 'boot', pidNamespace: 'ns', pid: 4000, startTicks: 4000 };
  const facts: Fact[] = [
    { op: 'open', version: 1, owner, initOfNamespace: false, at: AT },
    {
      op: 'define',
      id: 0,
      spec: specOf({ logs: { out: LOG, err: LOG }, ...spec }),
      env: null,
      pluginEnv: [],
    },
  ];
  if (journal.state.instances.size === 0) journal.record(facts);
  const { table, reads } = processesInMemory({ 100: process, [DAEMON]: {} });
  const life = { home: HOME, secret, pid: DAEMON, initOfNamespace: false, fresh: false, lost };
  const { plan, notices, strays } = recover({ journal, table, ...life });
  return { adopted: plan.adopt, notices, strays, journal, reads };
}

test('is adopted when all agrees', (context) => {
  const { adopted, notices, journal } = recoverBeside(context, lostProcess());
  assert.equal(adopted, [0]);
  assert.match(notices.join(), 'Process 100 of "api" was missing from the ledger; it was adopted');
  const { claim, want } = journal.state.instances.get(0)!;
  assert.equal([claim?.identity.pid, claim?.userId, want], [100, OURS, 'running']);
});

test('is not even looked for when the ledger is whole', (context) => {
  const { adopted, notices, strays, reads } = recoverBeside(context, lostProcess(), { lost: false });
  assert.equal([adopted, notices, strays, reads], [[], [], null, []]);
});

const doubts: [string, Listed, { secret?: Buffer; spec?: Partial<InstanceSpec> }?][] = [
  ['its token is of another instance', lostProcess({ id: 1 })],
  ['the secret is another one', lostProcess(), { secret: Buffer.alloc(32, 1) }],
  ['it does not write to the logs of the app', lostProcess({ outputs: ['/dev/pts/0'] })],
  [
    'the logs of the app are a device',
    lostProcess({ outputs: ['/dev/null'] }),
    {
      spec: { logs: { out: '/dev/null', err: '/dev/null' } },
    },
  ],
  ['it leads no session', lostProcess({ session: 99 })],
];

for (const [why, process, options] of doubts) {
  test(`is left alone, and nothing is started beside it, when ${why}`, (context) => {
    const { adopted, notices, strays } = recoverBeside(context, process, options);
    assert.equal(adopted, []);
    assert.match(notices.join(), 'is not in the ledger; it was left alone');
    assert.is(strays?.inTheWayOf(SPEC, [OURS])?.pid, 100);
  });
}

test('is nobody that runs as another user or in another PID namespace', (context) => {
  for (const process of [lostProcess({ user: STRANGER }), lostProcess({ namespace: 'below' })]) {
    const { adopted, notices, strays } = recoverBeside(context, process);
    assert.equal([adopted, notices], [[], []]);
    assert.is(strays?.inTheWayOf(SPEC, [OURS]), null);
  }
});

test('is said and left alone when it has written over its environment', (context) => {
  const { adopted, notices, strays } = recoverBeside(context, { outputs: [LOG] });
  assert.equal(adopted, []);
  assert.match(notices.join(), `Process 100 writes to "${LOG}" but is not in the ledger; it was left alone`);
  assert.is(strays?.inTheWayOf(SPEC, [OURS])?.pid, 100);
});

test('is remembered by the daemons that come, in this boot', (context) => {
  recoverBeside(context, lostProcess({ id: 1 })).journal.close();
  const { strays } = recoverBeside(context, lostProcess({ id: 1 }), { lost: false });
  assert.is(strays?.inTheWayOf(SPEC, [OURS])?.pid, 100);
});

test('a claim that was written down in a time namespace is adopted and says from then on what does not move', (context) => {
  const owner = { bootId: 'boot', pidNamespace: 'ns', pid: 4000, startTicks: 4000 };
  const { journal } = Journal.open(context.file);
  context.journals.push(journal);
  const identity = { ...owner, pid: 100, startTicks: 10_000_100 };
  const logOffsets = { out: 7, err: 8 };
  journal.record([
    { op: 'open', version: 1, owner, initOfNamespace: false, at: AT },
    { op: 'define', id: 0, spec: specOf(), env: null, pluginEnv: [] },
    { op: 'intent', id: 0, token: 'token', restart: false, at: AT },
    { op: 'claim', id: 0, token: 'token', identity, logOffsets, at: AT },
    { op: 'online', id: 0, token: 'token' },
  ]);
  const { table } = processesInMemory({ 100: { shiftedStartTicks: 10_000_100 }, [DAEMON]: {} });
  const life = { home: HOME, secret: SECRET, pid: DAEMON, initOfNamespace: false, fresh: false, lost: false };
  const { plan } = recover({ journal, table, ...life });
  assert.equal(plan.adopt, [0]);
  const { claim } = journal.state.instances.get(0)!;
  assert.equal([claim?.identity.startTicks, claim?.online, claim?.logOffsets], [100, true, logOffsets]);
});

test.run();
