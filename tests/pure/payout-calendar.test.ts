import { expect, test } from 'vitest'
import { dayOf, isDueOn, nextDueAfter, startOfDay, wasDueWithin } from '#worker/pure/payout-calendar.ts'
import { forecastPayouts } from '#worker/pure/payout-forecast.ts'
import { maturesAt, reservePart, type StoredTerms, termsOf } from '#worker/pure/payout-terms.ts'
import { DAY_MS, HOUR_MS, toRfc3339, utcDay } from '#worker/pure/time.ts'

const day = (text: string) => dayOf(Date.parse(`${text}T00:00:00Z`))
const text = (at: number | null) => (at === null ? null : utcDay(startOfDay(at)))
const rhythm = (interval: 'daily' | 'weekly' | 'monthly' | 'manual', weekday = 1, monthDay = 1) => ({ interval, weekday, monthDay })
/** The next days of payment after a day. */
function days(of: ReturnType<typeof rhythm>, after: string, count: number) {
  const found: (string | null)[] = []
  for (let at: number | null = day(after); found.length < count && at !== null; ) {
    at = nextDueAfter(of, at)
    found.push(text(at))
  }
  return found
}
const NOTHING: StoredTerms = {
  interval: null,
  weekday: null,
  monthDay: null,
  holdFrom: null,
  holdDays: null,
  latestDays: null,
  reserveBps: null,
  reserveDays: null,
  minimums: null,
}

test.each([
  [rhythm('daily'), '2026-02-27', ['2026-02-28', '2026-03-01', '2026-03-02']],
  // 2026-11-21 is a Saturday (6).
  [rhythm('weekly', 6), '2026-11-21', ['2026-11-28', '2026-12-05', '2026-12-12']],
  [rhythm('weekly', 7), '2026-11-21', ['2026-11-22', '2026-11-29', '2026-12-06']],
  [rhythm('weekly', 1), '2026-12-28', ['2027-01-04', '2027-01-11', '2027-01-18']],
  [rhythm('monthly', 1, 31), '2026-01-30', ['2026-01-31', '2026-02-28', '2026-03-31']],
  [rhythm('monthly', 1, 31), '2028-01-31', ['2028-02-29', '2028-03-31', '2028-04-30']],
  [rhythm('monthly', 1, 29), '2026-02-01', ['2026-02-28', '2026-03-29', '2026-04-29']],
  [rhythm('monthly', 1, 29), '2028-02-01', ['2028-02-29', '2028-03-29', '2028-04-29']],
  // A century that is no leap year.
  [rhythm('monthly', 1, 30), '2100-02-01', ['2100-02-28', '2100-03-30', '2100-04-30']],
  [rhythm('monthly', 1, 1), '2026-12-01', ['2027-01-01', '2027-02-01', '2027-03-01']],
  [rhythm('manual'), '2026-11-21', [null]],
] as const)('%o after %s pays on %o', (of, after, expected) => {
  expect(days(of, after, expected.length)).toEqual(expected)
})

test('days are UTC days: the last moment of a day is still it, whatever the clock of the machine says', () => {
  const lastOfFebruary = Date.parse('2028-02-29T23:59:59.999Z')
  expect([isDueOn(rhythm('monthly', 1, 31), dayOf(lastOfFebruary)), isDueOn(rhythm('monthly', 1, 31), dayOf(lastOfFebruary + 1))]).toEqual([
    true,
    false,
  ])
})

test('a run that comes late takes up the days it missed, and none twice', () => {
  const monday = rhythm('weekly', 1)
  expect(wasDueWithin(monday, day('2026-11-22'), day('2026-11-25'))).toBe(true)
  expect(wasDueWithin(monday, day('2026-11-23'), day('2026-11-29'))).toBe(false)
  expect(wasDueWithin(rhythm('manual'), 0, day('2026-11-29'))).toBe(false)
})

