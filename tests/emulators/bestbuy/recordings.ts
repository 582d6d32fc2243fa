import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hono } from 'hono'

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
type Written = { method?: string; path: string; status?: number; response?: unknown }

const directory = (): string => join(process.env.CONTRACTS_DIR ?? '../shared/contracts', 'bestbuy')

/** Every exchange of every file below the folder; none where it is absent. */
export function readRecordings(folder = directory()): Recording[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  return files.sort().flatMap((file) => {
    const written: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    return (Array.isArray(written) ? (written as Written[]) : []).flatMap(({ method = 'get', path, status = 200, response }) =>
      typeof path === 'string' ? [{ file, method: method.toUpperCase(), path, status, response: response ?? null }] : [],
    )
  })
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
    return new Response(isText ? String(recording.response) : JSON.stringify(recording.response), { status: recording.status, headers })
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
