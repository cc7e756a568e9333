import { z } from 'zod';
import { id } from '../entities/fields.ts';
import { siteSettings } from '../entities/site.ts';
import { defineCommand } from './define.ts';

/** What a site may set about itself. */
export const siteSettingsEdit = siteSettings.schema.pick({
  refillMinutes: true,
  dayCutOff: true,
  opensAt: true,
  closesAt: true,
  plateProvince: true,
});
const input = z.object({ siteId: id(), set: siteSettingsEdit.partial() });

/** Changes the settings of the site, the given ones alone. */
export const updateSiteSettings = defineCommand({
  name: 'updateSiteSettings',
  version: 1,
  input,
  permission: 'settings.edit',
  reads: ({ siteId }) => [{ entity: 'siteSettings', id: siteId }],
  plan({ siteId, set }, context) {
    if (!context.row('siteSettings', siteId)) return { code: 'row_missing' };
    const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
    const patches = [{ entity: 'siteSettings', id: siteId, op: 'update', set: given } as const];
    return { changes: [{ name: 'updateSiteSettings', version: 1, patches }], output: null };
  },
});
