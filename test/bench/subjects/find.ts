import { messageOf } from '../../../src/errors.ts';
import type { Sandbox } from '../sandbox.ts';
import { DEBIAN_PEERS, debianSubject } from './debian.ts';
import { floorSubject } from './floor.ts';
import { opmSubject } from './opm.ts';
import { PM2_VERSION, pm2Subject } from './pm2.ts';
import type { Subject } from './subject.ts';

export interface Found {
  subjects: Subject[];
  /** What is not there and how to get it, one sentence each. */
  missing: string[];
}

/**
 * Everything that can be measured here.
 *
 * @param wanted names of subjects; `null` for all
 * @param pm2 a folder where PM2 is installed already
 */
export async function findSubjects(
  sandbox: Sandbox,
  options: { wanted: string[] | null; pm2: string | undefined },
): Promise<Found> {
  const found: Found = { subjects: [], missing: [] };
  const attempt = async (name: string, make: () => Promise<Subject | null>, hint: string) => {
    if (options.wanted !== null && !options.wanted.includes(name)) return;
    try {
      const subject = await make();
      if (subject !== null) found.subjects.push(subject);
      else found.missing.push(`${name} is not here. ${hint}`);
    } catch (error) {
      found.missing.push(`${name} cannot be measured: ${messageOf(error).trim()}. ${hint}`);
    }
  };
  await attempt('floor', () => floorSubject(sandbox), 'It needs a C compiler: apt-get install gcc libc6-dev');
  await attempt('opm', () => opmSubject(sandbox, 'executable'), 'Make it with: npm run compile');
  await attempt('opm on node', () => opmSubject(sandbox, 'node'), 'Make it with: npm run build');
  await attempt('opm on deno', () => opmSubject(sandbox, 'deno'), 'Deno comes with: npm install');
  await attempt(
    'pm2',
    () => pm2Subject(sandbox, { installed: options.pm2 }),
    `pm2@${PM2_VERSION} is installed from the registry, or taken from where --pm2 says`,
  );
  for (const peer of DEBIAN_PEERS) {
    await attempt(
      peer.name,
      () => debianSubject(sandbox, peer),
      `Get it with: apt-get install ${peer.package}`,
    );
  }
  return found;
}
