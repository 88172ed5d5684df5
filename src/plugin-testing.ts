/**
 * The public test kit for plugin authors: `import { testPlugin } from 'opm/plugin-testing'`. It works with
 * `node:test`, vitest, `deno test` or anything else: it only runs the plugin and returns what it did.
 *
 * @example
 * ```ts
 * const { problems, env } = await testPlugin(plugin, { options: { port: 80 }, apps: ['api'] });
 * ```
 */
export { type TestPluginOptions, type TestPluginResult, testPlugin } from './hooks/test-plugin.ts';
