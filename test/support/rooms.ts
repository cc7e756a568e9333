/** The table of walls, asked about files. */
import { rooms, type Room } from '../../build/may-import.ts';

/** The room a file stands in; of nested ones the innermost. @param path from the root of the project */
export function roomOf(path: string): Room | undefined {
  const folder = path.slice(0, path.lastIndexOf('/'));
  return rooms
    .filter(
      (room) => room.files?.some((file) => path === `${room.folder}/${file}`) ?? inside(room.folder, folder),
    )
    .toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

/** May the one file import the other? */
export function mayImport(from: string, to: string): boolean {
  const room = roomOf(from);
  const target = roomOf(to);
  if (!room || !target) return false;
  // One feature knows nothing of another.
  if (room === target) return !room.folder.endsWith('/*') || levels(from, 3) === levels(to, 3);
  return room.mayImport.includes(target.folder.replace('/*', ''));
}

/** @param name as an import says it: `react-dom/client` */
export function mayUse(room: Room, name: string): boolean {
  return room.mayUse?.some((glob) => globToRegExp(glob).test(name)) ?? true;
}

function globToRegExp(glob: string): RegExp {
  return new RegExp(
    `^${glob
      .replaceAll('.', '\\.')
      .replaceAll('**', '.+')
      .replaceAll(/(?<!\.)\*/g, '[^/]+')}$`,
  );
}

function inside(room: string, folder: string): boolean {
  return new RegExp(`^${room.replaceAll('*', '[^/]+')}(?:/|$)`).test(folder);
}

const levels = (path: string, count: number) => path.split('/').slice(0, count).join('/');
