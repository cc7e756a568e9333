import { screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { CountField } from '../../renderer/ui/count-field.tsx';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

function Counted() {
  const [value, setValue] = useState(2);
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
