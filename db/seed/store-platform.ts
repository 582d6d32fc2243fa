import { commissionRule, commissionTax } from '#db/platform/schema/commissions.ts'
import { account } from '#db/platform/schema/identity.ts'
import { category } from '#db/platform/schema/search.ts'
import { taxRate } from '#db/platform/schema/tenancy.ts'
import { hashPassword } from '#worker/pure/password-hash.ts'
import { DAY_MS } from '#worker/pure/time.ts'
import { categoryRows } from './categories.ts'
import { commissionTaxRows, DEFAULT_COMMISSION, otherRules, ruleRow } from './commissions.ts'
import { DEMO_PASSWORD, PEOPLE } from './people.ts'
import { bindingOf, parcels, type SeedTarget, storeAll } from './target.ts'
import { taxRateRows } from './taxes.ts'

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
      .insert(commissionRule)
      .values([ruleRow(DEFAULT_COMMISSION, createdAtMs), ...otherRules(nowMs)])
      .onConflictDoNothing(),
    db.insert(commissionTax).values(commissionTaxRows(nowMs)).onConflictDoNothing(),
  ])
}
