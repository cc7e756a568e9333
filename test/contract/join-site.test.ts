/** A desk that worked without a server joins an empty site, once (R14). */
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultSite } from '../../shared/rules/default-site.ts';
import { rowChecksum } from '../../shared/sync/wire/row-checksum.ts';
import type { Patch, WireRow } from '../../shared/sync/wire/protocol.ts';
import { addUser, createSite } from '../../server/administration.ts';
import { hashPassword } from '../../server/auth/passwords.ts';
import { revokeDevice } from '../../server/device-administration.ts';
import { applyAsServer } from '../../server/sync/apply-as-server.ts';
import { startApp, type AppFixture, type Answer } from '../support/app-fixture.ts';

let fixture: AppFixture;
let siteId: string;
let passwordHash: string;

beforeAll(async () => {
  fixture = await startApp();
  passwordHash = await hashPassword('周敏的密码123');
}, 60_000);
afterAll(() => fixture.stop());
beforeEach(async () => {
  siteId = await createSite(fixture.admin, '吉安自有门店');
});

interface Joiner {
  readonly deviceId: string;
  readonly token: string;
  readonly epoch: string;
}

async function enrol(station: 'office' | 'bar' = 'office'): Promise<Joiner> {
  const body = { code: await fixture.codeOf(siteId, station), name: 'Desk', installId: uuidv7() };
  return (await fixture.post('/devices/enrol', body)).body as unknown as Joiner;
}

const person = (fields: object = {}) => ({
  ...{ id: uuidv7(), username: 'zhoum', name: '周敏', roles: ['supervisor'], active: true, passwordHash },
  ...fields,
});
const join = ({ token, epoch }: Joiner, people: readonly object[]): Promise<Answer> =>
  fixture.post('/sites/join', { protocol: 2, epoch, people }, token);

function push({ token, epoch }: Joiner, actor: string, patches: readonly Patch[]): Promise<Answer> {
  const change = { opId: uuidv7(), opSeq: 1, name: 'joinSite', version: 1, actor, occurredAt: 1, patches };
  return fixture.post('/sync/push', { protocol: 2, epoch, ackedOpSeq: 0, changes: [change] }, token);
}

const making = (): Patch => ({
  ...{ entity: 'area', id: uuidv7(), op: 'create', base: 0, set: { name: '休息区', position: 0 } },
});

async function pullAll({ token, epoch }: Joiner): Promise<{ rows: WireRow[]; cursor: string }> {
  const rows: WireRow[] = [];
  for (let cursor: string | null = null; ;) {
    const { body } = await fixture.post('/sync/pull', { protocol: 2, epoch, cursor, limit: 1_000 }, token);
    rows.push(...(body['rows'] as WireRow[]));
    cursor = body['cursor'] as string;
    if (body['more'] === false) return { rows, cursor };
  }
}
const ofEntity = (rows: readonly WireRow[], entity: string) =>
  rows.flatMap((row) => (row.entity === entity && 'data' in row ? [row] : []));

