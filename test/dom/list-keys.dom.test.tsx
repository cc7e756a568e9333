/** Lists by keys: from the field into the list and out of it, so that letters are commands again. */
import { screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { Route, Routes, useParams } from 'react-router';
import { expect, test, vi } from 'vitest';
import type { Desk } from '../../renderer/data/desk.ts';
import { CustomersPage } from '../../renderer/features/customers/customers-page.tsx';
import { FilterBar } from '../../renderer/features/register/filter-bar.tsx';
import type { RegisterLine, RegisterReading } from '../../renderer/features/register/register-ask.ts';
import { RegisterTable } from '../../renderer/features/register/register-table.tsx';
import { useLineWords } from '../../renderer/features/register/use-line-words.ts';
import { useEnterTable } from '../../renderer/features/register/use-marked-row.ts';
import { noFilters, useRegisterView } from '../../renderer/features/register/use-register-view.ts';
import { useKeys } from '../../renderer/ui/use-keys.ts';
import { registerFigures } from '../../shared/rules/register/register-figures.ts';
import { periodOf } from '../../shared/rules/register/period.ts';
import { toRegisterEntry } from '../../shared/rules/register/register-entry.ts';
import { rules, testVisit } from '../../shared/rules/register/test-visits.ts';
import type { ListRow } from '../../shared/rules/search/list-guests.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

const day = '2026-11-26';
const lines = ['张三', '李四', '王五'].map((partyName, index): RegisterLine => {
  const visit = { ...testVisit(`1${index}:00`, null), partyName };
  return { ...toRegisterEntry(visit, 'anonymous', [], rules), guestName: null, vehicles: [] };
});
const figures = registerFigures(lines, periodOf('day', day), {
  ...{ firstDrinkMinutes: 5, timeZone: 'Asia/Shanghai', dayCutOff: '04:00' },
});

/** The field and the list of the register, without the worker that reads it. */
function Register({ onDay, onCorrect }: Record<'onDay' | 'onCorrect', (visitId?: string) => void>) {
  const view = useRegisterView(day);
  const words = useLineWords(true);
  const [isSlow, setSlow] = useState(false);
  const filters = isSlow ? noFilters : view.filters;
  const { table, enter } = useEnterTable({ ask: { filters } } as RegisterReading, view);
  const found = lines.filter(({ partyName }) => partyName.includes(filters.text));
  useKeys([{ keys: 'd', label: 'day', run: () => onDay() }]);
  return (
    <>
      <FilterBar {...{ view, receivers: [] }} findField={() => undefined} onInto={enter} />
      {words && (
        <RegisterTable
          {...{ ref: table, lines: found, figures, words, view, onCorrect }}
          firstDrinkMinutes={5}
        />
      )}
      <button type="button" onClick={() => setSlow(!isSlow)}>
        slow
      </button>
      <output aria-label="opened">{view.visitId}</output>
    </>
  );
}

async function openRegister() {
  const [onDay, onCorrect] = [vi.fn(), vi.fn()];
  const { user } = renderOnDesk(await createTestDesk(), <Register {...{ onDay, onCorrect }} />);
  const grid = await screen.findByRole('grid');
  const marked = () => within(grid).queryByRole('row', { selected: true })?.dataset['line'];
  return { user, grid, marked, onDay, onCorrect, field: screen.getByRole('textbox', { name: '在表中查找' }) };
}
const opened = () => screen.getByRole('status', { name: 'opened' });
const idOf = (index: number) => lines[index]?.visitId;

test('an arrow leads into the register from anywhere; E corrects the marked row, Enter opens it', async () => {
  const { user, grid, marked, onCorrect } = await openRegister();
  await user.keyboard('e');
  expect(onCorrect).not.toHaveBeenCalled();
  await user.keyboard('{ArrowDown}');
  expect([marked(), document.activeElement]).toEqual([idOf(0), grid]);
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(marked()).toBe(idOf(1));
  await user.keyboard('e');
  expect(onCorrect.mock.calls).toEqual([[idOf(1)]]);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(opened().textContent).toBe(idOf(1)));
});

