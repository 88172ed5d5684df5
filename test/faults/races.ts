import { Lab } from '../e2e/lab.ts';
import { daemonsOf, lookAtFleet } from './fleet-look.ts';
import { Findings, type Tally } from './tally.ts';

const sleeper = (name: string) => ({ name, command: 'sleep 1000', minUptime: 0 });

/** Two first commands at once on an empty home, `times` times: one daemon each time, which both talk to. */
export async function raceFirstCommands(tally: Tally, times: number): Promise<void> {
  for (let time = 1; time <= times; time += 1) {
    await tally.attempt(`first commands, race ${time}`, async () => {
      const lab = new Lab();
      try {
        const findings = new Findings();
        const both = await Promise.all([
          lab.opm(['start', 'sleep 1000', '--name', 'a']),
          lab.opm(['start', 'sleep 1000', '--name', 'b']),
        ]);
        for (const { code, stderr } of both) findings.expect(code === 0, `ended with ${code}: ${stderr}`);
        const daemons = daemonsOf(lab.home);
        findings.expect(daemons.length === 1, `${daemons.length} daemons run: ${daemons.join()}`);
        findings.add(await lookAtFleet(lab, { a: 1, b: 1 }));
        return findings.list;
      } finally {
        await lab.end();
      }
    });
  }
}

/** Two restores of 30 apps at once, `times` times: 30 alive, the loser finds everything kept or is told to wait. */
export async function raceRestores(tally: Tally, times: number): Promise<void> {
  const lab = new Lab();
  try {
    for (let time = 1; time <= times; time += 1) {
      const apps = Array.from({ length: 30 }, (_, index) => sleeper(`app${index}`));
      const config = lab.config(apps, { settings: { maxStarting: 30 } });
      await tally.attempt(`restores, race ${time}`, async () => {
        const findings = new Findings();
        // Every second race starts without a daemon.
        if (time % 2 === 0) await lab.ok(['list']);
        const restore = () => lab.opm(['restore', '--config', config, '--json']);
        const both = await Promise.all([restore(), restore()]);
        const codes = both.map(({ code }) => code);
        findings.expect(
          codes.includes(0) && codes.every((code) => code === 0 || code === 75),
          `the restores ended with ${codes.join(' and ')}`,
        );
        const started = both
          .filter(({ code }) => code === 0)
          .map(({ stdout }) => (JSON.parse(stdout) as { started: unknown[] }).started.length);
        findings.expect(
          started.reduce((sum, count) => sum + count, 0) === 30,
          `the restores say that they started ${started.join(' and ')}`,
        );
        findings.add(await lookAtFleet(lab, Object.fromEntries(apps.map(({ name }) => [name, 1]))));
        return findings.list;
      });
      await lab.ok(['remove', 'all']);
      await lab.ok(['daemon', 'stop']);
    }
  } finally {
    await lab.end();
  }
}
