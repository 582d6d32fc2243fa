import type { LoaderFunctionArgs } from '@remix-run/cloudflare'
import { vendorStatusText } from '#web/features/admin/admin-words.ts'
import { attempt } from '#web/server/answer.ts'
import type { Found } from '#web/ui/command-palette.tsx'

const FOUND_MAX = 6

/** Vendors by a part of their name, for the command palette. */
export async function loader({ context: { api }, request }: LoaderFunctionArgs): Promise<Found> {
  const q = new URL(request.url).searchParams.get('q')?.trim().slice(0, 100) ?? ''
  if (q === '') return { items: [] }
  const vendors = await attempt(() => api.api.v1.admin.vendors.$get({ query: { q, limit: String(FOUND_MAX) } }))
  return {
    items: vendors.ok
      ? vendors.value.items.map(({ id, name, status }) => ({ text: name, note: vendorStatusText(status), to: `/admin/vendors/${id}` }))
      : [],
  }
}
