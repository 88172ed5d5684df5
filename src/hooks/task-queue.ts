/** Runs its tasks one at a time, in the order in which they were added. */
export class TaskQueue {
  #tail: Promise<unknown> = Promise.resolve();

  /** Settles as `task` does, once its turn has come. */
  add<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(task);
    this.#tail = result.catch(() => {});
    return result;
  }
}
