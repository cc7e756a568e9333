/** Puts a client into its page, with the waiting and timing that are the same for all. */
import type { PeerClient, PeerPage } from './client.ts';

const lookEveryMs = 25;
/** Read at once while waiting for many. */
const perLook = 500;

export function offer(client: PeerClient): void {
  let seen = Promise.resolve(0);
  const page: PeerPage = {
    open: (place) => client.open(place),
    startSync: () => client.startSync(),
    hasCustomer: (customerId) => client.hasCustomer(customerId),
    count: () => client.count(),
    async whenLoaded({ id, customerId }, cards) {
      while ((await client.notesOf([id]))[0] === undefined) await pause(lookEveryMs);
      while ((await client.count()) !== cards) await pause(lookEveryMs);
      while (!(await client.hasCustomer(customerId ?? ''))) await pause(lookEveryMs);
      await client.settle();
    },
    async writeNotes(ids, note) {
      const begunAt = Date.now();
      await client.writeNotes(ids, note);
      return { begunAt, committedAt: Date.now() };
    },
    async whenNoted(ids, note) {
      for (let from = 0; from < ids.length;) {
        const some = await client.notesOf(ids.slice(from, from + perLook));
        const other = some.findIndex((found) => found !== note);
        from += other === -1 ? some.length : other;
        if (other !== -1) await pause(lookEveryMs);
      }
    },
    async watch(id, note) {
      seen = whenSeen(client, id, note);
    },
    seenAt: () => seen,
    async timePrefixes(typed, limit) {
      const times: number[] = [];
      for (const one of typed) {
        const begun = performance.now();
        const found = await client.findByPrefix(one, limit);
        times.push(performance.now() - begun);
        if (found === 0) throw new Error(`Nobody is found by ${one}.`);
      }
      return times;
    },
  };
  const heard = new Set<() => void>();
  client.onChange(() => {
    for (const listener of heard) listener();
  });

  /** By the system's own notice, then by reading the row. */
  function whenSeen({ notesOf }: PeerClient, id: string, note: string): Promise<number> {
    return new Promise((resolve) => {
      const look = async () => {
        const [found] = await notesOf([id]);
        if (found !== note) return;
        heard.delete(onChange);
        resolve(Date.now());
      };
      const onChange = () => void look();
      heard.add(onChange);
    });
  }
  Object.assign(window, { peer: page });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
