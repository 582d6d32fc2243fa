import type { Engine } from './answer-call.ts'
import type { StripeEmulator } from './emulator.ts'

export function mountPages(_emulator: StripeEmulator, _engine: Engine): void {}
