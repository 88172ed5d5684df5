import { rotateLog } from '../../src/logs/rotate-log.ts';
import { openFileFront } from '../../src/runtime/native/file-front.ts';

/** Rotates the log that is named, once. */
const [path = '', way] = process.argv.slice(2);
const front = way === 'copy' ? null : openFileFront();
const { outcome } = await rotateLog(path, { compress: true, front, nowMs: Date.now() });
console.log(outcome);
