import { sql } from 'drizzle-orm'
import type { Id } from '#worker/pure/ids.ts'
import { DAY_MS, HOUR_MS } from '#worker/pure/time.ts'
import { type Chance, newChance } from './chance.ts'
import { PEOPLE } from './people.ts'
import type { SeedProduct } from './products.ts'
import { OPINIONS, REPLIES } from './review-texts.ts'
import { parcels, type SeedTarget, storeAll } from './target.ts'

type Line = {
  orderId: string
  lineId: string
  vendorId: string
  listingId: Id<'product'>
  title: string
  email: string
  name: string
  deliveredAtMs: number
}
/** So many of a hundred lines that arrived are rated. */
const RATED = 62
/** Whether a line is one of them. */
export const isRated = (seed: number, lineId: string): boolean => newChance(seed, `rated/${lineId}`).percent(RATED)

/**
 * What buyers said of what they got, of the lines that history delivered and of no others; stars as the product deserves
 * them. Guests who rate have an account by their address, without a password. Safe to repeat.
 * @param catalogue products by store, for how much each is liked
 */
export async function writeReviews(market: SeedTarget, seed: number, catalogue: Map<string, SeedProduct[]>, nowMs: number): Promise<number> {
  const { platformDb: db } = market
  const lines = await db.all<Line>(sql`select o.id as orderId, line.value ->> 'id' as lineId, o.vendor_id as vendorId, line.value ->> 'productId' as listingId,
      line.value ->> 'title' as title, g.email as email, json_extract(g.shipping_address, '$.name') as name, o.updated_at_ms as deliveredAtMs
    from order_summary o join order_group g on g.id = o.order_group_id join json_each(o.snapshot, '$.lines') line
    where o.status = 'delivered' and o.updated_at_ms < ${nowMs - DAY_MS} order by o.id, line.key`)
  const moods = new Map([...catalogue.values()].flat().map(({ row, rating }) => [row.id as string, rating?.bps ?? 44_000]))
  const rated = lines.filter(({ lineId }) => isRated(seed, lineId))
  const rows = rated.map((line) => reviewOf(line, newChance(seed, `review/${line.lineId}`), moods.get(line.listingId) ?? 44_000, nowMs))
  const writers = [...new Map(rows.map(({ email, name, createdAtMs }) => [email, { email, name, createdAtMs }])).values()].map((one) => ({
    ...one,
    id: newChance(seed, `writer/${one.email}`).id('account', one.createdAtMs - 30 * DAY_MS),
    sinceMs: one.createdAtMs - 30 * DAY_MS,
  }))
  await storeAll(db, [
    db.run(sql`insert into account (id, email, password_hash, name, email_verified_at_ms, created_at_ms)
      select value ->> 'id', value ->> 'email', 'none', value ->> 'name', value ->> 'sinceMs', value ->> 'sinceMs'
      from json_each(${JSON.stringify(writers)}) where true on conflict do nothing`),
  ])
  for (const part of parcels(rows, 300)) {
    await storeAll(db, [
      db.run(sql`insert into review (id, order_line_id, order_id, vendor_id, listing_id, variant_title, account_id, author_name, stars, store_stars,
          title, text, status, findings, reply_text, replied_at_ms, replied_by, created_at_ms, updated_at_ms)
        select value ->> 'id', value ->> 'lineId', value ->> 'orderId', value ->> 'vendorId', value ->> 'listingId', value ->> 'title', a.id,
          value ->> 'author', value ->> 'stars', value ->> 'storeStars', value ->> 'head', value ->> 'text', 'published', '[]', value ->> 'reply',
          value ->> 'repliedAtMs', case when value ->> 'reply' is not null then (select owner_account_id from vendor v where v.id = value ->> 'vendorId') end,
          value ->> 'createdAtMs', value ->> 'createdAtMs'
        from json_each(${JSON.stringify(part)}) join account a on a.email = value ->> 'email' where true on conflict do nothing`),
    ])
  }
  await leaveQuestions(market, nowMs)
  return rows.length
} // biome-ignore format: statements read best as statements

/** One opinion; most are near what the product deserves. */
function reviewOf(line: Line, chance: Chance, mood: number, nowMs: number) {
  const spread = chance.int(-9_000, 9_000) + chance.int(-5_000, 5_000)
  const stars = Math.min(5, Math.max(1, Math.round((mood + spread) / 10_000)))
  const [head, text] = chance.pick(OPINIONS[stars] ?? [])
  const createdAtMs = Math.min(line.deliveredAtMs + chance.int(6, 200) * HOUR_MS, nowMs - HOUR_MS)
  const isAnswered = chance.percent(stars <= 3 ? 60 : 20)
  const [first = '', ...rest] = line.name.split(' ')
  return {
    ...line,
    id: chance.id('review', createdAtMs),
    author: `${first} ${rest.at(-1)?.[0] ?? ''}.`,
    stars,
    storeStars: Math.min(5, Math.max(1, stars + chance.int(-1, 1))),
    head,
    text,
    reply: isAnswered ? chance.pick(REPLIES) : null,
    repliedAtMs: isAnswered ? Math.min(createdAtMs + 30 * HOUR_MS, nowMs) : null,
    createdAtMs,
  }
}

