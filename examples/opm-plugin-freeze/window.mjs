/**
 * Whether `now` lies between two ISO times, the second one excluded.
 *
 * @param {{ from: string; to: string }} window
 * @param {Date} now
 */
export function isWithin({ from, to }, now) {
  return now >= new Date(from) && now < new Date(to);
}
