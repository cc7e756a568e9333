/** From the first start to the screens: storage, enrolment, first load, sign-in, then the routes. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createBrowserRouter, createHashRouter, Navigate, useRouteError } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import type { Bridge } from '../data/bridge.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useDevice, usePerson, useStorageProblem } from '../data/hooks.ts';
import { dropSetUpDrafts } from '../data/use-draft.ts';
import { ReceptionPage } from '../features/reception/reception-page.tsx';
import { JoiningPage } from './alone/joining-page.tsx';
import { AmendPage } from './amend-page.tsx';
import { CloseQuestion } from './close-question.tsx';
import { EnrolLinkAsked } from './enrol-link-asked.tsx';
import { EnrolPage } from './enrol-page.tsx';
import { FirstLoadPage } from './first-load-page.tsx';
import { Frame } from './frame.tsx';
import { lazyPage } from './lazy-page.ts';
import { SignInPage } from './sign-in-page.tsx';
import { isForGood, StorageAway, StorageProblemPage } from './storage-problem.tsx';
import { useOwnNotices } from './use-own-notices.ts';
import { useRecovered } from './use-recovered.ts';
import { useReloadByItself } from './use-reload-by-itself.ts';
import { useWorkNotes } from './use-shell-updates.ts';
import { KioskQuestion } from './kiosk-question.tsx';
import { useIdleLock } from './use-idle-lock.ts';
import { useServerReach } from './use-server-search.ts';
import { useSurroundings } from './use-surroundings.ts';
import { useStationNews } from './use-station-news.ts';

// Off the way to the first page; the service worker fetches them for a day without a network all the same.
const SettingsPage = lazyPage(() => import('./settings-page.tsx'), 'SettingsPage');
const StatusPage = lazyPage(() => import('./status-page.tsx'), 'StatusPage');
const RegisterPage = lazyPage(() => import('../features/register/register-page.tsx'), 'RegisterPage');
const ImportPage = lazyPage(() => import('../features/import/import-page.tsx'), 'ImportPage');
const CustomersPage = lazyPage(() => import('../features/customers/customers-page.tsx'), 'CustomersPage');
const CustomerPage = lazyPage(() => import('../features/customers/customer-page.tsx'), 'CustomerPage');
const MergePage = lazyPage(() => import('../features/customers/merge-page.tsx'), 'MergePage');
const DuplicatesPage = lazyPage(() => import('../features/customers/duplicates-page.tsx'), 'DuplicatesPage');
const VehiclePage = lazyPage(() => import('../features/customers/vehicle-page.tsx'), 'VehiclePage');

function createRouter(shell: Bridge['shell']) {
  const create = shell === 'electron' ? createHashRouter : createBrowserRouter;
  return create([
    {
      path: '/',
      element: <Frame />,
      ErrorBoundary: HandUp,
      children: [
        { index: true, element: <Navigate to="/reception" replace /> },
        { path: 'reception', element: <ReceptionPage /> },
        { path: 'customers', element: <CustomersPage /> },
        { path: 'customers/cars/:vehicleId', element: <VehiclePage /> },
        { path: 'customers/duplicates', element: <DuplicatesPage /> },
        { path: 'customers/:guestCardId', element: <CustomerPage /> },
        { path: 'customers/:guestCardId/merge', element: <MergePage /> },
        { path: 'register', element: <RegisterPage /> },
        { path: 'status', element: <StatusPage /> },
        { path: 'status/edit/:opId', element: <AmendPage /> },
        { path: 'settings', element: <SettingsPage /> },
        { path: 'settings/import', element: <ImportPage /> },
        { path: '*', element: <Navigate to="/reception" replace /> },
      ],
    },
  ]);
}

/** The router would show a page of its own; what fails is for the `FailureBoundary` around it. */
function HandUp(): never {
  throw useRouteError();
}

export function App({ shell }: { readonly shell: Bridge['shell'] }) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const device = useDevice();
  const person = usePerson();
  const problem = useStorageProblem();
  const [router] = useState(() => createRouter(shell));
  useStationNews();
  useOwnNotices();
  useRecovered();
  useWorkNotes();
  useSurroundings();
  useServerReach();
  useIdleLock();
  useReloadByItself(problem === 'storage_reload');

  useEffect(() => {
    document.title = t('frame.windowTitle');
  }, [t]);
  const isDesk = device != null;
  useEffect(() => {
    if (isDesk) dropSetUpDrafts();
  }, [isDesk]);
  useEffect(() => {
    void db.open().catch(() => undefined);
  }, [db]);

  const page = () => {
    if (problem !== null && isForGood(problem)) return <StorageProblemPage problem={problem} />;
    if (device === undefined) return problem === 'storage_reload' && <StorageProblemPage problem={problem} />;
    if (device === null) return <EnrolPage />;
    if (device.joining) return <JoiningPage {...device.joining} />;
    if (!device.ready) return <FirstLoadPage siteName={device.siteName} />;
    if (!person) return <SignInPage siteName={device.siteName} />;
    return <RouterProvider router={router} />;
  };
  return (
    <>
      {page()}
      {problem === 'storage_unopened' && <StorageAway />}
      <EnrolLinkAsked />
      <CloseQuestion />
      <KioskQuestion />
    </>
  );
}
