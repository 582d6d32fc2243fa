import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { startTursoEmulator } from '#tests/emulators/turso/emulator.ts'

/** The databases in a process of their own, so that their CPU time can be told from everybody else's. */
export function tursoApart() {
  let pid = 0
  let running: ReturnType<typeof spawn> | undefined
  const start: typeof startTursoEmulator = async ({ organization = 'stoa', platformToken = '', databases = [] } = {}) => {
    const fixed = databases.flatMap(({ name, token }) => ['--database', `${name}=${token}`])
    const child = spawn(
      process.execPath,
      ['tests/emulators/turso/serve.ts', '--port', '0', '--organization', organization, '--platform-token', platformToken, ...fixed],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    running = child
    pid = child.pid ?? 0
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the databases ended with ${code}`)))
      createInterface(child.stdout).on('line', (line) => {
        if (line.startsWith('turso ')) resolve(line.slice('turso '.length))
      })
    })
    return {
      url,
      port: Number(new URL(url).port),
      get emulator(): never {
        throw new Error('The databases run in another process')
      },
      close: () =>
        new Promise<void>((resolve) => {
          child.removeAllListeners('exit').once('exit', () => resolve())
          child.kill('SIGTERM')
        }),
    }
  }
  return {
    start,
    pid: () => pid,
    /** Ends the process, also where the marketplace never came to be. */
    kill: () => running?.kill('SIGTERM'),
  }
}
