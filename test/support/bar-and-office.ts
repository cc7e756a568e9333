/** A bar and an office of one demonstration dealership, and what a test looks at on both boards. */
import type { Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import type { OpenDesk } from './chromium.ts';
import { openDemoSite, type DemoSite } from './desks.ts';
import type { NetworkCable } from './network-cable.ts';
import { partyCard } from './reception-keys.ts';

export interface BarAndOffice {
  readonly site: DemoSite;
  readonly bar: OpenDesk;
  readonly office: OpenDesk;
  /** Of the bar. */
  readonly cable: NetworkCable;
  /** On the desk where it was done and on the other. */
  onBoth(look: (page: Page) => Promise<unknown>): Promise<void>;
  onCard(name: string, words: string | RegExp): Promise<void>;
  offTheBoard(name: string): Promise<void>;
}

/** For the tests of one file: there before the first of them, closed after the last. */
export function openBarAndOffice(): BarAndOffice {
  let site: DemoSite;
  let bar: OpenDesk;
  let office: OpenDesk;
  let cable: NetworkCable;
  beforeAll(async () => {
    site = await openDemoSite();
    ({ desk: bar, cable } = await site.enterOnCable({ name: '吧台 1' }));
    office = await site.enter({ name: '办公室 1', station: 'office', person: '周文静' });
  });
  afterAll(() => site.close());
  const onBoth: BarAndOffice['onBoth'] = async (look) => {
    await Promise.all([look(bar.page), look(office.page)]);
  };
  return {
    get site() {
      return site;
    },
    get bar() {
      return bar;
    },
    get office() {
      return office;
    },
    get cable() {
      return cable;
    },
    onBoth,
    onCard: (name, words) => onBoth((page) => partyCard(page, name).getByText(words).first().waitFor()),
    offTheBoard: (name) => onBoth((page) => partyCard(page, name).waitFor({ state: 'detached' })),
  };
}
