import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { I18nextProvider } from 'react-i18next';
import { expect, onTestFinished, test, vi } from 'vitest';
import { App } from '../../renderer/app/app.tsx';
import { FailureBoundary } from '../../renderer/app/failure-boundary.tsx';
import { BridgeProvider } from '../../renderer/data/bridge-context.tsx';
import { readBridge } from '../../renderer/data/bridge.ts';
import { DeskProvider } from '../../renderer/data/desk-context.tsx';
import { createI18n } from '../../renderer/i18n/index.ts';
import { createTestDesk } from '../support/render-desk.tsx';

test('a page that fails shows the failure page in the language of the desk, not the router’s own', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => log.mockRestore());
  const { desk, db } = await createTestDesk();
  const visit = { id: 'x', rowVersion: 1, partyName: { not: 'a name' }, isOpen: 1, arrivedAt: 1 };
  await db.table('visit').put(visit);
  render(
    <I18nextProvider i18n={createI18n('zh-CN')}>
      <MantineProvider env="test">
        <FailureBoundary>
          <BridgeProvider bridge={readBridge()}>
            <DeskProvider desk={desk}>
              <App shell="browser" />
            </DeskProvider>
          </BridgeProvider>
        </FailureBoundary>
      </MantineProvider>
    </I18nextProvider>,
  );
  await screen.findByRole('alert');
  expect(screen.getByRole('heading').textContent).toBe('页面出错了');
});
