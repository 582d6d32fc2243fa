import { and, desc, eq, ne, sql } from 'drizzle-orm'
import { commit, guard } from '#db/commit.ts'
import { address } from '#db/platform/schema/identity.ts'
import type { PlatformDb } from '#db/types.ts'
import type { Id } from '#worker/pure/ids.ts'
import type { Address } from '#worker/pure/order-snapshot.ts'

export type AddressRow = typeof address.$inferSelect
type Own = { accountId: Id<'account'>; addressId: Id<'address'> }

const isOwn = ({ accountId, addressId }: Own) => and(eq(address.accountId, accountId), eq(address.id, addressId))

/** An account's addresses: the one meant first, then the newest. */
export async function listAddresses(db: PlatformDb, accountId: Id<'account'>): Promise<AddressRow[]> {
  return db.select().from(address).where(eq(address.accountId, accountId)).orderBy(desc(address.isDefault), desc(address.id))
}

/** Another address of the account stops being the one meant first, if there is a stored address to take its place. */
const stepDownStatement = (db: PlatformDb, { accountId, addressId }: Own) =>
  db
    .update(address)
    .set({ isDefault: false })
    .where(and(eq(address.accountId, accountId), ne(address.id, addressId), eq(address.isDefault, true)))

const newestOf = (accountId: Id<'account'>) => sql`(select max(id) from address where account_id = ${accountId})`
const hasDefault = (accountId: Id<'account'>) => sql`exists (select 1 from address where account_id = ${accountId} and is_default = 1)`

/**
 * Stores a new address of an account that has fewer than `limit`; its first one is the one meant first, asked for or not.
 * Safe to repeat with the same id. @throws PreconditionFailed if the account is full
 */
export async function storeAddress(db: PlatformDb, row: AddressRow, limit: number): Promise<void> {
  const { id, accountId } = row
  const others = sql`(select count(*) from address where account_id = ${accountId} and id <> ${id})`
  await commit(db, [
    db.run(sql`insert into precondition (holds) select ${others} < ${limit}`),
    db
      .insert(address)
      .values({ ...row, isDefault: false })
      .onConflictDoNothing({ target: address.id }),
    ...(row.isDefault ? takeDefaultStatements(db, { accountId, addressId: id }) : []),
    db
      .update(address)
      .set({ isDefault: true })
      .where(and(isOwn({ accountId, addressId: id }), sql`not ${hasDefault(accountId)}`)),
  ])
}

const takeDefaultStatements = (db: PlatformDb, own: Own) =>
  [stepDownStatement(db, own), db.update(address).set({ isDefault: true }).where(isOwn(own))] as const

/** Changes an address, or makes it the one meant first. Safe to repeat. @throws PreconditionFailed if the account has no such address */
export async function updateAddress(
  db: PlatformDb,
  own: Own,
  change: { address?: Address | undefined; isDefault: boolean; nowMs: number },
): Promise<void> {
  await commit(db, [
    db
      .update(address)
      .set({ updatedAtMs: change.nowMs, ...(change.address === undefined ? {} : { address: change.address }) })
      .where(isOwn(own)),
    guard(db),
    ...(change.isDefault ? takeDefaultStatements(db, own) : []),
  ])
}

/** Forgets an address; if it was the one meant first, the newest of the others is now. @throws PreconditionFailed if there is none */
export async function dropAddress(db: PlatformDb, own: Own): Promise<void> {
  const { accountId } = own
  await commit(db, [
    db.delete(address).where(isOwn(own)),
    guard(db),
    db
      .update(address)
      .set({ isDefault: true })
      .where(and(eq(address.accountId, accountId), sql`${address.id} = ${newestOf(accountId)}`, sql`not ${hasDefault(accountId)}`)),
  ])
}
