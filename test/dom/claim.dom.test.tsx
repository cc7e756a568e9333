import { waitFor } from '@testing-library/react';
import { liveQuery } from 'dexie';
import { expect, onTestFinished, test } from 'vitest';
import type { HeldClaim } from '../../shared/sync/device/device-store.ts';
import { testId } from '../../shared/sync/wire/test-id.ts';
import { createTestDesk } from '../support/render-desk.tsx';

test('[R10.8] a row that a person takes on is tentative, in their name, and every screen hears of it; so when it is given back', async () => {
  const { desk, db } = await createTestDesk();
  const row = { entity: 'vehicle', id: testId(10) } as const;
  const seen: (HeldClaim | undefined)[] = [];
  const screen = liveQuery(() => db.claim.get([row.entity, row.id])).subscribe((claim) => seen.push(claim));
  onTestFinished(() => screen.unsubscribe());
  await waitFor(() => expect(seen).toEqual([undefined]));
  expect(await desk.claim(row)).toMatchObject({ ok: true });
  const held = { ...row, actor: desk.state.getState().person?.id, token: null, until: null };
  await waitFor(() => expect(seen.at(-1)).toEqual({ ...held, isDone: false }));
  expect(await desk.release(row)).toMatchObject({ ok: true });
  await waitFor(() => expect(seen.at(-1)).toEqual({ ...held, isDone: true }));
});
