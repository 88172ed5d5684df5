import fs from 'node:fs';
import path from 'node:path';
import { timed } from '../bench.ts';
import type { App } from '../subjects/subject.ts';
import { type Figure, OPM } from './figure.ts';

const ROW = 'restore 20 apps that are ready after 1 s';

/** Says that it is ready to whom it may concern: in its log, and over the channel that PM2 opens. */
const SCRIPT = `#!/bin/sh
sleep 1
echo ready
if [ -n "$NODE_CHANNEL_FD" ]; then echo '"ready"' >&$NODE_CHANNEL_FD; fi
exec sleep 86400
`;

/** Whether apps are waited for side by side. */
export const ready: Figure = {
  name: 'ready',
  async measure(bench) {
    const script = path.join(bench.sandbox.folder(), 'ready.sh');
    fs.writeFileSync(script, SCRIPT, { mode: 0o755 });
    const apps = Array.from(
      { length: 20 },
      (_, index): App => ({ name: `app-${index}`, argv: ['/bin/sh', script], ready: 'told', restart: true }),
    );
    await bench.inTurn(bench.of('manager'), apps, async (stage, subject) => {
      await stage.up();
      bench.results.add(
        { figure: 'ready', what: ROW, unit: 'ms' },
        subject.name,
        await timed(() => stage.restore()),
      );
      await stage.down();
    });
  },
  reaches: () => [
    { what: ROW, limit: 1200, better: 'lower', unit: ' ms', value: (results) => results.median(ROW, OPM) },
  ],
};
