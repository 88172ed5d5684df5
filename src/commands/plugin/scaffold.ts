/**
 * The files of a new plugin, by path. The plugin needs nothing installed to run; only its test needs the package
 * `opm`.
 */
export function scaffold({ name, opmVersion }: { name: string; opmVersion: string }): Record<string, string> {
  return {
    'plugin.mjs': pluginFile(name),
    'options.mjs': OPTIONS_FILE,
    'plugin.test.mjs': TEST_FILE,
    'package.json': `${JSON.stringify(manifest(name, opmVersion), null, 2)}\n`,
    'tsconfig.json': `${JSON.stringify(TSCONFIG, null, 2)}\n`,
    'README.md': readme(name),
  };
}

const pluginFile = (name: string) => `// @ts-check
import { definePlugin } from 'opm/plugin';
import { options } from './options.mjs';

export default definePlugin({
  name: '${name}',
  apiVersion: 1,
  options,
  // preRestore below has no side effects, so a dry run may run it too.
  preRestoreInDryRun: true,
  hooks: {
    // Look, report problems, change nothing: any problem keeps the restore from starting.
    checkRestore(ctx) {
      for (const app of ctx.apps) {
        if (ctx.options.forbidden.includes(app.name)) {
          ctx.problem(\`the options of ${name} forbid it\`, { app: app.name });
        }
      }
    },

    // The last check before anything starts: throw to veto, or provide environment variables for apps.
    preRestore(ctx) {
      ctx.log.info(\`\${ctx.apps.length} apps are about to start\`);
      const env = Object.fromEntries(ctx.apps.map((app) => [app.name, { RESTORE_ID: ctx.restoreId }]));
      return { env };
    },

    // After the commit. ctx.state is kept for the next restore.
    postRestore(ctx) {
      const count = Number(ctx.state.restores ?? 0) + 1;
      ctx.state.restores = count;
      ctx.log.info(\`restore number \${count} took \${ctx.report.durationMs} ms\`);
    },

    // After a rollback or a veto.
    restoreFailed(ctx) {
      ctx.log.warn(\`the restore failed: \${ctx.failure}\`);
    },
  },
});
`;

const OPTIONS_FILE = `// @ts-check

/**
 * What a user may write in the config. This Standard Schema is written by hand, so that the plugin needs no packages; a
 * schema of valibot, zod or arktype works as well and is shorter.
 *
 * @typedef {{ forbidden: string[] }} Options
 * @type {import('opm/plugin').StandardSchemaV1<unknown, Options>}
 */
export const options = {
  '~standard': {
    version: 1,
    vendor: 'by-hand',
    validate(value) {
      const { forbidden = [], ...unknown } = /** @type {Record<string, unknown>} */ (value);
      const issues = Object.keys(unknown).map((key) => ({ message: 'is not a known option', path: [key] }));
      if (!isListOfNames(forbidden)) {
        issues.push({ message: 'must be a list of app names', path: ['forbidden'] });
      }
      return issues.length > 0 ? { issues } : { value: /** @type {Options} */ ({ forbidden }) };
    },
  },
};

/** @param {unknown} value */
function isListOfNames(value) {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
`;

const TEST_FILE = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testPlugin } from 'opm/plugin-testing';
import plugin from './plugin.mjs';

test('a forbidden app is a problem', async () => {
  const { problems } = await testPlugin(plugin, { options: { forbidden: ['api'] }, apps: ['api', 'web'] });
  assert.deepEqual(
    problems.map(({ app }) => app),
    ['api'],
  );
});

test('every app gets the id of the restore', async () => {
  const { env, veto } = await testPlugin(plugin, { apps: ['api'], hooks: ['preRestore'] });
  assert.equal(veto, null);
  assert.deepEqual(env, { api: { RESTORE_ID: 'test-restore' } });
});

test('restores are counted from one run to the next', async () => {
  const { state } = await testPlugin(plugin, { state: { restores: 41 }, hooks: ['postRestore'] });
  assert.deepEqual(state, { restores: 42 });
});

test('unknown options are rejected', async () => {
  await assert.rejects(testPlugin(plugin, { options: { forbiden: [] } }), /options\\.forbiden: is not a known option/);
});

test('it runs in the plugin thread as well', async () => {
  const { records } = await testPlugin(new URL('./plugin.mjs', import.meta.url), { thread: true });
  assert.ok(records.every(({ ok }) => ok));
});
`;

function manifest(name: string, opmVersion: string): object {
  return {
    name: `opm-plugin-${name}`,
    version: '0.1.0',
    type: 'module',
    exports: './plugin.mjs',
    files: ['plugin.mjs', 'options.mjs'],
    keywords: ['opm-plugin'],
    scripts: { test: 'node --test', check: 'tsc' },
    devDependencies: { '@types/node': '^20.19.0', opm: `^${opmVersion}`, typescript: '^5.9.0' },
  };
}

const TSCONFIG = {
  compilerOptions: {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    skipLibCheck: true,
    types: ['node'],
  },
  include: ['*.mjs'],
};

const readme = (name: string) => `# opm-plugin-${name}

A plugin for OPM.

## Use

\`\`\`jsonc
{
  "plugins": [["./${name}/plugin.mjs", { "forbidden": ["legacy"] }]],
  "apps": []
}
\`\`\`

| option | meaning |
|---|---|
| \`forbidden\` | names of apps that must not be restored |

## Develop

\`\`\`sh
opm plugin check ./plugin.mjs   # load it, run every hook against a simulated restore, show what it did
npm install && npm test         # the tests
npm run check                   # the types
\`\`\`
`;
