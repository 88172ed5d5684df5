import { tmpdir } from 'node:os';
import { loadKoffi } from './library/koffi.ts';
import { openLibC } from './library/libc.ts';

/**
 * Gives up root's rights for good, for those of a user and one group: no runtime but Node can do all of it.
 *
 * @throws NoNativeCalls, or the system's error; the process should end then
 */
export function becomeUser({ uid, gid }: { uid: number; gid: number }): void {
  const libc = openLibC(loadKoffi([tmpdir()]).koffi);
  const steps: [string, () => number][] = [
    [
      'setgroups',
      () => libc.bind<(n: number, list: null) => number>('int setgroups(size_t n, void *list)')(0, null),
    ],
    ['setgid', () => libc.bind<(id: number) => number>('int setgid(unsigned int id)')(gid)],
    ['setuid', () => libc.bind<(id: number) => number>('int setuid(unsigned int id)')(uid)],
  ];
  for (const [name, step] of steps) if (step() !== 0) throw libc.lastError(name);
}
