import { expect, test } from 'vitest'
import { redact } from '#worker/pure/redact.ts'

test('what opens something is hidden, everything else is as it was', () => {
  const message = {
    type: 'mail.requested',
    attempts: 3,
    to: 'ada@buyer.example',
    nothing: null,
    content: { template: 'reset_password', name: 'Ada', url: 'https://stoa.example/reset-password?t=mtk_1.abc' },
    list: ['see https://stoa.example/x#t=1 and https://stoa.example/y', { clientSecret: 'pi_1_secret_2' }],
    accessToken: 'eyJ',
    t: 'abc',
  }
  expect(redact(message)).toEqual({
    type: 'mail.requested',
    attempts: 3,
    to: 'ada@buyer.example',
    nothing: null,
    content: { template: 'reset_password', name: 'Ada', url: 'https://stoa.example/reset-password?[hidden]' },
    list: ['see https://stoa.example/x?[hidden] and https://stoa.example/y', { clientSecret: '[hidden]' }],
    accessToken: '[hidden]',
    t: '[hidden]',
  })
})
