/**
 * The name of the changes that bring what was written without a server (R14). They are made of rows, by no command of a
 * person: `shared/sync/device/bring-rows.ts`.
 */
export const joinChangeName = 'joinSite';
