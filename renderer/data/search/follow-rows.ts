/** Which rows changed, as windows and workers tell each other, gathered for whoever reads them again. */
import type { RowsMessage } from '../sync-channel.ts';
import { searchedEntities, type ChangedRow } from './search-index.ts';

/** Rows that come in a burst are read together. */
const gatherMs = 40;
/** Of more, reading all of them anew is quicker. */
const manyRows = 1_000;
/** A first load, which brings many, goes on for a while. */
export const manyWaitMs = 5_000;

/** `all`: of many, or where nobody can say which, as of a backup that took the place of all that was here. */
export type Changed = readonly ChangedRow[] | 'all';

export interface Followed {
  /** Whether anything changed since it was asked last. */
  takeChanged(): boolean;
}

/** @param take is waited for before more is gathered */
export function followRows(
  channel: BroadcastChannel,
  take: (changed: Changed) => Promise<unknown>,
): Followed {
  const pending = new Map<string, ChangedRow>();
  let isAll = false;
  let isGathering = false;
  let isChanged = true;

  function takePending(): Changed {
    const changed = isAll || pending.size > manyRows ? 'all' : [...pending.values()];
    pending.clear();
    isAll = false;
    return changed;
  }
  async function gather(): Promise<void> {
    isGathering = true;
    for (let waitMs = gatherMs; isAll || pending.size > 0;) {
      await pause(waitMs);
      const changed = takePending();
      isChanged = true;
      await take(changed);
      waitMs = changed === 'all' ? manyWaitMs : gatherMs;
    }
    isGathering = false;
  }
  channel.addEventListener('message', (event: MessageEvent<RowsMessage>) => {
    const { ids } = event.data;
    const entity = searchedEntities.find((one) => one === event.data.entity);
    if (entity === undefined) return;
    if (!ids) isAll = true;
    for (const id of ids ?? []) pending.set(`${entity}:${id}`, { entity, id });
    if (!isGathering) void gather();
  });
  return {
    takeChanged() {
      const was = isChanged;
      isChanged = false;
      return was;
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
