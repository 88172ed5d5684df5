import { lstat, open, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { codePaths } from '../../config/instance/linked-paths.ts';

/** What a batch of specs needs to know. */
export type Links = Pick<LinkReader, 'relink'>;

/** Finds out where the paths of specs lead now. Made for one batch of them: each path is looked at once. */
export class LinkReader {
  readonly #known = new Map<string, Promise<string | null>>();

  /** The spec with what its links lead to now; the same object when that is what it has. */
  async relink(spec: InstanceSpec): Promise<InstanceSpec> {
    const { folder, program, script } = codePaths(spec);
    const found: [string, Promise<string | null>][] = [[folder, this.#once(folder, realpath)]];
    if (program !== null) found.push([program, this.#once(program, realProgram)]);
    if (script !== null) found.push([script, this.#once(script, realpath)]);
    const links: Record<string, string> = {};
    for (const [path, target] of found) {
      const real = await target;
      if (real !== null && real !== path) links[path] = real;
    }
    const { links: before, ...rest } = spec;
    const now = Object.keys(links).length === 0 ? undefined : links;
    if (isDeepStrictEqual(before, now)) return spec;
    return now === undefined ? rest : { ...rest, links: now };
  }

  #once(path: string, look: (path: string) => Promise<string>): Promise<string | null> {
    let answer = this.#known.get(path);
    if (answer === undefined) {
      // What does not exist is for the checks before the start to report.
      answer = look(path).catch(() => null);
      this.#known.set(path, answer);
    }
    return answer;
  }
}

/** The spec without links whose target has gone, such as a release that was cleaned up: then the path counts again. */
export async function withoutGoneLinks(spec: InstanceSpec): Promise<InstanceSpec> {
  const { links } = spec;
  if (links === undefined) return spec;
  const kept = await Promise.all(
    Object.entries(links).map(async (link) =>
      (await lstat(link[1]).catch(() => null)) === null ? [] : [link],
    ),
  );
  return { ...spec, links: Object.fromEntries(kept.flat()) };
}

/**
 * A script that is called by another name may look at that name (`psql` is `pg_wrapper`), which an interpreter gets as
 * the path: so the last link of a script stays. A program gets its name apart from its path.
 */
async function realProgram(path: string): Promise<string> {
  const real = await realpath(path);
  if (basename(real) === basename(path) || !(await isScript(real))) return real;
  return join(await realpath(dirname(path)), basename(path));
}

async function isScript(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.toString('latin1') === '#!';
  } finally {
    await handle.close();
  }
}
