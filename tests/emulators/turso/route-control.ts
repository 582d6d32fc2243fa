import type { Hono } from 'hono'
import type { TursoState } from './emulator.ts'
import { readFault } from './faults.ts'

/** Mounts what only tests and benchmarks use: faults and counters. */
export function mountControl(app: Hono, state: TursoState): void {
  app.get('/_emulator/stats', (c) => c.json({ databases: state.stats.all() }))
  app.delete('/_emulator/stats', (c) => {
    state.stats.reset()
    return c.body(null, 204)
  })
  app.get('/_emulator/faults', (c) => c.json({ faults: state.faults.list() }))
  app.post('/_emulator/faults', async (c) => {
    try {
      const fault = readFault(await c.req.json())
      state.faults.add(fault)
      return c.json(fault, 201)
    } catch (error) {
      return c.json({ error: error instanceof Error ? error.message : 'not a fault' }, 400)
    }
  })
  app.delete('/_emulator/faults', (c) => {
    state.faults.clear(c.req.query('database'))
    return c.body(null, 204)
  })
}
