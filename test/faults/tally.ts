/** What an attack came to: how often it struck, and every promise that did not hold. */
export class Tally {
  tries = 0;
  readonly violations: string[] = [];
  /** Measured values and what had to be left out, one sentence each. */
  readonly notes: string[] = [];

  /** Counts a try. `where` goes in front of what is found in it. */
  async attempt(where: string, work: () => Promise<string[]>): Promise<void> {
    this.tries += 1;
    try {
      this.violations.push(...(await work()).map((violation) => `${where}: ${violation}`));
    } catch (error) {
      this.violations.push(`${where}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** Collects what does not hold, without ending the try at the first of them. */
export class Findings {
  readonly list: string[] = [];

  expect(holds: boolean, otherwise: string): void {
    if (!holds) this.list.push(otherwise);
  }

  add(violations: string[]): void {
    this.list.push(...violations);
  }
}
