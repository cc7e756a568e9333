/**
 * A device on the wire of a server that may be killed at any time: keeps what has no verdict, sends it again, and
 * remembers each verdict, so that a second and different one is noticed. Written from docs/sync-spec.md, without the
 * engine.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { Station } from '../../shared/entities/stations.ts';
import {
  enrolAnswer,
  pullAnswer,
  pushAnswer,
  recoverAnswer,
  type Change,
  type ChangeResult,
  type Patch,
  type WireRow,
} from '../../shared/sync/wire/protocol.ts';

export interface HttpDevice {
  readonly id: string;
  readonly token: string;
  /** From now on another server of the same database is asked. */
  moveTo(url: string): void;
  /** Verdicts by opId, as the server first gave them. */
  readonly verdicts: ReadonlyMap<string, ChangeResult>;
  written(): readonly Change[];
  /** Changes without a verdict. */
  waiting(): number;
  /** One more change to send. */
  write(...patches: Patch[]): Change;
  /** One push of all that waits, and of some that have their verdict already (`again`). @returns its HTTP status, 0 for none */
  push(again?: number): Promise<number>;
  /** Pushes until nothing waits. */
  drain(): Promise<void>;
  /** Everything the device may see, from the beginning. */
  pullAll(): Promise<Map<string, WireRow>>;
  /**
   * After a restore: returns `held`, what the device holds of another epoch; then all that it was told of, and all
   * that waits, is to be sent again, as docs/sync-spec.md has it (R8). @param url where the server is now
   */
  recover(url: string, held: ReadonlyMap<string, WireRow>): Promise<void>;
}

/** @param code of `enrol-code`; left out on a demonstration server */
export async function enrolDevice(
  firstUrl: string,
  code?: string,
  station: Station = 'bar',
): Promise<HttpDevice> {
  let url = firstUrl;
  const enrolment = { name: 'Desk', installId: uuidv7(), ...(code === undefined ? { station } : { code }) };
  const enrolled = await post(url, '/devices/enrol', enrolment);
  const { deviceId, token, ...first } = enrolAnswer.parse(enrolled.body);
  let { epoch } = first;
  let issued: Change[] = [];
  const verdicts = new Map<string, ChangeResult>();
  let settled = 0;

  function take(result: ChangeResult): void {
    if (result.verdict === 'retry') return;
    const earlier = verdicts.get(result.opId);
    if (earlier && JSON.stringify(earlier) !== JSON.stringify(result)) {
      throw new Error(`Two verdicts: ${JSON.stringify([earlier, result])}`);
    }
    verdicts.set(result.opId, result);
    settled = Math.max(settled, result.opSeq);
  }

  async function push(again = 0): Promise<number> {
    const changes = issued.slice(Math.max(0, settled - again), settled + 500).slice(0, 500);
    const answer = await post(url, '/sync/push', { protocol: 1, epoch, ackedOpSeq: 0, changes }, token);
    if (answer.status === 200) for (const result of pushAnswer.parse(answer.body).results) take(result);
    else if (answer.status !== 0 && answer.status !== 503) throw new Error(JSON.stringify(answer));
    return answer.status;
  }

  return {
    id: deviceId,
    token,
    moveTo: (next) => void (url = next),
    verdicts,
    written: () => issued,
    waiting: () => issued.length - settled,
    push,
    write(...patches) {
      const fixed = { name: 'test', version: 1, actor: deviceId, occurredAt: Date.now() };
      const change = { ...fixed, opId: uuidv7(), opSeq: issued.length + 1, patches };
      issued.push(change);
      return change;
    },
    async drain() {
      while (issued.length > settled) {
        const before = settled;
        await push();
        if (settled === before) await sleep(100);
      }
    },
    async pullAll() {
      const rows = new Map<string, WireRow>();
      for (let cursor: string | null = null, more = true; more;) {
        const request = { protocol: 1, epoch, cursor, limit: 1000 };
        const page = pullAnswer.parse((await post(url, '/sync/pull', request, token)).body);
        for (const row of page.rows) rows.set(`${row.entity}:${row.id}`, row);
        ({ cursor, more } = page);
      }
      return rows;
    },
    async recover(nextUrl, held) {
      url = nextUrl;
      const send = async (rows: readonly unknown[]) => {
        const answer = await post(url, '/sync/recover', { protocol: 1, epoch, rows }, token);
        return recoverAnswer.parse(answer.body);
      };
      const { above, ...restored } = await send([]);
      const rows = [...held.values()].filter((row) => 'data' in row && row.version > above);
      rows.sort((a, b) => a.version - b.version);
      for (let start = 0; start < rows.length; start += 500) await send(rows.slice(start, start + 500));
      issued = issued.map((change, index) => {
        const seq = verdicts.get(change.opId)?.seq;
        return { ...change, opSeq: index + 1, ...(seq === undefined ? {} : { applied: { epoch, seq } }) };
      });
      ({ epoch } = restored);
      verdicts.clear();
      settled = 0;
    },
  };
}

/** Status 0: no answer came. */
async function post(url: string, path: string, body: unknown, token?: string) {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  try {
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`${url}/api/v1${path}`, request);
    return { status: response.status, body: await response.json() };
  } catch {
    return { status: 0, body: null };
  }
}
