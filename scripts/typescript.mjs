/**
 * `node --import ./scripts/typescript.mjs FILE.ts`: TypeScript from source on Node 20, as newer ones read it by
 * themselves. Threads inherit it. By hand, because `tsx` takes 0.45 s of a core for each process and this 0.2 s.
 */
import { register } from 'node:module';

if (!('typescript' in process.features && process.features.typescript)) {
  register('./typescript-hooks.mjs', import.meta.url);
}
