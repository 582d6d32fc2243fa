import type { LoaderFunctionArgs } from '@remix-run/cloudflare'

/** What search engines leave alone: what belongs to somebody, and endless combinations of filters. */
const LEFT_ALONE = [
  '/account',
  '/admin',
  '/api/',
  '/cart',
  '/checkout',
  '/login',
  '/search',
  '/signup',
  '/support',
  '/vendor',
  '/*?*sort=',
  '/*?*attr.',
]

export function loader({ request }: LoaderFunctionArgs) {
  const lines = [
    'User-agent: *',
    ...LEFT_ALONE.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${new URL('/sitemap.xml', request.url)}`,
    '',
  ]
  return new Response(lines.join('\n'), {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  })
}
