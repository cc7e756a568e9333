/** When the search gets ready: its dictionary is large, and during a first load its work would be in vain. */
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { createDeskDatabase } from '../../renderer/data/database.ts';
import { createDesk } from '../../renderer/data/desk.ts';
import { keepPerson, type Person } from '../../renderer/data/people.ts';

const person: Person = { id: uuidv7(), username: 'chen', name: '陈静', roles: ['attendant'], session: null };

function openDesk() {
  const started: string[] = [];
  const nothing = () => undefined;
  const desk = createDesk({
    db: createDeskDatabase(`test-${uuidv7()}`),
    serverUrl: 'http://127.0.0.1:1',
    onWiped: nothing,
    search: {
      start: () => void started.push('search'),
      search: async () => ({ hits: [], total: 0 }),
      list: async () => ({ rows: [], total: 0 }),
      readings: async () => [],
      onChanged: () => nothing,
    },
    journal: null,
    connect: () => ({
      poke: nothing,
      wake: nothing,
      check: nothing,
      announceEnrolment: nothing,
      close: nothing,
    }),
  });
  return { desk, started };
}

test('the search gets ready when someone signs in, not before', () => {
  const { desk, started } = openDesk();
  desk.state.setState({ storageProblem: null });
  expect(started).toEqual([]);
  desk.state.setState({ person });
  expect(started).not.toEqual([]);
  desk.close();
});

test('who is signed in already at a reload finds it getting ready at once', () => {
  keepPerson(person);
  const { desk, started } = openDesk();
  expect(started).not.toEqual([]);
  desk.close();
});
