import { readdirSync, readFileSync } from 'node:fs'

/** The kernel's clock ticks at 100 Hz on every Linux of today. */
const TICK_MS = 10

/** User and system time a process has used, in ms. */
export function cpuOf(pid: number): number {
  const fields = statOf(pid).fields
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** What a process has in memory, in MB. */
export function residentMb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(line) / 1024)
}

/** The child processes of ours with this name, oldest first. */
export function childrenNamed(name: string): number[] {
  const found: number[] = []
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const { named, fields } = statOf(Number(entry))
      if (named === name && Number(fields[1]) === process.pid) found.push(Number(entry))
    } catch {
      // It ended while we looked.
    }
  }
  return found.sort((a, b) => a - b)
}

/** The child a piece of work starts. */
export async function childStartedBy<T>(name: string, work: () => Promise<T>): Promise<{ value: T; pid: number }> {
  const before = new Set(childrenNamed(name))
  const value = await work()
  const pid = childrenNamed(name).find((one) => !before.has(one))
  if (pid === undefined) throw new Error(`No process ${name} was started`)
  return { value, pid }
}

/** The name of the process may hold blanks; the fields after it do not. */
function statOf(pid: number): { named: string; fields: string[] } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const end = stat.lastIndexOf(')')
  return { named: stat.slice(stat.indexOf('(') + 1, end), fields: stat.slice(end + 2).split(' ') }
}