/** What the marketplace's people find to decide: rules, reports, a review that is held, one that was hidden and is appealed. */
async function leaveQuestions({ platformDb: db }: SeedTarget, nowMs: number): Promise<void> {
  const by = (email: string) => sql`(select id from account where email = ${email})`
  const moderator = by('moderator@stoa.example')
  const chance = newChance(0, 'questions')
  const ago = (hours: number) => nowMs - hours * HOUR_MS
  const rules = [
    { id: chance.id('moderationRule', nowMs), value: 'replica', effect: 'refuse', note: 'Only originals are sold here.' },
    { id: chance.id('moderationRule', nowMs), value: 'ivory', effect: 'hold', note: 'Say what it is made of.' },
    { id: chance.id('moderationRule', nowMs), value: 'miracle', effect: 'hold', note: 'Say what it does, not what it might.' },
  ]
  const reported = await db.all<{ id: string; vendorId: string; version: number }>(
    sql`select id, vendor_id as vendorId, source_version as version from listing where is_visible = 1 order by slug limit 3`,
  )
  const [held, hidden] = await db.all<{ id: string; vendorId: string; accountId: string }>(
    sql`select id, vendor_id as vendorId, account_id as accountId from review where stars <= 3 and status = 'published' order by id limit 2`,
  )
  const reports = reported.map(({ id, vendorId, version }, at) => {
    const reason = (['counterfeit', 'misleading', 'wrong_category'] as const)[at] ?? 'other'
    const text = ['The mark on the base is not the maker’s.', 'It holds half of what the text says.', ''][at] ?? ''
    return { id, vendorId, version, reason, text, severity: 3 - at, atMs: ago(70 - at * 22), itemId: chance.id('moderationItem', ago(70)), reportId: chance.id('report', ago(70)) }
  })
  const finding = (match: string) => JSON.stringify([{ ruleId: 'link', kind: 'link', field: '/text', match, effect: 'hold', note: '' }])
  const ids = { item: chance.id('moderationItem', ago(9)), decided: chance.id('moderationItem', ago(50)), decision: chance.id('moderationDecision', ago(30)), appeal: chance.id('appeal', ago(20)) }
  await storeAll(db, [
    db.run(sql`insert into moderation_rule (id, kind, value, effect, note, created_by, created_at_ms)
      select value ->> 'id', 'word', value ->> 'value', value ->> 'effect', value ->> 'note', ${moderator}, ${ago(900)} from json_each(${JSON.stringify(rules)}) where true on conflict do nothing`),
    db.run(sql`insert into moderation_item (id, subject_kind, subject_id, vendor_id, kind, severity, report_count, findings, source_version, opened_at_ms)
      select value ->> 'itemId', 'listing', value ->> 'id', value ->> 'vendorId', 'report', value ->> 'severity', 1, '[]', value ->> 'version', value ->> 'atMs'
      from json_each(${JSON.stringify(reports)}) where true on conflict do nothing`),
    db.run(sql`insert into report (id, item_id, subject_kind, subject_id, reporter_id, reason, text, created_at_ms)
      select value ->> 'reportId', value ->> 'itemId', 'listing', value ->> 'id', ${by(PEOPLE.buyers[1]?.email ?? '')}, value ->> 'reason', value ->> 'text', value ->> 'atMs'
      from json_each(${JSON.stringify(reports)}) where true on conflict do nothing`),
    ...(held
      ? [
          db.run(sql`update review set status = 'held', text = text || ' Cheaper at www.elsewhere.example', findings = ${finding('www.elsewhere.example')} where id = ${held.id}`),
          db.run(sql`insert into moderation_item (id, subject_kind, subject_id, vendor_id, kind, severity, findings, source_version, opened_at_ms)
            values (${ids.item}, 'review', ${held.id}, ${held.vendorId}, 'hold', 2, ${finding('www.elsewhere.example')}, 0, ${ago(9)}) on conflict do nothing`),
        ]
      : []),
    ...(hidden
      ? [
          db.run(sql`update review set status = 'hidden', hidden_reason = 'Say what was wrong with the product.' where id = ${hidden.id}`),
          db.run(sql`insert into moderation_item (id, subject_kind, subject_id, vendor_id, kind, severity, report_count, findings, source_version, status, opened_at_ms, closed_at_ms)
            values (${ids.decided}, 'review', ${hidden.id}, ${hidden.vendorId}, 'report', 2, 1, '[]', 0, 'decided', ${ago(50)}, ${ago(30)}) on conflict do nothing`),
          db.run(sql`insert into moderation_decision (id, item_id, subject_kind, subject_id, vendor_id, action, rule, evidence, field, fix, source_version, decided_by, decided_at_ms)
            values (${ids.decision}, ${ids.decided}, 'review', ${hidden.id}, ${hidden.vendorId}, 'hide', 'Reviews are about the product', 'Reported by the shop.', '',
              'Say what was wrong with the product.', 0, ${moderator}, ${ago(30)}) on conflict do nothing`),
          db.run(sql`insert into appeal (id, decision_id, subject_kind, subject_id, vendor_id, decided_first_by, text, appealed_by, created_at_ms, due_at_ms)
            values (${ids.appeal}, ${ids.decision}, 'review', ${hidden.id}, ${hidden.vendorId}, ${moderator}, 'I did say what was wrong: it is in my second sentence.',
              ${hidden.accountId}, ${ago(20)}, ${ago(20 - 72)}) on conflict do nothing`),
        ]
      : []),
    db.run(sql`insert into internal_note (id, subject_id, author_id, text, is_pinned, created_at_ms)
      select ${chance.id('note', ago(400))}, id, ${moderator}, 'Moves to a new workshop in March: expect parcels to be late for two weeks.', 1, ${ago(400)}
      from vendor where slug = 'kiln-and-clay' on conflict do nothing`),
  ])
} // biome-ignore format: statements read best as statements
