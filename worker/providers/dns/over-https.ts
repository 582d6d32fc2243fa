import * as v from 'valibot'
import type { DomainChecker } from '#worker/domains/tenancy/ports.ts'
import { Unavailable } from '#worker/pure/problem.ts'

const Answer = v.object({ Answer: v.optional(v.array(v.object({ type: v.number(), data: v.string() })), []) })
const TXT = 16

/** Reads TXT records through a DNS-over-HTTPS resolver (JSON form). Only our resolver is contacted, never the host itself. */
export function createDomainChecker({ resolverUrl, fetch: send }: { resolverUrl: string; fetch: typeof fetch }): DomainChecker {
  return {
    async txtRecords(host) {
      const url = new URL(resolverUrl)
      url.searchParams.set('name', host)
      url.searchParams.set('type', 'TXT')
      const response = await send(url, { headers: { accept: 'application/dns-json' }, signal: AbortSignal.timeout(3000) }).catch(
        (cause) => {
          throw new Unavailable('The name service', { cause })
        },
      )
      if (!response.ok) throw new Unavailable('The name service')
      const { Answer: records } = v.parse(Answer, await response.json())
      return records.filter(({ type }) => type === TXT).map(({ data }) => data.replace(/^"|"$/g, ''))
    },
  }
}
