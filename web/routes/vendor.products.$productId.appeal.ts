import { type ActionFunctionArgs, redirect } from '@remix-run/cloudflare'
import { AppealForm } from '#web/features/trust/trust-forms.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { requestKey } from '#web/server/request-key.ts'

/** Says that a decision about the product was wrong, and leads back to its page. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const productId = idParam('product', params.productId)
  const form = await readForm(request, AppealForm)
  const path = `/vendor/products/${productId}`
  if (!form.ok) return redirectWith(path, { key: 'failed' })
  const { text } = form.value
  const headers = await requestKey(productId, text)
  const response = await context.api.api.v1.vendor.products[':productId'].appeal.$post(
    { param: { productId }, json: { text } },
    { headers },
  )
  return redirectWith(path, { key: response.ok ? 'appealed' : 'failed' })
}

export const loader = ({ params }: ActionFunctionArgs) => redirect(`/vendor/products/${params.productId ?? ''}`)
