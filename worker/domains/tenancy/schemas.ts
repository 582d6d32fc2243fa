import { z } from '@hono/zod-openapi'
import { type Id, isId } from '#worker/pure/ids.ts'

export const vendorIdSchema = z
  .custom<Id<'vendor'>>((value) => typeof value === 'string' && isId('vendor', value))
  .openapi({ type: 'string', example: 'ven_01JD0000000000000000000000' })
