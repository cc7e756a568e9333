import './data/zod-without-eval.ts';
import '@mantine/core/styles.css';
import './ui/tokens.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './app/app.tsx';
import { FailureBoundary } from './app/failure-boundary.tsx';
import { createI18n } from './i18n/index.ts';
import { TroublePage } from './app/trouble-page.tsx';
import { listenForInstall } from './app/install.ts';
import { registerServiceWorker } from './app/service-worker-registration.ts';
import { BridgeProvider } from './data/bridge-context.tsx';
import { readBridge } from './data/bridge.ts';
import { createDeskDatabase, databaseName } from './data/database.ts';
import { takeEnrolAddress } from './data/enrol-code-kept.ts';
import { DeskProvider } from './data/desk-context.tsx';
import { createDesk } from './data/desk.ts';
import { keepFailure, watchFailures } from './data/failure-log.ts';
import { keepPerson } from './data/people.ts';
import { createSearchClient } from './data/search/search-client.ts';
import { createSyncClient } from './sync/sync-client.ts';
import { listenForKeys } from './ui/use-keys.ts';
import { theme, themeVariables } from './ui/theme.ts';

const bridge = readBridge();
if (bridge.shell === 'browser') takeEnrolAddress(window);
const noteFailure = bridge.logs?.note ?? null;
const root = createRoot(document.getElementById('root') as HTMLElement, {
  // Its message stands on the page that is shown instead.
  onCaughtError: (error) => keepFailure(error, noteFailure),
});
watchFailures(window, noteFailure);
listenForKeys(window);
listenForInstall(bridge.shell, window);
registerServiceWorker(bridge.shell);
// The application signs out whoever is signed in; this is for where a failure stands in its place.
bridge.surroundings?.onLocked(() => keepPerson(null));
if (bridge.recovery?.isRepeated) show(<TroublePage onGoOn={openApplication} />);
else openApplication();

function openApplication(): void {
  const { serverUrl } = bridge;
  const desk = createDesk({
    db: createDeskDatabase(),
    serverUrl,
    search: createSearchClient(databaseName),
    journal: bridge.journal,
    connect: (onStatus) => createSyncClient({ serverUrl, databaseName }, onStatus),
    onWiped() {
      sessionStorage.clear();
      location.reload();
    },
  });
  bridge.onResumed(() => desk.syncNow());
  show(
    <DeskProvider desk={desk}>
      <App shell={bridge.shell} />
    </DeskProvider>,
  );
}

function show(page: ReactNode): void {
  root.render(
    <StrictMode>
      <I18nextProvider i18n={createI18n()}>
        <MantineProvider theme={theme} cssVariablesResolver={themeVariables} defaultColorScheme="auto">
          <FailureBoundary>
            <BridgeProvider bridge={bridge}>{page}</BridgeProvider>
          </FailureBoundary>
        </MantineProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}
