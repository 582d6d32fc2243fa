import { data } from '@remix-run/cloudflare'
import { problemOf } from './answer.ts'
import { toLogIn } from './session.ts'

/** A file of the API, streamed on as it comes, with its name. @throws a redirect to the log-in page on 401 */
export async function passOnFile(
  request: Request,
  call: Promise<{ ok: boolean; status: number; headers: Headers; body: unknown; json(): Promise<unknown> }>,
) {
  const response = await call
  if (response.status === 401) throw toLogIn(request)
  if (!response.ok) throw data(await problemOf(response), { status: response.status })
  const headers = new Headers({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' })
  for (const name of ['content-type', 'content-disposition']) headers.set(name, response.headers.get(name) ?? '')
  return new Response(response.body as ReadableStream | null, { headers })
}
