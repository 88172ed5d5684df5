import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bashCompletion } from '../../../src/cli/completion/bash-completion.ts';
import { fishCompletion } from '../../../src/cli/completion/fish-completion.ts';
import { zshCompletion } from '../../../src/cli/completion/zsh-completion.ts';
import { manPage } from '../../../src/cli/reference/man-page.ts';
import { COMMAND_TABLE, COMMANDS } from '../../../src/commands/table/command-table.ts';
import { runIn } from '../../commands/served.ts';

const folder = mkdtempSync(join(tmpdir(), 'opm-completion-'));
test.after(() => rmSync(folder, { recursive: true }));

// A stand-in for the program: completion asks it for names, one of which would like to be a command.
const NAMES = ['api', 'apache', '$(touch hacked)', 'db'];
writeFileSync(
  join(folder, 'opm'),
  `#!/bin/sh\n[ "$*" = "completion --names" ] && printf '%s\\n' ${NAMES.map((name) => `'${name}'`).join(' ')}\n`,
  { mode: 0o755 },
);
writeFileSync(join(folder, 'opm.bash'), bashCompletion(COMMANDS));
writeFileSync(join(folder, 'opm.zsh'), zshCompletion(COMMANDS));
writeFileSync(join(folder, 'opm.fish'), fishCompletion(COMMANDS));
writeFileSync(join(folder, 'fleet.json'), '');

function run(file: string, args: string[]): string | null {
  const { stdout, stderr, error, status } = spawnSync(file, args, { cwd: folder, encoding: 'utf8' });
  if (error !== undefined) return null;
  assert.is(stderr, '');
  assert.is(status, 0);
  return stdout;
}

/** What bash offers for the last of these words. */
function bashOffers(lines: string[][]): string[][] {
  const tries = lines.map((words) => {
    const typed = words.map((word) => `'${word}'`).join(' ');
    return `COMP_WORDS=(./opm ${typed}); COMP_CWORD=${words.length}; _opm; printf '%s\\t' "\${COMPREPLY[@]}"; echo`;
  });
  const stdout = run('bash', ['--norc', '-c', `. ./opm.bash\n${tries.join('\n')}`]);
  return (stdout ?? '')
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t').filter((word) => word !== ''));
}

test('bash completes commands, options, values, files and live names', () => {
  const [commands, family, options, targets, choices, signals, afterSignal, file, shells, second] =
    bashOffers([
      ['rest'],
      ['daemon', 're'],
      ['restore', '--k'],
      ['stop', 'ap'],
      ['list', '--format', ''],
      ['signal', 'US'],
      ['signal', 'HUP', 'd'],
      ['restore', '--config', 'fl'],
      ['completion', ''],
      ['scale', 'api', ''],
    ]);
  assert.equal(commands, ['restore', 'restart']);
  assert.equal(family, ['restart', 'reset']);
  assert.equal(options, ['--keep-going']);
  assert.equal(targets, ['api', 'apache']);
  assert.equal(choices, ['default', 'json', 'raw', 'pm2', 'pm2-pretty', 'pids', 'ids']);
  assert.equal(signals, ['USR1', 'USR2']);
  assert.equal(afterSignal, ['db']);
  assert.equal(file, ['fleet.json']);
  assert.equal(shells, ['bash', 'zsh', 'fish', 'man']);
  assert.equal(second, []);
});

test('a name that is a shell command is offered literally and not run', () => {
  const [names] = bashOffers([['stop', '']]);
  assert.equal(names, NAMES);
  assert.not.ok(run('ls', [])?.includes('hacked'));
});

test('every completion script knows every command, and the installed shells can parse it', () => {
  const scripts = {
    bash: bashCompletion(COMMANDS),
    zsh: zshCompletion(COMMANDS),
    fish: fishCompletion(COMMANDS),
  };
  for (const [shell, script] of Object.entries(scripts)) {
    for (const { name, aliases } of COMMANDS) {
      for (const word of [name, ...aliases].flatMap((words) => words.split(' '))) {
        assert.ok(script.includes(word), `${shell} does not know ${word}`);
      }
    }
    assert.not.match(script, /ready-fd/);
    run(shell, ['-n', `opm.${shell}`]);
  }
});

test('fish completes commands, options and live names', () => {
  const offers = (line: string) =>
    run('fish', ['-N', '-c', `source opm.fish; complete -C '${line}'`])
      ?.split('\n')
      .map((offer) => offer.split('\t')[0])
      .filter((word) => word !== '')
      .sort();
  // Not on every machine: then this says nothing, and the syntax test neither.
  if (run('fish', ['-v']) === null) return;
  assert.equal(offers('./opm rest'), ['restart', 'restore']);
  assert.equal(offers('./opm daemon st'), ['start', 'status', 'stop']);
  assert.equal(offers('./opm restore --k'), ['--keep-going']);
  assert.equal(offers('./opm stop ap'), ['apache', 'api']);
});

test('the man page has every command and option, and no text that troff takes for a request', () => {
  const page = manPage(COMMAND_TABLE, '1.2.3');
  for (const spec of COMMANDS) {
    assert.ok(page.includes(`.SS opm ${spec.name}`.replaceAll('-', '\\-')), spec.name);
    for (const option of spec.options.filter(({ hidden }) => hidden !== true)) {
      assert.ok(page.includes(`\\-\\-${option.name.replaceAll('-', '\\-')}`), option.name);
    }
  }
  const known = /^\.(TH|SH|SS|TP|PP|B|I|nf|fi)( |$)/;
  for (const line of page.split('\n')) {
    if (/^[.']/.test(line)) assert.match(line, known);
  }
  assert.match(page, /"OPM 1\.2\.3"/);
});

test('completion prints the requested script and rejects anything else', async () => {
  assert.is((await runIn(folder, ['completion', 'bash'])).stdout, bashCompletion(COMMANDS));
  assert.match((await runIn(folder, ['completion', 'man'])).stdout, /^\.TH OPM 1/);
  const refused = await runIn(folder, ['completion', 'tcsh']);
  assert.is(refused.code, 64);
  assert.match(refused.stderr, /"tcsh".*bash, zsh, fish, man/);
  assert.is((await runIn(folder, ['completion'])).code, 64);
});

test.run();