describe('an empty site is joined', () => {
  test('[R14.2] what site-create made gives way, the settings stay, and people have their accounts', async () => {
    const desk = await enrol();
    const [zhou, chen] = [
      person(),
      person({ username: 'chenj', name: '陈静', roles: ['attendant'], active: false }),
    ];
    expect(await join(desk, [zhou, chen])).toMatchObject({ status: 200, body: { epoch: desk.epoch } });
    const { rows } = await pullAll(desk);
    for (const entity of ['area', 'seat', 'menuItem']) expect(ofEntity(rows, entity)).toEqual([]);
    expect(ofEntity(rows, 'siteSettings')).toHaveLength(1);
    expect(ofEntity(rows, 'staff').map(({ id, data }) => [id, data['active']])).toEqual([
      [zhou.id, true],
      [chen.id, false],
    ]);
    const signIn = (username: string) =>
      fixture.post('/sessions', { username, password: '周敏的密码123' }, desk.token);
    expect(await signIn('zhoum')).toMatchObject({
      ...{ status: 200, body: { userId: zhou.id, name: '周敏', roles: ['supervisor'] } },
    });
    // Who left has no way in, here neither.
    expect(await signIn('chenj')).toMatchObject({ status: 401 });
  });

  test('[R14.2] a joined desk writes what it brought in the name of its people', async () => {
    const desk = await enrol();
    const zhou = person();
    await join(desk, [zhou]);
    const patches = defaultSite(siteId, 'x', uuidv7).filter(({ entity }) => entity !== 'siteSettings');
    const answer = await push(desk, zhou.id, patches.map((patch) => ({ ...patch, base: 0 })) as Patch[]);
    expect(answer.body['results']).toMatchObject([{ verdict: 'applied' }]);
  });

  test('[R14.3] asked again by the same desk it changes nothing, and takes who came since', async () => {
    const desk = await enrol();
    const zhou = person();
    const first = await join(desk, [zhou]);
    expect((await join(desk, [zhou])).body['head']).toBe(first.body['head']);
    const chen = person({ username: 'chenj', name: '陈静' });
    expect(await join(desk, [zhou, chen])).toMatchObject({ status: 200 });
    expect(ofEntity((await pullAll(desk)).rows, 'staff')).toHaveLength(2);
    // Also once it has brought something.
    await push(desk, zhou.id, [making()]);
    expect(await join(desk, [zhou, chen])).toMatchObject({ status: 200 });
    expect(ofEntity((await pullAll(desk)).rows, 'area')).toHaveLength(1);
  });

  test('[R14.3] once it has brought something its token makes nobody an account any more', async () => {
    const desk = await enrol();
    const zhou = person();
    await join(desk, [zhou]);
    await push(desk, zhou.id, [making()]);
    const intruder = person({ username: 'helper', roles: ['supervisor'] });
    expect(await join(desk, [zhou, intruder])).toMatchObject({
      status: 403,
      body: { error: { code: 'forbidden' } },
    });
    expect(ofEntity((await pullAll(desk)).rows, 'staff')).toHaveLength(1);
    const signIn = { username: 'helper', password: '周敏的密码123' };
    expect(await fixture.post('/sessions', signIn, desk.token)).toMatchObject({ status: 401 });
  });

  test('[R14.1] a desk joins the site of its own token, and no other', async () => {
    const other = await enrol();
    siteId = await createSite(fixture.admin, '另一家门店');
    const desk = await enrol();
    await join(desk, [person()]);
    expect(ofEntity((await pullAll(other)).rows, 'staff')).toEqual([]);
    expect(await join({ ...desk, token: 'x'.repeat(43) }, [person()])).toMatchObject({ status: 401 });
  });

  test('[R14.2] an account that the administrator made keeps its user name, and the desk’s person gets another', async () => {
    const user = {
      username: 'zhoum',
      name: '周敏',
      roles: ['attendant'] as const,
      password: '管理员给的密码',
    };
    await addUser(fixture.admin, siteId, user);
    const desk = await enrol();
    const zhou = person();
    expect(await join(desk, [zhou, person()])).toMatchObject({ status: 200 });
    const staff = ofEntity((await pullAll(desk)).rows, 'staff');
    expect(new Set(staff.map(({ data }) => data['username']))).toEqual(
      new Set(['zhoum', 'zhoum2', 'zhoum3']),
    );
    expect(staff.find(({ id }) => id === zhou.id)?.data).toMatchObject({ username: 'zhoum2', active: true });
    const signIn = (username: string, password: string) =>
      fixture.post('/sessions', { username, password }, desk.token);
    expect(await signIn('zhoum', '管理员给的密码')).toMatchObject({ body: { roles: ['attendant'] } });
    expect(await signIn('zhoum2', '周敏的密码123')).toMatchObject({ body: { userId: zhou.id } });
  });

  test('[R14.5] counts and checksums are those of the rows that are there', async () => {
    const desk = await enrol();
    const zhou = person();
    await join(desk, [zhou]);
    await push(desk, zhou.id, [making(), making()]);
    const { rows, cursor } = await pullAll(desk);
    const { body } = await fixture.post(
      ...(['/sites/compare', { protocol: 2, epoch: desk.epoch, cursor }, desk.token] as const),
    );
    const entities = body['entities'] as { entity: string; rows: number; sums: number[] }[];
    for (const { entity, rows: count, sums } of entities) {
      const own = ofEntity(rows, entity);
      expect([entity, count]).toEqual([entity, own.length]);
      const sum = own.reduce((all, row) => all ^ rowChecksum(entity, row.id, row.version, row.data), 0);
      expect(sums.reduce((all, one) => all ^ one, 0)).toBe(sum);
    }
    expect(entities.find(({ entity }) => entity === 'area')?.rows).toBe(2);
  });
});

