import type { ActingInstance } from './acting-instance.ts';
import { cleanUp, judgeMissedExit, planStart } from './exit-actions.ts';
import type { Answer, InstanceEventName, InstanceEvents } from './instance-events.ts';
import type { InstanceCondition } from './instance-state.ts';
import { adopt, fence } from './recovery-actions.ts';
import { notNow, renew } from './renew-actions.ts';
import { markOnline, refuseStart, share, spawn, spawnAsPlanned } from './start-actions.ts';
import { end, refuseStop, replace, rest } from './stop-actions.ts';

/** Does what an event requires in one condition, and moves the instance to the next. */
export type Action<Name extends InstanceEventName> = (
  self: ActingInstance,
  event: InstanceEvents[Name],
) => Answer<Name> | Promise<Answer<Name>>;

export type InstanceTable = Record<InstanceCondition, { [Name in InstanceEventName]: Action<Name> }>;

/** The event is about something that is over, or has already been dealt with. */
function nothing(): void {}

/** Only a bug in OPM can cause this. */
function never(self: ActingInstance): never {
  throw new Error(`Instance ${self.id} cannot take this event while it is ${self.state.condition}`);
}

/**
 * The whole life of an instance: condition × event → action, as in s6-supervise. Each action decides what becomes of
 * the instance; nothing else changes it.
 */
// biome-ignore format: a table is read by its columns
export const INSTANCE_TABLE: InstanceTable = {
  stopped:  { 'start-asked': spawn,       'restart-due': nothing,        'stop-asked': rest,       exited: nothing, unfit: nothing, outworn: notNow, ready: nothing,    'start-planned': planStart, adopted: adopt, fenced: fence, 'exit-missed': judgeMissedExit },
  errored:  { 'start-asked': spawn,       'restart-due': nothing,        'stop-asked': rest,       exited: nothing, unfit: nothing, outworn: notNow, ready: nothing,    'start-planned': planStart, adopted: adopt, fenced: fence, 'exit-missed': judgeMissedExit },
  backoff:  { 'start-asked': spawn,       'restart-due': spawnAsPlanned, 'stop-asked': rest,       exited: nothing, unfit: nothing, outworn: notNow, ready: nothing,    'start-planned': planStart, adopted: never, fenced: never, 'exit-missed': nothing },
  starting: { 'start-asked': share,       'restart-due': nothing,        'stop-asked': end,        exited: cleanUp, unfit: replace, outworn: renew,  ready: markOnline, 'start-planned': nothing,   adopted: never, fenced: never, 'exit-missed': nothing },
  online:   { 'start-asked': share,       'restart-due': nothing,        'stop-asked': end,        exited: cleanUp, unfit: replace, outworn: renew,  ready: nothing,    'start-planned': nothing,   adopted: never, fenced: never, 'exit-missed': nothing },
  stopping: { 'start-asked': share,       'restart-due': nothing,        'stop-asked': end,        exited: cleanUp, unfit: replace, outworn: notNow, ready: nothing,    'start-planned': nothing,   adopted: never, fenced: never, 'exit-missed': nothing },
  fenced:   { 'start-asked': refuseStart, 'restart-due': nothing,        'stop-asked': refuseStop, exited: nothing, unfit: nothing, outworn: notNow, ready: nothing,    'start-planned': nothing,   adopted: never, fenced: never, 'exit-missed': nothing },
};
