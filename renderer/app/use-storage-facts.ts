/** What the browser says of the data on this device. It is asked again each minute: a disk fills up behind our back. */
import { useEffect, useState } from 'react';
import { useNow } from '../data/hooks.ts';

export interface StorageFacts {
  /** Bytes. */
  readonly used: number;
  /** Bytes that the browser would still give. */
  readonly free: number;
  /** Agreed never to throw them away by itself. */
  readonly isPersisted: boolean;
}

/** Below it a warning: room for some weeks of a busy desk (bytes). */
const lowBytes = 500_000_000;

export const isStorageLow = (facts: StorageFacts | null) => facts !== null && facts.free < lowBytes;

/** @returns null while it is not known, or where the browser does not tell; and the way to ask anew */
export function useStorageFacts(): [StorageFacts | null, () => void] {
  const now = useNow(60_000);
  const [asked, setAsked] = useState(0);
  const [facts, setFacts] = useState<StorageFacts | null>(null);
  useEffect(() => {
    if (!('storage' in navigator)) return;
    void readFacts().then(setFacts, () => undefined);
  }, [now, asked]);
  return [facts, () => setAsked((times) => times + 1)];
}

async function readFacts(): Promise<StorageFacts> {
  const { usage = 0, quota = Infinity } = await navigator.storage.estimate();
  const isPersisted = (await navigator.storage.persisted?.()) ?? false;
  return { used: usage, free: Math.max(0, quota - usage), isPersisted };
}
