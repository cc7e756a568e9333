import { z } from 'zod';
import { id } from '../entities/fields.ts';
import { siteSettings, type SiteSettings } from '../entities/site.ts';
import { defineCommand, differing } from './define.ts';

/** What a site may set about itself. */
export const siteSettingsEdit = siteSettings.schema.pick({
  refillMinutes: true,
  firstDrinkMinutes: true,
  dayCutOff: true,
  opensAt: true,
  closesAt: true,
  plateProvince: true,
});
const input = z.object({ siteId: id(), set: siteSettingsEdit.partial() });

/** Changes the settings of the site, those alone that are given and differ. Fails with `row_missing`. */
export const updateSiteSettings = defineCommand({
  name: 'updateSiteSettings',
  version: 1,
  input,
  permission: 'settings.edit',
  reads: ({ siteId }) => [{ entity: 'siteSettings', id: siteId }],
  plan({ siteId, set }, context) {
    const before = context.row('siteSettings', siteId);
    if (!before) return { code: 'row_missing' };
    const different = differing<SiteSettings>(before, set as Partial<SiteSettings>);
    const isSame = Object.keys(different).length === 0;
    const patches = [{ entity: 'siteSettings', id: siteId, op: 'update', set: different } as const];
    return { changes: isSame ? [] : [{ name: 'updateSiteSettings', version: 1, patches }], output: null };
  },
});
