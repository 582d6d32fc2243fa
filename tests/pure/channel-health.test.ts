import { describe, expect, test } from 'vitest'
import type { ConnectionStatus } from '#worker/pure/channel.ts'
import { fixOf, healthOf, LATE_AFTER_MS, lagOf, readErrorCode } from '#worker/pure/channel-health.ts'

const NOW = 1_800_000_000_000
const EVERY = 30_000
const signs = (change: Partial<Parameters<typeof lagOf>[0]> = {}) => ({
  status: 'active' as ConnectionStatus,
  errorCode: null,
  stockDueAtMs: null,
  ordersPulledAtMs: NOW - EVERY,
  createdAtMs: NOW - 86_400_000,
  ...change,
})

describe('how a connection does', () => {
  test.each([
    ['all is told and asked for', signs(), 0, 'ok', null],
    ['stock waits for four minutes', signs({ stockDueAtMs: NOW - 240_000 }), 240_000, 'ok', null],
    ['stock waits longer than what is promised', signs({ stockDueAtMs: NOW - LATE_AFTER_MS - 1 }), 300_001, 'late', null],
    ['orders were not asked for since ten minutes', signs({ ordersPulledAtMs: NOW - 600_000 }), 570_000, 'late', null],
    ['it is new', signs({ ordersPulledAtMs: null, createdAtMs: NOW - 1_000 }), 0, 'ok', null],
    ['it has never asked for orders', signs({ ordersPulledAtMs: null, createdAtMs: NOW - 3_600_000 }), 3_570_000, 'late', null],
    ['the channel does not answer', signs({ errorCode: 'orders.unavailable' }), 0, 'failing', 'wait'],
    ['the channel refuses', signs({ errorCode: 'stock.OFFER_LOCKED' }), 0, 'failing', 'ask_channel'],
    [
      'its keys are gone',
      signs({ status: 'broken', errorCode: 'not_authorised', stockDueAtMs: NOW - 1e9 }),
      null,
      'broken',
      'connect_again',
    ],
    ['it is paused', signs({ status: 'paused', ordersPulledAtMs: NOW - 1e9 }), null, 'paused', 'resume'],
    ['it is over', signs({ status: 'disconnected' }), null, 'disconnected', null],
  ])('%s', (_, given, lagMs, health, fix) => {
    const lag = lagOf(given, EVERY, NOW)
    expect([lag, healthOf(given, lag), fixOf(given)]).toEqual([lagMs, health, fix])
  })

  test('an error says what was being done, if anything was', () => {
    expect(['orders.unavailable', 'stock.a.b', 'not_authorised'].map(readErrorCode)).toEqual([
      { task: 'orders', code: 'unavailable' },
      { task: 'stock', code: 'a.b' },
      { task: null, code: 'not_authorised' },
    ])
  })
})
