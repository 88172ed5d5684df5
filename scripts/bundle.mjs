/**
 * `node scripts/bundle.mjs FOLDER`: unbuild with its result in that folder. A process of its own, because unbuild
 * ends the process when there are warnings and tells much that is of interest only then.
 */
import { build } from 'unbuild';
import { ROOT } from './project.mjs';

process.chdir(ROOT);
await build(ROOT, false, { outDir: /** @type {string} */ (process.argv[2]) });
