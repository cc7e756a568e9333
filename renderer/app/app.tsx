/** From the first start to the screens: storage, enrolment, first load, sign-in, then the routes. */
import { lazy, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createBrowserRouter, createHashRouter, Navigate, useRouteError } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import type { Bridge } from '../data/bridge.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useDevice, usePerson, useStorageProblem } from '../data/hooks.ts';
import { ReceptionPage } from '../features/reception/reception-page.tsx';
import { AmendPage } from './amend-page.tsx';
import { EnrolPage } from './enrol-page.tsx';
import { FirstLoadPage } from './first-load-page.tsx';
import { Frame } from './frame.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { StorageProblemPage } from './storage-problem.tsx';

// Off the way to the first page; the service worker fetches them for a day without a network all the same.
const SettingsPage = lazy(() =>
  import('./settings-page.tsx').then((found) => ({ default: found.SettingsPage })),
);
const StatusPage = lazy(() => import('./status-page.tsx').then((found) => ({ default: found.StatusPage })));
const RegisterPage = lazy(() =>
  import('../features/register/register-page.tsx').then((found) => ({ default: found.RegisterPage })),
);
const ImportPage = lazy(() =>
  import('../features/import/import-page.tsx').then((found) => ({ default: found.ImportPage })),
);
const CustomersPage = lazy(() =>
  import('../features/customers/customers-page.tsx').then((found) => ({ default: found.CustomersPage })),
);
const CustomerPage = lazy(() =>
  import('../features/customers/customer-page.tsx').then((found) => ({ default: found.CustomerPage })),
);
const VehiclePage = lazy(() =>
  import('../features/customers/vehicle-page.tsx').then((found) => ({ default: found.VehiclePage })),
);

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
        { path: 'customers/:guestCardId', element: <CustomerPage /> },
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

  useEffect(() => {
    document.title = t('frame.windowTitle');
  }, [t]);
  useEffect(() => {
    void db.open().catch(() => undefined);
  }, [db]);

  if (problem !== null && problem !== 'storage_full') return <StorageProblemPage problem={problem} />;
  if (device === undefined) return null;
  if (device === null) return <EnrolPage />;
  if (!device.ready) return <FirstLoadPage siteName={device.siteName} />;
  if (!person) return <SignInPage siteName={device.siteName} />;
  return <RouterProvider router={router} />;
}
