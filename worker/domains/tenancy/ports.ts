import type { VendorDb } from '#db/types.ts'

/** Makes vendor databases. */
export type DatabaseProvisioner = {
  /** Makes the database, or finds the one that is there: never two of a name. */
  create(name: string): Promise<{ hostname: string }>
  /** A token that opens this database and no other. */
  mintToken(name: string): Promise<string>
  /** Brings the schema up to date, or up to a version; answers the version it is at. Safe to repeat and to run twice at once. */
  migrate(db: VendorDb, upTo?: number): Promise<number>
  /** The newest version of the vendor schema this code carries. */
  latestVersion: number
}

/** Looks a TXT record up, to prove that a vendor controls a host name. */
export type DomainChecker = { txtRecords(host: string): Promise<string[]> }
