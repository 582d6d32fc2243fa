import type { AppLoadContext } from '@remix-run/cloudflare'
import type { Names } from '#web/features/commission/commission-words.ts'
import { categoryChoices } from '#web/features/goods/product-words.ts'
import { listText } from '#web/ui/format.ts'
import { attempt } from './answer.ts'
import { vendorNames } from './vendor-names.ts'

/**
 * What the ids in rules are called. A part that does not answer leaves its ids as they are.
 * @param vendorIds vendors the page speaks of
 */
export async function commissionNames(context: AppLoadContext, vendorIds: readonly (string | null | undefined)[] = []): Promise<Names> {
  const [vendors, categories, plans] = await Promise.all([
    vendorNames(
      context,
      vendorIds.filter((id) => typeof id === 'string'),
    ),
    categoryNames(context),
    planNames(context),
  ])
  return { vendors, categories, plans }
}

/** The rules' names for plans; plans that share one share its rules. */
async function planNames({ api }: AppLoadContext): Promise<Names['plans']> {
  const list = await attempt(() => api.api.v1.admin.plans.$get({}))
  const known = list.ok ? list.value.plans.flatMap(({ name, commissionPlanKey: value }) => (value === null ? [] : [{ name, value }])) : []
  return [...Map.groupBy(known, ({ value }) => value)].map(([value, plans]) => ({ value, label: listText(plans.map(({ name }) => name)) }))
}

/** Categories under their whole name, for pages of a store, which knows no other. */
export async function categoryNames({ api }: AppLoadContext): Promise<Names['categories']> {
  const tree = await attempt(() => api.api.v1.categories.$get({ query: {} }))
  return tree.ok ? categoryChoices(tree.value.items) : []
}
