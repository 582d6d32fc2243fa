/** Makes vendor databases. */
export type DatabaseProvisioner = {
  /** Makes the database, or finds the one that is there: never two of a name. */
  create(name: string): Promise<{ hostname: string }>
  /** A token that opens this database and no other. */
  mintToken(name: string): Promise<string>
}

/** Looks a TXT record up, to prove that a vendor controls a host name. */
export type DomainChecker = { txtRecords(host: string): Promise<string[]> }
