import fs from 'node:fs';
import path from 'node:path';
import { pause } from '../bench.ts';
import { Fifo } from '../fifo.ts';
import type { Subject } from '../subjects/subject.ts';
import { type Figure, OPM } from './figure.ts';
import { inverse } from './restore.ts';

const ROW = 'from SIGKILL of an app until its replacement works';
const CRASHES = 200;
/** Long enough that a crash is not taken for part of a loop. */
export const CALM_MS = 30;

/** Says its PID as soon as it works. */
export const SCRIPT = `#!/bin/sh
echo $$ >"$1"
exec sleep 86400
`;

/** How long an app is away. The replacement says itself that it is there. */
export const crash: Figure = {
  name: 'crash',
  async measure(bench) {
    const script = path.join(bench.sandbox.folder(), 'crash.sh');
    fs.writeFileSync(script, SCRIPT, { mode: 0o755 });
    const fifos = new Map<Subject, { fifo: Fifo; pid: number }>();
    const subjects = bench.of('manager');
    const stages = await Promise.all(
      subjects.map(async (subject) => {
        const fifo = await Fifo.open(bench.sandbox);
        const argv: [string, ...string[]] = ['/bin/sh', script, fifo.file];
        const stage = await subject.stage([{ name: 'app', argv, ready: 'alive', restart: true }]);
        // PM2 has run it once already, to save it.
        while (await hasLine(fifo));
        await stage.restore();
        fifos.set(subject, { fifo, pid: Number(await fifo.line()) });
        return stage;
      }),
    );
    try {
      for (let crashes = 0; crashes < bench.size(CRASHES); crashes += 1) {
        for (const subject of subjects) {
          const app = fifos.get(subject)!;
          await pause(CALM_MS);
          const begunMs = performance.now();
          process.kill(app.pid, 'SIGKILL');
          app.pid = Number(await app.fifo.line());
          const ms = performance.now() - begunMs;
          bench.results.add({ figure: 'crash', what: ROW, unit: 'ms' }, subject.name, ms);
        }
      }
    } finally {
      for (const stage of stages) await stage.down().catch(() => {});
      for (const { fifo } of fifos.values()) fifo.close();
    }
  },
  reaches: () => [
    { what: ROW, limit: 10, better: 'lower', unit: ' ms', value: (results) => results.median(ROW, OPM) },
    {
      what: `${ROW}: pm2 takes as many times as long`,
      limit: 10,
      better: 'higher',
      unit: '×',
      value: (results) => inverse(results.ratio(ROW, OPM, { subject: 'pm2' })),
    },
  ],
};

async function hasLine(fifo: Fifo): Promise<boolean> {
  return fifo.line(50).then(
    () => true,
    () => false,
  );
}
