/** Wherever guests are looked for: never whom an older query found, and who becomes known meanwhile too. */
import { screen, waitFor } from '@testing-library/react';
import { Route, Routes, useLocation } from 'react-router';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { Frame } from '../../renderer/app/frame.tsx';
import { MergePage } from '../../renderer/features/customers/merge-page.tsx';
import { PersonPicker } from '../../renderer/features/customers/person-picker.tsx';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { addGuest, createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

function Place() {
  const { pathname, search } = useLocation();
  return <output>{pathname + search}</output>;
}
const place = () => document.querySelector('output')?.textContent;

test('the palette’s Enter before the answer takes who is found, never who an older query found', async () => {
  const bar = await createTestDesk();
  bar.answerSearch(await addGuest(bar.db, { name: '张三丰' }));
  const { user } = renderOnDesk(
    bar,
    <>
      <Frame />
      <Place />
    </>,
  );
  await user.keyboard('{Control>}k{/Control}');
  const field = await screen.findByRole('combobox', { name: '查找' });
  await user.type(field, 'zsf');
  await screen.findByRole('option', { name: '张三丰' });
  const answer = bar.holdSearch();
  const wanted = await addGuest(bar.db, { name: '李芳' });
  bar.answerSearch(wanted);
  await user.clear(field);
  await user.type(field, 'lf{Enter}');
  expect(place()).toBe('/');
  answer();
  await waitFor(() => expect(place()).toBe(`/reception?guest=${wanted.id}`));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a car’s person is who is found by what was typed, though Enter came before the answer', async () => {
  const office = await createTestDesk('office');
  const [old, wanted] = [uuidv7(), uuidv7()];
  office.answerSearch(await addGuest(office.db, { name: '张三丰', customerId: old }));
  const chosen: (string | null)[] = [];
  const { user } = renderOnDesk(
    office,
    <PersonPicker label="车主" nobody="无" value={null} onChange={(id) => chosen.push(id)} />,
  );
  const field = screen.getByRole('textbox', { name: '车主' });
  await user.type(field, 'zsf');
  await screen.findByRole('button', { name: /张三丰/ });
  const answer = office.holdSearch();
  office.answerSearch(await addGuest(office.db, { name: '李芳', customerId: wanted }));
  await user.clear(field);
  await user.type(field, 'lf{Enter}');
  answer();
  await waitFor(() => expect(chosen).toEqual([wanted]));
});

test('who may be the same is offered as soon as the search knows of them', async () => {
  const office = await createTestDesk('office');
  const { person } = office.desk.state.getState();
  if (person) office.desk.state.setState({ person: { ...person, roles: ['supervisor'] } });
  const card = await addGuest(office.db, { name: '陈芳', customerId: uuidv7() });
  const page = <Route path="/customers/:guestCardId/merge" element={<MergePage />} />;
  renderOnDesk(office, <Routes>{page}</Routes>, `/customers/${card.id}/merge`);
  await screen.findByRole('searchbox');
  expect(screen.queryByRole('heading', { name: '可能重复' })).toBeNull();
  office.answerSearch(await addGuest(office.db, { name: '陈方', customerId: uuidv7() }));
  office.tellSearchChanged();
  await screen.findByRole('heading', { name: '可能重复' });
  screen.getByRole('button', { name: /陈方/ });
});

test('among whom may be the same, Enter before the answer takes who is found', async () => {
  const office = await createTestDesk('office');
  const { person } = office.desk.state.getState();
  if (person) office.desk.state.setState({ person: { ...person, roles: ['supervisor'] } });
  const card = await addGuest(office.db, { name: '陈芳', customerId: uuidv7() });
  const page = <Route path="/customers/:guestCardId/merge" element={<MergePage />} />;
  const { user } = renderOnDesk(
    office,
    <>
      <Routes>{page}</Routes>
      <Place />
    </>,
    `/customers/${card.id}/merge`,
  );
  const field = await screen.findByRole('searchbox');
  const answer = office.holdSearch();
  const wanted = await addGuest(office.db, { name: '陈方', customerId: uuidv7() });
  office.answerSearch(wanted);
  await user.type(field, '8165{Enter}');
  answer();
  await waitFor(() => expect(place()).toBe(`/customers/${card.id}/merge?with=${wanted.id}`));
});

test('while a new customer is typed, the firm is recognised as soon as the search knows of it', async () => {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, <ReceptionPage />);
  await screen.findByRole('combobox', { name: '查找来宾' });
  await user.keyboard('{Alt>}n{/Alt}');
  await user.click(await screen.findByRole('radio', { name: '单位' }));
  await user.type(screen.getByRole('textbox', { name: '单位名称' }), '泰和恒达装饰工程有限公司');
  const firm = await addGuest(bar.db, { name: '泰和恒达装饰工程有限公司', kind: 'organisation' });
  bar.answerSearch(firm);
  bar.tellSearchChanged();
  await screen.findByText(/^已有同名单位：/);
});
