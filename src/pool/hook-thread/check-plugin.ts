import { nearestName } from '../../config/nearest-name.ts';
import { showValue } from '../../config/schema/problem.ts';
import { apiVersion, type Plugin } from '../../plugin.ts';
import { HOOK_NAMES, type HookName } from '../hook-protocol.ts';
import { isStandardSchema } from './check-options.ts';

const KEYS = ['name', 'apiVersion', 'options', 'preRestoreInDryRun', 'hooks'];
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Everything that keeps a value from being a plugin, one sentence each; empty when it is one. */
export function pluginProblems(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [`its default export is ${showValue(value)}; export default definePlugin({ … })`];
  }
  const plugin = value as Record<string, unknown>;
  // Nothing else can be said about another version of the contract.
  if (plugin.apiVersion !== apiVersion) return [apiVersionProblem(plugin.apiVersion)];
  return [
    ...nameProblems(plugin.name),
    ...unknownKeys(plugin, KEYS, (key) => `key "${key}"`),
    ...(plugin.options === undefined || isStandardSchema(plugin.options) ? [] : [schemaProblem()]),
    ...(plugin.preRestoreInDryRun === undefined || typeof plugin.preRestoreInDryRun === 'boolean'
      ? []
      : [`preRestoreInDryRun is ${showValue(plugin.preRestoreInDryRun)}; it must be true or false`]),
    ...hookProblems(plugin.hooks),
  ];
}

/** The hooks that a checked plugin has, in the order of the contract. */
export function hooksOf(plugin: Plugin): HookName[] {
  return HOOK_NAMES.filter((hook) => plugin.hooks[hook] !== undefined);
}

function apiVersionProblem(found: unknown): string {
  if (found === undefined) return `it has no apiVersion; write apiVersion: ${apiVersion}`;
  const newer = typeof found === 'number' && found > apiVersion;
  return `it is written for apiVersion ${showValue(found)}, but this OPM offers ${apiVersion}${newer ? '; use a newer OPM' : ''}`;
}

function nameProblems(name: unknown): string[] {
  if (typeof name === 'string' && NAME.test(name)) return [];
  return [`its name is ${showValue(name)}; use 1 to 64 lower-case letters, digits and dashes`];
}

function schemaProblem(): string {
  return (
    'its options are not a Standard Schema (an object with "~standard"); ' +
    'use a schema of valibot 1, zod 3.24, arktype 2 or later'
  );
}

function hookProblems(hooks: unknown): string[] {
  if (typeof hooks !== 'object' || hooks === null)
    return [`its hooks are ${showValue(hooks)}; they must be an object`];
  const known = HOOK_NAMES as readonly string[];
  const noFunctions = Object.entries(hooks)
    .filter(([name, hook]) => known.includes(name) && hook !== undefined && typeof hook !== 'function')
    .map(([name, hook]) => `its hook ${name} is ${showValue(hook)}; it must be a function`);
  return [...unknownKeys(hooks, known, (name) => `hook "${name}"`), ...noFunctions];
}

function unknownKeys(value: object, known: readonly string[], called: (key: string) => string): string[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = nearestName(key, known);
      return `it has an unknown ${called(key)}; ${meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`}`;
    });
}
