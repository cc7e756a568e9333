/** What a browser's desk says of its storage, its installation, a new version, and a part that cannot be had. */
import { MantineProvider } from '@mantine/core';
import { render, screen, waitFor } from '@testing-library/react';
import { Suspense } from 'react';
import { I18nextProvider } from 'react-i18next';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { FailureBoundary } from '../../renderer/app/failure-boundary.tsx';
import { InstallPanel } from '../../renderer/app/install-panel.tsx';
import { installStore, listenForInstall } from '../../renderer/app/install.ts';
import { lazyPage } from '../../renderer/app/lazy-page.ts';
import { registerServiceWorker, updateStore } from '../../renderer/app/service-worker-registration.ts';
import { StoragePanel } from '../../renderer/app/storage-panel.tsx';
import { UpdateBar } from '../../renderer/app/update-bar.tsx';
import { createI18n } from '../../renderer/i18n/index.ts';
import { whenSaved, whileSaving } from '../../renderer/ui/notices.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

afterEach(() => {
  Reflect.deleteProperty(navigator, 'storage');
  installStore.setState({ ask: null, isInstalled: false, isBrowser: false });
  updateStore.setState({ news: null, apply: () => undefined });
});

function giveStorage(free: number, agrees: boolean) {
  let isPersisted = false;
  const storage = {
    estimate: async () => ({ quota: 2_000_000_000, usage: 2_000_000_000 - free }),
    persisted: async () => isPersisted,
    persist: vi.fn(async () => (isPersisted = agrees)),
  };
  Object.defineProperty(navigator, 'storage', { value: storage, configurable: true });
  return storage;
}

test('how much is used and free, that it may be cleared, and the way to ask that it is not', async () => {
  const storage = giveStorage(1_600_000_000, true);
  const { user } = renderOnDesk(await createTestDesk(), <StoragePanel />);
  await screen.findByText('已用 400 MB，可用 1600 MB');
  await screen.findByText(/可能清除本机数据/);
  expect(screen.queryByText(/不足 500 MB/)).toBeNull();
  // The desk asks by itself at its start.
  storage.persist.mockClear();
  await user.click(screen.getByRole('button', { name: '请浏览器保留' }));
  await screen.findByText('浏览器已同意长期保留本机数据，不会自行清除。');
  expect(storage.persist).toHaveBeenCalledOnce();
  expect(screen.queryByRole('button', { name: '请浏览器保留' })).toBeNull();
});

test('a browser that does not agree is told with what helps, and little space with what it means', async () => {
  giveStorage(499_000_000, false);
  const { user, speak } = renderOnDesk(await createTestDesk(), <StoragePanel />);
  await screen.findByText(/^可用空间不足 500 MB。/);
  await user.click(screen.getByRole('button', { name: '请浏览器保留' }));
  await screen.findByText(/^浏览器暂不同意。/);
  await speak('en');
  await screen.findByText(/^Less than 500 MB are free\./);
});

test('the browser’s offer to install is caught, and is a button among the settings, good for one question', async () => {
  listenForInstall('browser', window);
  const { user } = renderOnDesk(await createTestDesk(), <InstallPanel />);
  expect(screen.queryByRole('button', { name: '安装' })).toBeNull();
  const prompt = vi.fn(async () => undefined);
  const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt });
  window.dispatchEvent(offer);
  expect(offer.defaultPrevented).toBe(true);
  await user.click(await screen.findByRole('button', { name: '安装' }));
  expect(prompt).toHaveBeenCalledOnce();
  await waitFor(() => expect(screen.queryByRole('button', { name: '安装' })).toBeNull());
  window.dispatchEvent(new Event('appinstalled'));
  await screen.findByText('已安装：正在自己的窗口中运行。');
});

test('the desktop shell has nothing to install', async () => {
  listenForInstall('electron', window);
  renderOnDesk(await createTestDesk(), <InstallPanel />);
  expect(document.body.textContent).not.toContain('安装');
});

test('a new version is taken by g u, and not before what is being saved is saved', async () => {
  const apply = vi.fn(() => void whenSaved().then(taken));
  const taken = vi.fn();
  const { user, speak } = renderOnDesk(await createTestDesk(), <UpdateBar />);
  expect(screen.queryByText(/版本/)).toBeNull();
  updateStore.setState({ news: 'ready', apply });
  await screen.findByText(/^新版本已就绪。/);
  let saved = () => {};
  const saving = whileSaving(() => new Promise<void>((resolve) => (saved = resolve)));
  await user.keyboard('gu');
  expect(apply).toHaveBeenCalledOnce();
  expect(taken).not.toHaveBeenCalled();
  saved();
  await saving;
  await waitFor(() => expect(taken).toHaveBeenCalledOnce());
  updateStore.setState({ news: 'replaced' });
  await speak('en');
  await screen.findByRole('button', { name: 'Reload' });
});

test('a version another window took is told; a worker the browser threw away, or the very first, is none', async () => {
  vi.stubEnv('DEV', false);
  const worker = Object.assign(new EventTarget(), {
    controller: null as object | null,
    register: async () =>
      Object.assign(new EventTarget(), { waiting: null, active: null, update: async () => {} }),
  });
  Object.defineProperty(navigator, 'serviceWorker', { value: worker, configurable: true });
  onTestFinished(() => {
    vi.unstubAllEnvs();
    Reflect.deleteProperty(navigator, 'serviceWorker');
  });
  registerServiceWorker('browser');
  const become = async (controller: object | null) => {
    await Promise.resolve();
    worker.controller = controller;
    worker.dispatchEvent(new Event('controllerchange'));
    return updateStore.getState().news;
  };
  expect(await become({})).toBeNull();
  expect(await become(null)).toBeNull();
  expect(await become({})).toBe('replaced');
});

test('a page whose part is nowhere to be had says so and offers a reload, instead of looking like a bug', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => log.mockRestore());
  const Page = lazyPage(
    () => Promise.reject(new TypeError('Failed to fetch dynamically imported module')),
    'Page' as never,
  );
  render(
    <I18nextProvider i18n={createI18n('zh-CN')}>
      <MantineProvider env="test">
        <FailureBoundary>
          <Suspense fallback={null}>
            <Page />
          </Suspense>
        </FailureBoundary>
      </MantineProvider>
    </I18nextProvider>,
  );
  await screen.findByRole('heading', { name: '这个页面没有载入' });
  screen.getByRole('button', { name: '重新载入' });
});
