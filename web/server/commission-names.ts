import type { AppLoadContext } from '@remix-run/cloudflare'
import type { Names } from '#web/features/commission/commission-words.ts'
import { categoryChoices } from '#web/features/goods/product-words.ts'
import { attempt } from './answer.ts'
import { vendorNames } from './vendor-names.ts'

/** What the ids in rules are called. A part that does not answer leaves its ids as they are. */
export async function commissionNames(context: AppLoadContext): Promise<Names> {
  const [vendors, categories] = await Promise.all([vendorNames(context), categoryNames(context)])
  return { vendors, categories }
}

/** Categories under their whole name, for pages of a store, which knows no other. */
export async function categoryNames({ api }: AppLoadContext): Promise<Names['categories']> {
  const tree = await attempt(() => api.api.v1.categories.$get({ query: {} }))
  return tree.ok ? categoryChoices(tree.value.items) : []
}
