import type { Capability, CapabilityReport } from '../../runtime/native/capability.ts';
import { type Finding, ok, warn } from './finding.ts';

/** Which kernel features the daemon can use, and why it lacks the others. */
export function checkKernel(report: CapabilityReport | null): Finding {
  const check = 'kernel';
  if (report === null) return warn(check, 'The daemon does not say what it gets from the kernel');
  const names = Object.keys(report) as Capability[];
  const missing = names.filter((name) => report[name] !== true);
  if (missing.length === 0) return ok(check, `Gives the daemon all that it can use: ${names.join(', ')}`);
  return warn(check, missing.map((name) => `No ${name}: ${report[name]}`).join('; '));
}
