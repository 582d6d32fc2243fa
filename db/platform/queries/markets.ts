import { and, asc, eq, sql } from 'drizzle-orm'
import { commit, guard } from '#db/commit.ts'
import { type AuditRow, auditStatement } from '#db/platform/queries/audit.ts'
import { market } from '#db/platform/schema/settings.ts'
import { taxRate } from '#db/platform/schema/tenancy.ts'
import type { PlatformDb } from '#db/types.ts'

export type MarketRow = typeof market.$inferSelect
export type TaxRateRow = typeof taxRate.$inferSelect

export async function listMarkets(db: PlatformDb): Promise<MarketRow[]> {
  return db.select().from(market).orderBy(asc(market.name))
}

/** Adds a market (version 0) or changes the one that still has `version`. @throws PreconditionFailed if it has another */
export async function storeMarket(db: PlatformDb, row: MarketRow, version: number, audit: AuditRow): Promise<void> {
  const { key, ...change } = row
  const write =
    version === 0
      ? db.insert(market).values(row).onConflictDoNothing()
      : db
          .update(market)
          .set(change)
          .where(and(eq(market.key, key), eq(market.version, version)))
  await commit(db, [write, guard(db), auditStatement(db, audit)])
}

/** Every rate of a country, past ones and those to come; by place and class, the one that starts last first. At most 1000. */
export async function listTaxRates(db: PlatformDb, country: string): Promise<TaxRateRow[]> {
  return db
    .select()
    .from(taxRate)
    .where(eq(taxRate.country, country))
    .orderBy(asc(taxRate.region), asc(taxRate.taxClass), sql`${taxRate.startsAtMs} desc`)
    .limit(1000)
}

/** The countries that have rates. */
export async function taxedCountries(db: PlatformDb): Promise<string[]> {
  const rows = await db.selectDistinct({ country: taxRate.country }).from(taxRate).orderBy(asc(taxRate.country))
  return rows.map(({ country }) => country)
}

/** Adds a rate; those that are there stay. @throws UniqueViolation if one of the same place and class starts at the same instant */
export async function storeTaxRate(db: PlatformDb, row: TaxRateRow, audit: AuditRow): Promise<void> {
  await commit(db, [db.insert(taxRate).values(row), auditStatement(db, audit)])
}
