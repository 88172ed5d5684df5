import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { testCommand } from './plan.ts';
import { ROOT } from './subject.ts';
import { judgeTestFile } from './verdict.ts';
import { type WorkerPool, workerPool } from './worker-pool.ts';

const UVU = JSON.stringify(import.meta.resolve('uvu'));

interface Lab {
  workers: WorkerPool;
  /** Runs a test file with this text, and says the number of the process that ran it. */
  run(text: string, deadlineMs?: number): Promise<Awaited<ReturnType<WorkerPool['run']>> & { pid: number }>;
}

async function inLab(work: (lab: Lab) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'opm-workers-'));
  const env = { PATH: process.env.PATH ?? '', NO_COLOR: '1' };
  const workers = workerPool({ command: testCommand('test/runner/worker-program.ts'), cwd: ROOT, env });
  let files = 0;
  const run: Lab['run'] = async (text, deadlineMs = 30_000) => {
    const file = join(folder, `${files++}.mjs`);
    const pid = join(folder, 'pid');
    const head = `import { writeFileSync } from 'node:fs'; import { test } from ${UVU};
      writeFileSync(${JSON.stringify(pid)}, String(process.pid));`;
    writeFileSync(file, head + text);
    const ending = await workers.run(file, deadlineMs);
    return { ...ending, pid: Number(readFileSync(pid, 'utf8')) };
  };
  try {
    await work({ workers, run });
  } finally {
    await workers.close();
    rmSync(folder, { recursive: true });
  }
}

const GOOD = "test('is good', () => {}); test.run();";

/** Deno is a process for each file, since it starts in no time. */
const onNode = process.versions.deno === undefined ? test : test.skip;

onNode('one process runs one file after another, and each has its own output and counts', () =>
  inLab(async ({ run }) => {
    const first = await run(`${GOOD} console.log('first');`);
    const second = await run("test('a', () => {}); test('b', () => { throw new Error('no'); }); test.run();");
    assert.is(second.pid, first.pid);
    assert.match(first.output, 'first');
    assert.not.match(second.output, 'first');
    assert.equal(judgeTestFile(first), { passed: 1, failed: 0, skipped: 0, reasons: [] });
    assert.equal(judgeTestFile(second), { passed: 1, failed: 1, skipped: 0, reasons: [] });
  }),
);

onNode('a file finds the variables and working folder as if it were the first', () =>
  inLab(async ({ run }) => {
    await run(`process.env.NEW = 'x'; delete process.env.NO_COLOR; process.chdir('/'); ${GOOD}`);
    const { output } = await run(
      `${GOOD} console.log([process.env.NEW, process.env.NO_COLOR, process.cwd()]);`,
    );
    assert.match(output, `[ undefined, '1', '${ROOT}' ]`);
  }),
);

onNode('after a failed file, the next one runs in a new process', () =>
  inLab(async ({ run }) => {
    const bad = await run("test('is bad', () => { throw new Error('no'); }); test.run();");
    assert.is.not((await run(GOOD)).pid, bad.pid);
    assert.not.ok(existsSync(`/proc/${bad.pid}`));
  }),
);

onNode('a file that ends the process, runs nothing or takes too long fails alone', () =>
  inLab(async ({ run }) => {
    const exits = await run('process.exit(0);');
    assert.equal([exits.exitCode, judgeTestFile(exits).failed], [0, 1]);
    const silent = await run("test('is never run', () => {});");
    assert.match(judgeTestFile(silent).reasons[0] as string, 'is test.run() missing?');
    const slow = await run(
      "test('hangs', () => new Promise(() => {})); setInterval(() => {}, 1000); test.run();",
      500,
    );
    assert.equal([slow.deadlineMs, slow.signal], [500, 'SIGKILL']);
    assert.is(judgeTestFile(await run(GOOD)).failed, 0);
  }),
);

onNode('what a file leaves running is found, ended and blamed on it', () =>
  inLab(async ({ run }) => {
    const child = await run(
      `import { spawn } from 'node:child_process'; ${GOOD}
      spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }).unref();`,
    );
    assert.match(child.leftBehind.join(), /left process \d+ behind: sleep 60/);
    const server = await run(
      `import { createServer } from 'node:net'; ${GOOD} createServer().listen(0, '127.0.0.1');`,
    );
    assert.equal(server.leftBehind, ['left 1 handles open: TCPServerWrap']);
  }),
);

onNode('temporary files left when the process exits are reported and removed', () =>
  inLab(async ({ run, workers }) => {
    const write = `import { mkdirSync } from 'node:fs'; import { tmpdir } from 'node:os';`;
    const { output } = await run(`${write} ${GOOD} mkdirSync(tmpdir() + '/here'); console.log(tmpdir());`);
    assert.equal(await workers.close(), ['left "here" behind in the temporary folder']);
    const folder = /^\/.*\/t$/m.exec(output)?.[0] as string;
    assert.not.ok(existsSync(folder));
  }),
);

test.run();