test('out of the register’s field: down into its rows, Enter to the first, Escape empties and then leaves it', async () => {
  const { user, grid, field, marked, onDay } = await openRegister();
  await user.type(field, '三d{Escape}');
  expect([field.getAttribute('value'), document.activeElement, onDay.mock.calls.length]).toEqual([
    '',
    field,
    0,
  ]);
  await user.keyboard('{Escape}d');
  expect([document.activeElement, onDay.mock.calls.length]).toEqual([document.body, 1]);
  await user.click(field);
  await user.keyboard('{ArrowDown}');
  expect([marked(), document.activeElement]).toEqual([idOf(0), grid]);
  await user.click(field);
  await user.keyboard('{Enter}');
  expect([opened().textContent, document.activeElement]).toEqual([idOf(0), grid]);
  await user.selectOptions(screen.getByRole('combobox', { name: '来意' }), 'service');
  await user.click(screen.getByRole('combobox', { name: '来意' }));
  await user.keyboard('{Escape}d');
  expect(onDay).toHaveBeenCalledTimes(2);
});

test('Enter in the register’s field waits for the answer to what was typed, and opens its first row', async () => {
  const { user, field } = await openRegister();
  const slow = screen.getByRole('button', { name: 'slow' });
  await user.click(slow);
  await user.type(field, '王{Enter}');
  expect(opened().textContent).toBe('');
  await user.click(slow);
  await waitFor(() => expect(opened().textContent).toBe(idOf(2)));
});

test('Escape empties the customers’ field, then leaves it; the arrows walk the list without typing', async () => {
  const goRegister = vi.fn();
  function Keys() {
    useKeys([{ keys: 'g r', label: 'register', run: goRegister }]);
    return <CustomersPage />;
  }
  const { user } = renderOnDesk(await createTestDesk(), <Keys />);
  const field = await screen.findByRole('combobox');
  await user.type(field, 'gr{Escape}');
  expect([field.getAttribute('value'), document.activeElement]).toEqual(['', field]);
  await user.keyboard('{Escape}gr');
  expect([field.getAttribute('value'), goRegister.mock.calls.length]).toEqual(['', 1]);
  await user.keyboard('{ArrowDown}gr');
  expect([field.getAttribute('value'), goRegister.mock.calls.length]).toEqual(['', 2]);
});

/** The customers' list, which answers what was typed once it is let. */
async function openCustomers() {
  const { desk, ...rest } = await createTestDesk();
  let answer = () => {};
  const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
  const rowOf = (name: string): ListRow => ({
    ...{ guestCardId: name, name, kind: 'private', phoneLast4: null, birthMonthDay: null },
    ...{ flags: [], lastVisitAt: null, vehicles: [] },
  });
  const list: Desk['search']['list'] = async ({ query }) => {
    if (query !== '') await mayAnswer;
    const names = query === '' ? ['张三', '李四'] : ['王五'];
    return { rows: names.map(rowOf), total: names.length };
  };
  const page = (
    <Routes>
      <Route path="/customers" element={<CustomersPage />} />
      <Route path="/customers/:guestCardId" element={<Opened />} />
    </Routes>
  );
  const slow = { ...rest, desk: { ...desk, search: { ...desk.search, list } } };
  const { user } = renderOnDesk(slow, page, '/customers');
  await screen.findByText('2 位客户');
  return { user, answer, field: screen.getByRole('combobox') };
}

function Opened() {
  return <h1>{useParams()['guestCardId']}</h1>;
}

test('Enter in the customers’ field waits for the answer to what was typed, and opens its first row', async () => {
  const { user, field, answer } = await openCustomers();
  await user.type(field, '王{Enter}');
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('客户');
  answer();
  await screen.findByRole('heading', { level: 1, name: '王五' });
});

test('an Enter before the answer is not for what is typed after it', async () => {
  const { user, field, answer } = await openCustomers();
  await user.type(field, '王{Enter}五');
  answer();
  await screen.findByText('1 位客户');
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('客户');
  await user.keyboard('{Enter}');
  await screen.findByRole('heading', { level: 1, name: '王五' });
});
