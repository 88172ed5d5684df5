/**
 * What the build puts in the place of tinypool's own program of a thread. After each task that one measures the
 * memory, which nothing here asks for: three calls of the kernel, one of which opens a file. Where the daemon had no
 * descriptors left, that threw outside of the task and the thread was lost; and Bun 1.4.5 ends a whole program that
 * has none for its next thread.
 */
import { measureAgain } from './unmeasured.ts';
import '../../node_modules/tinypool/dist/entry/worker.js';

measureAgain();
