import { data } from '@remix-run/cloudflare'
import { type Id, type IdKind, isId } from '#worker/pure/ids.ts'

/**
 * The id in a page's address.
 * @throws a 404 if it is not an id of this kind, as for a thing that is not there
 */
export function idParam<K extends IdKind>(kind: K, value: string | undefined): Id<K> {
  if (value !== undefined && isId(kind, value)) return value
  throw data(null, { status: 404 })
}
