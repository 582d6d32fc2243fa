import { Hono } from 'hono'
import { type ChannelKit, createChannelKit, mountKit, withFaults } from '#tests/emulators/channel-kit.ts'
import { openKeptState } from '#tests/emulators/channel-state.ts'
import { type Listening, listen } from '#tests/emulators/listen.ts'
import { ACCOUNT_ROUTES } from './account.ts'
import { BUILT_CATALOGUE } from './catalogue.ts'
import { type Controls, createControls, mountControls } from './controls.ts'
import { applyImport, IMPORT_ROUTES } from './imports.ts'
import { MOVE_ROUTES, moveLines, touch } from './move-orders.ts'
import { OFFER_ROUTES } from './offers.ts'
import { ORDER_ROUTES } from './orders.ts'
import { mountProducts } from './products-api.ts'
import { mountRecordings } from './recordings.ts'
import { mount, refuse, type Served } from './serve.ts'
import { addToCatalogue, emptyState, type State } from './state.ts'

export type BestBuyEmulatorOptions = {
  port?: number
  /** UTC epoch ms: limits, imports and debits go by it. */
  now?: () => number
  /** Keeps shops, offers and orders on disk across restarts; memory only when absent. */
  directory?: string
  /** The key of the Products API. */
  productsKey?: string
}
export type BestBuyEmulator = Listening & Controls & { readonly kit: ChannelKit; reset(): void }

/**
 * Stands in for Best Buy's marketplace (Mirakl's seller API, below `/api`) and its Products API (below `/v1` and `/beta`):
 * shops with keys, offers, imports that take their time, orders from acceptance to refund. `/_emulator` lets others place orders.
 */
export async function startBestBuyEmulator(options: BestBuyEmulatorOptions = {}): Promise<BestBuyEmulator> {
  const kit = createChannelKit(options.now)
  const kept = openKeptState(options.directory, beginning)
  const served: Served = { kit, state: kept.value, settle: () => settle(kept.value, kit.now()), changed: kept.changed }
  const controls = createControls(served)
  const reset = () => {
    kit.reset()
    kept.reset()
  }
  const app = new Hono()
  mountKit(app, kit, reset)
  mountControls(app, controls)
  const faults = withFaults(kit, {
    throttled: (c) => refuse(c, 429, 'Too many requests'),
    failed: (c, status) => refuse(c, status, 'Internal error'),
  })
  for (const path of ['/api/*', '/v1/*', '/beta/*']) app.use(path, faults)
  // A path that names an action goes before one that takes any id.
  for (const route of [...ACCOUNT_ROUTES, ...IMPORT_ROUTES, ...OFFER_ROUTES, ...ORDER_ROUTES, ...MOVE_ROUTES]) mount(app, served, route)
  mountProducts(app, served, options.productsKey ?? 'local')
  mountRecordings(app)
  app.notFound((c) => refuse(c, 404, 'Not found'))
  const listening = await listen(app, options.port)
  const close = async () => {
    kept.flush()
    await listening.close()
  }
  return { ...listening, ...controls, kit, reset, close }
}

function beginning(): State {
  const state = emptyState()
  for (const product of BUILT_CATALOGUE) addToCatalogue(state, structuredClone(product))
  return state
}

/** Does what has become due: imports in the order they came, and debits, after which an order may be shipped. */
function settle(state: State, nowMs: number): void {
  for (const shop of Object.values(state.shops)) {
    while (shop.importsOpen[0] !== undefined) {
      const next = shop.imports[shop.importsOpen[0]]
      if (next && next.readyAtMs > nowMs) break
      if (next) applyImport(next, shop, state)
      shop.importsOpen.shift()
    }
    if (shop.debitsOpen.length === 0) continue
    shop.debitsOpen = shop.debitsOpen.filter((id) => {
      const order = shop.orders[id]
      if (!order || order.debitAtMs === null) return false
      if (order.debitAtMs > nowMs) return true
      moveLines(order.raw, 'SHIPPING', (line) => ({ ...line, can_refund: true }))
      order.raw.customer = order.buyer
      touch(order.raw, nowMs)
      return false
    })
  }
}
