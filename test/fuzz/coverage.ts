import { Session } from 'node:inspector';

/** Which parts of the code under test have run so far, told by V8 itself: no code is changed for it. */
export class Coverage {
  readonly #session = new Session();
  readonly #ran = new Set<string>();
  /** Blocks of each function that did not run at some time. */
  readonly #idle = new Map<string, Map<string, Range>>();

  constructor() {
    this.#session.connect();
    this.#post('Profiler.enable');
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How many parts ran for the first time since the last call. */
  news(): number {
    const before = this.#ran.size;
    const { result } = this.#post('Profiler.takePreciseCoverage') as { result: ScriptCoverage[] };
    for (const { scriptId, url, functions } of result) {
      if (!url.includes('/src/')) continue;
      for (const { ranges } of functions) this.#look(scriptId, ranges);
    }
    return this.#ran.size - before;
  }

  /** V8 names the blocks of a function that did not run; one that it has named before and does not name now, did. */
  #look(script: string, [whole, ...blocks]: Range[]): void {
    if (whole === undefined || whole.count === 0) return;
    const key = `${script} ${whole.startOffset}`;
    this.#ran.add(key);
    const idle = blocks.filter(({ count }) => count === 0);
    const known = this.#idle.get(key) ?? new Map<string, Range>();
    this.#idle.set(key, known);
    for (const [name, block] of known) {
      const isIdle = idle.some(
        (one) => one.startOffset <= block.startOffset && one.endOffset >= block.endOffset,
      );
      if (!isIdle) this.#ran.add(`${key} ${name}`);
    }
    for (const block of idle) known.set(`${block.startOffset}-${block.endOffset}`, block);
  }

  get size(): number {
    return this.#ran.size;
  }

  close(): void {
    this.#session.disconnect();
  }

  /** The inspector of one's own thread answers at once. */
  #post(method: string, parameters: object = {}): unknown {
    let answer: unknown;
    this.#session.post(method, parameters, (error, result) => {
      if (error !== null) throw error;
      answer = result;
    });
    return answer;
  }
}

interface ScriptCoverage {
  scriptId: string;
  url: string;
  functions: { ranges: Range[] }[];
}

interface Range {
  startOffset: number;
  endOffset: number;
  count: number;
}
