import { adopt } from './adopt.ts';
import { cost } from './cost.ts';
import { crash } from './crash.ts';
import { crowd } from './crowd.ts';
import type { Figure } from './figure.ts';
import { idle } from './idle.ts';
import { list } from './list.ts';
import { logs } from './logs.ts';
import { memory } from './memory.ts';
import { ready } from './ready.ts';
import { requests } from './requests.ts';
import { restoreCold, restoreWarm } from './restore.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';

/** Everything that is measured, in the order of the report. */
export const FIGURES: Figure[] = [
  restoreWarm,
  restoreCold,
  ready,
  cost,
  list,
  start,
  memory,
  idle,
  crash,
  crowd,
  stop,
  adopt,
  logs,
  requests,
];
