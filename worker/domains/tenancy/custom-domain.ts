import { claimDomain, listDomains, markDomainVerified, removeDomain } from '#db/platform/queries/tenancy.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { addWithinPlan } from '#worker/domains/plans/check-limit.ts'
import { newSecret } from '#worker/pure/hash.ts'
import type { Id } from '#worker/pure/ids.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'

/** 409: another store has proved that the host is theirs. */
export class DomainTaken extends Problem {
  constructor() {
    super('domain_taken', 409, 'Another store uses this host name.')
  }
}

/** 409: the TXT record is not there (yet). */
export class DomainUnproven extends Problem {
  constructor(record: string, challenge: string) {
    super('domain_unproven', 409, `Add a TXT record ${record} with the value ${challenge}, wait a little, and try again.`, {
      extensions: { record, challenge },
    })
  }
}

const HOST = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/

export type Domain = { host: string; isVerified: boolean; record: string; challenge: string }

/** The host names a store has claimed. */
export async function readDomains(ctx: Ctx, vendorId: Id<'vendor'>): Promise<Domain[]> {
  return (await listDomains(ctx.platform, vendorId)).map(toDomain)
}

/**
 * Claims a host name for a store; it resolves once the owner of the name has put the challenge into DNS. Safe to repeat.
 * @throws PlanLimitReached 409; DomainTaken 409; Problem 422 for our own hosts and for what is no host name
 */
export async function addDomain(ctx: Ctx, vendorId: Id<'vendor'>, host: string): Promise<Domain> {
  const apexHost = ctx.settings.apex.split(':')[0] ?? ''
  if (
    !HOST.test(host) ||
    host === apexHost ||
    host.endsWith(`.${apexHost}`) ||
    /\.(?:localhost|local|internal|test|invalid|workers\.dev)$/.test(host)
  ) {
    throw new Problem('invalid_domain', 422, 'This is not a host name you can use.', {
      errors: [{ pointer: '/host', detail: 'A public host name of your own.' }],
    })
  }
  const claim = { host, vendorId, challenge: `stoa-${newSecret()}`, createdAtMs: ctx.now() }
  const row = await addWithinPlan(ctx, vendorId, 'customDomains', () => claimDomain(ctx.platform, claim))
  if (row?.vendorId !== vendorId) throw new DomainTaken()
  return toDomain(row)
}

/** Looks for the challenge in DNS and, if it is there, opens the host. Safe to repeat. */
export async function verifyDomain(ctx: Ctx, vendorId: Id<'vendor'>, host: string): Promise<Domain> {
  const row = (await listDomains(ctx.platform, vendorId)).find((domain) => domain.host === host)
  if (!row) throw new NotFound('domain')
  const domain = toDomain(row)
  if (domain.isVerified) return domain
  if (!(await ctx.domains.txtRecords(domain.record)).includes(domain.challenge)) throw new DomainUnproven(domain.record, domain.challenge)
  await markDomainVerified(ctx.platform, vendorId, host, ctx.now())
  return { ...domain, isVerified: true }
}

/** Gives a host name up. Safe to repeat. */
export async function dropDomain(ctx: Ctx, vendorId: Id<'vendor'>, host: string): Promise<void> {
  await removeDomain(ctx.platform, vendorId, host)
}

function toDomain(row: { host: string; challenge: string; verifiedAtMs: number | null }): Domain {
  return { host: row.host, challenge: row.challenge, record: `_stoa.${row.host}`, isVerified: row.verifiedAtMs !== null }
}
