import type { ClientBase, Pool } from 'pg';

/** The head of each site, by its id. */
export async function headsOf(client: ClientBase | Pool): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: string; head: string | number }>(
    'select id, head from site order by id',
  );
  return new Map(rows.map(({ id, head }) => [id, Number(head)]));
}

export async function epochOf(client: ClientBase | Pool): Promise<string> {
  const { rows } = await client.query<{ epoch: string }>('select epoch from server_state');
  return rows[0]?.epoch ?? '';
}
