import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

/**
 * Run from the root: `remix vite:build --config web/vite.config.ts`.
 * The server build keeps its packages as imports: the Worker's bundler resolves them once, for workerd.
 */
export default defineConfig({
  publicDir: 'web/public',
  // `?worker&url` compiles a plain script of ours into a file of its own; see web/plain.
  worker: { format: 'es' },
  build: { assetsInlineLimit: 0, target: 'es2022' },
  plugins: [
    paraglideVitePlugin({
      project: 'web/project.inlang',
      outdir: 'web/paraglide',
      strategy: ['baseLocale'],
      emitTsDeclarations: true,
    }),
    tailwindcss(),
    remix({
      appDirectory: 'web',
      buildDirectory: 'web/build',
      ignoredRouteFiles: ['**/.*'],
      future: {
        v3_fetcherPersist: true,
        v3_lazyRouteDiscovery: true,
        v3_relativeSplatPath: true,
        v3_singleFetch: true,
        v3_throwAbortReason: true,
      },
    }),
  ],
})
