import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as rules from './architecture/rules.ts';
import { readSources, type Sources, withoutComments } from './architecture/sources.ts';
import { ROOT } from './runner/subject.ts';

const SRC = readSources(ROOT, ['src']);
const PLUGINS = readSources(ROOT, ['plugins']);
const EVERYTHING = readSources(ROOT, ['src', 'plugins', 'test']);

/** The rule holds for the project, and is seen to fail for each of these files. */
function holds(rule: rules.Rule, sources: Sources, broken: Record<string, string>[]): void {
  for (const files of broken)
    assert.is.not(rule(new Map(Object.entries(files))).length, 0, JSON.stringify(files));
  assert.equal(rule(sources), []);
}

test('imports go one way', () => {
  holds(rules.importsGoOneWay, SRC, [
    { 'src/ledger/fold.ts': "import { connect } from '../client/connect.ts';" },
    { 'src/runtime/home.ts': "import type { InstanceSpec } from '../config/instance/instance-spec.ts';" },
    { 'src/restore/plan.ts': "export { list } from '../commands/list.ts';" },
    { 'src/config/load.ts': "const hooks = await import('../hooks/load.ts');" },
    { 'src/hooks/load.ts': "import guard from '../../plugins/port-guard/index.ts';" },
    { 'src/daemon/daemon.ts': "import '../elsewhere/thing.ts';" },
  ]);
});

test('a client reaches the daemon only through the protocol', () => {
  holds(rules.clientsKnowNoDaemon, SRC, [
    { 'src/client/connect.ts': "import { handlers } from '../daemon/services/handlers.ts';" },
    { 'src/commands/list.ts': "import { views } from '../daemon/services/views.ts';" },
    { 'src/cli/session.ts': "import type { Supervisor } from '../supervise/supervisor.ts';" },
  ]);
});

test('no two folders import each other', () => {
  holds(rules.foldersFaceOneWay, SRC, [
    {
      'src/cli/help.ts': "import { COMMANDS } from '../commands/table/command-table.ts';",
      'src/commands/list.ts': "import { session } from '../cli/session.ts';",
    },
  ]);
});

test('a large folder is divided', () => {
  const crowd = Array.from({ length: 18 }, (_, index) => [`src/pool/file-${index}.ts`, '']);
  holds(rules.foldersHaveRooms, SRC, [Object.fromEntries(crowd)]);
});

test('no two files share a name', () => {
  holds(rules.namesAreUnique, SRC, [{ 'src/config/load.ts': '', 'src/hooks/load.ts': '' }]);
});

test('only commands render reports, and reports deal only with data', () => {
  holds(rules.reportIsForCommands, SRC, [
    { 'src/daemon/daemon.ts': "import { table } from '../report/table.ts';" },
    { 'src/report/table.ts': "import { connect } from '../client/connect.ts';" },
  ]);
});

test('no file imports itself through others', () => {
  holds(rules.noCycles, SRC, [
    {
      'src/pool/a.ts': "import { b } from './b.ts';",
      'src/pool/b.ts': "import {\n  c,\n} from './c.ts';",
      'src/pool/c.ts': "import type { A } from './a.ts';",
    },
  ]);
});

test('processes are started only under supervise/, pool/ and runtime/', () => {
  holds(rules.processesStartInThreeFolders, SRC, [
    { 'src/commands/doctor/doctor.ts': "import { execFileSync } from 'node:child_process';" },
    { 'src/daemon/start.ts': "const { spawn } = await import('node:child_process');" },
  ]);
});

test('signals are sent from one file', () => {
  holds(rules.signalsAreSentFromOneFile, SRC, [
    { 'src/daemon/stop.ts': 'process.kill(pid, 0);' },
    { 'src/pool/spawn.ts': 'child.kill();' },
  ]);
});

test('native calls are made in one folder', () => {
  holds(rules.nativeCallsAreMadeInOneFolder, SRC, [
    { 'src/pool/spawn.ts': "const ffi = process.getBuiltinModule('bun:ffi');" },
    { 'src/runtime/self.ts': 'process.dlopen(module, file);' },
    { 'src/supervise/stop.ts': "import koffi from '@koromix/koffi-linux-x64';" },
  ]);
});

test('the exit code is set in one file', () => {
  holds(rules.exitCodeIsSetInOneFile, SRC, [
    { 'src/commands/list.ts': 'process.exitCode = 1;' },
    { 'src/daemon/run.ts': 'process.exit(1);' },
  ]);
});

test('differences between runtimes are in one folder', () => {
  holds(rules.runtimesDifferInOneFolder, SRC, [
    { 'src/pool/spawn.ts': "if (runtimeName() === 'deno') watch();" },
    { 'src/hooks/thread.ts': 'const { Bun } = globalThis as { Bun?: object };' },
    { 'src/cli/start.ts': 'const old = process.versions.bun === undefined;' },
    { 'src/daemon/own.ts': 'Deno.exit();' },
    { 'src/pool/spawn.ts': "if ('Deno' in globalThis) watch();" },
    { 'src/pool/spawn.ts': "if (typeof Bun === 'object') watch();" },
    { 'src/pool/spawn.ts': "if ('bun' in process.versions) watch();" },
  ]);
});

test('first-party plugins import only the public plugin entry point', () => {
  holds(rules.pluginsUseThePublicEntry, PLUGINS, [
    { 'plugins/notify/index.ts': "import { OpmError } from '../../src/errors.ts';" },
    { 'plugins/notify/index.ts': "import { parse } from 'yaml';" },
    { 'plugins/notify/index.ts': "import { run } from '../../src/plugin-testing.ts';" },
  ]);
});

test('a file can be read in one sitting', () => {
  holds(rules.filesAreShort, new Map([...SRC, ...PLUGINS]), [{ 'src/options.ts': 'x;\n'.repeat(301) }]);
});

test('files are named after their content, in kebab-case', () => {
  holds(rules.namesSayWhatIsInside, EVERYTHING, [
    { 'src/pool/threadPool.ts': '' },
    { 'src/pool/thread_pool.ts': '' },
    { 'src/utils/retry.ts': '' },
    { 'src/pool/helpers.ts': '' },
  ]);
});

test('comments break no rule and strings are kept', () => {
  const text = "a('http://x'); // process.kill(1)\n/* child.kill(\n */ b(`//`);";
  assert.is(withoutComments(text), "a('http://x'); \n\n b(`//`);");
});

test('Deno checks types as strictly as tsc', () => {
  const options = (file: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(ROOT, file), 'utf8')).compilerOptions;
  const strictness = Object.entries(options('tsconfig.json')).filter(([name]) =>
    /^(strict|no(?!Emit)|verbatim|erasable|exact)/.test(name),
  );
  assert.ok(strictness.length >= 8);
  for (const [name, value] of strictness) assert.is(options('deno.json')[name], value, name);
});

test.run();
