import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../runner/subject.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Subject } from './subject.ts';

/** The floor, compiled with the machine's compiler. @throws Error where there is none */
export async function floorSubject(sandbox: Sandbox): Promise<Subject> {
  const program = path.join(sandbox.folder(), 'floor');
  await sandbox.run('cc', ['-O2', '-o', program, path.join(ROOT, 'test/bench/floor.c')]);
  const { stdout } = await sandbox.run('cc', ['--version']);
  return {
    name: 'floor',
    version: stdout.split('\n')[0] ?? '',
    kind: 'floor',
    isOpm: false,
    async stage(apps) {
      const folder = sandbox.folder();
      const restore = async () => {
        fs.mkdirSync(path.join(folder, 'logs'));
        await sandbox.run(program, [String(apps.length), path.join(folder, 'logs'), ...apps[0]!.argv], {
          env: sandbox.env({ OPM_BENCH_STAGE: folder }),
          quiet: true,
        });
      };
      const down = async () => {
        sandbox.end('OPM_BENCH_STAGE', folder);
        fs.rmSync(path.join(folder, 'logs'), { recursive: true, force: true });
      };
      const impossible = async () => {
        throw new Error('The floor only starts processes');
      };
      return {
        restore,
        down,
        up: async () => {},
        stopAll: impossible,
        list: impossible,
        supervisor: impossible,
      };
    },
  };
}
