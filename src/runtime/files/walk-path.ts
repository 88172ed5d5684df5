import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The kernel's own limit: `MAXSYMLINKS`. */
const MOST_LINKS = 40;

/** One component on the way to a file: a folder, a link, or finally the file itself. */
export interface PathStep {
  /** Absolute, with every earlier link resolved. */
  at: string;
  stats: Stats;
}

/**
 * Every component that the kernel passes on its way to `path`, starting at `/`, links included: the target of a link
 * is walked as well, so that nothing between the named and the real file is left out (sshd's StrictModes checks only
 * the real path). Stops early, without an error, at a component that does not exist.
 *
 * @throws the system's error when a component cannot be inspected, `ELOOP` for a loop of links
 */
export function walkPath(path: string): PathStep[] {
  const steps: PathStep[] = [];
  let links = 0;
  let at = '/';
  let pending = componentsOf(resolve(path));
  steps.push({ at, stats: lstatSync(at) });
  while (pending.length > 0) {
    const [name, ...rest] = pending as [string, ...string[]];
    pending = rest;
    if (name === '..') {
      at = dirname(at);
      continue;
    }
    const next = join(at, name);
    const stats = lstatSync(next, { throwIfNoEntry: false });
    if (stats === undefined) return steps;
    steps.push({ at: next, stats });
    if (!stats.isSymbolicLink()) {
      at = next;
      continue;
    }
    links += 1;
    if (links > MOST_LINKS)
      throw Object.assign(new Error(`ELOOP: too many links: ${path}`), { code: 'ELOOP' });
    const target = readlinkSync(next);
    if (target.startsWith('/')) at = '/';
    pending = [...componentsOf(target), ...pending];
  }
  return steps;
}

/** The names in a path; `..` stays, because its meaning depends on the links before it. */
function componentsOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}