test('a vendor’s terms are its own, else the platform’s, else what is built in', () => {
  expect(termsOf(undefined, undefined, 7 * DAY_MS)).toEqual({
    interval: 'manual',
    weekday: 1,
    monthDay: 1,
    holdFrom: 'shipped',
    holdMs: 7 * DAY_MS,
    latestMs: 30 * DAY_MS,
    reserveBps: 0,
    reserveDays: 90,
    minimums: {},
  })
  const platform = { ...NOTHING, interval: 'weekly' as const, weekday: 5, holdDays: 0, reserveBps: 500, minimums: { USD: 1000, EUR: 900 } }
  expect(termsOf(platform, { ...NOTHING, weekday: 2, reserveBps: 0, minimums: { USD: 2500 } }, 7 * DAY_MS)).toMatchObject({
    interval: 'weekly',
    weekday: 2,
    holdMs: 0,
    reserveBps: 0,
    minimums: { USD: 2500, EUR: 900 },
  })
})

test('an earning matures after shipping, or after delivery, or on the latest day', () => {
  const shippedAtMs = Date.parse('2026-11-01T10:00:00Z')
  const of = (holdFrom: 'shipped' | 'delivered', deliveredAfterDays: number | null) =>
    toRfc3339(
      maturesAt(
        { holdFrom, holdMs: 7 * DAY_MS, latestMs: 21 * DAY_MS },
        { shippedAtMs, deliveredAtMs: deliveredAfterDays === null ? null : shippedAtMs + deliveredAfterDays * DAY_MS },
      ),
    ).slice(0, 10)
  expect([
    of('shipped', null),
    of('shipped', 3),
    of('delivered', null),
    of('delivered', 3),
    of('delivered', 20),
    of('delivered', 22),
  ]).toEqual(['2026-11-08', '2026-11-08', '2026-11-22', '2026-11-11', '2026-11-28', '2026-11-22'])
})

test('a reserve is never more than its rate, to the last minor unit of the largest amount', () => {
  expect([reservePart(999, 1000), reservePart(0, 1000), reservePart(1, 9999), reservePart(Number.MAX_SAFE_INTEGER, 10_000)]).toEqual([
    99,
    0,
    0,
    Number.MAX_SAFE_INTEGER,
  ])
})

test('a forecast: what is there, what comes in less the reserve, debts first, small sums wait', () => {
  const nowMs = Date.parse('2026-11-21T12:00:00Z')
  const terms = { ...termsOf({ ...NOTHING, interval: 'weekly', weekday: 1, reserveBps: 1000, minimums: { USD: 500 } }, undefined, 0) }
  const at = (date: string, hours = 0) => Date.parse(`${date}T00:00:00Z`) + hours * HOUR_MS
  const forecast = forecastPayouts(
    {
      currency: 'USD',
      availableMinor: 450,
      debtMinor: 0,
      stoppedUntilMs: null,
      incoming: [
        { atMs: at('2026-11-24'), amountMinor: 1000, isEarning: true },
        { atMs: at('2026-11-30', 1), amountMinor: 2000, isEarning: true },
        { atMs: at('2026-12-10'), amountMinor: 77, isEarning: false },
      ],
    },
    terms,
    nowMs,
    5,
  )
  expect(forecast.map(({ atMs, amountMinor, reason }) => [utcDay(atMs), amountMinor, reason])).toEqual([
    ['2026-11-23', 0, 'below_minimum'],
    ['2026-11-30', 1350, null],
    ['2026-12-07', 1800, null],
    ['2026-12-14', 0, 'below_minimum'],
    ['2026-12-21', 0, 'below_minimum'],
  ])
  const owing = forecastPayouts(
    {
      currency: 'KWD',
      availableMinor: 0,
      debtMinor: 700,
      stoppedUntilMs: at('2026-11-25'),
      incoming: [{ atMs: at('2026-11-22'), amountMinor: 2005, isEarning: true }],
    },
    { ...terms, minimums: {} },
    nowMs,
    3,
  )
  // 2005 - 700 owed = 1305; 130 in reserve; 1170 can be sent in steps of ten.
  expect(owing.map(({ amountMinor, reason }) => [amountMinor, reason])).toEqual([
    [0, 'stopped'],
    [1170, null],
    [0, 'nothing'],
  ])
})
