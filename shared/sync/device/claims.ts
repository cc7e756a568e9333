/**
 * Claims on this device: what a person took on, and the tokens that go with its changes (R10).
 *
 * Purpose: works without a network too. A claim is tentative until the server has given its token; the changes made
 * meanwhile wait without one and get it with the grant. Where somebody else has the row they go as they are, and come
 * back `claim_lost`: nobody's work is dropped in silence.
 * Invariants: a token once put on a change is replaced by no other (it goes with the device's id, the epoch, or a
 * claim given back), so that a claim that was lost is not won back by a later one; a claim is given back only when no change waits that carries its token; a failure here never keeps a device from
 * pushing and pulling: the server judges each change by what it carries.
 *
 *   takeClaim ─▶ tentative ─ granted ─▶ held ─ half its time over ─▶ asked for again
 *                    └─ taken, no such row ─▶ forgotten      └─ releaseClaim, all sent ─▶ given back
 */
import { entityByName, entityNames, type EntityName } from '../../entities/registry.ts';
import type {
  DeviceRecord,
  DeviceStore,
  DeviceTransaction,
  HeldClaim,
  LocalPatch,
  OutboxEntry,
  RowAddress,
} from './device-store.ts';
import { addressKey } from './overlay.ts';
import { limits, protocolVersion, type ClaimAnswer } from '../wire/protocol.ts';
import type { Answer, SyncTransport } from '../wire/transport.ts';

/** Notes that a person here works on the row from now on; the server is asked by the next cycle. */
export async function takeClaim(store: DeviceStore, address: RowAddress, actor: string): Promise<void> {
  await store.transact('write', [], async (transaction) => {
    const known = await claimOf(transaction, address);
    if (known && !known.isDone) return;
    const { entity, id } = address;
    // Where it was about to be given back, the server may have it back by now: it is asked.
    await transaction.putClaims([{ entity, id, actor, token: null, until: null, isDone: false }]);
  });
}

/** Whoever wants the row may have it, once what was done under the claim has arrived. */
export async function releaseClaim(store: DeviceStore, address: RowAddress): Promise<void> {
  await store.transact('write', [], async (transaction) => {
    const known = await claimOf(transaction, address);
    // A tentative one too: what was done meanwhile may only count where the row is to be had.
    if (known) await transaction.putClaims([{ ...known, isDone: true }]);
  });
}

/** In no order. The disk is asked only where an entity is claimed at all. */
export async function heldClaims(transaction: DeviceTransaction): Promise<HeldClaim[]> {
  const isAny = entityNames.some((name) => entityByName(name).merge === 'claim');
  return isAny ? transaction.allClaims() : [];
}

/** By address: the tokens of the rows that are held. */
export async function heldTokens(transaction: DeviceTransaction): Promise<Map<string, string>> {
  const tokens = new Map<string, string>();
  for (const { token, ...address } of await heldClaims(transaction))
    if (token !== null) tokens.set(addressKey(address), token);
  return tokens;
}

/**
 * With the device's own ids or epoch its tokens are worth nothing: they are asked for again, and waiting changes get
 * the new ones.
 */
export async function forgetTokens(transaction: DeviceTransaction): Promise<void> {
  const claims = await heldClaims(transaction);
  const ended = new Set(claims.flatMap(({ token }) => token ?? []));
  if (claims.length === 0) return;
  await transaction.putClaims(claims.map((claim) => ({ ...claim, token: null, until: null })));
  await rewriteOutbox(transaction, ({ claim, ...patch }) =>
    claim === undefined || ended.has(claim) ? patch : { ...patch, claim },
  );
}

interface ClaimDeps {
  readonly store: DeviceStore;
  readonly transport: Pick<SyncTransport, 'claim' | 'release'>;
  /** Device's clock, UTC ms. */
  now(): number;
}

/** Whether the server has to hear of it. @param now device ms */
export function isDue({ token, until, isDone }: HeldClaim, now: number): boolean {
  if (isDone || token === null || until === null) return true;
  const left = until - now;
  // More than was ever given: the clock here was set back meanwhile.
  return left < limits.claimMs / 2 || left > limits.claimMs;
}

/** Asks for what is due, and gives back what is over; as far as the network goes. */
export async function keepClaims(
  deps: ClaimDeps,
  device: DeviceRecord,
  claims: readonly HeldClaim[],
): Promise<void> {
  for (const claim of claims) {
    const isOver = claim.isDone && claim.token !== null;
    const isHeard = isOver ? await giveBack(deps, device, claim) : await ask(deps, device, claim);
    if (!isHeard) return;
  }
}

