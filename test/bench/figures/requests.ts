import { connect } from '../../../src/client/connect.ts';
import { type Bench, Sleepers } from '../bench.ts';
import { memoryOf } from '../proc.ts';
import { percentile } from '../statistics.ts';
import { OpmStage } from '../subjects/opm.ts';
import type { Figure } from './figure.ts';

const CLIENTS = 16;
const what = (bench: Bench, of: string) => `${bench.size(10_000)} requests by ${CLIENTS} clients: ${of}`;

/** How much the daemon can be asked. The clients are on the same machine and take their share of it. */
export const requests: Figure = {
  name: 'requests',
  async measure(bench) {
    const total = bench.size(10_000);
    const ours = bench.subjects.filter(({ isOpm }) => isOpm);
    const add = (of: string, unit: 'ms' | 'per s' | 'KiB', subject: string, value: number) =>
      bench.results.add({ figure: 'requests', what: what(bench, of), unit }, subject, value);
    await bench.inTurn(ours, new Sleepers(10).apps, async (stage, { name }) => {
      if (!(stage instanceof OpmStage)) return;
      await stage.restore();
      const pid = await stage.supervisor();
      const times: number[] = [];
      const before = memoryOf(pid).rss;
      const begunMs = performance.now();
      await Promise.all(Array.from({ length: CLIENTS }, () => ask(stage.home, total / CLIENTS, times)));
      add('rate', 'per s', name, (1000 * times.length) / (performance.now() - begunMs));
      add('p99', 'ms', name, percentile(times, 0.99));
      add('VmRSS before', 'KiB', name, before);
      add('VmRSS after', 'KiB', name, memoryOf(pid).rss);
      await stage.down();
    });
  },
  reaches: () => [],
};

/** One client: a request after the other, each over a connection of its own. */
async function ask(home: string, count: number, times: number[]): Promise<void> {
  const client = await connect({ home, start: 'never' });
  if (client === null) throw new Error('No daemon is running');
  try {
    for (let asked = 0; asked < count; asked += 1) {
      const begunMs = performance.now();
      await client.call('status', {});
      times.push(performance.now() - begunMs);
    }
  } finally {
    client.close();
  }
}
