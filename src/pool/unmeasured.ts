const { memoryUsage } = process;

const NOTHING: NodeJS.MemoryUsage = { rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 };

process.memoryUsage = Object.assign(() => NOTHING, { rss: () => 0 });

/** Plugins may want to know. */
export function measureAgain(): void {
  process.memoryUsage = memoryUsage;
}
