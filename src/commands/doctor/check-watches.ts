import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type Finding, ok, warn } from './finding.ts';

const LIMITS = '/proc/sys/fs/inotify';

/** From this level on, the next app that watches its files may find no room. */
const NEARLY = 0.9;

interface Usage {
  watches: number;
  instances: number;
}

/** Whether the kernel has room for more watched files (`watch`). Outside of Linux there is no such limit. */
export function checkWatches(): Finding[] {
  const watches = limitOf('max_user_watches');
  const instances = limitOf('max_user_instances');
  return watches === null || instances === null ? [] : [judgeWatches({ watches, instances }, usage())];
}

/** A finding from the limits and their use. Pure. */
export function judgeWatches(limits: Usage, used: Usage): Finding {
  const tight = (['watches', 'instances'] as const).find((what) => used[what] >= limits[what] * NEARLY);
  const shown = `${used.watches} of ${limits.watches} files are watched by this user`;
  if (tight === undefined) return ok('watched files', shown);
  const remedy = `Raise it: sysctl fs.inotify.max_user_${tight}=${limits[tight] * 4}`;
  return tight === 'watches'
    ? warn('watched files', `${shown}, so "watch" may miss changes. ${remedy}`)
    : warn('watched files', `${used.instances} of ${limits.instances} watchers are in use. ${remedy}`);
}

function limitOf(name: string): number | null {
  try {
    return Number(readFileSync(`${LIMITS}/${name}`, 'latin1'));
  } catch {
    return null;
  }
}

/** What the processes of this user use, as far as they can be inspected. */
function usage(): Usage {
  const used: Usage = { watches: 0, instances: 0 };
  for (const pid of namesIn('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const fd of namesIn(`/proc/${pid}/fd`)) {
      if (targetOf(`/proc/${pid}/fd/${fd}`) !== 'anon_inode:inotify') continue;
      used.instances += 1;
      used.watches += textOf(`/proc/${pid}/fdinfo/${fd}`).split('\ninotify ').length - 1;
    }
  }
  return used;
}

// Processes exit, and those of others are hidden: neither is worth reporting.

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
