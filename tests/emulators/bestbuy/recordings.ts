import { gunzipSync } from 'node:zlib'
import type { Hono } from 'hono'
import { contractFiles, isObject, jsonIn } from '#tests/support/contracts.ts'

/*
 * Exchanges with Best Buy's API that its owners recorded. They are read from the folder of contracts at run time; nothing of them is
 * kept here.
 */

export type Recording = {
  file: string
  method: string
  /** With its query; the key in it is `XXX`. */
  path: string
  status: number
  response: unknown
}
type Written = { method?: string; path: string; status?: number; response?: unknown; responseIsBinary?: boolean }
const isRecording = (value: unknown): value is Written => isObject(value) && typeof value.path === 'string' && 'response' in value

/** Every exchange of every file below the folder; none where it is absent. */
export function readRecordings(): Recording[] {
  return contractFiles('bestbuy').flatMap((file) => {
    const written = jsonIn(file)
    return (Array.isArray(written) ? written : [written]).filter(isRecording).map((one) => ({
      file: file.name,
      method: (one.method ?? 'get').toUpperCase(),
      path: one.path,
      status: one.status ?? 200,
      response: plainly(one),
    }))
  })
}

/** What came zipped or is no text was written down as hexadecimal digits, whole or in parts. */
function plainly({ response, responseIsBinary }: Written): unknown {
  const parts = Array.isArray(response) ? (response as unknown[]) : responseIsBinary ? [response] : []
  if (parts.length === 0 || !parts.every((part) => typeof part === 'string' && /^([0-9a-f]{2})+$/i.test(part))) return response ?? null
  const bytes = Buffer.from(parts.join(''), 'hex')
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** Below `/recorded` what was recorded is answered again, word for word; of exchanges alike, one after the other. */
export function mountRecordings(app: Hono): void {
  let recordings: Recording[] | undefined
  const turns = new Map<string, number>()
  app.all('/recorded/*', (c) => {
    recordings ??= readRecordings()
    const { pathname, search } = new URL(c.req.url)
    const asked = `${c.req.method} ${plain(pathname.slice('/recorded'.length) + search)}`
    const found = recordings.filter((one) => `${one.method} ${plain(one.path)}` === asked)
    const turn = turns.get(asked) ?? 0
    turns.set(asked, turn + 1)
    const recording = found[turn % Math.max(1, found.length)]
    if (!recording) return c.text('This was never recorded.', 404)
    const isText = typeof recording.response === 'string'
    const headers = { 'content-type': isText ? 'text/xml;charset=UTF-8' : 'application/json;charset=UTF-8' }
    const hasBody = ![204, 205, 304].includes(recording.status)
    const body = isText ? String(recording.response) : JSON.stringify(recording.response)
    return new Response(hasBody ? body : null, { status: recording.status, headers })
  })
}

/** An address however its signs were encoded. */
function plain(address: string): string {
  try {
    return decodeURIComponent(address.replaceAll('+', ' '))
  } catch {
    return address
  }
}
