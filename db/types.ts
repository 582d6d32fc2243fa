import type { LibSQLDatabase } from 'drizzle-orm/libsql'

declare const brand: unique symbol
type Database<Name extends string> = LibSQLDatabase<Record<string, never>> & { readonly [brand]: Name }

/** The one database of the marketplace itself. Cannot be passed where a vendor's database is wanted. */
export type PlatformDb = Database<'platform'>
/** The database of exactly one vendor. Cannot be passed where the platform's is wanted. */
export type VendorDb = Database<'vendor'>
