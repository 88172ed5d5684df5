/**
 * `node scripts/bundle.mjs FOLDER`: runs unbuild with its output in that folder. It is a separate process because
 * unbuild ends the process on warnings, and because most of its output matters only then.
 */
import { build } from 'unbuild';
import { ROOT } from './project.mjs';

process.chdir(ROOT);
await build(ROOT, false, { outDir: /** @type {string} */ (process.argv[2]) });
