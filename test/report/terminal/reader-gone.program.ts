import { watchReader } from '../../../src/report/terminal/reader-gone.ts';

// Nothing is ever written: only the watch can tell.
const alive = setTimeout(() => process.exit(1), 20_000);
await watchReader(() => clearTimeout(alive));
