import * as v from 'valibot';
import { numberText } from './api-schemas.ts';

const MOST_ITEMS = 1_000;

/** The pagination parameters of a query. */
export const pageQuery = {
  limit: v.optional(v.pipe(numberText, v.minValue(1), v.maxValue(MOST_ITEMS))),
  cursor: v.optional(v.pipe(numberText, v.description('The "next" of the previous page'))),
};

/** Items, and the cursor of the next page. */
export interface Page<Item> {
  items: Item[];
  /** `null` on the last page. */
  next: string | null;
}

export function pageSchema(item: v.GenericSchema) {
  return v.object({
    items: v.array(item),
    next: v.pipe(v.nullable(v.string()), v.description('The cursor of the next page, null on the last one')),
  });
}

/**
 * The items after the cursor, up to the limit (1,000). Items that appear or disappear between two requests neither
 * duplicate nor hide another one.
 *
 * @param items in ascending order of their keys
 */
export function pageOf<Item>(
  items: Item[],
  { limit = MOST_ITEMS, cursor }: { limit?: number | undefined; cursor?: number | undefined },
  keyOf: (item: Item) => number,
): Page<Item> {
  const from = cursor === undefined ? items : items.filter((item) => keyOf(item) > cursor);
  const page = from.slice(0, limit);
  const last = page.at(-1);
  return { items: page, next: from.length > page.length && last !== undefined ? String(keyOf(last)) : null };
}
