import fs from 'node:fs';
import path from 'node:path';
import type { Fact } from '../../src/ledger/facts.ts';
import { encodeLine } from '../../src/ledger/ledger-line.ts';
import { homePaths } from '../../src/runtime/home.ts';
import { isAlive, Lab } from '../e2e/lab.ts';
import { lookAtFleet } from './fleet-look.ts';
import { Findings, type Tally } from './tally.ts';

type Random = () => number;
type Damage = (bytes: Buffer, random: Random) => Buffer;

const at = (bytes: Buffer, random: Random) => Math.floor(random() * bytes.length);

/** What disks, editors and accidents do to a file. Each result differs from the file. */
export const DAMAGES: Record<string, Damage> = {
  truncated: (bytes, random) => bytes.subarray(0, at(bytes, random)),
  // A write that was cut off between the facts of one and the same instance.
  'cut off amid the line after a definition': (bytes) => {
    const definition = bytes.indexOf('"op":"define"');
    return bytes.subarray(0, definition < 0 ? bytes.length / 2 : bytes.indexOf('\n', definition) + 10);
  },
  'one bit flipped in the first line that says what is wanted': (bytes) => {
    const place = Math.max(0, bytes.indexOf('"op":"want"'));
    return Buffer.concat([
      bytes.subarray(0, place),
      Buffer.from([bytes[place]! ^ 1]),
      bytes.subarray(place + 1),
    ]);
  },
  'one bit flipped': (bytes, random) => {
    const place = at(bytes, random);
    return Buffer.concat([
      bytes.subarray(0, place),
      Buffer.from([bytes[place]! ^ (1 << Math.floor(random() * 8))]),
      bytes.subarray(place + 1),
    ]);
  },
  'a line repeated': (bytes, random) => withLines(bytes, (lines) => repeat(lines, random)),
  'two lines swapped': (bytes) => withLines(bytes, (lines) => lines.reverse()),
  'a line of 10 MB': (bytes) => Buffer.concat([bytes, Buffer.alloc(10 << 20, 'x'), Buffer.from('\n')]),
  'NULs at the end': (bytes) => Buffer.concat([bytes, Buffer.alloc(4096)]),
  'all NULs': (bytes) => Buffer.alloc(bytes.length),
  'nested text': (bytes) => Buffer.concat([bytes, Buffer.from(`00000000 ${'['.repeat(100_000)}\n`)]),
  empty: () => Buffer.alloc(0),
};

/**
 * Damages the ledger of a dead daemon whose apps run on. Afterwards there are no two processes of an instance,
 * nothing that lives was lost without a word, the damaged file is kept, and a restore brings the set back.
 */
export async function damageLedger(tally: Tally, title: string, random: Random): Promise<void> {
  await tally.attempt(`ledger, ${title}`, async () => {
    const lab = new Lab();
    const { ledger } = homePaths(lab.home);
    try {
      const findings = new Findings();
      const config = lab.config([{ name: 'app', command: 'sleep 1000', instances: 3, minUptime: 0 }]);
      await lab.restore(config);
      await lab.ok(['save']);
      const before = lab.leaders();
      await lab.killDaemon();
      const good = fs.readFileSync(ledger);
      const bad = DAMAGES[title]!(good, random);
      fs.writeFileSync(ledger, bad);
      const listed = await lab.opm(['list', '--json']);
      findings.expect(listed.code === 0, `opm list ended with ${listed.code}: ${listed.stderr}`);
      const kept = fs.readdirSync(lab.home).filter((name) => name.includes('damaged'));
      findings.expect(
        kept.some((name) => fs.readFileSync(path.join(lab.home, name)).equals(bad)),
        `the damaged file is not kept: ${kept.join()}`,
      );
      const said = fs.readFileSync(homePaths(lab.home).daemonLog, 'utf8');
      findings.expect(/The ledger was damaged/.test(said), 'nothing was said about the damage');
      findings.expect(
        before.every(({ pid }) => isAlive(pid)),
        'a process of before was ended',
      );
      const known = new Set((JSON.parse(listed.stdout) as { pid: number | null }[]).map(({ pid }) => pid));
      for (const { pid } of before) {
        const named = known.has(pid) || said.includes(`Process ${pid} was started by OPM from this home`);
        findings.expect(named, `process ${pid} was lost without a word`);
      }
      // What the ledger has forgotten altogether, the user ends by hand after having been told.
      for (const { pid } of before) if (!known.has(pid)) process.kill(pid, 'SIGKILL');
      const restored = await lab.opm(['restore']);
      findings.expect(restored.code === 0, `the restore ended with ${restored.code}: ${restored.stderr}`);
      findings.add(await lookAtFleet(lab, { app: 3 }));
      const after = pidsOf(lab);
      await lab.killDaemon();
      findings.add(await lookAtFleet(lab, { app: 3 }));
      findings.expect(pidsOf(lab) === after, 'the next daemon did not adopt them all');
      return findings.list;
    } finally {
      await lab.end();
    }
  });
}

/** What may be gone of a home while its apps run on. */
export const LOSSES: Record<string, (home: string) => void> = {
  ledger: (home) => fs.rmSync(homePaths(home).ledger),
  'ledger and secret': (home) => {
    fs.rmSync(homePaths(home).ledger);
    fs.rmSync(homePaths(home).secret);
  },
  home: (home) => fs.rmSync(home, { recursive: true }),
};

