import './data/zod-without-eval.ts';
import '@mantine/core/styles.css';
import './ui/tokens.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './app/app.tsx';
import { FailureBoundary } from './app/failure-boundary.tsx';
import { createI18n } from './i18n/index.ts';
import { registerServiceWorker } from './app/service-worker-registration.ts';
import { readBridge } from './data/bridge.ts';
import { createDeskDatabase, databaseName } from './data/database.ts';
import { DeskProvider } from './data/desk-context.tsx';
import { createDesk } from './data/desk.ts';
import { createSearchClient } from './data/search/search-client.ts';
import { createSyncClient } from './sync/sync-client.ts';
import { listenForKeys } from './ui/use-keys.ts';
import { theme, themeVariables } from './ui/theme.ts';

const bridge = readBridge();
const { serverUrl } = bridge;
const desk = createDesk({
  db: createDeskDatabase(),
  serverUrl,
  search: createSearchClient(databaseName),
  connect: (onStatus) => createSyncClient({ serverUrl, databaseName }, onStatus),
  onWiped() {
    sessionStorage.clear();
    location.reload();
  },
});
listenForKeys(window);
registerServiceWorker(bridge.shell);

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <I18nextProvider i18n={createI18n()}>
      <MantineProvider theme={theme} cssVariablesResolver={themeVariables} defaultColorScheme="auto">
        <FailureBoundary>
          <DeskProvider desk={desk}>
            <App shell={bridge.shell} />
          </DeskProvider>
        </FailureBoundary>
      </MantineProvider>
    </I18nextProvider>
  </StrictMode>,
);
