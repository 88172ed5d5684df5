import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import * as assert from 'uvu/assert';
import { blocksOf, type ConsoleStep, comparable, consoleSteps, readPage } from '../docs/pages.ts';
import { opmCommand } from '../runner/subject.ts';
import { Lab } from './lab.ts';

/** Makes `opm` a command of the reader's shell. */
function putOnPath(lab: Lab): string {
  const folder = path.join(path.dirname(lab.home), 'bin');
  const { file, args } = opmCommand([]);
  const words = [file, ...args].map((word) => `'${word}'`).join(' ');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'opm'), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  return `${folder}:${process.env.PATH}`;
}

function type(
  lab: Lab,
  { wrapper, command, searchPath }: { wrapper: string[]; command: string; searchPath: string },
): Promise<{ code: number | null; output: string }> {
  const [file = '', ...words] = [...wrapper, '/bin/sh', '-c', command];
  const child = spawn(file, words, {
    cwd: lab.folder,
    env: { ...lab.env, PATH: searchPath },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Lines that the page shows and that were not printed, but for what differs from run to run. */
function missingLines(lab: Lab, step: ConsoleStep, output: string): string[] {
  const printed = output
    .replaceAll(lab.home, '/home/me/.opm')
    .replaceAll(fs.realpathSync(lab.folder), '/srv/shop')
    .split('\n')
    .map(comparable);
  return step.output.filter((line) => line !== '…' && !printed.includes(comparable(line)));
}

/**
 * Does on an empty home what a page tells its reader to write and to type, in its order.
 *
 * @param how.enter gives the words that run a command elsewhere than here
 * @param how.change adapts the page to this machine
 */
export async function followPage(
  file: string,
  how: { enter?: (lab: Lab) => Promise<string[]>; change?: (text: string) => string } = {},
): Promise<void> {
  const lab = new Lab();
  try {
    const searchPath = putOnPath(lab);
    const wrapper = (await how.enter?.(lab)) ?? [];
    const page = readPage(file);
    for (const block of blocksOf({ ...page, text: how.change?.(page.text) ?? page.text })) {
      if (block.name !== '') lab.write(block.name, block.text);
      if (block.language !== 'console') continue;
      for (const step of consoleSteps(block)) {
        const { code, output } = await type(lab, { wrapper, command: step.command, searchPath });
        const where = `${file}:${step.line} ${step.command}\n${output}`;
        assert.is(code, step.code, where);
        assert.equal(missingLines(lab, step, output), [], where);
      }
    }
  } finally {
    await lab.end();
  }
}
