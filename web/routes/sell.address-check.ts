import { json, type LoaderFunctionArgs } from '@remix-run/cloudflare'

/** Whether a store's address is free, for the script of the form that asks for one. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const slug = new URL(request.url).searchParams.get('slug') ?? ''
  const response = await context.api.api.v1.vendors.addresses[':slug'].$get({ param: { slug } })
  if (!response.ok) return json({ slug, isFree: null }, { status: response.status })
  return json(await response.json(), { headers: { 'cache-control': 'no-store' } })
}
