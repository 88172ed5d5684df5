import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkKernel } from '../../../src/commands/doctor/check-kernel.ts';
import { limitIn } from '../../../src/commands/doctor/check-limits.ts';
import { runsOn } from '../../../src/commands/doctor/check-machine.ts';
import type { Finding } from '../../../src/commands/doctor/finding.ts';
import { opmVersion } from '../../../src/runtime/version.ts';
import { runIn, serve } from '../served.ts';

const folder = mkdtempSync(join(tmpdir(), 'opm-doctor-'));
test.after(() => rmSync(folder, { recursive: true }));

async function examine(home: string): Promise<{ code: number; findings: Record<string, Finding> }> {
  const { code, stdout } = await runIn(home, ['doctor', '--json']);
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Finding[] };
  assert.is(ok, code === 0);
  return { code, findings: Object.fromEntries(checks.map((finding) => [finding.check, finding])) };
}

test('a missing home is fine, and is not created', async () => {
  const { code, findings } = await examine(join(folder, 'new', 'home'));
  assert.is(code, 0, JSON.stringify(findings));
  assert.match(findings.home?.message ?? '', /the first command creates it/);
  assert.is(findings.daemon?.status, 'ok');
  assert.is(findings.lock?.message, 'No process owns the home');
});

test('every problem that keeps OPM from working is a failure with exit code 1', async () => {
  writeFileSync(join(folder, 'file'), '');
  const cases: [string, string, RegExp][] = [
    [join(folder, 'file'), 'home', /not a folder/],
    [join(folder, 'x'.repeat(100)), 'socket', /OPM_HOME to a shorter path/],
  ];
  for (const [home, check, message] of cases) {
    const { code, findings } = await examine(home);
    assert.is(code, 1);
    assert.is(findings[check]?.status, 'fail', JSON.stringify(findings[check]));
    assert.match(findings[check]?.message ?? '', message);
  }
});

test('a home that others may enter is a warning, not a failure', async () => {
  const home = join(folder, 'open');
  mkdirSync(home);
  chmodSync(home, 0o755);
  const { code, findings } = await examine(home);
  assert.is(code, 0);
  assert.is(findings.home?.status, 'warn');
});

test('an unreadable lock file without a responding owner is a warning', async () => {
  const home = join(folder, 'torn');
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(join(home, 'ledger.lock'), 'torn');
  const { code, findings } = await examine(home);
  assert.is(code, 0, JSON.stringify(findings.lock));
  assert.is(findings.lock?.status, 'warn');
});

test('a daemon of another version is a warning with the remedy', async () => {
  const status = {
    running: true,
    pid: 7,
    home: '/h',
    runtime: 'node 20',
    uptimeMs: 1,
    processes: 0,
    adopted: 0,
    native: null,
  };
  let version = opmVersion();
  const served = await serve({ status: async () => ({ ...status, version }) });
  assert.is((await examine(served.home)).findings.daemon?.status, 'ok');
  version = '99.0.0';
  const { findings } = await examine(served.home);
  assert.is(findings.daemon?.status, 'warn');
  assert.match(findings.daemon?.message ?? '', /opm daemon restart/);
  await served.close();
});

test('kernel features are listed, missing ones with the reason', async () => {
  const report = { pidfd: true, groupSignal: true, exitInfo: true, subreaper: true } as const;
  assert.is(checkKernel(report).status, 'ok');
  const finding = checkKernel({ ...report, groupSignal: 'EINVAL: it needs Linux 6.9' });
  assert.is(finding.status, 'warn');
  assert.is(finding.message, 'No groupSignal: EINVAL: it needs Linux 6.9');
});

test('for people, each finding is one line', async () => {
  const { stdout } = await runIn(join(folder, 'new'), ['doctor']);
  for (const line of stdout.trimEnd().split('\n')) assert.match(line, /^(ok|warn|fail) +[a-z ]+ {2}\S/);
});

test("limits are parsed from the kernel's table", () => {
  const text = [
    'Limit                     Soft Limit           Hard Limit           Units     ',
    'Max processes             96365                unlimited            processes ',
    'Max open files            1024                 524288               files     ',
  ].join('\n');
  assert.equal(limitIn(text, 'Max open files'), { soft: 1024, hard: 524_288 });
  assert.equal(limitIn(text, 'Max processes'), { soft: 96_365, hard: Number.POSITIVE_INFINITY });
  assert.is(limitIn(text, 'Max nice priority'), null);
});

test('Node below 20.19 is too old, other runtimes are not', () => {
  for (const runtime of ['node 20.19.0', 'node 26.1.0', 'deno 2.0.0', 'bun 1.4.5'])
    assert.ok(runsOn(runtime), runtime);
  for (const runtime of ['node 18.20.0', 'node 20.18.3']) assert.not.ok(runsOn(runtime), runtime);
});

test.run();
