import { closesSocketsTwice } from '../../runtime/quirks/closed-twice.ts';
import { runtimeLabel } from '../../runtime/self.ts';
import { type Finding, ok, warn } from './finding.ts';

/** Whether the runtime is one with a fault that OPM cannot work around. */
export function checkRuntime(label = runtimeLabel()): Finding {
  const check = 'runtime';
  if (!closesSocketsTwice(label)) return ok(check, label);
  return warn(
    check,
    `${label} closes each socket twice, and now and then a log or the ledger in its place: use Deno 2.9.6 or later`,
  );
}
