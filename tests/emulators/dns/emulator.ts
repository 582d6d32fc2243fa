import { Hono } from 'hono'
import { type Listening, listen } from '#tests/emulators/listen.ts'

const NO_ERROR = 0
const NAME_ERROR = 3
const TXT = 16

export type DnsEmulator = Listening & {
  /** Sets the TXT records of a name. */
  setTxt(name: string, values: string[]): void
}

/** A DNS-over-HTTPS resolver in its JSON form (`application/dns-json`), for TXT records only. */
export async function startDnsEmulator({ port = 0 }: { port?: number } = {}): Promise<DnsEmulator> {
  const records = new Map<string, string[]>()
  const app = new Hono()
  app.get('/dns-query', (c) => {
    const name = c.req.query('name')?.toLowerCase().replace(/\.$/, '')
    if (!name || c.req.query('type') !== 'TXT') return c.json({ error: 'Invalid query' }, 400)
    const values = records.get(name)
    const question = [{ name, type: TXT }]
    const answer = values?.map((value) => ({ name, type: TXT, TTL: 60, data: `"${value}"` }))
    const flags = { TC: false, RD: true, RA: true, AD: false, CD: false }
    const body = { Status: values ? NO_ERROR : NAME_ERROR, ...flags, Question: question, ...(answer ? { Answer: answer } : {}) }
    return c.body(JSON.stringify(body), 200, { 'content-type': 'application/dns-json' })
  })
  app.put('/_emulator/txt/:name', async (c) => {
    records.set(c.req.param('name').toLowerCase(), (await c.req.json<{ values: string[] }>()).values)
    return c.body(null, 204)
  })
  return { ...(await listen(app, port)), setTxt: (name, values) => void records.set(name.toLowerCase(), values) }
}
