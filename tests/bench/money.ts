import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { migrate } from '#db/migrate.ts'
import { platformMigrations } from '#db/platform/migrations.gen.ts'
import { openPlatformDb } from '#db/platform/open.ts'
import { balancesAsOf, imbalance, listTransfers } from '#db/platform/queries/ledger.ts'
import { findRun } from '#db/platform/queries/payouts/runs.ts'
import { readVendorMoney } from '#db/platform/queries/payouts.ts'
import { createTursoEmulator } from '#tests/emulators/turso/emulator.ts'
import type { Ctx } from '#worker/domains/ctx.ts'
import { approveRun } from '#worker/domains/payouts/approve-run.ts'
import { continueDraft } from '#worker/domains/payouts/continue-draft.ts'
import { draftRun } from '#worker/domains/payouts/draft-run.ts'
import { executeRun } from '#worker/domains/payouts/execute-run.ts'
import { previewPayouts } from '#worker/domains/payouts/preview-payouts.ts'
import { type Id, makeId } from '#worker/pure/ids.ts'
import { accountId } from '#worker/pure/ledger.ts'
import { ANONYMOUS } from '#worker/pure/principal.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/*
 * Money at size: the platform's database alone, in a file, filled by SQL as so many sales would have filled it, behind the
 * provider's own protocol in this process. Times depend on how busy the machine is; round trips do not.
 */
const START = Date.parse('2026-01-01T00:00:00Z')
const NOW = Date.parse('2026-11-21T09:00:00Z')
const DAYS = Math.floor((NOW - START) / DAY_MS)

