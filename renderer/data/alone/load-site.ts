/** The site that a desk alone joins, as it is before the desk brings anything (R14.4): some people, the settings. */
import type { Result } from '../../../shared/errors.ts';
import {
  limits,
  protocolVersion,
  pullAnswer,
  type EnrolAnswer,
  type PullAnswer,
  type WireRow,
} from '../../../shared/sync/wire/protocol.ts';
import type { Answer } from '../../../shared/sync/wire/transport.ts';
import { callServer } from '../call-server.ts';

export interface LoadedSite {
  /** Of a complete pull: what the desk brings comes back behind it, piece by piece, and is not loaded as a whole. */
  readonly cursor: string;
  readonly head: number;
  readonly rows: readonly Extract<WireRow, { readonly data: unknown }>[];
}

/** Writes nothing. Fails as `pull` does. */
export async function loadSite(serverUrl: string, place: EnrolAnswer): Promise<Result<LoadedSite>> {
  const rows = new Map<string, WireRow>();
  let cursor: string | null = null;
  for (;;) {
    const answer: Answer<PullAnswer> = await callServer(serverUrl, {
      ...{ method: 'POST', path: '/sync/pull', token: place.token, answer: pullAnswer },
      body: { protocol: protocolVersion, epoch: place.epoch, cursor, limit: limits.rowsPerPull },
    });
    if (!answer.ok) return { ok: false, error: { code: answer.failure.code } };
    const page: PullAnswer = answer.value;
    for (const row of page.rows) rows.set(`${row.entity}:${row.id}`, row);
    ({ cursor } = page);
    if (page.more) continue;
    const present = [...rows.values()].filter((row) => 'data' in row);
    return { ok: true, value: { cursor: page.cursor, head: page.head, rows: present } };
  }
}
