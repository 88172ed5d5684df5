/** The program of the thread that waits for exits, see `ExitWatch`. */
import { parentPort, workerData } from 'node:worker_threads';
import { openKoffi } from '../library/koffi.ts';
import { openLibC } from '../library/libc.ts';
import { epollWaiter } from './epoll.ts';
import { type ExitWatchData, WAKE_KEY } from './exit-watch-protocol.ts';

const { koffiFile, set } = workerData as ExitWatchData;
const wait = epollWaiter(openLibC(openKoffi(koffiFile).koffi));

for (;;) {
  const found = wait(set);
  if (found.some(({ key }) => key === WAKE_KEY)) break;
  if (found.length > 0) parentPort?.postMessage(found);
}
