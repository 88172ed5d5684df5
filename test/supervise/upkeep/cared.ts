import { CARER_KINDS } from '../../../src/supervise/upkeep/carer-kinds.ts';
import { Upkeep } from '../../../src/supervise/upkeep/upkeep.ts';
import type { FleetInMemory } from '../fleet-in-memory.ts';

/** Cares for the instances of a fleet, as its daemon would. Returns what ends it. */
export async function cared(fleet: FleetInMemory): Promise<() => void> {
  // Loaded ahead: that takes real time, in which a fleet in memory would live through days.
  const kinds = await Promise.all(
    CARER_KINDS.map(async (kind) => {
      const loaded = await kind.load();
      return { ...kind, load: async () => loaded };
    }),
  );
  const note = (message: string) => fleet.notes.push(message);
  const upkeep = new Upkeep({ fleet, kinds, note, notice: note });
  upkeep.begin();
  return () => upkeep.close();
}