describe('[R14.1] a site that is not empty is not joined', () => {
  const refused = { status: 409, body: { error: { code: 'site_not_empty' } } };

  test('once any desk has written to it', async () => {
    const other = await enrol();
    expect((await push(other, other.deviceId, [making()])).body['results']).toMatchObject([
      { verdict: 'applied' },
    ]);
    const before = (await pullAll(other)).rows;
    expect(await join(await enrol(), [person()])).toMatchObject(refused);
    expect((await pullAll(other)).rows).toEqual(before);
  });

  test('where guests are, whoever wrote them', async () => {
    const set = { kind: 'private', name: '钟一鸣' } as const;
    const patches = [{ entity: 'guestCard', id: uuidv7(), op: 'create', set } as const];
    await applyAsServer(fixture.admin, siteId, [{ name: 'demo', occurredAt: 1, patches }]);
    expect(await join(await enrol(), [person()])).toMatchObject(refused);
  });

  test('while another desk joins it, though that one has brought nothing yet; once it is shut out, it is', async () => {
    const [first, second] = [await enrol(), await enrol()];
    expect(await join(first, [person()])).toMatchObject({ status: 200 });
    expect(await join(second, [person({ username: 'other' })])).toMatchObject(refused);
    await revokeDevice(fixture.admin, siteId, first.deviceId);
    expect(await join(second, [person({ username: 'other' })])).toMatchObject({ status: 200 });
  });

  test('two at once: one of them', async () => {
    const desks = [await enrol(), await enrol(), await enrol()];
    const answers = await Promise.all(
      desks.map((desk, index) => join(desk, [person({ username: `u${index}` })])),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409]);
  });
});

describe('[R14.6] all has arrived, and the desk says where it really stands', () => {
  const settle = ({ token, epoch }: Joiner, station: string): Promise<Answer> =>
    fixture.post('/sites/settled', { protocol: 2, epoch, station }, token);
  const stationOf = async ({ token, epoch }: Joiner) => {
    const request = { protocol: 2, epoch, cursor: null, limit: 1_000 };
    return (await fixture.post('/sync/pull', request, token)).body['station'];
  };

  test('from the office it goes to the bar, by its own token; asked again nothing changes', async () => {
    const desk = await enrol();
    await join(desk, [person()]);
    expect(await settle(desk, 'office')).toMatchObject({ status: 200, body: { station: 'office' } });
    expect(await stationOf(desk)).toBe('office');
    for (let times = 0; times < 2; times += 1)
      expect(await settle(desk, 'bar')).toMatchObject({ status: 200, body: { station: 'bar' } });
    expect(await stationOf(desk)).toBe('bar');
  });

  test('never to more than it has, and no other desk by this way', async () => {
    const [desk, other] = [await enrol(), await enrol()];
    await join(desk, [person()]);
    const refused = { status: 403, body: { error: { code: 'forbidden' } } };
    expect(await settle(other, 'bar')).toMatchObject(refused);
    await settle(desk, 'bar');
    for (const station of ['office', 'callback', 'finance'])
      expect(await settle(desk, station)).toMatchObject(refused);
    expect(await stationOf(desk)).toBe('bar');
    expect(await settle(desk, 'kitchen')).toMatchObject({ status: 400 });
  });
});

test('[R14.1] a desk of another station than the office does not join', async () => {
  expect(await join(await enrol('bar'), [person()])).toMatchObject({ status: 403 });
});

test.each([
  ['nobody at all', []],
  ['a hash of a cost of its own', [person({ passwordHash: '$argon2id$v=19$m=99999999,t=2,p=1$AAAA$AAAA' })]],
  ['a role that is none', [person({ roles: ['root'] })]],
])('%s is malformed', async (_, people) => {
  expect(await join(await enrol(), people)).toMatchObject({ status: 400 });
});
