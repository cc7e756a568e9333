/** Reads and checks a customer list away from the screen. */
import '../../data/zod-without-eval.ts';
import { guestKey, type KnownGuests } from '../../../shared/rules/import/plan-import.ts';
import { createDeskDatabase, type DeskDatabase } from '../../data/database.ts';
import { readList, type ListReading } from './read-list.ts';

export interface ImportRequest {
  readonly file: File;
  readonly databaseName: string;
  readonly province: string | null;
}

export type ImportReading = ListReading | { readonly ok: false; readonly reason: 'too_large' | 'unreadable' };

const largestFile = 20_000_000;

self.addEventListener('message', (event: MessageEvent<ImportRequest>) => {
  void read(event.data).then((reading) => self.postMessage(reading));
});

async function read({ file, databaseName, province }: ImportRequest): Promise<ImportReading> {
  if (file.size > largestFile) return { ok: false, reason: 'too_large' };
  const bytes = await readBytes(file);
  if (!bytes) return { ok: false, reason: 'unreadable' };
  return readList(bytes, await readKnown(createDeskDatabase(databaseName)), province);
}

/** Null where the file was moved, changed or locked since it was chosen. */
async function readBytes(file: File): Promise<ArrayBuffer | null> {
  try {
    return await file.arrayBuffer();
  } catch {
    return null;
  }
}

async function readKnown(db: DeskDatabase): Promise<KnownGuests> {
  const [vehicles, cards] = await Promise.all([db.vehicle.toArray(), db.guestCard.toArray()]);
  db.close();
  const cardsByCustomer = new Map(cards.map((card) => [card.customerId, card]));
  return {
    plates: new Set(vehicles.flatMap(({ plate }) => plate ?? [])),
    vins: new Set(vehicles.flatMap(({ vin }) => vin ?? [])),
    guests: new Set(cards.map(({ name, phoneLast4 }) => guestKey(name, phoneLast4))),
    owners: new Map(
      vehicles.flatMap(({ plate, customerId }) => {
        const owner = cardsByCustomer.get(customerId ?? '');
        return plate !== null && owner ? [[plate, owner] as const] : [];
      }),
    ),
  };
}
