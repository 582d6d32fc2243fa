import type { ActionFunctionArgs } from '@remix-run/cloudflare'
import { problemOf } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { idParam } from '#web/server/id-param.ts'

/** Takes a product off sale, or deletes a draft; what is refused is told on the product's page. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const productId = idParam('product', params.productId)
  const form = await request.formData()
  const call = context.api.api.v1.vendor.products[':productId']
  const page = `/vendor/products/${productId}`
  if (form.get('intent') === 'delete') {
    const response = await call.$delete({ param: { productId } }, { headers: { 'if-match': `"${String(form.get('version'))}"` } })
    if (response.ok) return redirectWith('/vendor/products', { key: 'product_deleted' })
    return redirectWith(page, { key: (await problemOf(response)).status === 412 ? 'product_changed' : 'failed' })
  }
  const { ok } = await call.archive.$post({ param: { productId } })
  if (!ok) return redirectWith(page, { key: 'failed' })
  const undo = { action: '/vendor/products?index', fields: { intent: 'publish', product: `${productId} archived`, back: '' } }
  return redirectWith(page, { key: 'products_archived', params: { count: '1' }, undo })
}
