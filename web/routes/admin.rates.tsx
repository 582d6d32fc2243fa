import { type LoaderFunctionArgs, redirect } from '@remix-run/cloudflare'
import { isId } from '#worker/pure/ids.ts'

/** Rates were here once; what points to them still leads to what they became. */
export function loader({ request }: LoaderFunctionArgs) {
  const vendor = new URL(request.url).searchParams.get('vendor') ?? ''
  return redirect(isId('vendor', vendor) ? `/admin/commission/new?vendor=${vendor}` : '/admin/commission', 301)
}
