import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { COMMANDS } from '../../src/commands/table/command-table.ts';
import { checkConfig } from '../../src/config/load.ts';
import { ROOT } from '../runner/subject.ts';
import { allPages, type Block, blocksOf, consoleSteps, type Page, readPage } from './pages.ts';

const pages = allPages();

/** As GitHub makes them: lower case, without punctuation, spaces as dashes. */
function anchorsOf({ text }: Page): Set<string> {
  const withoutCode = text.replace(/^```[\s\S]*?^```$/gm, '');
  const headings = [...withoutCode.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) => title);
  return new Set(
    headings.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\- ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function brokenLinks(page: Page): string[] {
  const text = page.text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [file = '', anchor] = target.split('#');
    const path_ = file === '' ? page.file : path.join(path.dirname(page.file), file);
    if (path_.startsWith('..') || !fs.existsSync(path.join(ROOT, path_))) return [`${page.file}: ${target}`];
    if (anchor === undefined || !path_.endsWith('.md')) return [];
    return anchorsOf(readPage(path_)).has(anchor) ? [] : [`${page.file}: ${target}`];
  });
}

/** Words after `opm` where a page names a command: in code, and in the lines of its blocks. */
function namedCommands(page: Page): string[] {
  const inline = [...page.text.matchAll(/`(opm [^`\n]+)`/g)].map(([, code = '']) => code);
  const lines = blocksOf(page)
    .filter(({ language }) => ['console', 'sh'].includes(language))
    .flatMap(({ text }) => text.split('\n'))
    .map((line) => line.replace(/^\$ /, ''))
    .filter((line) => line.startsWith('opm '));
  return [...inline, ...lines].map((code) => code.slice('opm '.length));
}

function isKnown(words: string): boolean {
  const [first = '', second = ''] = words.split(/\s+/);
  if (/^[-<[…]/.test(first)) return true;
  const names = COMMANDS.flatMap(({ name, aliases }) => [name, ...aliases]);
  return names.includes(`${first} ${second}`) || names.includes(first);
}

/** By its name; what is called `wrong…` shows what is refused. */
function isConfig({ name, text }: Block): boolean {
  return /(\.config\.\w+|\.json)c?$/.test(name) && /\bapps\b/.test(text);
}

function problemsOf(folder: string, page: Page, block: Block) {
  const file = path.join(folder, block.name);
  return checkConfig({ file, home: folder, env: { PATH: process.env.PATH ?? '' } }).then(({ problems }) =>
    problems.map(({ path: at, message }) => `${page.file}:${block.line} ${at} ${message}`),
  );
}

test('every link between the pages and into the project is valid', () => {
  assert.equal(pages.flatMap(brokenLinks), []);
});

test('every command that a page names exists', () => {
  const unknown = pages.flatMap((page) =>
    namedCommands(page)
      .filter((words) => !isKnown(words))
      .map((words) => `${page.file}: opm ${words}`),
  );
  assert.equal(unknown, []);
  assert.not(isKnown('restroe'));
  assert.not(isKnown('daemon jump'));
});

test('every config file on a page is valid', async () => {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'opm-pages-')));
  try {
    const problems: string[] = [];
    let checked = 0;
    for (const page of pages) {
      const named = blocksOf(page).filter(({ name }) => name !== '');
      for (const { name, text } of named) {
        fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        fs.writeFileSync(path.join(folder, name), text);
      }
      for (const block of named) {
        if (!isConfig(block)) continue;
        fs.writeFileSync(path.join(folder, block.name), block.text);
        const found = await problemsOf(folder, page, block);
        if (block.name.startsWith('wrong')) assert.ok(found.length > 0, `${page.file}:${block.line} is good`);
        else problems.push(...found);
        checked += 1;
      }
    }
    assert.equal(problems, []);
    assert.ok(checked >= 10, `${checked} configs were found`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

test('on pages whose consoles are run, each console begins with a command', () => {
  const servers = ['docs/nginx.md', 'docs/postgresql.md', 'docs/redis.md'];
  for (const file of ['README.md', 'docs/guide.md', 'docs/deploying.md', ...servers]) {
    const consoles = blocksOf(readPage(file)).filter(({ language }) => language === 'console');
    assert.ok(consoles.flatMap(consoleSteps).length > 5, file);
  }
});

test.run();
