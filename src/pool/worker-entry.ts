/**
 * The build substitutes this for tinypool's own thread program. That one measures the memory after each task, which
 * nothing here needs: three system calls, one of which opens a file. When the daemon had no descriptors left, it
 * threw outside the task and the thread was lost; and Bun 1.4.5 ends the whole program when it has none for its next
 * thread.
 */
import { measureAgain } from './unmeasured.ts';
import '../../node_modules/tinypool/dist/entry/worker.js';

measureAgain();