async function openLedger(vendors: number, transfers: number) {
  const directory = mkdtempSync(join(tmpdir(), 'money-'))
  const turso = createTursoEmulator({ directory, databases: [{ name: 'platform', token: 'bench' }] })
  const seen = { roundTrips: 0, residentMb: 0 }
  const send: typeof fetch = async (input, init) => {
    seen.roundTrips++
    const answer = await turso.app.fetch(new Request(input, init))
    seen.residentMb = Math.max(seen.residentMb, process.memoryUsage.rss() / 2 ** 20)
    return answer
  }
  const platform = openPlatformDb({ url: 'http://turso.test/platform', authToken: 'bench', fetch: send })
  await migrate(platform, platformMigrations, NOW)
  const { databases } = JSON.parse(readFileSync(join(directory, 'registry.json'), 'utf8')) as { databases: { name: string; id: string }[] }
  const path = join(directory, `${databases.find(({ name }) => name === 'platform')?.id}.db`)
  const startedMs = performance.now()
  fill(path, vendors, transfers)
  const filledMs = performance.now() - startedMs
  return {
    platform,
    seen,
    filledMs,
    fileMb: statSync(path).size / 2 ** 20,
    close: () => {
      turso.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

type Kept = { type: string; name: string; sql: string }
/** What each row would have to be written to, or checked by: it is put back once all of them are there. */
const KEPT = `select type, name, sql from sqlite_master where sql is not null
  and (type = 'trigger' or (type = 'index' and tbl_name = 'ledger_transfer')) order by type`

/** Sales that were released, evenly over vendors and days, with the balances that triggers would have kept. */
function fill(path: string, vendors: number, transfers: number): void {
  const db = new Database(path)
  const kept = db.prepare(KEPT).all() as Kept[]
  db.exec('pragma synchronous = off; pragma cache_size = -400000; begin')
  for (const { type, name } of kept) db.exec(`drop ${type} "${name}"`)
  db.exec(`
    insert into vendor (id, slug, name, owner_account_id, status, reviewed_at_ms, country, currency, support_email, database_name, stripe_account_id,
      can_receive_transfers, created_at_ms)
    with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${vendors})
    select printf('ven_%026d', i), 'store-' || i, 'Store ' || i, printf('acc_%026d', i), 'active', ${START}, 'US', 'USD', 'hello@store.example',
      'store-' || i, 'acct_' || i, 1, ${START} from n;
    insert into ledger_transfer (id, debit_account_id, credit_account_id, amount_minor, currency, code, cause_id, phase, at_ms)
    with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${transfers})
    select printf('trf_%026d', i), 'platform/buyer_funds/USD', printf('ven_%026d/available/USD', i % ${vendors}),
      100 + i % 900, 'USD', 'release', printf('ord_%026d', i), 'posted', ${START} + (i / ${Math.ceil(transfers / DAYS)}) * ${DAY_MS} from n;
    insert into ledger_account (id, owner, purpose, currency, debits_minor, credits_minor)
    select credit_account_id, substr(credit_account_id, 1, 30), 'available', 'USD', 0, sum(amount_minor) from ledger_transfer group by 1;
    insert into ledger_account (id, owner, purpose, currency, debits_minor, credits_minor)
    select 'platform/buyer_funds/USD', 'platform', 'buyer_funds', 'USD', sum(amount_minor), 0 from ledger_transfer;
    insert into ledger_day (account_id, day, debits_minor, credits_minor)
    select credit_account_id, at_ms / ${DAY_MS}, 0, sum(amount_minor) from ledger_transfer group by 1, 2;`)
  for (const { sql } of kept) db.exec(sql)
  db.exec('commit; pragma wal_checkpoint(truncate); analyze')
  db.close()
}

/** A payout run over so many vendors, from nothing to every payout decided and its message stored. */
export async function benchPayoutRun(vendors: number, transfers: number) {
  const ledger = await openLedger(vendors, transfers)
  try {
    const ctx = {
      requestId: makeId('request', NOW),
      now: () => NOW,
      newId: (kind: never) => makeId(kind, NOW),
      principal: ANONYMOUS,
      clientIp: '203.0.113.7',
      platform: ledger.platform,
      settings: { payoutHoldMs: 0 },
      relay: () => {},
      tellPages: () => {},
    } as unknown as Ctx
    const timed = async <T>(work: () => Promise<T>) => {
      const [startedMs, trips] = [performance.now(), ledger.seen.roundTrips]
      const value = await work()
      return { value, ms: Math.round(performance.now() - startedMs), roundTrips: ledger.seen.roundTrips - trips }
    }
    const restMb = process.memoryUsage.rss() / 2 ** 20
    const preview = await timed(() => previewPayouts(ctx, {}, { after: '', limit: 50 }))
    // What the request does, and then what each message has done: no step of it is longer than a queue lets it be.
    const ask = await timed(() => draftRun(ctx, { kind: 'manual', period: '2026-11-21', currency: null, scheduledFor: null }))
    const runId = ask.value?.id ?? 'prn_'
    const draft = await timed(() => continueDraft(ctx, runId))
    const execute = await timed(async () => {
      await approveRun(ctx, runId)
      while ((await executeRun(ctx, runId)) !== 'done');
    })
    const drafted = await findRun(ctx.platform, runId)
    const payouts = drafted?.totals[0]?.payouts ?? 0
    const [sound] = (await imbalance(ledger.platform)).map(({ driftedAccounts }) => driftedAccounts === 0)
    const { ms: previewMs, roundTrips: previewTrips } = preview
    const { ms: draftMs, roundTrips: draftTrips } = draft
    const { ms: executeMs, roundTrips: executeTrips } = execute
    const memory = { restMb: Math.round(restMb), mostMb: Math.round(ledger.seen.residentMb) }
    return {
      vendors,
      transfers,
      payouts,
      isSound: sound === true,
      previewMs,
      previewTrips,
      askTrips: ask.roundTrips,
      draftMs,
      draftTrips,
      executeMs,
      executeTrips,
      ...memory,
      fileMb: Math.round(ledger.fileMb),
      filledS: Math.round(ledger.filledMs / 1000),
    }
  } finally {
    ledger.close()
  }
}

/** What one vendor's balance costs in a ledger of so many rows: now, on a day of the past, and a page of its movements. */
export async function benchBalance(rows: number, vendors = 10_000) {
  const ledger = await openLedger(vendors, rows)
  try {
    const timed = async (work: (vendorId: Id<'vendor'>) => Promise<unknown>, calls = 300) => {
      const times: number[] = []
      for (let call = 0; call < calls; call++) {
        const vendorId: Id<'vendor'> = `ven_${String((call * 7919) % vendors).padStart(26, '0')}`
        const startedMs = performance.now()
        await work(vendorId)
        times.push(performance.now() - startedMs)
      }
      times.sort((a, b) => a - b)
      const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 100) / 100
      return { p50Ms: at(0.5), p99Ms: at(0.99) }
    }
    return {
      rows,
      vendors,
      balance: await timed((vendorId) => readVendorMoney(ledger.platform, vendorId)),
      asOf: await timed((vendorId) => balancesAsOf(ledger.platform, [accountId(vendorId, 'available', 'USD')], START + 100 * DAY_MS)),
      page: await timed((vendorId) => listTransfers(ledger.platform, { account: accountId(vendorId, 'available', 'USD'), limit: 50 }), 20),
      fileMb: Math.round(ledger.fileMb),
      filledS: Math.round(ledger.filledMs / 1000),
    }
  } finally {
    ledger.close()
  }
}
