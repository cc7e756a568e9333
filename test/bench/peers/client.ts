/** What each system offers in its page, so that one and the same run measures all of them. */
import type { BenchCard } from '../guests.ts';

export interface PeerPlace {
  /** Origin of the system's own server. */
  readonly serverUrl: string;
  /** One-time code of a desk; only CR Desk asks for one, and only at its first start. */
  readonly code?: string;
}

export interface PeerClient {
  /** Opens what is on the device. Sends and receives nothing yet. */
  open(place: PeerPlace): Promise<void>;
  /** From now on it follows the server and sends what waits, until the page goes. */
  startSync(): Promise<void>;
  /** By an index. */
  hasCustomer(customerId: string): Promise<boolean>;
  count(): Promise<number>;
  /** Returns once all that came is on the device for the next start. */
  settle(): Promise<void>;
  /** undefined where there is no such card. */
  notesOf(ids: readonly string[]): Promise<(string | null | undefined)[]>;
  /** Each id's note is a change of its own. Returns when the system says that it has them. */
  writeNotes(ids: readonly string[], note: string): Promise<void>;
  /** Calls after rows changed, in the way the system itself offers. */
  onChange(listener: () => void): void;
  /** How many of the first `limit` cards by the beginning of their name were handed back, whole. */
  findByPrefix(typed: string, limit: number): Promise<number>;
}

/** A guest card as it travels: an id and its fields. */
export type FlatCard = BenchCard['data'] & { readonly id: string };

export interface Written {
  /** By the machine's clock, which all browsers share; `performance.now` drifts between them by some ms. */
  readonly begunAt: number;
  readonly committedAt: number;
}

export interface PeerPage {
  open(place: PeerPlace): Promise<void>;
  startSync(): Promise<void>;
  hasCustomer(customerId: string): Promise<boolean>;
  /** Until the last card is there, all others are, an indexed read finds it, and a next start would too. */
  whenLoaded(last: FlatCard, cards: number): Promise<void>;
  count(): Promise<number>;
  writeNotes(ids: readonly string[], note: string): Promise<Written>;
  /** Resolves when all have it, read back from the system's rows. */
  whenNoted(ids: readonly string[], note: string): Promise<void>;
  /** Begins to look; `seenAt` has the answer. */
  watch(id: string, note: string): Promise<void>;
  seenAt(): Promise<number>;
  /** ms of each. */
  timePrefixes(typed: readonly string[], limit: number): Promise<number[]>;
}

export type PeerWindow = Window & { readonly peer: PeerPage };
