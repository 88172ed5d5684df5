/**
 * Runs test files one after the other in one process, as its parent names them: what costs a unit test its time
 * is the start of a process and not the test. A file finds the variables and the working
 * folder of a new process, must leave no handle open, and prints its own summary.
 */
import { pathToFileURL } from 'node:url';

export interface FileOrder {
  file: string;
  marks: Record<string, string>;
}

export interface FileDone {
  exitCode: number;
  /** What would keep a process of its own from ending, by the kind that Node gives it. */
  open: string[];
}

/** How long a connection or a timer of a finished test may take to go away. */
const GRACE_MS = 5000;
const LOOK_AGAIN_MS = 2;

const uvu = globalThis as unknown as { UVU_DEFER: number; UVU_INDEX: number; UVU_QUEUE: unknown[][] };
uvu.UVU_DEFER = 1;
uvu.UVU_INDEX = 0;
// Only now: it looks at these once.
const { exec } = await import('uvu');
const folder = process.cwd();
const variables = { ...process.env };

process.once('disconnect', () => process.exit());
process.on('message', async ({ file, marks }: FileOrder) => {
  const before = await openHandles();
  restoreProcess(marks);
  uvu.UVU_QUEUE.splice(0, Number.POSITIVE_INFINITY, [null]);
  await import(pathToFileURL(file).href);
  if ((uvu.UVU_QUEUE[0]?.length ?? 0) > 1) await exec();
  const exitCode = Number(process.exitCode ?? 0);
  const done: FileDone = { exitCode, open: await leftOpen(before) };
  process.exitCode = 0;
  process.send?.(done);
});

/** What the file before may have changed. */
function restoreProcess(marks: Record<string, string>): void {
  process.chdir(folder);
  for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
  Object.assign(process.env, variables, marks);
}

async function leftOpen(before: string[]): Promise<string[]> {
  const giveUpAt = performance.now() + GRACE_MS;
  let left = without(await openHandles(), before);
  while (left.length > 0 && performance.now() < giveUpAt) left = without(await openHandles(), before);
  return left;
}

/** What keeps the event loop alive, by kind, after a short wait that is itself not in the list. */
async function openHandles(): Promise<string[]> {
  await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  return process.getActiveResourcesInfo();
}

function without(all: string[], known: string[]): string[] {
  const left = [...known];
  return all.filter((kind) => {
    const index = left.indexOf(kind);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
