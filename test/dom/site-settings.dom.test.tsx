/** The settings of the site: saved with a way back, and no business day that ends while the house is open. */
import { screen, waitFor } from '@testing-library/react';
import { useLiveQuery } from 'dexie-react-hooks';
import { expect, test } from 'vitest';
import { SiteSettingsPanel } from '../../renderer/app/site-settings-panel.tsx';
import type { DeskDatabase } from '../../renderer/data/database.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

const read = (db: DeskDatabase) => db.siteSettings.toCollection().first();

function Panel({ db }: { readonly db: DeskDatabase }) {
  const settings = useLiveQuery(() => read(db), [db]);
  return settings ? <SiteSettingsPanel settings={settings} /> : null;
}

async function openSettings() {
  const office = await createTestDesk('office');
  const { person } = office.desk.state.getState();
  office.desk.state.setState({ person: person && { ...person, roles: ['supervisor'] } });
  const { db } = office;
  const { user } = renderOnDesk(office, <Panel db={db} />);
  async function type(label: string, value: string): Promise<void> {
    const field = await screen.findByLabelText(label);
    await user.clear(field);
    await user.type(field, `${value}{Enter}`);
  }
  return { db, user, type };
}

test('what is saved can be undone; what a colleague changed since stays, and that is told', async () => {
  const { db, user, type } = await openSettings();
  await type('续杯间隔（分钟）', '35');
  await screen.findByText('门店设置已保存');
  expect((await read(db))?.refillMinutes).toBe(35);
  await user.click(screen.getByRole('button', { name: /^撤销/ }));
  await waitFor(async () => expect((await read(db))?.refillMinutes).toBe(20));
  await type('续杯间隔（分钟）', '40');
  await screen.findByText('门店设置已保存');
  await db.siteSettings.toCollection().modify({ refillMinutes: 50 });
  await user.click(screen.getByRole('button', { name: /^撤销/ }));
  await screen.findByText('同事刚改过门店设置，同事的修改已保留');
  expect((await read(db))?.refillMinutes).toBe(50);
});

test('a business day does not end while the house is open; after it has closed it does', async () => {
  const { db, type } = await openSettings();
  await type('关门时间', '18:00');
  await type('营业日截止时间', '17:30');
  await screen.findByText('须在关门之后、开门之前，如 04:00。');
  expect((await read(db))?.dayCutOff).toBe('04:00');
  await type('营业日截止时间', '21:00');
  await waitFor(async () => expect((await read(db))?.dayCutOff).toBe('21:00'));
});
