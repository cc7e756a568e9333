/**
 * How far the device's clock is from the server's.
 *
 * Purpose: edit times of desks with wrong clocks meet fairly (R4); a difference is shown, and never stops
 * anything.
 * Invariants: of the last samples the one with the shortest round trip counts, since its error is at most
 * half of it; a device's clock that was set is noticed with the next answer.
 *
 *   device   sent ────────────────▶ received         offset = server time + half the round trip − received
 *   server            server time
 */
export interface ClockOffset {
  /** @param serverTime UTC ms as the answer gave it @param sentAt device ms @param receivedAt device ms */
  sample(serverTime: number, sentAt: number, receivedAt: number): void;
  /** Server's clock minus the device's, ms; 0 before the first sample. */
  current(): number;
}

const keptSamples = 8;

export function createClockOffset(initial = 0): ClockOffset {
  const samples: { roundTrip: number; offset: number }[] = [];
  return {
    sample(serverTime, sentAt, receivedAt) {
      const roundTrip = receivedAt - sentAt;
      // A clock that was set while the request ran tells nothing.
      if (roundTrip < 0) return;
      const offset = Math.round(serverTime + roundTrip / 2 - receivedAt);
      const before = samples.at(-1);
      // The device's clock was set: what was measured before it is worth nothing.
      if (before && Math.abs(before.offset - offset) > 1_000 + roundTrip + before.roundTrip)
        samples.length = 0;
      samples.push({ roundTrip, offset });
      if (samples.length > keptSamples) samples.shift();
    },
    current() {
      const best = samples.reduce<(typeof samples)[number] | null>(
        (found, sample) => (found === null || sample.roundTrip < found.roundTrip ? sample : found),
        null,
      );
      return best?.offset ?? initial;
    },
  };
}
