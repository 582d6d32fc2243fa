import type { AppLoadContext } from '@remix-run/cloudflare'
import type { BulkResult } from '#web/features/goods/bulk-outcome.tsx'
import { isId } from '#worker/pure/ids.ts'
import { need } from './answer.ts'
import { type Flash, redirectWith } from './flash.ts'

const IDS_MAX = 100

/**
 * Publishes or archives the products a form names as `<id> <status it had>`. Answers with a redirect that can be undone, or
 * with what went wrong. Undoing gives back the status a product had; one that was a draft was never anything to go back to.
 */
export async function changeStatuses(context: AppLoadContext, request: Request): Promise<Response | BulkResult> {
  const form = await request.formData()
  const isPublishing = form.get('intent') === 'publish'
  const before = new Map(form.getAll('product').map((text) => String(text).split(' ') as [string, string | undefined]))
  const productIds = [...before.keys()].filter((id) => isId('product', id)).slice(0, IDS_MAX)
  if (productIds.length === 0) return { done: 0, failures: [], isEmpty: true }

  const { products } = context.api.api.v1.vendor
  const call = isPublishing ? products['bulk-publish'].$post : products['bulk-archive'].$post
  const { results } = await need(request, call({ json: { productIds } }))
  const done = results.filter(({ refusal }) => refusal === null)
  const failures = results.flatMap(({ productId, refusal }) => (refusal === null ? [] : [{ productId, reason: refusal.detail }]))
  if (failures.length > 0) return { done: done.length, failures: await named(context, failures), isEmpty: false }

  const goesBackTo = isPublishing ? 'archived' : 'active'
  const undone = done.filter(({ productId }) => before.get(productId) === goesBackTo)
  const status = isPublishing ? 'active' : 'archived'
  const undo: Flash['undo'] = {
    action: '/vendor/products?index',
    fields: {
      intent: isPublishing ? 'archive' : 'publish',
      product: undone.map(({ productId }) => `${productId} ${status}`),
      back: String(form.get('back') ?? ''),
    },
  }
  const path = `/vendor/products?${new URLSearchParams(String(form.get('back') ?? ''))}`
  return redirectWith(path, {
    key: isPublishing ? 'products_published' : 'products_archived',
    params: { count: String(done.length) },
    ...(undone.length === 0 ? {} : { undo }),
  })
}

async function named(context: AppLoadContext, failures: { productId: string; reason: string }[]) {
  const { products } = context.api.api.v1.vendor
  return Promise.all(
    failures.slice(0, 20).map(async ({ productId, reason }) => {
      const response = isId('product', productId) ? await products[':productId'].$get({ param: { productId } }) : null
      const title = response?.ok ? ((await response.json()) as { title: string }).title : productId
      return { title, reason }
    }),
  )
}
