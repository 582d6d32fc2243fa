import { type ActionFunctionArgs, json } from '@remix-run/cloudflare'
import { problemOf } from '#web/server/answer.ts'
import { idParam } from '#web/server/id-param.ts'
import { addPicture } from '#web/server/save-product.ts'

/**
 * Adds, changes or removes a picture, for the script of the product's page. Answers with the product's version afterwards,
 * and with the picture or pictures; a refusal has the API's status and code.
 */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const productId = idParam('product', params.productId)
  const form = await request.formData()
  if (form.get('intent') === 'add') {
    const file = form.get('picture')
    if (!(file instanceof File)) return json({ code: 'unsupported_image' }, { status: 415 })
    const response = await addPicture(context, productId, file)
    if (!response.ok) return json({ code: (await problemOf(response)).code }, { status: response.status })
    return json({ version: versionOf(response), image: await response.json() })
  }
  const call = context.api.api.v1.vendor.products[':productId'].images[':imageId']
  const param = { productId, imageId: idParam('image', String(form.get('imageId'))) }
  const options = { headers: { 'if-match': `"${String(form.get('version'))}"` } }
  if (form.get('intent') === 'remove') {
    const response = await call.$delete({ param }, options)
    if (!response.ok) return json({ code: (await problemOf(response)).code }, { status: response.status })
    return json({ version: versionOf(response) })
  }
  const [alt, position] = [form.get('alt'), form.get('position')]
  const change = { ...(alt === null ? {} : { alt: String(alt) }), ...(position === null ? {} : { position: Number(position) }) }
  const response = await call.$patch({ param, json: change }, options)
  if (!response.ok) return json({ code: (await problemOf(response)).code }, { status: response.status })
  return json({ version: versionOf(response), ...((await response.json()) as object) })
}

const versionOf = ({ headers }: { headers: Headers }): number => Number(headers.get('etag')?.replaceAll(/\D/g, ''))
