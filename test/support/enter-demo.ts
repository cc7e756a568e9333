/** From an empty profile to the reception of the demonstration dealership, by what a person sees. */
import type { Page } from 'playwright';
import type { Station } from '../../shared/entities/stations.ts';
import { whenReady } from './reception-keys.ts';

export interface DemoEntry {
  readonly name?: string;
  readonly station?: Extract<Station, 'bar' | 'callback' | 'office'>;
  /** Of shared/rules/demo/people.ts. */
  readonly person?: string;
}

export async function enterDemo(page: Page, url: string, entry: DemoEntry = {}): Promise<void> {
  // A desk that was opened at its server stands at the application already.
  if (page.url() === 'about:blank') await page.goto(url);
  await enrolAtDemo(page, entry);
  await signInAs(page, entry.person ?? '刘晓燕');
}

/** Ends at the sign-in. */
export async function enrolAtDemo(page: Page, { name, station = 'bar' }: DemoEntry = {}): Promise<void> {
  if (name !== undefined) await page.getByLabel('工作台名称').fill(name);
  await page.getByLabel('岗位').selectOption(station);
  await page.getByRole('button', { name: '开始使用' }).click();
  await page.getByRole('heading', { name: '请登录' }).waitFor();
}

/** In a demonstration one click is enough. Ends at the reception, which hears keys, in whichever language. */
export async function signInAs(page: Page, person: string): Promise<void> {
  await page.getByRole('button', { name: person }).click();
  await whenReady(page);
}
