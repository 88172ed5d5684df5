/**
 * Whether `now` is between two ISO times, excluding the second.
 *
 * @param {{ from: string; to: string }} window
 * @param {Date} now
 */
export function isWithin({ from, to }, now) {
  return now >= new Date(from) && now < new Date(to);
}
