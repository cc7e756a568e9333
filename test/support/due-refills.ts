/** Refills of the demonstration that a test waits for. */

/**
 * Nobody has been in the house for longer than its day: right after 04:00 in Shanghai a refill that is due after two
 * minutes falls due two minutes later, at any other hour at once. For tests that set it to two minutes at most.
 */
export const sinceTheDayBegan = { timeout: 180_000 } as const;
