/**
 * The linter's configuration, made from the table of walls. An override of oxlint replaces the base rule
 * instead of adding to it, so each room's override restates every ban that holds there.
 */
import { rooms, type Room } from './may-import.ts';

/** Either kind of pattern; the linter's regular expressions know no look-ahead, and say nothing of it. */
type BannedImport = { readonly message: string } & (
  { readonly regex: string } | { readonly group: readonly string[] }
);

const topFolders = ['shared', 'server', 'electron', 'build', 'renderer', 'test'];
const rendererFolders = ['app', 'features', 'records', 'data', 'sync', 'offline', 'ui', 'i18n'];

/** @returns the whole configuration, as `.oxlintrc.json` holds it */
export function createLintConfig(): object {
  return {
    plugins: ['typescript', 'import', 'react', 'jsx-a11y', 'oxc'],
    categories: { correctness: 'error', suspicious: 'off' },
    // `outside`: its imports resolve only where the benchmark's peers are installed. test/tsconfig.json leaves it out too.
    ignorePatterns: ['node_modules', 'out', '**/node_modules/**', 'test/bench/peers/outside'],
    rules: houseRules,
    overrides: [...rooms.map(wallsOf), quietRooms, testsMayBeLong, toolsWantDefaults],
  };
}

const houseRules = {
  'import/no-cycle': ['error', { ignoreTypes: false }],
  'import/no-default-export': 'error',
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 80 }],
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'react/exhaustive-deps': 'error',
  'react/rules-of-hooks': 'error',
  'react/react-in-jsx-scope': 'off',
  'typescript/consistent-type-imports': 'error',
  'typescript/no-explicit-any': 'error',
  'typescript/ban-ts-comment': 'error',
  'typescript/no-floating-promises': 'error',
  'typescript/no-misused-promises': ['error', { checksVoidReturn: false }],
  'typescript/no-non-null-assertion': 'error',
  // Spreading a Chinese name into code points is what is meant: surrogate pairs stay whole.
  'typescript/no-misused-spread': 'off',
  // What `createX` returns are closures: none has a `this` to lose.
  'typescript/unbound-method': 'off',
  'jsx-a11y/prefer-tag-over-role': 'off',
  // A form that opens by a key takes the keys: the attendant's hands stay on the keyboard.
  'jsx-a11y/no-autofocus': 'off',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
};

/** What runs at a user's or is pure says nothing on a console. */
const quietRooms = {
  files: ['renderer/**/*.{ts,tsx}', 'shared/**/*.ts', 'electron/**/*.ts', 'server/**/*.ts'],
  rules: { 'no-console': 'error' },
};

/** A test is as long as its story. */
const testsMayBeLong = {
  files: ['**/*.test.{ts,tsx}', 'test/**/*.{ts,tsx}'],
  rules: { 'max-lines-per-function': 'off', 'typescript/no-non-null-assertion': 'off' },
};

/** Vite and Vitest read the default export. */
const toolsWantDefaults = {
  files: ['build/*vite.config.ts', 'build/vitest.config.ts'],
  rules: { 'import/no-default-export': 'off' },
};

function wallsOf(room: Room): object {
  const { folder, files } = room;
  return {
    files: files ? files.map((file) => `${folder}/${file}`) : [`${folder}/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': ['error', { patterns: bannedImports(room) }] },
  };
}

function bannedImports(room: Room): BannedImport[] {
  const allowed = room.mayImport.length ? room.mayImport.join(', ') : 'no other folder';
  const message = `${room.folder} may import ${allowed} (build/may-import.ts)`;
  const walls = [...bannedFolders(room), ...bannedFiles(room)].map((regex) => ({ regex, message }));
  if (!room.mayUse) return walls;
  // Everything, but what is relative, and what is named.
  const group = ['**', '!./**', '!../**', ...room.mayUse.map((name) => `!${name}`)];
  return [...walls, { group, message: `${room.folder} may not use this package (build/may-import.ts)` }];
}

/** As regular expressions of what an import says. */
function bannedFolders(room: Room): string[] {
  const [own = '', level] = room.folder.split('/');
  const mayReach = (folder: string) => room.mayImport.some((other) => other.startsWith(folder));
  const tops = topFolders.filter((folder) => folder !== own && !mayReach(folder));
  const isFeature = room.folder.endsWith('/*');
  const inner = rendererFolders.filter(
    (folder) => (folder !== level || isFeature) && !mayReach(`renderer/${folder}`),
  );
  return [
    ...(tops.length ? [`^(\\.\\.?/)+(${tops.join('|')})/`] : []),
    // From inside renderer its rooms are reached with and without naming it.
    ...(own === 'renderer' && inner.length ? [`^(\\.\\.?/)+(renderer/)?(${inner.join('|')})/`] : []),
    ...roomsWithin(room).map((inner) => `^(\\.\\.?/)+${inner}/`),
    // Up one level stands another feature.
    ...(isFeature ? ['^(\\./)*\\.\\./(\\./)*[^.]'] : []),
  ];
}

/** Rooms inside a top folder that is one itself and which the room may not enter, as its imports would name them. */
function roomsWithin(room: Room): string[] {
  const own = room.folder.split('/')[0];
  return rooms.flatMap(({ folder, files }) => {
    const [top = '', ...rest] = folder.split('/');
    const isWithin = !files && rest.length > 0 && rooms.some((outer) => outer.folder === top && !outer.files);
    if (!isWithin || folder === room.folder || room.mayImport.includes(folder)) return [];
    if (top !== own) return [folder];
    // From inside they are reached by any end of their name.
    const last = rest.pop() ?? '';
    return [[top, ...rest].map((part) => `(${part}/)?`).join('') + last];
  });
}

/** Files that make up a room of their own, beside folders. */
function bannedFiles({ folder, mayImport }: Room): string[] {
  return rooms.flatMap((other) => {
    if (!other.files || other.folder === folder || mayImport.includes(other.folder)) return [];
    const names = other.files.map((file) => file.replaceAll('.', '\\.')).join('|');
    return [`^(\\.\\.?/)+(${other.folder}/)?(${names})$`];
  });
}
