/**
 * A site in plain maps for the tests of the commands: one desk runs them, the server's own judge answers.
 *
 * Stands here and not in test/support because shared/ may import nothing outside itself.
 */
import { entityByName, type EntityName } from '../entities/registry.ts';
import type { Station } from '../entities/stations.ts';
import type { DeviceErrorCode, VerdictCode } from '../errors.ts';
import { businessDayOf } from '../rules/business-day.ts';
import type { Role } from '../rules/permissions.ts';
import { judgeChange } from '../sync/judge/judge-change.ts';
import type { Patch } from '../sync/wire/protocol.ts';
import { testId } from '../sync/wire/test-id.ts';
import { rowKey, type ServerRow } from '../sync/judge/server-row.ts';
import { isFailure, type Command, type DraftChange, type DraftPatch, type Row } from './define.ts';

interface Ran<Output> {
  /** Why the device kept nothing; null where it did. */
  readonly failure: DeviceErrorCode | null;
  /** Of an input that was refused. */
  readonly field: string | null;
  readonly output: Output | null;
  readonly changes: readonly DraftChange[];
  /** The server's answer to each change. */
  readonly verdicts: readonly ('applied' | VerdictCode)[];
}

export interface TestSite {
  /** Person who acts; the desk's own id where nobody is signed in. */
  readonly actor: string;
  /** UTC ms, moved by the test. */
  now: number;
  run<Input, Output>(command: Command<Input, Output>, input: NoInfer<Input>): Ran<Output>;
  /** Has the server's own device write what the tests begin with. */
  put(...patches: readonly DraftPatch[]): void;
  row<Name extends EntityName>(entity: Name, id: string): Row<Name> | undefined;
  rows<Name extends EntityName>(entity: Name): Row<Name>[];
}

export interface TestSiteOptions {
  readonly station?: Station;
  /** Null where nobody is signed in. */
  readonly roles?: readonly Role[] | null;
}

const deskId = testId(1);
const personId = testId(2);
const serverId = testId(3);

export function createTestSite({ station = 'bar', roles = ['attendant'] }: TestSiteOptions = {}): TestSite {
  const serverRows = new Map<string, ServerRow>();
  let head = 0;
  let lastId = 1_000;

  const judged = (change: DraftChange, deviceId: string, actor: string) => {
    const device = { id: deviceId, station, isServer: deviceId === serverId, earlierIds: [] };
    const judge = {
      device: device.isServer ? { ...device, station: 'office' as const } : device,
      now: site.now,
      rolesOf: (userId: string) => (userId === personId ? (roles ?? undefined) : undefined),
      row: (entity: string, id: string) => serverRows.get(rowKey({ entity, id })),
      claim: () => undefined,
      buildsOnRejected: () => false,
      isForeign: () => false,
      isOneLife: () => true,
      wasApplied: () => false,
      conflictsOf: () => [],
    };
    const patches = change.patches.map((patch): Patch => {
      const base = serverRows.get(rowKey(patch))?.version ?? 0;
      return { ...patch, base } as Patch;
    });
    // As it arrives: what JSON cannot say is gone.
    const sent = JSON.parse(JSON.stringify({ ...change, patches })) as typeof change;
    const numbered = { ...sent, opId: testId((lastId += 1)), opSeq: 1, actor, occurredAt: site.now };
    const answer = judgeChange(judge, numbered, head + 1);
    if (answer.verdict === 'rejected') return answer.code;
    head += 1;
    for (const row of answer.rows) serverRows.set(rowKey(row), row);
    return answer.verdict;
  };

  const site: TestSite = {
    actor: roles === null ? deskId : personId,
    now: Date.parse('2026-11-24T10:30:00+08:00'),
    put(...patches) {
      for (const patch of patches) {
        const verdict = judged({ name: 'test', version: 1, patches: [patch] }, serverId, serverId);
        if (verdict !== 'applied') throw new Error(`${patch.entity}: ${verdict}`);
      }
    },
    run(command, input) {
      const nothing = { field: null, output: null, changes: [], verdicts: [] };
      const read = command.input.safeParse(input);
      if (!read.success)
        return { ...nothing, failure: 'input_invalid', field: read.error.issues[0]?.path.join('.') ?? '' };
      const outcome = planTwice(command, deepFreeze(read.data), site, () => testId((lastId += 1)));
      if (isFailure(outcome)) return { ...nothing, failure: outcome.code };
      const { changes, output } = outcome;
      const verdicts = changes.map((change) => judged(change, deskId, site.actor));
      return { failure: null, field: null, output, changes, verdicts };
    },
    row<Name extends EntityName>(entity: Name, id: string) {
      const data = serverRows.get(rowKey({ entity, id }))?.data;
      return data ? ({ ...data, id } as Row<Name>) : undefined;
    },
    rows<Name extends EntityName>(entity: Name) {
      return [...serverRows.values()].flatMap((row) =>
        row.entity === entity && row.data ? [{ ...row.data, id: row.id } as Row<Name>] : [],
      );
    },
  };
  return site;
}

/** A command is a pure function: the same input, rows and ids make the same changes. */
function planTwice<Input, Output>(
  command: Command<Input, Output>,
  input: Input,
  site: TestSite,
  newId: () => string,
) {
  const reads = new Set(command.reads(input).map(rowKey));
  const queries = command.finds?.(input) ?? [];
  const ids: string[] = [];
  const context = (nextId: () => string) => ({
    now: site.now,
    actor: site.actor,
    businessDay: businessDayOf(site.now, 'Asia/Shanghai', '04:00'),
    newId: nextId,
    row<Name extends EntityName>(entity: Name, id: string) {
      if (!reads.has(rowKey({ entity, id }))) throw new Error(`${entity}: not among the command's reads`);
      return deepFreeze(site.row(entity, id));
    },
    found<Name extends EntityName>(entity: Name) {
      const query = queries.find((one) => one.entity === entity);
      if (!query) throw new Error(`${entity}: not among what the command finds`);
      const derived = (row: Row<Name>) => ({ ...row, ...entityByName(entity).derive(row) });
      const held = (row: Row<Name>) => derived(row)[query.index as keyof Row<Name>] as unknown;
      return deepFreeze(site.rows(entity).filter((row) => held(row) === query.value));
    },
  });
  const first = command.plan(
    input,
    context(() => ids[ids.push(newId()) - 1] ?? ''),
  );
  const again = [...ids];
  const second = command.plan(
    input,
    context(() => again.shift() ?? 'more ids than before'),
  );
  if (JSON.stringify(first) !== JSON.stringify(second)) throw new Error(`${command.name} is not pure`);
  return first;
}

function deepFreeze<Value>(value: Value): Value {
  if (value instanceof Object) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
