/** Who receives a row (domain of visibility); which station holds which is in `stations.ts`. */
export const scopes = ['site', 'front', 'people', 'care', 'private', 'money'] as const;
export type Scope = (typeof scopes)[number];
