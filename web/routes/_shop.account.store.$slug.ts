import { data, type LoaderFunctionArgs, redirect } from '@remix-run/cloudflare'
import { requireProfile } from '#web/server/session.ts'

/** Goes to the vendor portal of one of one's stores; the portal keeps to it from then on. */
export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const { memberships } = await requireProfile(context, request)
  const store = memberships.find(({ slug }) => slug === params.slug)
  if (store === undefined) throw data(null, { status: 404 })
  await context.api.api.v1.auth.surface.$post({ json: { surface: 'vendor', vendorId: store.vendorId } })
  return redirect('/vendor')
}
