/** PostgreSQL's advisory locks; any numbers that no other program uses on this database. */
export const locks = {
  /** Held by whoever changes the schema, or the epoch. */
  schema: 7_480_001,
  /** Shared by the servers that run on this database: nobody restores into it meanwhile. */
  serving: 7_480_002,
} as const;
