import { expectedOf } from '#worker/providers/channels/lenient.ts'

export const expected = expectedOf('bestbuy')
