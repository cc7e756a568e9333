/** When somebody last touched this desk, in whichever of its windows. */

const name = 'crdesk-last-input';
/** ms between two notes on the disk: the mouse moves a hundred times a second. */
const noteEveryMs = 5_000;

export interface LastInput {
  /** Device's ms; null where nobody has yet. */
  at(): number | null;
  note(at: number): void;
}

export function createLastInput(storage: Storage = localStorage): LastInput {
  let own: number | null = null;
  let noted = -Infinity;
  return {
    at() {
      const kept = readKept(storage);
      return own === null || kept === null ? (own ?? kept) : Math.max(own, kept);
    },
    note(at) {
      own = at;
      // A clock that was put back is no reason to stay silent.
      if (at - noted < noteEveryMs && at >= noted) return;
      noted = at;
      try {
        storage.setItem(name, String(at));
      } catch {
        // Other windows of this desk learn it by their own input.
      }
    },
  };
}

function readKept(storage: Storage): number | null {
  try {
    const kept = storage.getItem(name);
    return kept === null || !Number.isFinite(Number(kept)) ? null : Number(kept);
  } catch {
    return null;
  }
}
