import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ROOT } from '../runner/subject.ts';
import { moveFleetPorts } from './checkout.ts';
import { Lab } from './lab.ts';

/** The example as it is, but for its ports. */
function copyOfFleet(lab: Lab): string {
  cpSync(join(ROOT, 'examples/fleet'), join(lab.folder, 'fleet'), { recursive: true });
  const config = join(lab.folder, 'fleet/opm.config.jsonc');
  moveFleetPorts(config);
  return config;
}

test('the example fleet is restored, found running, and stopped completely', async () => {
  const lab = new Lab();
  try {
    const config = copyOfFleet(lab);
    const first = await lab.restore(config);
    assert.is(first.report.outcome, 'committed', JSON.stringify(first.report.failed));
    assert.is(first.report.started.length, 16);
    const pids = lab.leaders().map(({ pid }) => pid);
    assert.is(pids.length, 16);

    const second = await lab.restore(config);
    assert.is(second.report.kept.length, 16);
    assert.equal([second.report.started, second.report.replaced, second.report.stopped], [[], [], []]);
    assert.equal(
      lab.leaders().map(({ pid }) => pid),
      pids,
    );

    await lab.ok(['daemon', 'stop']);
    assert.equal(lab.processes(), []);
  } finally {
    await lab.end();
  }
});

test.run();