/**
 * The ledger of a dead daemon is gone. A restore starts nothing beside what runs on, names it, and does its work once
 * that has ended.
 */
export async function loseLedger(tally: Tally, title: string): Promise<void> {
  await tally.attempt(`without its ${title}`, async () => {
    const lab = new Lab();
    try {
      const findings = new Findings();
      const config = lab.config([{ name: 'app', command: 'sleep 1000', instances: 2, minUptime: 0 }]);
      await lab.restore(config);
      const before = pidsOf(lab);
      await lab.killDaemon();
      LOSSES[title]!(lab.home);
      // The second time the ledger is there, and the daemon another one.
      for (const time of ['first', 'second']) {
        const { code, stderr } = await lab.opm(['restore', '--config', config]);
        findings.expect(code === 1, `the ${time} restore ended with ${code}`);
        findings.expect(/it runs already, as process \d+/.test(stderr), `it does not say why: ${stderr}`);
        findings.expect(pidsOf(lab) === before, `the ${time} restore touched what runs`);
        await lab.killDaemon();
      }
      const verdict = await lab.opm(['ledger', 'verify']);
      for (const { pid } of lab.leaders()) {
        findings.expect(verdict.stdout.includes(`Process ${pid} `), `verify does not name ${pid}`);
        process.kill(pid, 'SIGKILL');
      }
      const restored = await lab.opm(['restore', '--config', config]);
      findings.expect(
        restored.code === 0,
        `the last restore ended with ${restored.code}: ${restored.stderr}`,
      );
      findings.add(await lookAtFleet(lab, { app: 2 }));
      return findings.list;
    } finally {
      await lab.end();
    }
  });
}

/** A ledger of a newer version is refused, kept as it is, and nothing that runs is touched. */
export async function newerLedger(tally: Tally): Promise<void> {
  await tally.attempt('ledger of a newer version', async () => {
    const lab = new Lab();
    const { ledger } = homePaths(lab.home);
    try {
      const findings = new Findings();
      await lab.restore(lab.config([{ name: 'app', command: 'sleep 1000', minUptime: 0 }]));
      const before = lab.leaders();
      await lab.killDaemon();
      const good = fs.readFileSync(ledger);
      const fact = {
        op: 'base',
        version: 99,
        nextId: 0,
        context: null,
        restore: null,
        owners: [],
      } satisfies Fact;
      const newer = encodeLine(fact, 1);
      fs.writeFileSync(ledger, newer);
      const { code, stderr } = await lab.opm(['list']);
      findings.expect(code === 65, `opm list ended with ${code}`);
      findings.expect(/version 99/.test(stderr), `it does not say why: ${stderr}`);
      findings.expect(fs.readFileSync(ledger, 'utf8') === newer, 'the newer ledger was changed');
      findings.expect(isAlive(before[0]!.pid), 'an app was ended');
      fs.writeFileSync(ledger, good);
      findings.add(await lookAtFleet(lab, { app: 1 }));
      return findings.list;
    } finally {
      await lab.end();
    }
  });
}

/** Damages the newest snapshot: the one before it is used with code 2, or the restore refuses with 65 and keeps it. */
export async function damageSnapshot(tally: Tally, title: string, random: Random): Promise<void> {
  await tally.attempt(`snapshot, ${title}`, async () => {
    const lab = new Lab();
    const { snapshots } = homePaths(lab.home);
    try {
      const findings = new Findings();
      await lab.restore(lab.config([{ name: 'app', command: 'sleep 1000', instances: 2, minUptime: 0 }]));
      await lab.ok(['save']);
      await lab.ok(['save']);
      const [first, second] = fs.readdirSync(snapshots).sort() as [string, string];
      const damage = (name: string) => {
        const file = path.join(snapshots, name);
        const bad = DAMAGES[title]!(fs.readFileSync(file), random);
        fs.writeFileSync(file, bad);
        return bad;
      };
      const badSecond = damage(second);
      const older = await lab.opm(['restore']);
      findings.expect(older.code === 2, `with one good generation the restore ended with ${older.code}`);
      findings.expect(/damaged/.test(older.stderr + older.stdout), 'the damage was not named');
      const badFirst = damage(first);
      const none = await lab.opm(['restore']);
      findings.expect(none.code === 65, `with no good generation the restore ended with ${none.code}`);
      const left = fs.readdirSync(snapshots).map((name) => fs.readFileSync(path.join(snapshots, name)));
      for (const bad of [badFirst, badSecond]) {
        findings.expect(
          left.some((bytes) => bytes.equals(bad)),
          'a damaged file is not kept',
        );
      }
      findings.add(await lookAtFleet(lab, { app: 2 }));
      await lab.ok(['save']);
      const saved = await lab.opm(['restore']);
      findings.expect(saved.code === 0, `after a new save the restore ended with ${saved.code}`);
      return findings.list;
    } finally {
      await lab.end();
    }
  });
}

function pidsOf(lab: Lab): string {
  return lab
    .leaders()
    .map(({ pid }) => pid)
    .join();
}

function withLines(bytes: Buffer, change: (lines: string[]) => string[]): Buffer {
  const lines = bytes.toString().split('\n').slice(0, -1);
  return Buffer.from(
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

function repeat(lines: string[], random: Random): string[] {
  const index = Math.floor(random() * lines.length);
  return [...lines.slice(0, index + 1), lines[index]!, ...lines.slice(index + 1)];
}
