import { defineConfig } from 'vitest/config'

/**
 * How long something may take on a slow machine that does several things at once. It costs nothing where all is well, and no test
 * proves speed by it. What has yet to come is asked for again until then.
 */
const PATIENCE = { testTimeout: 300_000, hookTimeout: 600_000, expect: { poll: { timeout: 60_000 } } }

/** One project per kind of proof; `npm test` runs them all, each script below `test:` runs one. */
export default defineConfig({
  test: {
    // Half of what tests do is wait: for a browser, a process that starts, a clock.
    maxWorkers: 3,
    maxConcurrency: 2,
    teardownTimeout: 60_000,
    projects: [
      {
        test: {
          name: 'unit',
          isolate: false,
          include: ['tests/{pure,domains,db,api,queues,web}/**/*.test.ts', 'tests/*.test.ts'],
          setupFiles: ['tests/support/quiet.ts'],
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'contracts',
          isolate: false,
          include: ['tests/contracts/**/*.test.ts'],
          globalSetup: ['tests/support/browser.ts'],
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'workerd',
          include: ['tests/workerd/**/*.test.ts'],
          globalSetup: ['tests/support/bundle.ts'],
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          globalSetup: ['tests/support/bundle.ts'],
          ...PATIENCE,
          testTimeout: 1_200_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/bundle.ts', 'tests/support/browser.ts'],
          ...PATIENCE,
        },
      },
    ],
  },
})
