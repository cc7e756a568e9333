import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { checkInAnonymous } from '../support/reception-keys.ts';
import { whenEqual } from '../support/when-equal.ts';

let site: DemoSite;
let first: OpenDesk;
let second: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  first = await site.enter({ name: '吧台 1' });
  second = await site.enter({ name: '吧台 2', person: '陈静' });
});
afterAll(() => site.close());

test('the server is killed while both desks write, and started again: nothing lost, nothing doubled, both equal', async () => {
  const expected: string[] = [];
  async function work(desk: OpenDesk, label: string): Promise<void> {
    for (let turn = 1; turn <= 8; turn += 1) {
      expected.push(`${label} ${turn}`);
      await checkInAnonymous(desk.page, `${label} ${turn}`);
    }
  }
  async function killTwice(): Promise<void> {
    for (let turn = 0; turn < 2; turn += 1) {
      await expect.poll(() => expected.length, { interval: 20 }).toBeGreaterThan(4 + 5 * turn);
      await site.restart('SIGKILL');
    }
  }
  await Promise.all([work(first, '甲'), work(second, '乙'), killTwice()]);
  await whenEqual(first.page, second.page);
  const names = (await heldRows(second.page, 'visit')).map((visit) => String(visit['partyName']));
  expect(names.filter((name) => /^[甲乙] /.test(name)).sort()).toEqual(expected.sort());
});

test('while the server is away the status line says so, and afterwards that all is well again', async () => {
  await site.server.end('SIGKILL');
  await first.page.getByRole('contentinfo').getByText(/^离线/).waitFor();
  await checkInAnonymous(first.page, '丙 1');
  await first.page.getByRole('contentinfo').getByText('待上传 1').waitFor();
  await site.restart('SIGKILL');
  await whenSynchronised(first.page);
  await second.page.getByRole('article', { name: '丙 1', exact: true }).waitFor();
  expect([...first.errors, ...second.errors]).toEqual([]);
});
