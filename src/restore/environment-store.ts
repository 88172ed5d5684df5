import { createHash } from 'node:crypto';
import type { InstanceSpec } from '../config/instance/instance-spec.ts';
import type { Fact } from '../ledger/facts.ts';
import { inheritVariables } from '../supervise/start/environment.ts';

/** Stores inherited environments once, under the hash of their content: a thousand instances usually share one. */
export class EnvironmentStore {
  readonly #known: { has(key: string): boolean };
  readonly #facts: Fact[] = [];
  readonly #keys = new Map<string, string>();

  /** @param known environments that the ledger already has */
  constructor(known: { has(key: string): boolean }) {
    this.#known = known;
  }

  /** The key of what an instance inherits from `callerEnv`. */
  keyFor({ inheritEnv }: InstanceSpec, callerEnv: Record<string, string>): string {
    const rule = JSON.stringify(inheritEnv);
    // Callers give one environment per store or, from a snapshot, few different ones.
    const cached = this.#keys.get(rule);
    if (cached !== undefined && this.#last === callerEnv) return cached;
    if (this.#last !== callerEnv) this.#keys.clear();
    this.#last = callerEnv;
    const vars = inheritVariables(inheritEnv, callerEnv);
    const key = createHash('sha256')
      .update(JSON.stringify(Object.entries(vars).sort()))
      .digest('hex')
      .slice(0, 32);
    if (!this.#known.has(key) && !this.#facts.some((fact) => fact.op === 'env' && fact.key === key)) {
      this.#facts.push({ op: 'env', key, vars });
    }
    this.#keys.set(rule, key);
    return key;
  }

  /** The facts that record the new environments. */
  get facts(): Fact[] {
    return this.#facts;
  }

  #last: Record<string, string> | null = null;
}
