import type { AppLoadContext } from '@remix-run/cloudflare'
import { attempt } from './answer.ts'

/** As many vendors as lists of the admin portal name; those beyond show their id. */
const NAMED_MAX = 100

/** Names of vendors by id, newest first, for lists that know only ids and for choosing one. */
export async function vendorNames({ api }: AppLoadContext): Promise<{ id: string; name: string }[]> {
  const vendors = await attempt(() => api.api.v1.admin.vendors.$get({ query: { limit: String(NAMED_MAX) } }))
  return vendors.ok ? vendors.value.items.map(({ id, name }) => ({ id, name })) : []
}
