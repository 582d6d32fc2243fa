import { type CapabilityState, completeOnboarding, deriveSwitches, type Requirements } from './account.ts'
import { needAccount } from './account-routes.ts'
import type { Engine, StripeContext } from './answer-call.ts'
import { closeDispute, reinstate } from './dispute.ts'
import type { StripeEmulator } from './emulator.ts'
import { readFault } from './faults.ts'
import { escalateInquiry, openDispute } from './open-dispute.ts'
import { arrive, failPayout } from './payout.ts'
import { Refusal } from './refusal.ts'
import { withReversals } from './transfer.ts'
import type { World } from './world.ts'

type Body = Record<string, unknown>

/** The emulator's own buttons, all under `/_emulator`, all JSON. They need no key: nothing here is reachable from outside. */
export function mountControls(emulator: StripeEmulator, engine: Engine): void {
  const { app, webhooks, clock } = emulator
  const { world } = engine
  app.get('/_emulator/stats', (c) => c.json({ calls: Object.fromEntries(engine.stats), nowMs: clock.nowMs(), deliveries: webhooks.log }))
  app.get('/_emulator/faults', (c) => c.json({ pending: engine.faults.pending() }))
  app.delete('/_emulator/faults', (c) => {
    engine.faults.clear()
    return c.body(null, 204)
  })
  control(emulator, engine, '/_emulator/reset', () => {
    emulator.reset()
    return {}
  })
  control(emulator, engine, '/_emulator/faults', (body) => {
    const fault = readFault(body)
    if (fault === undefined) throw refuse(`unknown fault: ${JSON.stringify(body)}`)
    engine.faults.add(fault)
    return { pending: engine.faults.pending() }
  })
  control(emulator, engine, '/_emulator/clock', (body) => {
    clock.advance(Number(body.advance_ms))
    return { nowMs: clock.nowMs() }
  })
  control(emulator, engine, '/_emulator/webhooks', (body) => {
    for (const name of ['duplicate', 'reorder', 'drop', 'delayMs', 'skewS'] as const)
      if (typeof body[name] === 'number') webhooks[name] = body[name]
    if (typeof body.paused === 'boolean') webhooks.paused = body.paused
    if (typeof body.resend === 'string') webhooks.resend(body.resend)
    if (body.flush === true || body.paused === false) webhooks.flush()
    const { duplicate, reorder, drop, delayMs, skewS, paused } = webhooks
    return { duplicate, reorder, drop, delayMs, skewS, paused }
  })
  control(emulator, engine, '/_emulator/settings', (body) => {
    for (const name of ['availableDelayMs', 'payoutDelayMs', 'disputeFeeMinor'] as const)
      if (typeof body[name] === 'number') world.settings[name] = body[name]
    return { ...world.settings }
  })
  control(emulator, engine, '/_emulator/assert_balanced', () => {
    emulator.assertBalanced()
    return { balanced: true }
  })
  control(emulator, engine, '/_emulator/accounts/:id', (body, c) => changeAccount(world, c.req.param('id') ?? '', body))
  control(emulator, engine, '/_emulator/charges/:id/dispute', (body, c) => {
    const { account, value } = owned(world, 'charges', c.req.param('id') ?? '')
    const amount = typeof body.amount === 'number' ? body.amount : undefined
    return openDispute(world, account, value, {
      reason: String(body.reason ?? 'fraudulent'),
      inquiry: body.inquiry === true,
      amount,
      dueInDays: typeof body.due_in_days === 'number' ? body.due_in_days : undefined,
    })
  })
  control(emulator, engine, '/_emulator/disputes/:id', (body, c) => {
    const { account, value } = owned(world, 'disputes', c.req.param('id') ?? '')
    if (body.status === 'needs_response') return escalateInquiry(world, account, value)
    if (typeof body.reinstate === 'number') {
      reinstate(world, account, value, body.reinstate)
      return value
    }
    if (body.status !== 'won' && body.status !== 'lost') throw refuse('status must be won, lost or (for an inquiry) needs_response')
    return closeDispute(world, account, value, body.status)
  })
  control(emulator, engine, '/_emulator/payouts/:id', (body, c) => {
    const { account, value } = owned(world, 'payouts', c.req.param('id') ?? '')
    if (body.status === 'failed')
      failPayout(world, account, value, {
        code: String(body.failure_code ?? 'could_not_process'),
        message: 'The bank could not process this payout.',
      })
    else if (body.status === 'paid') arrive(world, account, value.id)
    else throw refuse('status must be paid or failed')
    return value
  })
  app.get('/_emulator/transfers', (c) =>
    c.json({ data: world.tables.transfers.all().map(({ account, value }) => withReversals(world, account, value)) }),
  )
}

function control(emulator: StripeEmulator, engine: Engine, path: string, run: (body: Body, c: StripeContext) => object): void {
  emulator.app.post(path, async (c) => {
    const raw = await c.req.text()
    try {
      const body = raw === '' ? {} : (JSON.parse(raw) as Body)
      const answer = run(body, c)
      engine.changed()
      return c.json(answer)
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 400
      return c.json({ error: { type: 'emulator_control', message: error instanceof Error ? error.message : String(error) } }, status as 400)
    }
  })
}

/** `{onboarded: true}`, or any of capabilities, requirements, details_submitted, payouts_enabled, charges_enabled. */
function changeAccount(world: World, id: string, body: Body): object {
  const account = needAccount(world, id)
  if (body.onboarded === true) completeOnboarding(world, account)
  if (Object.keys(body).every((name) => name === 'onboarded')) return account
  const previous = {
    capabilities: { ...account.capabilities },
    charges_enabled: account.charges_enabled,
    payouts_enabled: account.payouts_enabled,
  }
  Object.assign(account.capabilities, (body.capabilities ?? {}) as Record<string, CapabilityState>)
  Object.assign(account.requirements, (body.requirements ?? {}) as Partial<Requirements>)
  if (typeof body.details_submitted === 'boolean') account.details_submitted = body.details_submitted
  deriveSwitches(account)
  if (typeof body.payouts_enabled === 'boolean') account.payouts_enabled = body.payouts_enabled
  if (typeof body.charges_enabled === 'boolean') account.charges_enabled = body.charges_enabled
  world.emit(account.id, 'account.updated', account, previous)
  return account
}

function owned<K extends 'charges' | 'disputes' | 'payouts'>(world: World, kind: K, id: string) {
  const table = world.tables[kind] as World['tables'][K]
  const account = table.ownerOf(id)
  const value = account === undefined ? undefined : (table.find(account, id) as ReturnType<World['tables'][K]['find']>)
  if (account === undefined || value === undefined) throw refuse(`no ${kind} ${id}`, 404)
  return { account, value: value as NonNullable<typeof value> }
}

function refuse(message: string, status = 400): Refusal {
  return new Refusal(status, { type: 'invalid_request_error', message }, true)
}
