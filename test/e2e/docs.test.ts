import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'uvu';
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
  command: string,
  searchPath: string,
): Promise<{ code: number | null; output: string }> {
  const child = spawn('/bin/sh', ['-c', command], {
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

/** Does on an empty home what a page tells its reader to write and to type, in its order. */
async function follow(file: string): Promise<void> {
  const lab = new Lab();
  try {
    const searchPath = putOnPath(lab);
    for (const block of blocksOf(readPage(file))) {
      if (block.name !== '') lab.write(block.name, block.text);
      if (block.language !== 'console') continue;
      for (const step of consoleSteps(block)) {
        const { code, output } = await type(lab, step.command, searchPath);
        const where = `${file}:${step.line} ${step.command}\n${output}`;
        assert.is(code, step.code, where);
        assert.equal(missingLines(lab, step, output), [], where);
      }
    }
  } finally {
    await lab.end();
  }
}

for (const file of ['README.md', 'docs/guide.md', 'docs/deploying.md']) {
  test(`following ${file} gives the output it shows`, () => follow(file));
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('docs/logs.md is skipped without python3: apt-get install python3');
(hasPython ? test : test.skip)('following docs/logs.md gives the output it shows', () =>
  follow('docs/logs.md'),
);

test.run();
