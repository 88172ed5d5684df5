/** Runs what is added to it one after the other, in the order in which it was added. */
export class TaskQueue {
  #tail: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects as `task` does, once its turn has come. */
  add<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(task);
    this.#tail = result.catch(() => {});
    return result;
  }
}
