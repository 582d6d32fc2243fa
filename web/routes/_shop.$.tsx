import { data } from '@remix-run/cloudflare'
import type { RouteHandle } from '#web/ui/hydration.ts'

export const handle: RouteHandle = { hydrates: false }

/** Every address that no other page has. */
export function loader() {
  throw data(null, { status: 404 })
}

export default function NotFound() {
  return null
}
