import { account } from '#db/platform/schema/identity.ts'
import { commissionRate } from '#db/platform/schema/money.ts'
import { category } from '#db/platform/schema/search.ts'
import { taxRate } from '#db/platform/schema/tenancy.ts'
import type { CommissionRate } from '#worker/pure/commission.ts'
import { hashPassword } from '#worker/pure/password-hash.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { CATALOGUE_MS, categoryRows } from './categories.ts'
import { newChance } from './chance.ts'
import { DEMO_PASSWORD, PEOPLE } from './people.ts'
import { bindingOf, parcels, type SeedTarget, storeAll } from './target.ts'
import { taxRateRows } from './taxes.ts'

/** What the platform keeps unless a vendor has a rate of its own: twelve per cent. */
export const DEFAULT_COMMISSION: CommissionRate = {
  id: newChance(0, 'commission').id('commissionRate', CATALOGUE_MS),
  vendorId: null,
  rateBps: 1200,
  startsAtMs: 0,
}
const PLATFORM_ROLES = ['platform_admin', 'platform_finance', 'platform_moderator', 'support_rep'] as const

/**
 * Stores what is there before any vendor: the accounts (address confirmed, one hash for all, because they share the
 * password), categories, taxes, the default commission. Safe to repeat.
 */
export async function storePlatform(market: SeedTarget, nowMs: number): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD, bindingOf(market, 'PASSWORD_PEPPER'))
  const { platformDb: db } = market
  const people = [...PEOPLE.buyers, ...PEOPLE.owners, ...PEOPLE.applicants, ...PEOPLE.team, ...PEOPLE.platform]
  const createdAtMs = nowMs - 400 * DAY_MS
  const accounts = people.map(({ id, email, name, role }) => ({
    id,
    email,
    name,
    passwordHash,
    platformRole: PLATFORM_ROLES.find((known) => known === role) ?? null,
    emailVerifiedAtMs: createdAtMs,
    createdAtMs,
  }))
  await storeAll(db, [
    db.insert(account).values(accounts).onConflictDoNothing(),
    db.insert(category).values(categoryRows()).onConflictDoNothing(),
    ...parcels(taxRateRows(), 100).map((rows) => db.insert(taxRate).values(rows).onConflictDoNothing()),
    db
      .insert(commissionRate)
      .values({ ...DEFAULT_COMMISSION, createdBy: PEOPLE.platform[0]?.id ?? 'system' })
      .onConflictDoNothing(),
  ])
}
