import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { enrolAtDemo, signInAs } from '../support/enter-demo.ts';
import { checkInAnonymous } from '../support/reception-keys.ts';
import { serveShellPage, type ShellPage } from '../support/shell-page.ts';

const built = fileURLToPath(new URL('../../out/renderer', import.meta.url));

let site: DemoSite;
let shell: ShellPage;
let desk: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  shell = await serveShellPage(built, site.server.url);
  desk = await openDesk();
  await shell.open(desk.page);
});
afterAll(async () => {
  await desk?.close();
  await shell?.close();
  await site?.close();
});

const card = ({ page }: OpenDesk, name: string) => page.getByRole('article', { name, exact: true });

test('the shell’s page, on an origin of its own, becomes a desk of the server its bridge names', async () => {
  await enrolAtDemo(desk.page, { name: '桌面端' });
  await signInAs(desk.page, '刘晓燕');
  await whenSynchronised(desk.page);
  expect(new URL(desk.page.url()).hash).toBe('#/reception');
  expect(shell.answered).toContain('POST /api/v1/sync/pull 200');
  expect(desk.errors).toEqual([]);
});

test('it and a browser’s desk share one truth, and the event stream is open across the origins', async () => {
  const other = await site.enter({ name: '吧台 2', person: '陈静' });
  await checkInAnonymous(desk.page, '桌面来宾');
  await card(other, '桌面来宾').waitFor();
  await checkInAnonymous(other.page, '浏览器来宾');
  await card(desk, '浏览器来宾').waitFor();
  expect(shell.answered).toEqual(
    expect.arrayContaining(['POST /api/v1/sync/push 200', 'GET /api/v1/sync/events 200']),
  );
});

test('a reload keeps desk and person, and no service worker is asked for', async () => {
  await desk.page.reload();
  await card(desk, '浏览器来宾').waitFor();
  expect(shell.files).toContain('/');
  expect(shell.files).not.toContain('/sw.js');
});

test('its policy lets it call the named server and no other', async () => {
  const call = (url: string) =>
    desk.page.evaluate(
      (target) =>
        fetch(target)
          .then(({ status }) => status)
          .catch(String),
      url,
    );
  expect(await call(`${shell.serverUrl}/api/v1/health`)).toBe(200);
  const blocked: string[] = [];
  await desk.page.exposeFunction('tellBlocked', (directive: string) => blocked.push(directive));
  await desk.page.evaluate(() => {
    const { tellBlocked } = window as unknown as { tellBlocked: (directive: string) => void };
    document.addEventListener('securitypolicyviolation', (event) => tellBlocked(event.effectiveDirective));
  });
  expect(await call(`${site.server.url}/api/v1/health`)).toMatch(/TypeError/);
  await expect.poll(() => blocked).toEqual(['connect-src']);
});

test('told to wait, it can read how long', async () => {
  const waits = await desk.page.evaluate(async (server) => {
    const seen: (string | null)[] = [];
    for (let turn = 0; turn < 100; turn += 1) {
      const answer = await fetch(`${server}/api/v1/devices/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: 'XXXX-XXXX', name: 'nobody', installId: crypto.randomUUID() }),
      });
      if (answer.status === 429) return [answer.headers.get('retry-after')];
      seen.push(String(answer.status));
    }
    return seen;
  }, shell.serverUrl);
  expect(waits).toEqual([expect.stringMatching(/^\d+$/)]);
});
