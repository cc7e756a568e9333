/** A desk on an IndexedDB in memory, and screens on it: the application without server, workers and browser. */
import { MantineProvider } from '@mantine/core';
import { act, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { useEffect, type ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { MemoryRouter } from 'react-router';
import { v7 as uuidv7 } from 'uuid';
import { receivedScopes, type Station } from '../../shared/entities/stations.ts';
import type { JournalPort } from '../../shared/sync/device/outbox-journal.ts';
import { defaultSite } from '../../shared/rules/default-site.ts';
import type { SearchHit, SearchResult } from '../../shared/rules/search/search-guests.ts';
import { BridgeProvider } from '../../renderer/data/bridge-context.tsx';
import { readBridge, type Bridge } from '../../renderer/data/bridge.ts';
import { createDeskDatabase, type DeskDatabase, type LocalRow } from '../../renderer/data/database.ts';
import { DeskProvider } from '../../renderer/data/desk-context.tsx';
import { createDesk, type Desk } from '../../renderer/data/desk.ts';
import type { LeaderStatus } from '../../renderer/data/sync-channel.ts';
import { createI18n, type Language } from '../../renderer/i18n/index.ts';
import { NoticeBar } from '../../renderer/ui/notice-bar.tsx';
import { theme } from '../../renderer/ui/theme.ts';
import { listenForKeys } from '../../renderer/ui/use-keys.ts';

export interface TestDesk {
  readonly desk: Desk;
  readonly db: DeskDatabase;
  /** Whom the search worker finds next, whatever was typed. */
  answerSearch(...cards: readonly LocalRow<'guestCard'>[]): void;
  /** The worker answers nothing until the returned function is called. */
  holdSearch(): () => void;
  /** The worker knows of somebody it didn't know before: just after a start, not everybody is there yet. */
  tellSearchChanged(): void;
  /** What the leading worker says. */
  lead(status: Partial<LeaderStatus>): void;
}

/** An enrolled desk of a site with its default areas, seats and menu; an attendant is signed in. */
export async function createTestDesk(
  station: Station = 'bar',
  journal: JournalPort | null = null,
): Promise<TestDesk> {
  const db = createDeskDatabase(`test-${uuidv7()}`);
  const siteId = uuidv7();
  await fillSite(db, siteId);
  await db.meta.put({
    key: 'device',
    value: {
      ...{ deviceId: uuidv7(), name: '吧台 1', token: 'token', installId: uuidv7(), epoch: uuidv7() },
      ...{ siteId, siteName: '吉安富源丰田', station, scopes: receivedScopes(station), cursor: null },
      ...{ ready: true, doneOpSeq: 0, sentOpSeq: 0, lastSyncedAt: null },
    },
  });
  let found: SearchResult = { hits: [], total: 0 };
  const listeners = new Set<() => void>();
  let held: Promise<void> = Promise.resolve();
  let tell: (status: LeaderStatus) => void = () => undefined;
  const desk = createDesk({
    db,
    serverUrl: 'http://127.0.0.1:1',
    search: {
      start: () => undefined,
      async search() {
        await held;
        return found;
      },
      list: async () => ({ rows: [], total: 0 }),
      async readings(names) {
        // The dictionary is large, and few tests ask for it.
        const { nameReadings } = await import('../../renderer/data/search/name-readings.ts');
        return names.map((name) => nameReadings(name, 'private'));
      },
      onChanged(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    journal,
    connect(onStatus) {
      tell = onStatus;
      const nothing = () => undefined;
      return { poke: nothing, wake: nothing, check: nothing, announceEnrolment: nothing, close: nothing };
    },
    onWiped: () => undefined,
  });
  const person = {
    id: uuidv7(),
    username: 'chen',
    name: '陈静',
    roles: ['attendant'],
    session: null,
  } as const;
  desk.state.setState({ person });
  return {
    desk,
    db,
    answerSearch(...cards) {
      const hits = cards.map(toHit);
      found = { hits, total: hits.length };
    },
    holdSearch() {
      let release = () => {};
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
    tellSearchChanged() {
      for (const listener of listeners) listener();
    },
    lead: (status) =>
      tell({
        ...{ phase: 'online', problem: null, loadedRows: null, nextTryAt: null, progressAt: 0 },
        ...{ leaderId: 'x', clockOffset: 0 },
        ...status,
      }),
  };
}

function toHit({ id, name, kind, phoneLast4 }: LocalRow<'guestCard'>): SearchHit {
  return {
    guestCardId: id,
    name,
    kind,
    phoneLast4,
    vehicles: [],
    lastVisitAt: null,
    nameRange: null,
    reason: 'name',
  };
}

async function fillSite(db: DeskDatabase, siteId: string): Promise<void> {
  for (const patch of defaultSite(siteId, '吉安富源丰田', uuidv7)) {
    if (patch.op !== 'create') continue;
    await db.table(patch.entity).put({ ...patch.set, id: patch.id, rowVersion: 1 });
  }
}

/** @param fields the ones that matter to the test */
export async function addGuest(
  db: DeskDatabase,
  fields: Partial<LocalRow<'guestCard'>> & { readonly name: string },
): Promise<LocalRow<'guestCard'>> {
  const row: LocalRow<'guestCard'> = {
    ...{ id: uuidv7(), rowVersion: 1, customerId: uuidv7(), kind: 'private', phoneLast4: null },
    ...{ birthMonthDay: null, flags: [], note: null, mistakenAt: null },
    ...fields,
  };
  await db.guestCard.put(row);
  return row;
}

export interface RenderedDesk {
  readonly user: UserEvent;
  /** The window is gone; what the desk keeps is not. */
  close(): void;
  /** Switches the language live; all is drawn in it by then. */
  speak(language: Language): Promise<void>;
}

function Keys() {
  useEffect(() => listenForKeys(window), []);
  return null;
}

/** Shows a screen with all it stands in: words, theme, router, notices, keys; in a browser, or as `bridge` says. */
export function renderOnDesk(
  { desk }: TestDesk,
  screen: ReactNode,
  at = '/',
  bridge: Bridge = readBridge(),
): RenderedDesk {
  const i18n = createI18n('zh-CN');
  const { unmount } = render(
    <I18nextProvider i18n={i18n}>
      <MantineProvider theme={theme} env="test">
        <BridgeProvider bridge={bridge}>
          <DeskProvider desk={desk}>
            <MemoryRouter initialEntries={[at]}>
              <Keys />
              {screen}
              <NoticeBar />
            </MemoryRouter>
          </DeskProvider>
        </BridgeProvider>
      </MantineProvider>
    </I18nextProvider>,
  );
  return {
    user: userEvent.setup(),
    close: unmount,
    async speak(language) {
      await act(() => i18n.changeLanguage(language));
    },
  };
}