/** @returns whether the server answered */
async function ask(deps: ClaimDeps, device: DeviceRecord, claim: HeldClaim): Promise<boolean> {
  const { entity, id, actor } = claim;
  const request = { protocol: protocolVersion, epoch: device.epoch, entity, id, actor };
  const answer = await deps.transport.claim(device.token, request);
  const isRefused = !answer.ok && refusals.has(answer.failure.code);
  if (!answer.ok && !isRefused) return false;
  await deps.store.transact('write', [], async (transaction) => {
    if (!(await isUnchanged(transaction, device))) return;
    const known = await claimOf(transaction, claim);
    if (known?.token !== claim.token) return;
    if (answer.ok) await hold(transaction, known, answer);
    // A row made here comes to the server with the next push: then it is asked for again.
    else if (!(await isMadeHere(transaction, claim))) await transaction.deleteClaims([claim]);
  });
  return true;
}

/** Answers after which the row is not to be had. */
const refusals: ReadonlySet<string> = new Set(['claim_taken', 'not_found', 'forbidden', 'malformed']);

async function hold(
  transaction: DeviceTransaction,
  claim: HeldClaim,
  { value, sentAt }: Extract<Answer<ClaimAnswer>, { ok: true }>,
): Promise<void> {
  const { token } = value;
  // By the device's own clock, from the moment it asked: never longer than the server means.
  await transaction.putClaims([{ ...claim, token, until: sentAt + value.until - value.serverTime }]);
  await rewriteOutbox(transaction, (patch) =>
    patch.op === 'update' && patch.claim === undefined && addressKey(patch) === addressKey(claim)
      ? { ...patch, claim: token }
      : patch,
  );
}

async function giveBack(deps: ClaimDeps, device: DeviceRecord, claim: HeldClaim): Promise<boolean> {
  const token = claim.token ?? '';
  const waiting = await deps.store.transact('read', [], (transaction) =>
    transaction.oldestInOutbox(Infinity),
  );
  if (waiting.some(({ patches }) => patches.some((patch) => patch.claim === token))) return true;
  const { entity, id } = claim;
  const request = { protocol: protocolVersion, epoch: device.epoch, entity, id, token };
  const answer = await deps.transport.release(device.token, request);
  if (!answer.ok) return false;
  await deps.store.transact('write', [], async (transaction) => {
    const known = await claimOf(transaction, claim);
    if (known?.token !== token) return;
    // Wanted again meanwhile, or a change was written under it: the token is none any more.
    if (known.isDone) await transaction.deleteClaims([claim]);
    else await transaction.putClaims([{ ...known, token: null, until: null }]);
    await rewriteOutbox(transaction, ({ claim: carried, ...patch }) =>
      carried === undefined || carried === token ? patch : { ...patch, claim: carried },
    );
  });
  return true;
}

async function isUnchanged(
  transaction: DeviceTransaction,
  { deviceId, epoch }: DeviceRecord,
): Promise<boolean> {
  const device = await transaction.getDevice();
  return device?.deviceId === deviceId && device.epoch === epoch;
}

async function isMadeHere(transaction: DeviceTransaction, address: RowAddress): Promise<boolean> {
  const waiting = await transaction.oldestInOutbox(Infinity);
  return waiting.some(({ patches }) =>
    patches.some((patch) => patch.op === 'create' && addressKey(patch) === addressKey(address)),
  );
}

async function claimOf(
  transaction: DeviceTransaction,
  address: { readonly entity: EntityName; readonly id: string },
): Promise<HeldClaim | undefined> {
  return (await transaction.allClaims()).find((claim) => addressKey(claim) === addressKey(address));
}

/** Only what `rewrite` alters is written. */
async function rewriteOutbox(
  transaction: DeviceTransaction,
  rewrite: (patch: LocalPatch) => LocalPatch,
): Promise<void> {
  const entries: OutboxEntry[] = [];
  for (const entry of await transaction.oldestInOutbox(Infinity)) {
    const patches = entry.patches.map(rewrite);
    const isAltered = patches.some((patch, index) => patch.claim !== entry.patches[index]?.claim);
    if (isAltered) entries.push({ ...entry, patches });
  }
  await transaction.putInOutbox(entries);
}
