import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../../../src/config/instance/instance-spec.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import { runIn } from '../../../commands/served.ts';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/import', import.meta.url));

/** Written with `UPDATE_FIXTURES=1`, and then read by a person. */
const UPDATE = process.env.UPDATE_FIXTURES === '1';

/** What the sources name: scripts of apps, and files that are read with another. */
const PART_OF_A_SOURCE = /\/(conf\.d|dist|scripts|bin|api)\/|\/(server|app)\.js$|\/package\.json$|\.(py|ts)$/;

/** Files of other tools, and beside each what it becomes: `<file>.opm.jsonc`. */
const sources = readdirSync(FIXTURES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.endsWith('.opm.jsonc'))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => !PART_OF_A_SOURCE.test(file))
  .sort();

/** Without the programs of this machine, which differ from machine to machine. */
const ENV = { HOME: '/home/me', PATH: '/nowhere' };

const imported = (file: string) =>
  runIn('/nowhere', ['import', file.slice(dirname(file).length + 1), '--out', '-'], {
    cwd: dirname(file),
    env: ENV,
  });

for (const file of sources) {
  test(`${relative(FIXTURES, file)} becomes the config beside it`, async () => {
    const { code, stdout, stderr } = await imported(file);
    assert.is(code, 0, stderr);
    if (UPDATE) writeFileSync(`${file}.opm.jsonc`, stdout);
    assert.is(stdout, readFileSync(`${file}.opm.jsonc`, 'utf8'));
    // What is in the comments was told too.
    const told = stderr.split('\n').filter((line) => line.startsWith('warning: '));
    const comments = [...stdout.matchAll(/^ *\/\/ (".*)$/gm)].map(([, text]) => text!);
    for (const comment of comments) {
      const [, key = '', reason = ''] = /^("[^"]*")(?:: (.*))?$/.exec(comment) ?? [];
      assert.ok(
        told.some((line) => line.includes(key) && line.includes(reason)),
        comment,
      );
    }
  });
}

/** Taken as a config too, and means the same there. */
for (const file of sources.filter((one) => one.includes('/import/pm2/'))) {
  test(`${relative(FIXTURES, file)} is restored like the config it becomes`, async () => {
    const load = async (name: string) => {
      const { instances } = await loadConfig({ file: name, home: '/h', env: ENV });
      return instances.map((spec) => ({ ...spec, definedIn: null }));
    };
    // A script is named from the folder that it runs in, which is the same file to the app.
    const named = (
      { argv, cwd, ...spec }: InstanceSpec,
      { argv: words = [] }: Partial<InstanceSpec> = {},
    ) => ({
      ...spec,
      cwd,
      argv: argv.map((word, index) => (resolve(cwd, word) === words[index] ? words[index] : word)),
    });
    const [direct, viaImport] = [await load(file), await load(`${file}.opm.jsonc`)];
    assert.equal(
      viaImport.map((spec, index) => named(spec, direct[index])),
      direct.map((spec) => named(spec)),
    );
  });
}

test('there are at least five of each format', () => {
  for (const format of readdirSync(FIXTURES)) {
    const count = sources.filter((file) => file.includes(`/import/${format}/`)).length;
    assert.ok(count >= (format === 'pm2' ? 20 : 5), `${format} has ${count}`);
  }
});

test.run();
