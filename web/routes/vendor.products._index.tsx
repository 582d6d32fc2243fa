import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { BulkResult } from '#web/features/goods/bulk-outcome.tsx'
import { categoryChoices } from '#web/features/goods/product-words.ts'
import { ProductsView, SORTS, STATUSES } from '#web/features/goods/products-view.tsx'
import { need } from '#web/server/answer.ts'
import { changeStatuses } from '#web/server/change-statuses.ts'
import { isId } from '#worker/pure/ids.ts'

const oneOf = <T extends string>(list: readonly T[], text: string | null): T | undefined => list.find((each) => each === text)

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const status = oneOf(STATUSES, params.get('status'))
  const stock = oneOf(['low', 'out'] as const, params.get('stock'))
  const sort = oneOf(SORTS, params.get('sort')) ?? 'newest'
  const q = params.get('q')?.trim().slice(0, 100) ?? ''
  const [categoryId, cursor] = [params.get('categoryId') ?? '', params.get('cursor') ?? '']
  const query = {
    sort,
    limit: '25',
    ...(status === undefined ? {} : { status }),
    ...(stock === undefined ? {} : { stock }),
    ...(q === '' ? {} : { q }),
    ...(isId('category', categoryId) ? { categoryId } : {}),
    ...(isId('product', cursor) ? { cursor } : {}),
  }
  const { v1 } = context.api.api
  const [list, tree, store] = await Promise.all([
    need(request, v1.vendor.products.$get({ query })),
    need(request, v1.categories.$get({ query: {} })),
    need(request, v1.vendor.$get()),
  ])
  return {
    list,
    filters: { status: status ?? '', q, categoryId, stock: stock ?? '', sort },
    categories: categoryChoices(tree.items),
    currency: store.currency,
    nowMs: context.nowMs,
  }
}

/** Puts the ticked products on sale or takes them off it; those that cannot be changed are named, with the reason. */
export async function action({ context, request }: ActionFunctionArgs) {
  const outcome = await changeStatuses(context, request)
  return outcome instanceof Response ? outcome : data(outcome)
}

export const meta: MetaFunction = () => [{ title: m.goods_products_title() }]

export default function Products() {
  return <ProductsView {...useLoaderData<typeof loader>()} lowAt={5} result={useActionData<typeof action>() as BulkResult | undefined} />
}
