import fs from 'node:fs';
import path from 'node:path';
import type { Bench } from '../bench.ts';
import { Fifo } from '../fifo.ts';
import { ticksOf } from '../proc.ts';
import { type Figure, OPM } from './figure.ts';

const bytes = (bench: Bench) => bench.size(1_000_000_000);
const wallRow = (bench: Bench) => `an app that writes ${bytes(bench) / 1e6} MB of log: its time`;
const cpuRow = (bench: Bench) => `an app that writes ${bytes(bench) / 1e6} MB of log: CPU of the supervisor`;

const SCRIPT = `#!/bin/sh
begun=$(date +%s%N)
yes 'a line of a log that says as much as lines of logs do, which is not very much in most of them' | head -c "$2"
ended=$(date +%s%N)
echo $(((ended - begun) / 1000000)) >"$1"
exec sleep 86400
`;

/** What a supervisor costs an app that writes much. The floor is a file that it writes to by itself. */
export const logs: Figure = {
  name: 'logs',
  async measure(bench) {
    const fifo = await Fifo.open(bench.sandbox);
    const script = path.join(bench.sandbox.folder(), 'logs.sh');
    fs.writeFileSync(script, SCRIPT, { mode: 0o755 });
    const argv: [string, ...string[]] = ['/bin/sh', script, fifo.file, String(bytes(bench))];
    try {
      await bench.inTurn(
        bench.of('floor', 'manager'),
        [{ name: 'app', argv, ready: 'alive', restart: false }],
        async (stage, subject) => {
          await stage.up();
          const pid = subject.kind === 'floor' ? null : await stage.supervisor();
          const before = pid === null ? 0 : ticksOf(pid);
          await stage.restore();
          const ms = Number(await fifo.line());
          bench.results.add({ figure: 'logs', what: wallRow(bench), unit: 'ms' }, subject.name, ms);
          if (pid !== null) {
            const ticks = ticksOf(pid) - before;
            bench.results.add({ figure: 'logs', what: cpuRow(bench), unit: 'ticks' }, subject.name, ticks);
          }
          await stage.down();
        },
        Math.min(bench.rounds, 3),
      );
    } finally {
      fifo.close();
    }
  },
  reaches: (bench) => [
    {
      what: `${wallRow(bench)}: against a file`,
      limit: 1.1,
      better: 'lower',
      unit: '×',
      value: (results) => results.ratio(wallRow(bench), OPM, { subject: 'floor' }),
    },
  ],
};
