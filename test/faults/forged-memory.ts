import fs from 'node:fs';
import type { Fact } from '../../src/ledger/facts.ts';
import { readLedger } from '../../src/ledger/ledger-file.ts';
import { encodeLine } from '../../src/ledger/ledger-line.ts';
import { homePaths } from '../../src/runtime/home.ts';
import { type Identity, identityOf } from '../../src/runtime/proc/process-table.ts';
import { processTable } from '../../src/runtime/proc/system.ts';
import { isAlive, Lab } from '../e2e/lab.ts';
import { lookAtFleet } from './fleet-look.ts';
import { startStranger } from './stranger.ts';
import { Findings, type Tally } from './tally.ts';

const YESTERDAY = '00000000-1111-2222-3333-444444444444';

/** Identities that a ledger may hold and no process of OPM has. */
const FORGERIES: ((stranger: Identity) => Identity)[] = [
  // the PID of a stranger, with other start ticks
  (it) => ({ ...it, startTicks: it.startTicks - 4321 }),
  // start ticks off by one
  (it) => ({ ...it, startTicks: it.startTicks + 1 }),
  // start ticks off by one the other way
  (it) => ({ ...it, startTicks: it.startTicks - 1 }),
  // a boot id of yesterday
  (it) => ({ ...it, bootId: YESTERDAY }),
  // PID 1 with its start ticks
  (it) => ({
    ...it,
    pid: 1,
    startTicks: processTable().stat(1)?.startTicks ?? 0,
  }),
  // PID 0
  (it) => ({ ...it, pid: 0 }),
  // a negative PID, the group of a stranger
  (it) => ({ ...it, pid: -it.pid }),
  // PID -1, everybody
  (it) => ({ ...it, pid: -1 }),
  // an absurd PID
  (it) => ({ ...it, pid: Number.MAX_SAFE_INTEGER }),
  // a PID with a fraction
  (it) => ({ ...it, pid: it.pid + 0.5 }),
  // a PID that is text
  (it) => ({ ...it, pid: String(it.pid) as unknown as number }),
];

/**
 * Writes a claim with each forged identity into the ledger of a dead daemon, then starts, restarts and removes. The
 * stranger must never get a signal, the claims must end as dead, and each app gets a process of its own.
 *
 * @param options.stop a stop of the apps was under way, which makes a daemon signal what the claims name
 */
export async function forgeClaims(tally: Tally, options: { stop: boolean }): Promise<void> {
  const when = options.stop ? 'while a stop is under way' : 'of apps that were online';
  await tally.attempt(`forged claims ${when}`, () => forgeAll(options.stop));
  tally.tries += FORGERIES.length - 1;
}

async function forgeAll(stop: boolean): Promise<string[]> {
  const lab = new Lab();
  const stranger = await startStranger(lab.folder);
  try {
    const findings = new Findings();
    const apps = { name: 'victim', command: 'sleep 1000', instances: FORGERIES.length, minUptime: 0 };
    await lab.restore(lab.config([apps]));
    const own = lab.leaders();
    await lab.killDaemon();
    for (const { pid } of own) process.kill(pid, 'SIGKILL');
    forgeLedger(lab, identityOf(processTable(), stranger.pid)!, stop);
    const listed = await lab.list();
    findings.expect(
      listed.every(({ adopted }) => !adopted),
      `adopted: ${JSON.stringify(listed.filter(({ adopted }) => adopted))}`,
    );
    await lab.ok(['restart', 'all']);
    findings.add(await lookAtFleet(lab, { victim: FORGERIES.length }));
    const daemon = await lab.daemonPid();
    findings.expect(daemon !== null && isAlive(daemon), 'the daemon does not run');
    await lab.ok(['remove', 'all']);
    findings.add(stranger.complaints());
    return findings.list;
  } finally {
    stranger.end();
    await lab.end();
  }
}

/** Adds claims to the ledger of a dead daemon, as lines with the right numbers and sums. */
function forgeLedger(lab: Lab, stranger: Identity, stop: boolean): void {
  const { ledger } = homePaths(lab.home);
  const { decoded, state } = readLedger(ledger)!;
  let n = decoded.lastNumber;
  for (const [index, id] of [...state.instances.keys()].entries()) {
    const token = globalThis.crypto.randomUUID();
    const at = new Date().toISOString();
    const identity = FORGERIES[index]!(stranger);
    const facts: Fact[] = [
      { op: 'intent', id, token, restart: false, at },
      { op: 'claim', id, token, identity, logOffsets: { out: 0, err: 0 }, at },
      { op: 'online', id, token },
      ...(stop ? [{ op: 'stop', id, afterwards: 'start', at } as const] : []),
    ];
    for (const fact of facts) {
      n += 1;
      fs.appendFileSync(ledger, encodeLine(fact, n));
    }
  }
}
