import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The kernel's own limit: `MAXSYMLINKS`. */
const MOST_LINKS = 40;

/** One component on the way to a file: a folder, a link, or at last the file itself. */
export interface PathStep {
  /** Absolute, with every link before it resolved. */
  at: string;
  stats: Stats;
}

/**
 * Every component that the kernel passes on its way to `path`, from `/` on, links included: what a link points to is
 * walked as well, so that nothing between the named and the real file is left out (sshd's StrictModes looks at the
 * real path only). Ends early, without an error, where a component does not exist.
 *
 * @throws the system's error when a component cannot be looked at, `ELOOP` for a circle of links
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

/** The names of a path; `..` stays, because what it means depends on the links before it. */
function componentsOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}
