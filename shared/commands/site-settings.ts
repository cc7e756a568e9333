import { z } from 'zod';
import { id } from '../entities/fields.ts';
import { siteSettings, type SiteSettings } from '../entities/site.ts';
import { stillOwn, written } from './arranging.ts';
import { defineCommand } from './define.ts';

/** What a site may set about itself. */
export const siteSettingsEdit = siteSettings.schema.pick({
  refillMinutes: true,
  firstDrinkMinutes: true,
  dayCutOff: true,
  opensAt: true,
  closesAt: true,
  plateProvince: true,
});
const edit = siteSettingsEdit.partial();
const input = z.object({
  siteId: id(),
  set: edit,
  /** Of an undo: only fields that still say this are set. */
  ifStill: edit.optional(),
});

/** Changes the settings of the site, those alone that are given and differ. Fails with `row_missing`. */
export const updateSiteSettings = defineCommand({
  name: 'updateSiteSettings',
  version: 1,
  input,
  permission: 'settings.edit',
  reads: ({ siteId }) => [{ entity: 'siteSettings', id: siteId }],
  plan({ siteId, set, ifStill = {} }, context) {
    const before = context.row('siteSettings', siteId);
    if (!before) return { code: 'row_missing' };
    const own = stillOwn<SiteSettings>(
      before,
      set as Partial<SiteSettings>,
      ifStill as Partial<SiteSettings>,
    );
    const patch = { entity: 'siteSettings', id: siteId, op: 'update', set: own.set } as const;
    return written('updateSiteSettings', [patch], own.isWhole);
  },
});
