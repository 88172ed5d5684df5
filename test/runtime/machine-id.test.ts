import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { machineId, readMachineId } from '../../src/runtime/machine-id.ts';

test('a machine has an id, the same each time', () => {
  assert.ok(machineId().length > 0);
  assert.is(machineId(), machineId());
});

test('a missing, empty or uninitialised file yields no machine id', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opm-machine-'));
  const file = join(folder, 'machine-id');
  assert.is(readMachineId(file), null);
  for (const text of ['', '\n', 'uninitialized\n', '0123']) {
    writeFileSync(file, text);
    assert.is(readMachineId(file), null, text);
  }
  writeFileSync(file, '3d1219c7c4c5404aaa1f6d2a48adfda4\n');
  assert.is(readMachineId(file), '3d1219c7c4c5404aaa1f6d2a48adfda4');
  rmSync(folder, { recursive: true });
});

test.run();
