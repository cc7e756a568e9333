import { createEvent, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEffect, useLayoutEffect, type ReactNode } from 'react';
import { expect, test } from 'vitest';
import { keyRegistry, listenForKeys, useKeys, type KeyBinding } from '../../renderer/ui/use-keys.ts';

function Listener() {
  useEffect(() => listenForKeys(window), []);
  return null;
}

function Keys({ bindings }: { readonly bindings: readonly KeyBinding[] }) {
  useKeys(bindings);
  return null;
}

/** A screen with keys, a field of each kind, and what was run. */
function renderKeys(keys: readonly string[], inFields?: KeyBinding['inFields']) {
  const ran: string[] = [];
  const bindings = keys.map((one): KeyBinding => ({
    keys: one,
    label: one,
    run: () => ran.push(one),
    ...(inFields !== undefined && { inFields }),
  }));
  const view = render(
    <>
      <Listener />
      <Keys bindings={bindings} />
      <input aria-label="text" />
      <textarea aria-label="lines" />
      <select aria-label="choice" />
      <button type="button">button</button>
    </>,
  );
  return { ran, user: userEvent.setup(), unmount: view.unmount };
}

test('a letter, two letters, an F-key, Ctrl and Alt each run what is bound to them', async () => {
  const { ran, user } = renderKeys(['r', 'g s', 'F2', 'mod+k', 'alt+n', '?']);
  await user.keyboard('r');
  await user.keyboard('gs');
  await user.keyboard('{F2}{Control>}k{/Control}{Alt>}n{/Alt}');
  await user.keyboard('?');
  expect(ran).toEqual(['r', 'g s', 'F2', 'mod+k', 'alt+n', '?']);
});

test.each(['text', 'lines', 'choice'])('while typing in a field (%s) letters are text', async (label) => {
  const { ran, user } = renderKeys(['r', 'g s', '?', 'ArrowDown', 'F2', 'mod+k', 'alt+n']);
  await user.click(screen.getByLabelText(label));
  await user.keyboard('rgs?{ArrowDown}');
  expect(ran).toEqual([]);
  await user.keyboard('{F2}{Control>}k{/Control}{Alt>}n{/Alt}');
  expect(ran).toEqual(['F2', 'mod+k', 'alt+n']);
});

test('a key may ask to be left alone where something is typed: Ctrl+Z takes back typing there', async () => {
  const { ran, user } = renderKeys(['mod+z'], 'empty');
  for (const label of ['text', 'lines']) {
    await user.type(screen.getByLabelText(label), 'abc{Control>}z{/Control}');
    expect(ran).toEqual([]);
  }
  await user.clear(screen.getByLabelText('text'));
  await user.keyboard('{Control>}z{/Control}');
  await user.click(screen.getByRole('button'));
  await user.keyboard('{Control>}z{/Control}');
  expect(ran).toEqual(['mod+z', 'mod+z']);
  screen.getByLabelText('choice').focus();
  await user.keyboard('{Control>}z{/Control}');
  expect(ran).toHaveLength(3);
});

test.each([
  ['composition is reported', { isComposing: true }],
  ['only key code 229 tells', { keyCode: 229 }],
])('while an input method composes nothing runs, where %s', (_how, how) => {
  const { ran } = renderKeys(['r', 'F2', 'mod+k']);
  for (const key of [{ key: 'r' }, { key: 'F2' }, { key: 'k', ctrlKey: true }]) {
    const event = createEvent.keyDown(document.body, { ...key, ...how });
    fireEvent(document.body, event);
    expect(event.defaultPrevented).toBe(false);
  }
  expect(ran).toEqual([]);
});

test.each([
  ['dialog', { 'aria-modal': 'true' }],
  ['menu', { role: 'menu' }],
])('under an open %s nothing runs', async (_what, attributes) => {
  const { ran, user } = renderKeys(['r', 'g s', 'F2', 'mod+k']);
  const layer = document.createElement('section');
  for (const [name, value] of Object.entries(attributes)) layer.setAttribute(name, value);
  document.body.append(layer);
  await user.keyboard('r{F2}gs{Control>}k{/Control}');
  layer.remove();
  expect(ran).toEqual([]);
  await user.keyboard('r');
  expect(ran).toEqual(['r']);
});

test('a key held down runs once, but arrows move on', () => {
  const { ran } = renderKeys(['r', 'ArrowDown']);
  for (const key of ['r', 'ArrowDown']) {
    fireEvent.keyDown(document.body, { key });
    fireEvent.keyDown(document.body, { key, repeat: true });
  }
  expect(ran).toEqual(['r', 'ArrowDown', 'ArrowDown']);
});

test('what a field has used is used up', () => {
  const { ran } = renderKeys(['Escape']);
  const button = screen.getByRole('button');
  button.addEventListener('keydown', (event) => event.preventDefault());
  fireEvent.keyDown(button, { key: 'Escape' });
  expect(ran).toEqual([]);
});

test('the latest binding of a key wins, and gives the key back when it goes', async () => {
  const { ran, user } = renderKeys(['Escape']);
  const above = renderKeys([]);
  const layer = render(
    <Keys bindings={[{ keys: 'Escape', label: 'layer', run: () => ran.push('layer') }]} />,
  );
  above.unmount();
  await user.keyboard('{Escape}');
  layer.unmount();
  await user.keyboard('{Escape}');
  expect(ran).toEqual(['layer', 'Escape']);
});

test('a screen that is gone hears nothing', async () => {
  const { ran, user, unmount } = renderKeys(['r']);
  unmount();
  await user.keyboard('r');
  expect(ran).toEqual([]);
});

test('what is drawn hears keys from then on, not from some time after', () => {
  const heard: string[] = [];
  function Drawn({ children }: { readonly children: ReactNode }) {
    // Runs when all that is inside is on the page, and before the browser can hear another key.
    useLayoutEffect(() => {
      heard.push(...keyRegistry.getState().bindings.map(({ keys }) => keys));
    }, []);
    return children;
  }
  render(
    <Drawn>
      <Keys bindings={[{ keys: 's', label: 's', run: () => undefined }]} />
    </Drawn>,
  );
  expect(heard).toEqual(['s']);
});
