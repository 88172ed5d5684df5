import { Lab } from '../e2e/lab.ts';
import { lookAtFleet } from './fleet-look.ts';
import { Findings, type Tally } from './tally.ts';

/** What one client believes of its own app: the model. */
interface Believed {
  name: string;
  /** `null`: there is no such app. */
  instances: number | null;
  running: boolean;
}

/**
 * Clients that start, stop, restart, scale, rename and remove at random, each its own app, all at once. Every command
 * must succeed, and at the end the list must be what the clients believe.
 */
export async function attackWithClients(
  tally: Tally,
  options: { clients: number; steps: number; random: () => number },
): Promise<void> {
  const lab = new Lab();
  try {
    await lab.ok(['list']);
    const believed = Array.from({ length: options.clients }, (_, index): Believed => {
      return { name: `app${index}`, instances: null, running: false };
    });
    await Promise.all(
      believed.map(async (own) => {
        for (let step = 0; step < options.steps; step += 1) {
          await tally.attempt(own.name, () => act(lab, own, options.random()));
        }
      }),
    );
    await tally.attempt('the final list', async () => {
      const findings = new Findings();
      const listed = await lab.list();
      for (const { name, instances, running } of believed) {
        const found = listed.filter((entry) => entry.name === name);
        findings.expect(
          found.length === (instances ?? 0),
          `"${name}" has ${found.length} instances, not ${instances ?? 0}`,
        );
        const online = found.filter(({ status }) => status === 'online').length;
        const wanted = running ? (instances ?? 0) : 0;
        findings.expect(online === wanted, `"${name}" has ${online} online, not ${wanted}`);
      }
      const known = believed.reduce((sum, { instances }) => sum + (instances ?? 0), 0);
      findings.expect(listed.length === known, `${listed.length} instances are listed, not ${known}`);
      const expected = believed.reduce((sum, own) => sum + (own.running ? (own.instances ?? 0) : 0), 0);
      findings.add(await lookAtFleet(lab, expected));
      return findings.list;
    });
  } finally {
    await lab.end();
  }
}

async function act(lab: Lab, own: Believed, chance: number): Promise<string[]> {
  const args = next(own, chance);
  const { code, stderr } = await lab.opm(args);
  return code === 0 ? [] : [`opm ${args.join(' ')} ended with ${code}: ${stderr.trim()}`];
}

/** The next command, and the belief as it will be after it. */
function next(own: Believed, chance: number): string[] {
  if (own.instances === null) {
    const instances = 1 + Math.floor(chance * 3);
    Object.assign(own, { instances, running: true });
    return ['start', 'sleep 1000', '--name', own.name, '-i', String(instances)];
  }
  switch (Math.floor(chance * 6)) {
    case 0:
      own.running = false;
      return ['stop', own.name];
    case 1: {
      // Only of an app that runs: new instances of a stopped one would run beside stopped ones.
      const wanted = 1 + (Math.floor(chance * 100) % 4);
      if (!own.running) break;
      own.instances = wanted;
      return ['scale', own.name, String(wanted)];
    }
    case 2: {
      const before = own.name;
      own.name = `${own.name.split('-')[0]}-${Math.floor(chance * 1e9)}`;
      return ['adjust', before, '--name', own.name];
    }
    case 3:
      own.instances = null;
      own.running = false;
      return ['remove', own.name];
  }
  own.running = true;
  return ['restart', own.name];
}
