import { account, session } from '#db/platform/schema/identity.ts'
import { vendorMember } from '#db/platform/schema/tenancy.ts'
import type { Stack } from '#tests/support/stack.ts'
import { provisionVendor } from '#worker/domains/tenancy/provision-vendor.ts'
import { registerVendor } from '#worker/domains/tenancy/register-vendor.ts'
import { approveVendor } from '#worker/domains/tenancy/review-vendor.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import type { Role, Surface } from '#worker/pure/permissions.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/** Somebody signed in, with a token for one surface. */
export type Person = { accountId: Id<'account'>; sessionId: Id<'session'>; email: string; token: string }

const surfaceOf = (role: Role): Surface =>
  role.startsWith('vendor_') ? 'vendor' : role.startsWith('platform_') ? 'admin' : role === 'support_rep' ? 'support' : 'shop'

let counter = 0

/** Signs somebody in without a password: an account, a session and a token, as log-in would have made them. */
export async function signIn(stack: Stack, role: Exclude<Role, 'anonymous'>, vendorId: Id<'vendor'> | null = null): Promise<Person> {
  const ctx = stack.ctx()
  const nowMs = ctx.now()
  const accountId = makeId('account', nowMs)
  const sessionId = makeId('session', nowMs)
  const email = `${role.replaceAll('_', '-')}-${++counter}@example.com`
  await ctx.platform.insert(account).values({
    id: accountId,
    email,
    passwordHash: 'none',
    name: `A ${role}`,
    platformRole: role.startsWith('platform_') || role === 'support_rep' ? (role as 'platform_admin') : null,
    emailVerifiedAtMs: nowMs,
    createdAtMs: nowMs,
  })
  await ctx.platform.insert(session).values({
    id: sessionId,
    accountId,
    refreshHash: 'none',
    rotatedAtMs: nowMs,
    createdAtMs: nowMs,
    lastSeenAtMs: nowMs,
    expiresAtMs: nowMs + 30 * DAY_MS,
  })
  if (vendorId)
    await ctx.platform
      .insert(vendorMember)
      .values({ vendorId, accountId, role: role as 'vendor_owner', createdAtMs: nowMs })
      .onConflictDoNothing()
  const { token } = await ctx.tokens.issue({ accountId, sessionId, surface: surfaceOf(role), vendorId }, nowMs)
  return { accountId, sessionId, email, token }
}

export type TestVendor = { id: Id<'vendor'>; slug: string; owner: Person }

/** An open store with a database of its own, made by the real registration, provisioning and approval. */
export async function openVendor(stack: Stack, slug: string, currency: 'USD' | 'EUR' | 'JPY' = 'USD'): Promise<TestVendor> {
  const store = await applyVendor(stack, slug, currency)
  await approveVendor(stack.ctx(), store.id)
  return store
}

/** The same before the approval: its people can prepare it, and nobody sees it. */
export async function applyVendor(stack: Stack, slug: string, currency: 'USD' | 'EUR' | 'JPY' = 'USD'): Promise<TestVendor> {
  const founder = await signIn(stack, 'buyer')
  const ctx = stack.ctx()
  const { id } = await registerVendor(ctx, founder.accountId, {
    slug,
    name: `Store ${slug}`,
    country: 'US',
    currency,
    supportEmail: `${slug}@example.com`,
  })
  await provisionVendor(stack.ctx(), id)
  const { token } = await ctx.tokens.issue(
    { accountId: founder.accountId, sessionId: founder.sessionId, surface: 'vendor', vendorId: id },
    ctx.now(),
  )
  return { id, slug, owner: { ...founder, token } }
}
