import { act, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { CountField } from '../../renderer/ui/count-field.tsx';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

function Counted({ first = 2 }: { readonly first?: number }) {
  const [value, setValue] = useState(first);
  return <CountField aria-label="cups" min={1} max={4} value={value} onChange={setValue} />;
}

test('a count goes up and down by its buttons, within its bounds, and can be typed', async () => {
  const { user } = renderOnDesk(await createTestDesk(), <Counted />);
  const field = screen.getByLabelText<HTMLInputElement>('cups');
  const less = screen.getByRole<HTMLButtonElement>('button', { name: '减少' });
  const more = screen.getByRole<HTMLButtonElement>('button', { name: '增加' });
  await user.click(more);
  await user.click(more);
  expect([field.value, more.disabled]).toEqual(['4', true]);
  for (let turn = 0; turn < 3; turn += 1) await user.click(less);
  expect([field.value, less.disabled]).toEqual(['1', true]);
  await user.clear(field);
  await user.type(field, '3');
  await user.click(more);
  expect(field.value).toBe('4');
});

test('what is typed into a field that was just reached takes the place of the number there', async () => {
  const { user } = renderOnDesk(await createTestDesk(), <Counted />);
  // As Enter goes on to it, which selects nothing by itself.
  screen.getByLabelText('cups').focus();
  await user.keyboard('3');
  expect(screen.getByLabelText<HTMLInputElement>('cups').value).toBe('3');
});

test('digits that come as fast as the focus are all kept', async () => {
  renderOnDesk(await createTestDesk(), <Counted first={1} />);
  const field = screen.getByLabelText<HTMLInputElement>('cups');
  act(() => field.focus());
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, 1]);
  // The 1 of a 12, over the 1 that stands there: nothing changes yet.
  fireEvent.input(field, { target: { value: '1' } });
  field.setSelectionRange(1, 1);
  // Timers that the focus began run before this one.
  await act(() => new Promise((resolve) => setTimeout(resolve)));
  expect([field.value, field.selectionStart, field.selectionEnd]).toEqual(['1', 1, 1]);
});
