import type { StockLockRpc } from '#worker/domains/inventory/ports.ts'
import { StockLock } from '#worker/objects/stock-lock.ts'
import { makeId } from '#worker/pure/ids.ts'

export { StockLock }

type Env = { STOCK_LOCK: { getByName(name: string): StockLockRpc }; DATABASE_URL: string; DATABASE_TOKEN: string }

const STORES = Array.from({ length: 5 }, () => makeId('vendor', 0, () => Math.random()))
const VARIANT = makeId('variant', 0, () => 0)
const READ = JSON.stringify({ baton: null, requests: [{ type: 'execute', stmt: { sql: 'select 1' } }, { type: 'close' }] })
let turn = 0

/** The least that a request can cost here: nothing, one write of a store's lock, one read of a database. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const path = new URL(request.url).pathname
    if (path === '/database') {
      const headers = { authorization: `Bearer ${env.DATABASE_TOKEN}`, 'content-type': 'application/json' }
      const response = await fetch(`${env.DATABASE_URL}/v2/pipeline`, { method: 'POST', headers, body: READ })
      await response.text()
      return new Response('ok', { status: response.status })
    }
    if (path === '/lock') {
      const nowMs = Date.now()
      const store = env.STOCK_LOCK.getByName(STORES[turn++ % STORES.length] ?? '')
      const answer = await store.reserve({
        operationId: makeId('operation', nowMs),
        reservationId: makeId('reservation', nowMs),
        lines: [{ variantId: VARIANT, quantity: 1 }],
        ttlMs: 900_000,
        causeId: makeId('orderGroup', nowMs),
        buyer: '',
        ip: '',
        isTold: true,
      })
      return new Response('ok', { status: answer.ok ? 200 : 500 })
    }
    if (path === '/fill') {
      for (const name of STORES) {
        const lines = [{ variantId: VARIANT, quantity: 1_000_000 }]
        const operationId = makeId('operation', Date.now())
        await env.STOCK_LOCK.getByName(name).restock({ operationId, lines, causeId: 'floor', reason: 'floor', actorId: 'floor' })
      }
    }
    return new Response('ok')
  },
}
