/** What the server is made of, passed in: no module holds a clock, a database or a setting of its own. */
import type { Kysely } from 'kysely';
import type { Station } from '../shared/entities/stations.ts';
import type { Database } from './db/schema.ts';

export interface ServerDeps {
  readonly db: Kysely<Database>;
  /** UTC ms. */
  readonly clock: () => number;
  readonly heads: HeadHub;
  readonly settings: ServerSettings;
}

export interface ServerSettings {
  /** Of the application, from package.json. */
  readonly version: string;
  /** The server holds a demonstration dealership, and is bound to loopback. */
  readonly demo: boolean;
  /** Folder of the built renderer; null where none is served. */
  readonly rendererDir: string | null;
  /** Folder of the desktop application's updates; null where none are handed out. */
  readonly updatesDir: string | null;
  /** Origins that may call besides the server's own, e.g. `app://crdesk`. */
  readonly allowedOrigins: readonly string[];
  readonly logLevel: 'info' | 'warn' | 'error' | 'silent';
  /** Where desks reach it, and what they must know to trust it. */
  readonly reach: ServerReach;
}

export interface ServerReach {
  /** Best first; empty where that is not known. */
  origins(): readonly string[];
  /** Null where the server has no authority of its own. */
  readonly authority: AuthorityFacts | null;
}

/** What a machine must know to trust the server’s own authority. */
export interface AuthorityFacts {
  /** PEM. */
  readonly certificate: string;
  /** SHA-256 of the certificate, 64 hex digits in lower case: what is pinned and compared. */
  readonly fingerprint: string;
  /** SHA-1 of it: what the dialog of Windows shows. */
  readonly windowsFingerprint: string;
  /** UTC ms. */
  readonly validTo: number;
}

/** Tells the event streams that a site's head moved; fed by PostgreSQL's NOTIFY after each commit. */
export interface HeadHub {
  /**
   * Calls `listener` with each new head of the site, coalesced to one in 50 ms, and `onMoved` with the id of each desk
   * that was moved to another station; returns the way to stop.
   */
  subscribe(siteId: string, listener: HeadListener, onMoved?: MovedListener): () => void;
  close(): Promise<void>;
}

/** @param epoch the life of the database that the head is of (R8); undefined where it is not known to be another */
export type HeadListener = (head: number, epoch?: string) => void;
export type MovedListener = (deviceId: string) => void;

/** Who calls, as its token says. */
export interface DeviceIdentity {
  readonly siteId: string;
  readonly deviceId: string;
  readonly installId: string;
  readonly station: Station;
  /** Ids the same desk had before its renewals. */
  readonly earlierIds: readonly string[];
}
