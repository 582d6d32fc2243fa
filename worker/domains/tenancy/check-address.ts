import { isSlugStored } from '#db/platform/queries/tenancy.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { isReservedSlug, SLUG } from './vendor.ts'

/**
 * Whether a store could be opened under an address now; opening it decides. One of the wrong shape, one of ours and one a
 * store has are all not free. Tells nothing about which.
 */
export async function checkAddress({ platform }: Pick<Ctx, 'platform'>, slug: string): Promise<{ slug: string; isFree: boolean }> {
  if (!SLUG.test(slug) || isReservedSlug(slug)) return { slug, isFree: false }
  return { slug, isFree: !(await isSlugStored(platform, slug)) }
}
